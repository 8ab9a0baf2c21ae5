/**
 * One round of deleting what a namespace holds: pods first, and everything else only when no pod is left (KEP-5080), so that nothing that guards
 * running code (network policies, secrets) goes before it.
 */
import { errorText } from '../../base/errors.ts';
import { nextTurn } from '../../base/event-loop.ts';
import { apiVersionOf } from '../../machinery/gvk.ts';
import type { Int64 } from '../../machinery/int64.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { everyEntry } from '../../registry/generic/every-entry.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import type { ApiClient } from '../framework/interface.ts';
import type { StoredResource } from '../stored-resources.ts';
import type { DeletionReport } from './conditions.ts';

/** How long finalizers are given before somebody looks again. */
const FINALIZER_SECONDS = 15;

export interface ContentReport extends DeletionReport {
  /** Seconds after which what remains may be gone; 0: nothing remains. */
  readonly estimate: number;
  /** What still holds objects. */
  readonly held: readonly StoredResource[];
}

export interface ContentOptions {
  readonly client: ApiClient;
  readonly namespace: string;
  /** When the deletion was asked for, milliseconds since the epoch. */
  readonly deletedAt: number;
  readonly now: number;
}

export async function deleteContent(options: ContentOptions, resources: readonly StoredResource[]): Promise<ContentReport> {
  const isPods = ({ group, resource }: StoredResource): boolean => group === '' && resource === 'pods';
  const tally = new Tally();
  for (const pods of resources.filter(isPods)) await deleteAll(options, pods, tally);
  if (tally.held.length > 0) return tally;
  for (const each of resources) {
    if (isPods(each)) continue;
    await deleteAll(options, each, tally);
    // A store that answers at once would keep everybody else waiting.
    await nextTurn();
  }
  return tally;
}

class Tally implements ContentReport {
  estimate = 0;
  readonly failures: string[] = [];
  readonly remaining = new Map<string, number>();
  readonly finalizers = new Map<string, number>();
  readonly held: StoredResource[] = [];
}

async function deleteAll(options: ContentOptions, resource: StoredResource, tally: Tally): Promise<void> {
  const { client, namespace } = options;
  try {
    const before = await contentOf(resource, namespace);
    if (before.length === 0) return;
    await client.deleteCollection(resource, namespace, { propagationPolicy: 'Background' });
    const left = await contentOf(resource, namespace);
    if (left.length > 0) count(options, resource, left, graceOf(options, resource, before), tally);
  } catch (error) {
    tally.failures.push(errorText(error));
  }
}

/** As it is now, not as a cache may remember it. */
function contentOf({ store }: StoredResource, namespace: string): Promise<readonly Entry[]> {
  return everyEntry(store.storage, namespace, '');
}

function count(options: ContentOptions, resource: StoredResource, left: readonly Entry[], grace: number, tally: Tally): void {
  const { group, version, resource: name } = resource;
  tally.held.push(resource);
  tally.remaining.set(`${name}.${group}`, left.length);
  let finalized = false;
  for (const entry of left) {
    for (const finalizer of entry.object().metadata.finalizers ?? []) {
      finalized = true;
      tally.finalizers.set(finalizer, (tally.finalizers.get(finalizer) ?? 0) + 1);
    }
  }
  if (grace > 0) tally.estimate = Math.max(tally.estimate, grace);
  else if (finalized) tally.estimate = Math.max(tally.estimate, FINALIZER_SECONDS);
  else {
    const place = `${apiVersionOf({ group, version })}, Resource=${name}`;
    tally.failures.push(`unexpected items still remain in namespace: ${options.namespace} for gvr: ${group === '' ? '/' : ''}${place}`);
  }
}

/** Seconds that pods may still take to end; nothing else ends gracefully. */
function graceOf({ deletedAt, now }: ContentOptions, { group, resource }: StoredResource, entries: readonly Entry[]): number {
  if (group !== '' || resource !== 'pods') return 0;
  const longest = entries.reduce((most, entry) => Math.max(most, graceOfPod(entry.object())), 0);
  return now - deletedAt >= longest * 1000 ? 0 : longest;
}

function graceOfPod({ spec, status }: KubeObject): number {
  const { phase } = (status ?? {}) as { readonly phase?: string };
  if (phase === 'Succeeded' || phase === 'Failed') return 0;
  return Number((spec as { readonly terminationGracePeriodSeconds?: Int64 } | undefined)?.terminationGracePeriodSeconds ?? 0);
}
