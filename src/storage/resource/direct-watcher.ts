/**
 * A watch straight on the store, for resources without a cache. The store pushes, so what a slow consumer has not taken yet is queued, and a
 * consumer whose queue is full is ended.
 */
import type { Clock } from '../../base/clock.ts';
import { asError } from '../../base/errors.ts';
import { gone } from '../../machinery/status.ts';
import type { StoredEntry } from '../entries/entry.ts';
import { RevisionCompacted, StoreUnavailable } from '../errors.ts';
import type { Revision, Store, StoredValue, StoreEvent, StoreWatch } from '../interface.ts';
import type { EntryFilter, WatchConsumer, WatchItem, Watching } from '../resource-storage.ts';
import { CacheEvent, inScope } from '../watch-cache/events.ts';
import { toApiFailure } from './failures.ts';

const MAX_QUEUED_ITEMS = 10_000;
const BOOKMARK_MS = 60_000;
const BOOKMARK_BEFORE_END_MS = 2_000;
/** Initial items that are handed over at once. */
const SLICE = 500;

export interface DirectWatchOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly prefix: string;
  readonly filter: EntryFilter;
  readonly consumer: WatchConsumer;
  readonly entryOf: (value: StoredValue) => StoredEntry;
  /** Events after this revision. */
  readonly after: Revision;
  /** The objects to begin with, filtered already. */
  readonly state: readonly StoredEntry[];
  /** Say with a bookmark when the state has been sent. */
  readonly announceEnd: boolean;
  readonly allowBookmarks: boolean;
  readonly endsAt: number | undefined;
}

export class DirectWatcher implements Watching {
  readonly #options: DirectWatchOptions;
  #watch: StoreWatch | undefined;
  #queue: WatchItem[] = [];
  #busy = false;
  #closed = false;
  #bookmarkDue = false;
  #cancelBookmark: () => void = () => {};

  constructor(options: DirectWatchOptions) {
    this.#options = options;
    setImmediate(() => void this.#run());
  }

  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#cancelBookmark();
    this.#watch?.close();
  }

  end(error: Error | undefined): void {
    if (this.#closed) return;
    this.close();
    this.#options.consumer.ended(error);
  }

  async #run(): Promise<void> {
    const { store, prefix, after, state, announceEnd, allowBookmarks, consumer } = this.#options;
    try {
      for (let at = 0; at < state.length && !this.#closed; at += SLICE) await consumer.items(state.slice(at, at + SLICE).map((entry) => entry.added));
      if (this.#closed) return;
      if (announceEnd) await consumer.items([{ type: 'BOOKMARK', revision: after, initialEventsEnd: true }]);
      if (this.#closed) return;
      if (allowBookmarks) this.#scheduleBookmark();
      const receiver = {
        events: (batch: readonly StoreEvent[]) => this.#events(batch),
        progress: (revision: Revision) => this.#progress(revision),
        failed: (error: Error) => this.#failed(error),
      };
      this.#watch = store.watch(prefix, { after, previous: true }, receiver);
    } catch (error) {
      this.end(asError(error));
    }
  }

  #events(batch: readonly StoreEvent[]): void {
    if (this.#closed) return;
    const { entryOf, filter, clock } = this.#options;
    try {
      for (const event of batch) {
        const entry = event.type === 'put' ? entryOf(event) : undefined;
        const previous = event.previous === undefined ? undefined : entryOf(event.previous);
        const change = new CacheEvent(event.revision, clock.now(), entry, previous);
        const item = change.any !== undefined && inScope(filter, change.any) ? change.seenBy(filter.matches) : undefined;
        if (item !== undefined) this.#queue.push(item);
      }
      this.#drain();
    } catch (error) {
      this.end(asError(error));
    }
  }

  #drain(): void {
    if (this.#queue.length > MAX_QUEUED_ITEMS) {
      this.end(undefined);
      return;
    }
    if (this.#busy || this.#closed || this.#queue.length === 0) return;
    const batch = this.#queue;
    this.#queue = [];
    const pause = this.#options.consumer.items(batch);
    if (pause === undefined) return;
    this.#busy = true;
    void pause
      .catch((error: unknown) => this.end(asError(error)))
      .then(() => {
        this.#busy = false;
        this.#drain();
      });
  }

  #scheduleBookmark(): void {
    const { clock, endsAt, store } = this.#options;
    const beforeEnd = endsAt === undefined ? Number.POSITIVE_INFINITY : endsAt - BOOKMARK_BEFORE_END_MS - clock.now();
    this.#cancelBookmark = clock.after(beforeEnd > 0 ? Math.min(beforeEnd, BOOKMARK_MS) : BOOKMARK_MS, () => {
      this.#bookmarkDue = true;
      store.requestProgress();
      this.#scheduleBookmark();
    });
  }

  #progress(revision: Revision): void {
    if (!this.#bookmarkDue || this.#closed) return;
    this.#bookmarkDue = false;
    this.#queue.push({ type: 'BOOKMARK', revision, initialEventsEnd: false });
    this.#drain();
  }

  #failed(error: Error): void {
    if (error instanceof RevisionCompacted) this.end(gone('The resourceVersion for the provided watch is too old.'));
    else if (error instanceof StoreUnavailable) this.end(undefined);
    else this.end(toApiFailure(error) as Error);
  }
}
