/** A resource over a memory store, for tests: config maps, and pods for indexed fields. */

import { ConfigMap, Pod } from '../../apis/core/v1/types.ts';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Store } from '../interface.ts';
import { openMemoryStore } from '../memory/memory-store.ts';
import type { EntryFilter, ListRequest, ResourceStorage, WatchConsumer, WatchItem, WatchRequest } from '../resource-storage.ts';
import type { ResourceStorageDeclaration } from './declaration.ts';
import { openResourceStorage } from './resource-storage.ts';

export const CONFIG_MAPS: ResourceStorageDeclaration = {
  group: '',
  resource: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ConfigMap }],
  storagePrefix: '/registry/configmaps/',
  selectableFields: { values: {} },
};

export const PODS: ResourceStorageDeclaration = {
  ...CONFIG_MAPS,
  resource: 'pods',
  kind: 'Pod',
  versions: [{ version: 'v1', type: Pod }],
  storagePrefix: '/registry/pods/',
  selectableFields: { values: { 'spec.nodeName': (object) => (object.spec as { nodeName?: string }).nodeName ?? '' }, indexed: ['spec.nodeName'] },
};

export interface World {
  readonly clock: ManualClock;
  readonly store: Store;
  readonly storage: ResourceStorage;
}

export async function world(declaration: ResourceStorageDeclaration = CONFIG_MAPS, wrap: (store: Store) => Store = (store) => store): Promise<World> {
  const clock = new ManualClock();
  const store = wrap(openMemoryStore({ clock }));
  const storage = openResourceStorage({ store, declaration, clock, log: silentLogger });
  await storage.ready();
  return { clock, store, storage };
}

export function configMap(name: string, data: { [key: string]: string } = {}, labels: { [key: string]: string } = {}, namespace = 'n'): KubeObject {
  return { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name, namespace, uid: `uid-${name}`, labels }, data };
}

export function pod(name: string, nodeName = '', namespace = 'n'): KubeObject {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, namespace },
    spec: { containers: [], ...(nodeName === '' ? {} : { nodeName }) },
    status: {},
  };
}

export const keyOf = (name: string, namespace = 'n', resource = 'configmaps'): string => `/registry/${resource}/${namespace}/${name}`;

export const EVERYTHING: EntryFilter = { namespace: '', name: '', matches: undefined };

export function listRequest(options: Partial<ListRequest> = {}): ListRequest {
  return { ...EVERYTHING, namespace: 'n', resourceVersion: '', resourceVersionMatch: '', limit: 0, continueToken: '', ...options };
}

export function watchRequest(options: Partial<WatchRequest> = {}): WatchRequest {
  return { ...EVERYTHING, resourceVersion: '', sendInitialEvents: undefined, resourceVersionMatch: '', allowBookmarks: false, ...options };
}

export const labelled =
  (key: string, value: string): EntryFilter['matches'] =>
  (entry) =>
    entry.labels[key] === value;

/** Writes `change` into the object; creates it when it is missing. */
export async function put(storage: ResourceStorage, object: KubeObject): Promise<number> {
  const key = keyOf(object.metadata.name ?? '', object.metadata.namespace, object.kind === 'Pod' ? 'pods' : 'configmaps');
  const { entry } = await storage.update(key, { dryRun: false, transform: async () => ({ action: 'write', object }) });
  return entry.revision;
}

export async function remove(storage: ResourceStorage, key: string): Promise<number> {
  const result = await storage.update(key, {
    dryRun: false,
    transform: async (current) => (current === undefined ? { action: 'none' } : { action: 'delete', object: current.object() }),
  });
  return result.entry.revision;
}

/** Collects what a watch says, and lets a test await it. */
export class Recorder implements WatchConsumer {
  readonly seen: WatchItem[] = [];
  end: { readonly error: Error | undefined } | undefined;
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  #onEnd: (() => void)[] = [];

  items(batch: readonly WatchItem[]): void | Promise<void> {
    this.seen.push(...batch);
    this.#waiting = this.#waiting.filter((each) => {
      if (each.count > this.seen.length) return true;
      each.resolve();
      return false;
    });
  }

  ended(error: Error | undefined): void {
    this.end = { error };
    for (const resolve of this.#onEnd) resolve();
  }

  /** Resolves when `count` items have arrived in all. */
  count(count: number): Promise<void> {
    return this.seen.length >= count ? Promise.resolve() : new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  untilEnd(): Promise<void> {
    return this.end !== undefined ? Promise.resolve() : new Promise((resolve) => this.#onEnd.push(resolve));
  }

  /** "ADDED a@5", "BOOKMARK @7". */
  get text(): readonly string[] {
    return this.seen.map((item) => (item.type === 'BOOKMARK' ? `BOOKMARK${item.initialEventsEnd ? ' end' : ''}` : `${item.type} ${item.entry.name}`));
  }
}

/** Lets everything that is due happen. */
export async function settle(turns = 5): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}
