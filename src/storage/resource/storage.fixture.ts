/** A resource over a memory store, for tests: config maps, and pods for indexed fields. */
import { ConfigMap, Pod } from '../../apis/core/v1/types.ts';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { ResourceStorageDeclaration } from '../entries/declaration.ts';
import type { Store } from '../interface.ts';
import { openMemoryStore } from '../memory/memory-store.ts';
import type { EntryFilter, ListRequest, ResourceStorage, WatchConsumer, WatchItem, WatchRequest } from '../resource-storage.ts';
import type { OpenSubject, Subject } from '../subject.suite.ts';
import { openResourceStorage } from './open-storage.ts';

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
  /** The storage's clock; stands still until it is moved. */
  readonly clock: ManualClock;
  readonly store: Store;
  readonly storage: ResourceStorage;
  /** The key of an object in this world. */
  key(name: string, namespace?: string): string;
}

export interface WorldOptions {
  readonly declaration?: ResourceStorageDeclaration;
  /** Default: a memory store. */
  readonly open?: OpenSubject;
  /** Puts something between the storage and the store. */
  readonly wrap?: (store: Store) => Store;
}

export async function world({ declaration = CONFIG_MAPS, open = memory, wrap = (store) => store }: WorldOptions = {}): Promise<World> {
  const clock = new ManualClock();
  const { store, root } = await open();
  const prefix = `${root}${declaration.resource}/`;
  const storage = openResourceStorage({ store: wrap(store), declaration: { ...declaration, storagePrefix: prefix }, clock, log: silentLogger });
  await storage.ready();
  return { clock, store, storage, key: (name, namespace = 'n') => `${prefix}${namespace}/${name}` };
}

export async function memory(): Promise<Subject> {
  return { store: openMemoryStore({ clock: new ManualClock() }), root: '/registry/', keepsFingerprints: true };
}

/** Runs `body` in a world of its own and closes it afterwards, whatever happens. */
export async function inWorld(options: WorldOptions, body: (world: World) => Promise<void>): Promise<void> {
  const here = await world(options);
  try {
    await body(here);
  } finally {
    await here.storage.close();
    await here.store.close();
  }
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

const EVERYTHING: EntryFilter = { namespace: '', name: '', matches: undefined };

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

/** Creates or replaces an object. */
export async function put({ storage, key }: World, object: KubeObject): Promise<number> {
  const { entry } = await storage.update(key(object.metadata.name ?? '', object.metadata.namespace), {
    dryRun: false,
    transform: async () => ({ action: 'write', object }),
  });
  return entry.revision;
}

export async function remove({ storage, key }: World, name: string): Promise<number> {
  const { entry } = await storage.update(key(name), {
    dryRun: false,
    transform: async (current) => (current === undefined ? { action: 'none' } : { action: 'delete', object: current.object() }),
  });
  return entry.revision;
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

/** Moves time on, as often as it takes: whatever waits for time or for the store comes to its end. */
export async function waitOut<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  let done = false;
  const finished = promise.finally(() => {
    done = true;
  });
  finished.catch(() => {}); // told by the caller's own await
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1_000);
  }
  return finished;
}
