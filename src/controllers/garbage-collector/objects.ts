/** What the garbage collector reads and writes: objects as they are now, and the few changes it makes to them. */
import { type KubeObject, linksOf, type ObjectLinks, type OwnerReference } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Propagation } from '../../registry/generic/declaration.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import type { ApiClient } from '../framework/interface.ts';
import type { StoredResource } from '../stored-resources.ts';
import type { Identity } from './graph.ts';

const MAX_CONFLICTS = 5;

/** Owners, finalizers and the rest, without building the object where that can be done. */
export function linksIn(entry: Entry): ObjectLinks {
  return entry.links?.() ?? linksOf(entry.object().metadata);
}

/** As it is in the store now, if it is still the same object. */
export async function liveObject({ store, namespaced }: StoredResource, { namespace, name, uid }: Identity): Promise<Entry | undefined> {
  if (namespaced && namespace === '') return undefined;
  const entry = await store.storage.get(store.keyOf(namespaced ? namespace : '', name), '');
  return entry !== undefined && linksIn(entry).uid === uid ? entry : undefined;
}

/** Deletes an object unless it has changed since it was looked at. @throws {ApiError} 409 */
export async function deleteObject(client: ApiClient, resource: StoredResource, entry: Entry, propagationPolicy: Propagation): Promise<void> {
  await unlessGone(client.delete(resource, entry.namespace, entry.name, { propagationPolicy, preconditions: versionOf(entry) }));
}

/** Takes owners out of an object's references. @throws {ApiError} 409 when it has changed */
export async function removeOwners(client: ApiClient, resource: StoredResource, entry: Entry, uids: readonly string[]): Promise<void> {
  const owners = entry.object().metadata.ownerReferences ?? [];
  const gone = new Set(uids);
  const left = owners.filter((each) => !gone.has(each.uid));
  if (left.length < owners.length) await patchMetadata(client, resource, entry, { ownerReferences: left });
}

/** Makes an object hold up none of its owners. @throws {ApiError} 409 when it has changed */
export async function unblockOwners(client: ApiClient, resource: StoredResource, entry: Entry): Promise<void> {
  const owners: readonly OwnerReference[] = entry.object().metadata.ownerReferences ?? [];
  if (!owners.some((each) => each.blockOwnerDeletion === true)) return;
  const ownerReferences = owners.map((each) => (each.blockOwnerDeletion === true ? { ...each, blockOwnerDeletion: false } : each));
  await patchMetadata(client, resource, entry, { ownerReferences });
}

/** Takes a finalizer from an object, whatever else happens to it meanwhile. */
export async function removeFinalizer(client: ApiClient, resource: StoredResource, identity: Identity, finalizer: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const entry = await liveObject(resource, identity);
    const finalizers = entry?.object().metadata.finalizers ?? [];
    if (entry === undefined || !finalizers.includes(finalizer)) return;
    try {
      await patchMetadata(client, resource, entry, { finalizers: finalizers.filter((each) => each !== finalizer) });
      return;
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 409) || attempt === MAX_CONFLICTS) throw error;
    }
  }
}

async function patchMetadata(client: ApiClient, resource: StoredResource, entry: Entry, changes: Partial<KubeObject['metadata']>): Promise<void> {
  await unlessGone(client.patch(resource, entry.namespace, entry.name, { metadata: { ...versionOf(entry), ...changes } }));
}

function versionOf(entry: Entry): { readonly uid: string; readonly resourceVersion: string } {
  return { uid: linksIn(entry).uid, resourceVersion: String(entry.revision) };
}

/** What is gone needs nothing more. */
async function unlessGone(change: Promise<unknown>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 404)) throw error;
  }
}
