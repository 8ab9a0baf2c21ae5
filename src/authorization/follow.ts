/**
 * Keeps something in step with all objects of a resource: what is there now, then every change. A watch that ends (a slow reader, a restarted
 * cache) is opened again, and what has gone meanwhile is removed.
 */
import type { KubeObject } from '../machinery/object.ts';
import type { Entry, ResourceStorage, Watching } from '../storage/resource-storage.ts';

export interface Follower {
  put(object: KubeObject): void;
  remove(namespace: string, name: string): void;
}

export interface Following {
  /** Resolves when everything that was there at the start has been seen. */
  readonly synced: Promise<void>;
  close(): void;
}

const RETRY_MS = 1_000;

/** @param later runs a task after so many milliseconds; returns a function that takes it back */
export function follow(storage: ResourceStorage, follower: Follower, later: (ms: number, task: () => void) => () => void): Following {
  const { promise: synced, resolve } = Promise.withResolvers<void>();
  const known = new Map<string, Entry>();
  let watching: Watching | undefined;
  let closed = false;
  let stopWaiting = (): void => {};
  const again = (): void => {
    watching = undefined;
    if (!closed) stopWaiting = later(RETRY_MS, start);
  };
  const start = (): void => {
    const before = new Set(known.keys());
    const request = {
      namespace: '',
      name: '',
      matches: undefined,
      resourceVersion: '',
      sendInitialEvents: true,
      resourceVersionMatch: 'NotOlderThan',
      allowBookmarks: true,
    } as const;
    const opened = storage.watch(request, {
      items(batch) {
        for (const item of batch) {
          if (item.type === 'BOOKMARK') {
            if (!item.initialEventsEnd) continue;
            for (const key of before) drop(key);
            before.clear();
            resolve();
          } else if (item.type === 'DELETED') drop(item.entry.key);
          else {
            before.delete(item.entry.key);
            known.set(item.entry.key, item.entry);
            follower.put(item.entry.object());
          }
        }
      },
      ended: again,
    });
    opened.then((handle) => {
      if (closed) handle.close();
      else watching = handle;
    }, again);
  };
  const drop = (key: string): void => {
    const entry = known.get(key);
    if (entry === undefined) return;
    known.delete(key);
    follower.remove(entry.namespace, entry.name);
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
