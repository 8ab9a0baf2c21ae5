/** ResourceStorage over a watch cache: reads come from memory, proven fresh where the request asks for it; writes go to the store. */
import type { KubeObject } from '../../machinery/object.ts';
import { type ApiError, gone, tooManyRequests } from '../../machinery/status.ts';
import type { Revision, Store, StoredValue } from '../interface.ts';
import type {
  Entry,
  ListPage,
  ListRequest,
  ResourceStorage,
  UpdateRequest,
  UpdateResult,
  WatchConsumer,
  Watching,
  WatchRequest,
} from '../resource-storage.ts';
import { ResourceCache } from './cache.ts';
import type { ResourceStorageOptions } from './declaration.ts';
import { StoredEntry } from './entry.ts';
import { parseVersion, toApiFailure, tooLargeVersion } from './failures.ts';
import { openStoreFeed, type StoreFeed } from './feed.ts';
import { takePage } from './list-page.ts';
import { type KeyScope, type ListPlan, planList, scopeOf } from './scope.ts';
import { takeStorePage } from './store-page.ts';
import { StoredForm } from './stored.ts';
import { CacheWatcher, type WatchStart } from './watcher.ts';
import { Writer } from './writer.ts';

/** How long a read waits for the cache to reach a revision. */
const FRESHNESS_MS = 3_000;

export class CachedStorage implements ResourceStorage {
  readonly #options: ResourceStorageOptions;
  readonly #store: Store;
  readonly #form: StoredForm;
  readonly #feed: StoreFeed;
  readonly #cache: ResourceCache;
  readonly #writer: Writer;
  readonly #fingerprint: number;
  /** Writes on their way, by key: their events need not be looked into. */
  readonly #announced = new Map<string, Announced[]>();

  constructor(options: ResourceStorageOptions, fingerprint: number) {
    this.#options = options;
    this.#store = options.store;
    this.#fingerprint = fingerprint;
    this.#form = new StoredForm(options.declaration, options);
    this.#feed = options.feed ?? openStoreFeed(options);
    this.#cache = new ResourceCache({
      feed: this.#feed,
      prefix: options.declaration.storagePrefix,
      clock: options.clock,
      log: options.log,
      entryOf: (value) => this.#entryOf(value),
    });
    this.#writer = new Writer({
      store: options.store,
      form: this.#form,
      fingerprint,
      cached: (key) => this.#cache.get(key),
      announce: (entry, bytes) => this.#announce(entry, bytes),
    });
  }

  async get(key: string, resourceVersion: string): Promise<Entry | undefined> {
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
    if (plan.mode === 'latest' && !(await this.#refresh())) return this.#listStore(request, scope, plan, undefined);
    if (plan.mode === 'not older') await this.#reach(plan.revision, plan.version);
    if (plan.mode === 'exact') {
      await this.#reach(plan.revision, plan.version);
      const state = this.#cache.at(plan.revision);
      if (state === undefined) return this.#listStore(request, scope, plan, plan.revision);
      return takePage({
        state,
        revision: plan.revision,
        prefix: scope.prefix,
        from: plan.from,
        until: scope.until,
        filter: request,
        limit: plan.limit,
      });
    }
    const revision = this.#cache.revision;
    const whole = plan.limit > 0 || request.matches !== undefined ? this.#cache.snapshot() : this.#cache.tree;
    const state = this.#cache.narrowed(request) ?? whole;
    const page = await takePage({ state, revision, prefix: scope.prefix, from: plan.from, until: scope.until, filter: request, limit: plan.limit });
    if (page.continueToken !== '') this.#cache.keep(revision, whole);
    return page;
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
    });
    this.#cache.admit(watcher);
    return watcher;
  }

  async create(key: string, object: KubeObject, options: { readonly ttlSeconds?: number; readonly dryRun: boolean }): Promise<Entry> {
    if (!this.#cache.isReady) await this.#becomeReady();
    return this.#writer.create(key, object, options);
  }

  async update(key: string, request: UpdateRequest): Promise<UpdateResult> {
    if (!this.#cache.isReady) await this.#becomeReady();
    return this.#writer.update(key, request);
  }

  count(): number {
    return this.#cache.tree.size;
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
    const reached = await this.#feed.reached(revision, FRESHNESS_MS);
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
    const announced = this.#announced.get(value.key)?.find(({ bytes }) => Buffer.compare(bytes, value.value) === 0);
    return announced?.entry.at(value.revision) ?? StoredEntry.stored(this.#form, value, this.#fingerprint);
  }

  #announce(entry: StoredEntry, bytes: Uint8Array): () => void {
    const announced = { entry, bytes };
    const sameKey = this.#announced.get(entry.key) ?? [];
    sameKey.push(announced);
    this.#announced.set(entry.key, sameKey);
    return () => {
      sameKey.splice(sameKey.indexOf(announced), 1);
      if (sameKey.length === 0) this.#announced.delete(entry.key);
    };
  }
}

/** A write on its way. */
interface Announced {
  readonly entry: StoredEntry;
  /** As they will come back from the store. */
  readonly bytes: Uint8Array;
}
