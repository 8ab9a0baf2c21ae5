/**
 * Follows every resource whose objects can be deleted and tells the graph, in the graph's terms. Events are left out, as upstream does: they are
 * many, own nothing, and expire by themselves.
 */
import type { ServedResources } from '../../endpoints/routing/resources.ts';
import { apiVersionOf, parseApiVersion } from '../../machinery/gvk.ts';
import type { ObjectLinks, OwnerLink } from '../../machinery/object.ts';
import { FINALIZER_FOREGROUND, FINALIZER_ORPHAN } from '../../registry/generic/object-meta.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { Informer } from '../../storage/informer.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { newsFor } from '../framework/informer.ts';
import type { ControllerContext } from '../framework/interface.ts';
import { type StoredResource, storedResources } from '../stored-resources.ts';
import type { Identity, Linked } from './graph.ts';
import { linksIn } from './objects.ts';

export interface GraphFeed {
  put(object: Linked): void;
  remove(uid: string): void;
  /** Of a kind only these are there. */
  retain(kind: Pick<Identity, 'apiVersion' | 'kind'>, isThere: (identity: Identity) => boolean): void;
}

const IGNORED: ReadonlySet<string> = new Set(['/events', 'events.k8s.io/events']);

export class Monitors {
  readonly #context: ControllerContext;
  readonly #feed: GraphFeed;
  #monitors: ReadonlyMap<RegistryStore, Informer> = new Map();
  /** By group and kind: owners may name any version that is served. */
  #kinds: ReadonlyMap<string, StoredResource> = new Map();
  #versions: ServedResources;
  readonly #unsubscribe: () => void;

  constructor(context: ControllerContext, feed: GraphFeed, changed: () => void) {
    this.#context = context;
    this.#feed = feed;
    this.#versions = context.table.snapshot();
    this.#follow();
    this.#unsubscribe = context.table.subscribe(() => {
      this.#follow();
      changed();
    });
  }

  close(): void {
    this.#unsubscribe();
    for (const informer of this.#monitors.values()) informer.close();
    this.#monitors = new Map();
  }

  /** Resolves when everything that is there has been told. */
  async synced(): Promise<void> {
    await Promise.all([...this.#monitors.values()].map((informer) => informer.synced));
  }

  /** What serves a reference; undefined: nothing (yet). */
  resourceOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): StoredResource | undefined {
    const parsed = parseApiVersion(apiVersion);
    if (parsed === undefined || this.#versions.version(parsed.group, parsed.version) === undefined) return undefined;
    return this.#kinds.get(`${parsed.group}/${kind}`);
  }

  resolve(owner: OwnerLink, namespace: string): Identity {
    const resource = this.resourceOf(owner);
    const { name, uid, kind } = owner;
    if (resource === undefined) return { apiVersion: owner.apiVersion, kind, namespace, name, uid };
    return { apiVersion: apiVersionOf(resource), kind, namespace: resource.namespaced ? namespace : '', name, uid };
  }

  /** As it is in memory; undefined also where that cannot be told at once. What is not told of yet will be. */
  find(identity: Identity): Linked | undefined {
    const resource = this.resourceOf(identity);
    if (resource === undefined || !this.#monitors.has(resource.store) || (resource.namespaced && identity.namespace === '')) return undefined;
    const entry = resource.store.storage.get(keyOf(resource, identity), '0');
    if (entry instanceof Promise) entry.catch(() => undefined);
    if (entry === undefined || entry instanceof Promise) return undefined;
    const links = linksIn(entry);
    return links.uid === identity.uid ? linked(kindOf(resource), entry, links) : undefined;
  }

  /** Custom resources come and go. */
  #follow(): void {
    this.#versions = this.#context.table.snapshot();
    const deletable = storedResources(this.#versions, 'delete');
    this.#kinds = new Map(deletable.map((each) => [`${each.group}/${each.kind}`, each]));
    const before = this.#monitors;
    const after = new Map<RegistryStore, Informer>();
    for (const resource of deletable) {
      if (IGNORED.has(`${resource.group}/${resource.resource}`)) continue;
      after.set(resource.store, before.get(resource.store) ?? this.#monitor(resource));
    }
    for (const [store, informer] of before) if (!after.has(store)) informer.close();
    this.#monitors = after;
  }

  #monitor(resource: StoredResource): Informer {
    const feed = this.#feed;
    const kind = kindOf(resource);
    return newsFor(this.#context, resource.store, {
      put: (entry) => feed.put(linked(kind, entry, linksIn(entry))),
      remove: (entry) => feed.remove(linksIn(entry).uid),
      retain: (there) => feed.retain(kind, (identity) => isThere(there.get(keyOf(resource, identity)), identity)),
    });
  }
}

function keyOf({ store, namespaced }: StoredResource, { namespace, name }: Identity): string {
  const { storagePrefix } = store.declaration;
  return storagePrefix + (namespaced ? `${namespace}/` : '') + name;
}

/** What cannot be read may be anything. */
function isThere(entry: Entry | undefined, { uid }: Identity): boolean {
  if (entry === undefined) return false;
  try {
    return linksIn(entry).uid === uid;
  } catch {
    return true;
  }
}

type Kind = Pick<Identity, 'apiVersion' | 'kind'>;

function kindOf(resource: StoredResource): Kind {
  return { apiVersion: apiVersionOf(resource), kind: resource.kind };
}

function linked({ apiVersion, kind }: Kind, { namespace, name }: Entry, { uid, owners, finalizers, deleting }: ObjectLinks): Linked {
  return {
    identity: { apiVersion, kind, namespace, name, uid },
    owners,
    deleting,
    orphans: finalizers.includes(FINALIZER_ORPHAN),
    foreground: finalizers.includes(FINALIZER_FOREGROUND),
  };
}
