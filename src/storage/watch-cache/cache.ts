/**
 * The watch cache of one resource: its objects as they are now and as they recently were, and everybody who watches them.
 *
 * Life: filling (the store is listed in pages while events are kept) -> ready (events are applied as they come) -> filling again when
 * the feed lost its thread; then all watchers are ended, since nobody knows what they missed, and the ring begins anew.
 *
 * Invariants: when ready, `tree` is the resource exactly at `revision`; `ring` has every change after `ring.start`.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { StoredEntry } from '../entries/entry.ts';
import { ValueDamaged } from '../errors.ts';
import type { Revision, StoredValue, StoreEvent } from '../interface.ts';
import { OrderedTree, type TreeView } from '../ordered-tree.ts';
import type { EntryFilter } from '../resource-storage.ts';
import type { CacheCounters } from './cache-metrics.ts';
import { EventRing } from './event-ring.ts';
import { CacheEvent } from './events.ts';
import type { FeedReceiver, StoreFeed } from './feed.ts';
import { FieldIndex } from './field-index.ts';
import type { CacheWatcher, WatchedCache } from './watcher.ts';
import { WatcherIndex } from './watcher-index.ts';
import { WholeLists } from './whole-lists.ts';

export interface CacheOptions {
  readonly feed: StoreFeed;
  /** Of the keys; ends with a slash. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes the entry of stored bytes. */
  readonly entryOf: (value: StoredValue) => StoredEntry;
  /** Makes the entry of bytes that are damaged. */
  readonly damagedEntry: (damage: ValueDamaged) => StoredEntry;
  readonly counters: CacheCounters;
}

const PAGE = 1000;
const RETRY_MS = 500;
/** An old state is worked out backwards from the ring up to this many events away; farther back the store is asked. */
const MAX_REWIND = 2000;
/** States at old revisions that are kept for the next pages of lists, and for how long. */
const MAX_SNAPSHOTS = 32;
const SNAPSHOT_MS = 5 * 60_000;
const TIDY_MS = 60_000;

interface Snapshot {
  readonly state: TreeView<StoredEntry>;
  readonly at: number;
}

export class ResourceCache implements FeedReceiver, WatchedCache {
  readonly clock: Clock;
  readonly lists = new WholeLists();
  readonly #options: CacheOptions;
  readonly #live = new WatcherIndex<CacheWatcher>();
  /** All watchers, the reading ones included. */
  readonly #watchers = new Set<CacheWatcher>();
  readonly #snapshots = new Map<Revision, Snapshot>();
  /** By field; made when first asked for. */
  readonly #indexes = new Map<string, FieldIndex>();
  #tree = new OrderedTree<StoredEntry>();
  #ring = new EventRing<CacheEvent>(0);
  /** Of the newest change; the list's when there was none since. */
  #changedAt: Revision = 0;
  /** Events that arrive while the cache is being filled. */
  #waiting: StoreEvent[] | undefined = [];
  #filled: Promise<void>;
  #closed = false;
  #cancelRetry: () => void = () => {};
  #cancelTidying: () => void = () => {};
  readonly #stopObserving: () => void;

  constructor(options: CacheOptions) {
    this.#options = options;
    this.clock = options.clock;
    this.#stopObserving = options.counters.observe(() => ({ revision: this.revision, events: this.#ring.size }));
    this.#filled = this.#fill();
    this.#tidyLater();
  }

  get isReady(): boolean {
    return this.#waiting === undefined;
  }

  ready(): Promise<void> {
    return this.#filled;
  }

  get revision(): Revision {
    return Math.max(this.#options.feed.revision, this.#changedAt);
  }

  /** A watch may start here and later. */
  get oldest(): Revision {
    return this.#ring.start;
  }

  get tree(): TreeView<StoredEntry> {
    return this.#tree;
  }

  get(key: string): StoredEntry | undefined {
    return this.#tree.get(key);
  }

  snapshot(): TreeView<StoredEntry> {
    return this.#tree.snapshot();
  }

  /**
   * The objects as they are now, narrowed to those that can match when an index helps. Undefined while that index is being made.
   */
  narrowed({ indexed }: EntryFilter): TreeView<StoredEntry> | undefined {
    if (indexed === undefined) return undefined;
    const index = this.#indexes.get(indexed.field);
    if (index !== undefined) return index.isReady ? index.snapshot(indexed.value) : undefined;
    const fresh = new FieldIndex(indexed.field);
    this.#indexes.set(indexed.field, fresh);
    const { prefix, log } = this.#options;
    // The answer that asked first does not wait: it looks at everything, as the index does.
    fresh.fill(this.snapshot(), prefix, `${prefix.slice(0, -1)}0`).catch((error: unknown) => {
      log.error('An index could not be made', error, { prefix, field: indexed.field });
      this.#indexes.delete(indexed.field);
    });
    return undefined;
  }

  /** The resource as it was at `revision`, which has been reached; undefined when that is too long ago for this cache. */
  at(revision: Revision): TreeView<StoredEntry> | undefined {
    if (revision >= this.#changedAt) return this.#tree.snapshot();
    const known = this.#snapshots.get(revision);
    if (known !== undefined) return known.state;
    if (revision < this.#ring.start || this.#ring.countAfter(revision) > MAX_REWIND) return undefined;
    const tree = this.#tree.snapshot();
    const events = this.#ring.after(revision, MAX_REWIND) ?? [];
    for (let i = events.length - 1; i >= 0; i--) {
      const { entry, previous } = events[i] as CacheEvent;
      if (previous !== undefined) tree.set(previous.key, previous);
      else if (entry !== undefined) tree.delete(entry.key);
    }
    this.keep(revision, tree);
    return tree;
  }

  /** Remembers a state for the pages of a list that are still to come. */
  keep(revision: Revision, state: TreeView<StoredEntry>): void {
    this.#snapshots.delete(revision);
    this.#snapshots.set(revision, { state, at: this.clock.now() });
    const [oldest] = this.#snapshots.keys();
    if (this.#snapshots.size > MAX_SNAPSHOTS && oldest !== undefined) this.#snapshots.delete(oldest);
  }

  admit(watcher: CacheWatcher): void {
    this.#watchers.add(watcher);
  }

  eventsAfter(revision: Revision, limit: number): readonly CacheEvent[] | undefined {
    return this.#ring.after(revision, limit);
  }

  goLive(watcher: CacheWatcher): void {
    this.#live.add(watcher);
  }

  leave(watcher: CacheWatcher): void {
    this.#live.remove(watcher);
    if (watcher.closed) this.#watchers.delete(watcher);
  }

  events(batch: readonly StoreEvent[]): void {
    if (this.#waiting !== undefined) {
      this.#waiting.push(...batch);
      return;
    }
    const touched = new Set<CacheWatcher>();
    const { received, dispatched } = this.#options.counters;
    const now = this.clock.now();
    let changes = 0;
    received.inc(batch.length);
    this.lists.changed();
    for (const event of batch) {
      const change = this.#apply(event, now);
      if (change === undefined) continue;
      changes++;
      this.#ring.push(change);
      this.#changedAt = change.revision;
      this.#updateIndexes(change);
      this.#live.visit(change, (watcher) => {
        if (watcher.offer(change)) touched.add(watcher);
      });
    }
    dispatched.inc(changes);
    for (const watcher of touched) watcher.flush(this.#changedAt);
  }

  /** An object that cannot be read must not stop the feed; it is told to whoever asks for the object. */
  #updateIndexes(change: CacheEvent): void {
    for (const [field, index] of this.#indexes) {
      try {
        index.apply(change);
      } catch (error) {
        this.#options.log.error('An index was given up', error, { prefix: this.#options.prefix, field });
        this.#indexes.delete(field);
      }
    }
  }

  lost(): void {
    if (this.#closed) return;
    const again = this.#waiting === undefined;
    this.#waiting = [];
    this.#endWatchers();
    this.#snapshots.clear();
    this.#indexes.clear();
    if (again) this.#filled = this.#fill();
  }

  close(): void {
    this.#closed = true;
    this.#cancelRetry();
    this.#cancelTidying();
    this.#stopObserving();
    this.#options.feed.unregister(this.#options.prefix);
    this.#endWatchers();
  }

  /** What has become too old goes also when nothing happens. */
  #tidyLater(): void {
    this.#cancelTidying = this.clock.after(TIDY_MS, () => {
      const now = this.clock.now();
      this.#ring.trim(now);
      for (const [revision, { at }] of this.#snapshots) if (at <= now - SNAPSHOT_MS) this.#snapshots.delete(revision);
      this.#tidyLater();
    });
  }

  #endWatchers(): void {
    for (const watcher of [...this.#watchers]) watcher.end(undefined);
  }

  /** One way down the tree: that an event is known already hardly ever happens, and then it is put right. */
  #apply(event: StoreEvent, now: number): CacheEvent | undefined {
    const { key, revision } = event;
    const entry = event.type === 'delete' ? undefined : this.#options.entryOf(event);
    const previous = entry === undefined ? this.#tree.delete(key) : this.#tree.set(key, entry);
    if (previous !== undefined && previous.revision >= revision) {
      this.#tree.set(key, previous);
      return undefined;
    }
    return entry === undefined && previous === undefined ? undefined : new CacheEvent(revision, now, entry, previous);
  }

  /** Lists the store until it works; what happens meanwhile waits and is applied on top. */
  async #fill(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#options.feed.register(this.#options.prefix, this);
        const waitingSince = this.#waiting;
        const { tree, revision } = await this.#list();
        // Lost again while listing: this list may lie before the gap.
        if (this.#waiting !== waitingSince) continue;
        this.#become(tree, revision);
        return;
      } catch (error) {
        if (this.#closed) return;
        this.#options.log.error('A watch cache could not be filled, trying again', error, { prefix: this.#options.prefix });
        await new Promise<void>((resolve) => {
          this.#cancelRetry = this.clock.after(RETRY_MS, resolve);
        });
      }
    }
  }

  #become(tree: OrderedTree<StoredEntry>, revision: Revision): void {
    this.#tree = tree;
    this.lists.changed();
    this.#ring = new EventRing(revision);
    this.#changedAt = revision;
    this.#options.counters.initializations.inc();
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.events(waiting.filter((event) => event.revision > revision));
  }

  async #list(): Promise<{ tree: OrderedTree<StoredEntry>; revision: Revision }> {
    const { feed, prefix, entryOf, damagedEntry } = this.#options;
    const tree = new OrderedTree<StoredEntry>();
    let limit = PAGE;
    let start: string | undefined;
    let revision: Revision | undefined;
    for (;;) {
      try {
        const page = await feed.store.list(prefix, {
          limit,
          ...(start === undefined ? {} : { start }),
          ...(revision === undefined ? {} : { revision }),
        });
        for (const value of page.items) tree.set(value.key, entryOf(value));
        revision ??= page.revision;
        const last = page.items.at(-1);
        if (!page.more || last === undefined) return { tree, revision };
        start = `${last.key}\0`;
        limit = PAGE;
      } catch (error) {
        // One damaged value must not take the others with it: pages shrink until it stands alone. It is there all the same: an object that seemed to
        // be gone would have what depends on it deleted.
        if (!(error instanceof ValueDamaged)) throw error;
        if (limit === 1) {
          this.#options.log.error('A stored object is damaged and is not served', error, { key: error.key });
          tree.set(error.key, damagedEntry(error));
          start = `${error.key}\0`;
          limit = PAGE;
        } else {
          limit = Math.max(1, limit >> 2);
        }
      }
    }
  }
}
