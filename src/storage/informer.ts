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

/** Which objects a handler hears of; '' stands for all. */
export interface InformedOf {
  readonly namespace: string;
  readonly name: string;
}

const EVERY_OBJECT: InformedOf = { namespace: '', name: '' };

/** What is there, a bookmark, then every change. */
const EVERYTHING = {
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

/** Hears of entries, and can tell itself what it holds of them. */
export interface EntryFollower {
  /** One that is there, or has changed. After a watch has been opened again everything is told anew. */
  put(entry: Entry): void;
  /** @param last as it was before it went */
  remove(last: Entry): void;
  /** A watch was opened again, and this is all that is there: whatever else was told of has gone meanwhile. By key. */
  retain(there: ReadonlyMap<string, Entry>): void;
  /** As for an EntryHandler. */
  unreadable(entry: Entry, error: unknown): void;
}

/** As `startInformer`, for handlers that need not have every object built. */
export function startEntryInformer(storage: ResourceStorage, handler: EntryHandler, clock: Clock, of = EVERY_OBJECT): Informer {
  const known = new Map<string, Entry>();
  const put = (entry: Entry): void => {
    const previous = known.get(entry.key);
    known.set(entry.key, entry);
    // After a watch has been opened again most of what comes is known.
    if (previous?.revision !== entry.revision) handler.put(entry, previous);
  };
  const remove = ({ key }: Entry): void => {
    const last = known.get(key);
    if (last === undefined) return;
    known.delete(key);
    handler.remove(last);
  };
  const retain = (there: ReadonlyMap<string, Entry>): void => {
    for (const [key, entry] of known) if (!there.has(key)) remove(entry);
  };
  const unreadable = (entry: Entry, error: unknown): void => handler.unreadable?.(entry, error);
  return followEntries(storage, { put, remove, retain, unreadable }, clock, of);
}

/** As `startEntryInformer`, without an account of what was told: for those who know what they hold. */
export function followEntries(storage: ResourceStorage, follower: EntryFollower, clock: Clock, of = EVERY_OBJECT): Informer {
  const { promise: synced, resolve } = Promise.withResolvers<void>();
  let watching: Watching | undefined;
  let closed = false;
  let isFirst = true;
  let stopWaiting = (): void => {};
  const again = (): void => {
    watching = undefined;
    if (!closed) stopWaiting = clock.after(RETRY_MS, start);
  };
  const start = (): void => {
    /** What is there, while a watch begins that is not the first. */
    let there: Map<string, Entry> | undefined = isFirst ? undefined : new Map();
    isFirst = false;
    const opened = storage.watch(
      { ...EVERYTHING, namespace: of.namespace, name: of.name },
      {
        items(batch) {
          for (const item of batch) {
            if (item.type === 'BOOKMARK') {
              if (!item.initialEventsEnd) continue;
              if (there !== undefined) follower.retain(there);
              there = undefined;
              resolve();
            } else if (item.type === 'DELETED') {
              there?.delete(item.entry.key);
              tell(item.entry, remove);
            } else {
              there?.set(item.entry.key, item.entry);
              tell(item.entry, put);
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
  const put = (entry: Entry): void => follower.put(entry);
  const remove = (entry: Entry): void => follower.remove(entry);
  const tell = (entry: Entry, news: (entry: Entry) => void): void => {
    try {
      news(entry);
    } catch (error) {
      follower.unreadable(entry, error);
    }
  };
  start();
  return {
    synced,
    close() {
      closed = true;
      stopWaiting();
      watching?.close();
    },
  };
}
