/** ResourceStorage over a watch cache: reads come from memory, proven fresh where the request asks for it; writes go to the store. */
import { LinkedList } from '../../base/linked-list.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { type ApiError, gone, tooManyRequests } from '../../machinery/status.ts';
import { StoredEntry } from '../entries/entry.ts';
import { StorageCodec } from '../entries/storage-codec.ts';
import type { Revision, Store, StoredValue } from '../interface.ts';
import type {
  Entry,
  EntryFilter,
  ListPage,
  ListRequest,
  ResourceStorage,
  UpdateRequest,
  UpdateResult,
  WatchConsumer,
  Watching,
  WatchRequest,
} from '../resource-storage.ts';
import { ResourceCache } from '../watch-cache/cache.ts';
import { type CacheCounters, uncounted } from '../watch-cache/cache-metrics.ts';
import { openStoreFeed, type StoreFeed } from '../watch-cache/feed.ts';
import { RecentEntries } from '../watch-cache/recent-entries.ts';
import { CacheWatcher, type WatchStart } from '../watch-cache/watcher.ts';
import { type Page, takeCachePage } from './cache-page.ts';
import { parseVersion, toApiFailure, tooLargeVersion } from './failures.ts';
import { type KeyScope, type ListPlan, planList, scopeOf } from './key-scope.ts';
import type { ResourceStorageOptions } from './options.ts';
import { takeStorePage } from './store-page.ts';
import { ResourceWriter } from './writer.ts';

/** How long a read waits for the cache to reach a revision. */
const FRESHNESS_MS = 3_000;

export class CachedStorage implements ResourceStorage {
  readonly #options: ResourceStorageOptions;
  readonly #store: Store;
  readonly #codec: StorageCodec;
  readonly #feed: StoreFeed;
  readonly #cache: ResourceCache;
  readonly #writer: ResourceWriter;
  readonly #fingerprint: number;
  readonly #counters: CacheCounters;
  readonly #recent = new RecentEntries();
  /** Own writes that are under way: their events need not be decoded. Events mostly come in the order of the writes, so a match is near the front. */
  readonly #announced = new LinkedList<Announced>();

  constructor(options: ResourceStorageOptions, fingerprint: number) {
    this.#options = options;
    this.#store = options.store;
    this.#fingerprint = fingerprint;
    this.#counters = options.counters ?? uncounted();
    this.#codec = new StorageCodec(options.declaration, options);
    this.#feed = options.feed ?? openStoreFeed(options);
    this.#cache = new ResourceCache({
      feed: this.#feed,
      prefix: options.declaration.storagePrefix,
      clock: options.clock,
      log: options.log,
      entryOf: (value) => this.#entryOf(value),
      damagedEntry: ({ key, message }) => StoredEntry.damaged(this.#codec, key, message),
      counters: this.#counters,
    });
    this.#writer = new ResourceWriter({
      store: options.store,
      codec: this.#codec,
      fingerprint,
      cached: (key) => this.#cache.get(key),
      announce: (entry, bytes) => this.#announce(entry, bytes),
    });
  }

  get(key: string, resourceVersion: string): Entry | undefined | Promise<Entry | undefined> {
    const anyWillDo = resourceVersion === '0' || (resourceVersion === '' && this.#store.deliversBeforeAcknowledging);
    return anyWillDo && this.#cache.isReady ? this.#cache.get(key) : this.#getFresh(key, resourceVersion);
  }

  async #getFresh(key: string, resourceVersion: string): Promise<Entry | undefined> {
    const revision = parseVersion(resourceVersion);
    if (!this.#cache.isReady) await this.#becomeReady();
    if (revision > 0) await this.#reach(revision, resourceVersion);
    if (resourceVersion !== '' || this.#store.deliversBeforeAcknowledging) return this.#cache.get(key);
    const stored = await this.#writer.read(key);
    const cached = this.#cache.get(key);
    return stored !== undefined && stored.revision === cached?.revision ? cached : stored;
  }

  async list(request: ListRequest): Promise<ListPage> {
    const scope = scopeOf(this.#options.declaration, request);
    const plan = planList(request, scope, true);
    if (!this.#cache.isReady) await this.#becomeReady();
    if (plan.mode === 'latest') {
      const fresh = await this.#refresh();
      this.#counters.consistentRead(fresh, !fresh);
      if (!fresh) return this.#listStore(request, scope, plan, undefined);
    }
    if (plan.mode === 'not older' || plan.mode === 'exact') await this.#reach(plan.revision, plan.version);
    const page = plan.mode === 'exact' ? await this.#takeAt(plan.revision, request, scope, plan) : await this.#takeNow(request, scope, plan);
    if (page === undefined) return this.#listStore(request, scope, plan, plan.revision);
    this.#counters.lists.inc();
    this.#counters.fetched.inc(page.looked);
    this.#counters.returned.inc(page.entries.length);
    return page;
  }

  /** Undefined when the cache does not reach back that far. */
  async #takeAt(revision: Revision, filter: ListRequest, { prefix, until }: KeyScope, { from, limit }: ListPlan): Promise<Page | undefined> {
    const state = this.#cache.at(revision);
    return state === undefined ? undefined : takeCachePage({ state, revision, prefix, from, until, filter, limit });
  }

  async #takeNow(filter: ListRequest, scope: KeyScope, plan: ListPlan): Promise<Page> {
    const { revision } = this.#cache;
    if (isWhole(filter, plan)) {
      const entries = await this.#listWhole(scope);
      return { entries, revision, continueToken: '', remainingItemCount: undefined, looked: entries.length };
    }
    const { from, limit } = plan;
    const whole = limit > 0 || filter.matches !== undefined ? this.#cache.snapshot() : this.#cache.tree;
    const state = this.#cache.narrowed(filter) ?? whole;
    const page = await takeCachePage({ state, revision, prefix: scope.prefix, from, until: scope.until, filter, limit });
    if (page.continueToken !== '') this.#cache.keep(revision, whole);
    return page;
  }

  /** The same array as long as nothing changes. */
  async #listWhole({ prefix, from, until }: KeyScope): Promise<readonly StoredEntry[]> {
    const { lists, tree } = this.#cache;
    const known = lists.get(from);
    if (known !== undefined) return known;
    const { changes } = lists;
    const { entries } = await takeCachePage({ state: tree, revision: 0, prefix, from, until, filter: EVERYTHING, limit: 0 });
    lists.keep(from, changes, entries);
    return entries;
  }

  async watch(request: WatchRequest, consumer: WatchConsumer): Promise<Watching> {
    const revision = parseVersion(request.resourceVersion);
    if (!this.#cache.isReady) await this.#becomeReady();
    const start = await this.#watchStart(request, revision);
    if (start instanceof Error) {
      const notice = setImmediate(() => consumer.ended(start));
      return { close: () => clearImmediate(notice) };
    }
    const watcher = new CacheWatcher({
      cache: this.#cache,
      filter: request,
      consumer,
      start,
      allowBookmarks: request.allowBookmarks,
      endsAt: request.endsAt,
      initEvents: this.#counters.initEvents,
    });
    this.#cache.admit(watcher);
    return watcher;
  }

  create(key: string, object: KubeObject, options: { readonly ttlSeconds?: number; readonly dryRun: boolean }): Promise<Entry> {
    return this.#cache.isReady
      ? this.#writer.create(key, object, options)
      : this.#becomeReady().then(() => this.#writer.create(key, object, options));
  }

  update(key: string, request: UpdateRequest): Promise<UpdateResult> {
    const write = (): Promise<UpdateResult> => this.#writer.update(key, request);
    return this.#cache.isReady ? write() : this.#becomeReady().then(write);
  }

  count(): number {
    return this.#cache.tree.size;
  }

  async countStored(): Promise<number> {
    return this.count();
  }

  ready(): Promise<void> {
    return this.#cache.ready();
  }

  async close(): Promise<void> {
    this.#cache.close();
    if (this.#options.feed === undefined) this.#feed.close();
  }

  /** A cache that cannot be filled (the store is away) refuses instead of letting requests pile up. */
  async #becomeReady(): Promise<void> {
    const { promise: timeout, resolve } = Promise.withResolvers<'late'>();
    const cancel = this.#options.clock.after(FRESHNESS_MS, () => resolve('late'));
    const outcome = await Promise.race([this.#cache.ready(), timeout]);
    cancel();
    if (outcome === 'late') throw tooManyRequests('storage is (re)initializing', 1);
  }

  /** Where a watch begins; an error is told to the client as the first event. */
  async #watchStart(request: WatchRequest, revision: Revision): Promise<WatchStart | ApiError> {
    const { from, until } = scopeOf(this.#options.declaration, request);
    const wantsState = request.sendInitialEvents ?? revision === 0;
    if (!wantsState && revision > 0) {
      const { oldest } = this.#cache;
      if (revision < oldest) return gone(`too old resource version: ${revision} (${oldest})`);
      return { after: revision, state: undefined, from, until, announceEnd: false };
    }
    if (request.resourceVersion === '' && !(await this.#refresh())) return tooLargeVersion(request.resourceVersion, this.#cache.revision);
    if (revision > 0 && !(await this.#reaches(revision))) return tooLargeVersion(request.resourceVersion, this.#cache.revision);
    const after = this.#cache.revision;
    if (!wantsState) return { after, state: undefined, from, until, announceEnd: false };
    const announceEnd = request.allowBookmarks && request.sendInitialEvents === true;
    return { after, state: this.#cache.narrowed(request) ?? this.#cache.snapshot(), from, until, announceEnd };
  }

  /** Waits until the cache has everything that was acknowledged before the call; false when that takes too long. */
  async #refresh(): Promise<boolean> {
    if (this.#store.deliversBeforeAcknowledging) return true;
    try {
      return await this.#reaches(await this.#feed.currentRevision());
    } catch (error) {
      throw toApiFailure(error);
    }
  }

  async #reaches(revision: Revision): Promise<boolean> {
    if (this.#cache.revision >= revision) return true;
    const { clock } = this.#options;
    const started = clock.now();
    const reached = await this.#feed.reached(revision, FRESHNESS_MS);
    this.#counters.waits.observe((clock.now() - started) / 1000);
    if (!this.#cache.isReady) await this.#becomeReady();
    return reached;
  }

  async #reach(revision: Revision, version: string): Promise<void> {
    if (!(await this.#reaches(revision))) throw tooLargeVersion(version, this.#cache.revision);
  }

  #listStore(filter: ListRequest, scope: KeyScope, plan: ListPlan, revision: Revision | undefined): Promise<ListPage> {
    const entryOf = (value: StoredValue): StoredEntry => this.#entryOf(value);
    return takeStorePage({ store: this.#store, scope, from: plan.from, revision, filter, limit: plan.limit, continued: plan.continued, entryOf });
  }

  #entryOf(value: StoredValue): StoredEntry {
    const announced = this.#announcedAs(value);
    if (announced === undefined) return StoredEntry.stored(this.#codec, value, this.#fingerprint);
    const entry = announced.entry.at(value.revision);
    this.#recent.add(entry);
    return entry;
  }

  #announcedAs({ key, value }: StoredValue): Announced | undefined {
    for (let link = this.#announced.first; link !== undefined; link = link.next) {
      const announced = link.value;
      if (announced === undefined || announced.entry.key !== key) continue;
      // A local store hands on the very bytes that it was given.
      if (announced.bytes === value || Buffer.compare(announced.bytes, value) === 0) return announced;
    }
    return undefined;
  }

  #announce(entry: StoredEntry, bytes: Uint8Array): () => void {
    const place = this.#announced.add({ entry, bytes });
    return () => place.leave();
  }
}

const EVERYTHING: EntryFilter = { namespace: '', name: '', matches: undefined };

function isWhole({ name, matches }: ListRequest, { limit, continued }: ListPlan): boolean {
  return name === '' && matches === undefined && limit === 0 && !continued;
}

/** A write on its way. */
interface Announced {
  readonly entry: StoredEntry;
  /** As they will come back from the store. */
  readonly bytes: Uint8Array;
}
