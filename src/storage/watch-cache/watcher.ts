/**
 * One watch on a cache.
 *
 * Life: the state at the start (when it is asked for), then the ring's events up to now, then live. A consumer that asks for time
 * (answers a promise) leaves the live watchers and reads on from the ring when it is ready, so nothing is queued for it: the ring, bounded in
 * bytes and time, is the queue of all slow watchers, and a watcher that falls out of it is ended.
 *
 * Invariants: every event after the starting point is seen once, in order; a bookmark names only what was handed over before it.
 */
import type { Clock } from '../../base/clock.ts';
import { asError } from '../../base/errors.ts';
import { TimeSlice } from '../../base/event-loop.ts';
import type { CounterSeries } from '../../base/metrics.ts';
import type { StoredEntry } from '../entries/entry.ts';
import type { Revision } from '../interface.ts';
import type { TreeView } from '../ordered-tree.ts';
import type { Entry, EntryFilter, WatchConsumer, WatchItem, Watching } from '../resource-storage.ts';
import { type CacheEvent, inScope } from './events.ts';

/** What a watcher needs of its cache. */
export interface WatchedCache {
  readonly clock: Clock;
  /** Everything up to this revision has been shown to live watchers. */
  readonly revision: Revision;
  eventsAfter(revision: Revision, limit: number): readonly CacheEvent[] | undefined;
  goLive(watcher: CacheWatcher): void;
  leave(watcher: CacheWatcher): void;
}

export interface WatchStart {
  /** Events after this revision; also the revision of `state`. */
  readonly after: Revision;
  /** The objects to begin with: sent as ADDED. */
  readonly state: TreeView<StoredEntry> | undefined;
  /** The range of keys in `state` that may match. */
  readonly from: string;
  readonly until: string;
  /** Say with a bookmark when the state has been sent. */
  readonly announceEnd: boolean;
}

/** Objects of the state that are handed over at once. */
const STATE_BATCH = 50;
/** Events that are read from the ring at once. */
const RING_BATCH = 500;
const BOOKMARK_MS = 60_000;
const BOOKMARK_BEFORE_END_MS = 2_000;

export interface WatcherOptions {
  readonly cache: WatchedCache;
  readonly filter: EntryFilter;
  readonly consumer: WatchConsumer;
  readonly start: WatchStart;
  readonly allowBookmarks: boolean;
  /** When the client's time is up, milliseconds since the epoch. */
  readonly endsAt: number | undefined;
  /** Counts the objects of the state that it begins with. */
  readonly initEvents: CounterSeries;
}

export class CacheWatcher implements Watching {
  readonly filter: EntryFilter;
  readonly #cache: WatchedCache;
  readonly #consumer: WatchConsumer;
  readonly #allowBookmarks: boolean;
  readonly #endsAt: number | undefined;
  readonly #initEvents: CounterSeries;
  /** Everything up to here has been handed over or is no concern of this watcher. Kept while not live. */
  #after: Revision;
  #state: 'starting' | 'reading' | 'live' | 'closed' = 'starting';
  #batch: WatchItem[] = [];
  #bookmarkDue = false;
  #cancelBookmark: () => void = () => {};

  constructor({ cache, filter, consumer, start, allowBookmarks, endsAt, initEvents }: WatcherOptions) {
    this.#initEvents = initEvents;
    this.filter = filter;
    this.#cache = cache;
    this.#consumer = consumer;
    this.#allowBookmarks = allowBookmarks;
    this.#endsAt = endsAt;
    this.#after = start.after;
    setImmediate(() => void this.#run(start));
  }

  get closed(): boolean {
    return this.#state === 'closed';
  }

  close(): void {
    if (this.closed) return;
    this.#state = 'closed';
    this.#batch = [];
    this.#cancelBookmark();
    this.#cache.leave(this);
  }

  /** Ends it from the server's side. */
  end(error: Error | undefined): void {
    if (this.closed) return;
    this.close();
    this.#consumer.ended(error);
  }

  /** A live event; true when there is something to flush. */
  offer(event: CacheEvent): boolean {
    if (this.#state !== 'live' || event.revision <= this.#after) return false;
    try {
      const item = event.seenBy(this.filter.matches);
      if (item !== undefined) this.#batch.push(item);
    } catch (error) {
      this.end(asError(error));
    }
    return this.#batch.length > 0;
  }

  /** Hands over what was offered. @param revision of the newest event that was offered */
  flush(revision: Revision): void {
    if (this.#state !== 'live' || this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    const pause = this.#hand(batch);
    if (pause === undefined) return;
    this.#cache.leave(this);
    this.#state = 'reading';
    this.#after = Math.max(this.#after, revision);
    void pause.then(() => this.#read()).catch((error: unknown) => this.end(asError(error)));
  }

  async #run(start: WatchStart): Promise<void> {
    try {
      if (this.closed) return;
      if (this.#allowBookmarks) this.#scheduleBookmark();
      this.#state = 'reading';
      if (start.state !== undefined) await this.#sendState(start.state, start.from, start.until);
      if (this.closed) return;
      if (start.announceEnd) await this.#hand([{ type: 'BOOKMARK', revision: start.after, initialEventsEnd: true }]);
      await this.#read();
    } catch (error) {
      this.end(asError(error));
    }
  }

  async #sendState(state: TreeView<StoredEntry>, from: string, until: string): Promise<void> {
    const slice = new TimeSlice();
    let batch: WatchItem[] = [];
    for (const entry of state.range(from, until)) {
      if (inScope(this.filter, entry) && this.#matches(entry)) {
        batch.push(entry.added);
        this.#initEvents.inc();
      }
      if (batch.length >= STATE_BATCH) {
        await this.#hand(batch);
        batch = [];
      }
      if (slice.over()) await slice.next();
      if (this.closed) return;
    }
    if (batch.length > 0) await this.#hand(batch);
  }

  /** Reads on from the ring until it has caught up; between the last look and going live nothing can happen. */
  async #read(): Promise<void> {
    const slice = new TimeSlice();
    while (!this.closed) {
      const events = this.#cache.eventsAfter(this.#after, RING_BATCH);
      const last = events?.at(-1);
      if (events === undefined) {
        this.end(undefined);
      } else if (last === undefined) {
        this.#state = 'live';
        this.#cache.goLive(this);
        if (this.#bookmarkDue) this.#sendBookmark();
        return;
      } else {
        this.#after = last.revision;
        const batch = events
          .filter((event) => event.any !== undefined && inScope(this.filter, event.any))
          .flatMap((event) => event.seenBy(this.filter.matches) ?? []);
        if (batch.length > 0) await this.#hand(batch);
        if (events.length >= RING_BATCH) await slice.next();
      }
    }
  }

  #matches(entry: Entry): boolean {
    return this.filter.matches === undefined || this.filter.matches(entry);
  }

  #hand(batch: readonly WatchItem[]): Promise<void> | undefined {
    if (this.closed) return undefined;
    return this.#consumer.items(batch) ?? undefined;
  }

  #scheduleBookmark(): void {
    const now = this.#cache.clock.now();
    const beforeEnd = this.#endsAt === undefined ? Number.POSITIVE_INFINITY : this.#endsAt - BOOKMARK_BEFORE_END_MS - now;
    const wait = beforeEnd > 0 ? Math.min(beforeEnd, BOOKMARK_MS) : BOOKMARK_MS;
    this.#cancelBookmark = this.#cache.clock.after(wait, () => {
      this.#bookmarkDue = true;
      if (this.#state === 'live') this.#sendBookmark();
      this.#scheduleBookmark();
    });
  }

  #sendBookmark(): void {
    this.#bookmarkDue = false;
    const revision = this.#cache.revision;
    if (revision < this.#after) return; // a watch from the future has nothing to report yet
    this.#batch.push({ type: 'BOOKMARK', revision, initialEventsEnd: false });
    this.flush(revision);
  }
}
