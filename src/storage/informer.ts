/**
 * Informers: a handler hears of all objects of a resource, those that are there now and then every change. A watch that ends (a slow reader, a
 * restarted cache) is opened again, and what has gone meanwhile is removed.
 */
import type { Clock } from '../base/clock.ts';
import type { KubeObject } from '../machinery/object.ts';
import type { Entry, ResourceStorage, Watching } from './resource-storage.ts';

export interface ObjectHandler {
  put(object: KubeObject): void;
  remove(namespace: string, name: string): void;
}

/** Sees entries, and decides itself what it looks at: objects that nobody asks for are never built. */
export interface EntryHandler {
  put(entry: Entry, previous: Entry | undefined): void;
  /** @param last as it was before it went */
  remove(last: Entry): void;
  /** An object whose bytes cannot be read is passed over; whoever asks the API for it is told so. */
  unreadable?(entry: Entry, error: unknown): void;
}

export interface Informer {
  /** Resolves when everything that was there at the start has been seen. */
  readonly synced: Promise<void>;
  close(): void;
}

const RETRY_MS = 1_000;

/** What is there, a bookmark, then every change. */
const EVERYTHING = {
  name: '',
  matches: undefined,
  resourceVersion: '',
  sendInitialEvents: true,
  resourceVersionMatch: 'NotOlderThan',
  allowBookmarks: true,
} as const;

export function startInformer(storage: ResourceStorage, handler: ObjectHandler, clock: Clock): Informer {
  const entries: EntryHandler = {
    put: (entry) => handler.put(entry.object()),
    remove: ({ namespace, name }) => handler.remove(namespace, name),
  };
  return startEntryInformer(storage, entries, clock);
}

export interface EntryInformer extends Informer {
  /** What is known of a key right now: exactly what the handler has been told. */
  entry(key: string): Entry | undefined;
}

/** As `startInformer`, for handlers that need not have every object built. @param namespace only objects in it; '' all */
export function startEntryInformer(storage: ResourceStorage, handler: EntryHandler, clock: Clock, namespace = ''): EntryInformer {
  const { promise: synced, resolve } = Promise.withResolvers<void>();
  const known = new Map<string, Entry>();
  let watching: Watching | undefined;
  let closed = false;
  let stopWaiting = (): void => {};
  const again = (): void => {
    watching = undefined;
    if (!closed) stopWaiting = clock.after(RETRY_MS, start);
  };
  const start = (): void => {
    const before = new Set(known.keys());
    const opened = storage.watch(
      { ...EVERYTHING, namespace },
      {
        items(batch) {
          for (const item of batch) {
            if (item.type === 'BOOKMARK') {
              if (!item.initialEventsEnd) continue;
              for (const key of before) drop(key);
              before.clear();
              resolve();
            } else if (item.type === 'DELETED') drop(item.entry.key);
            else {
              const { entry } = item;
              const previous = known.get(entry.key);
              if (before.size > 0) before.delete(entry.key);
              known.set(entry.key, entry);
              // After a watch has been opened again most of what comes is known.
              if (previous?.revision !== entry.revision) put(entry, previous);
            }
          }
        },
        ended: again,
      },
    );
    opened.then((handle) => {
      if (closed) handle.close();
      else watching = handle;
    }, again);
  };
  const put = (entry: Entry, previous: Entry | undefined): void => {
    try {
      handler.put(entry, previous);
    } catch (error) {
      handler.unreadable?.(entry, error);
    }
  };
  const drop = (key: string): void => {
    const entry = known.get(key);
    if (entry === undefined) return;
    known.delete(key);
    handler.remove(entry);
  };
  start();
  return {
    synced,
    entry: (key) => known.get(key),
    close() {
      closed = true;
      stopWaiting();
      watching?.close();
    },
  };
}
