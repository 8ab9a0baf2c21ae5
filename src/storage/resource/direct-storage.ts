/** ResourceStorage straight on the store, for resources that are written often and read rarely (events): nothing is kept in memory. */
import type { KubeObject } from '../../machinery/object.ts';
import { StoredEntry } from '../entries/entry.ts';
import { StorageCodec } from '../entries/storage-codec.ts';
import type { StoredValue } from '../interface.ts';
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
import { DirectWatcher } from './direct-watcher.ts';
import { parseVersion, toApiFailure, tooLargeVersion } from './failures.ts';
import { planList, scopeOf } from './key-scope.ts';
import type { ResourceStorageOptions } from './options.ts';
import { takeStorePage } from './store-page.ts';
import { ResourceWriter } from './writer.ts';

/** How long a read waits for a revision that the store has not reached. */
const FRESHNESS_MS = 3_000;

export class DirectStorage implements ResourceStorage {
  readonly #options: ResourceStorageOptions;
  readonly #codec: StorageCodec;
  readonly #writer: ResourceWriter;
  readonly #fingerprint: number;
  readonly #watchers = new Set<DirectWatcher>();

  constructor(options: ResourceStorageOptions, fingerprint: number) {
    this.#options = options;
    this.#fingerprint = fingerprint;
    this.#codec = new StorageCodec(options.declaration, options);
    this.#writer = new ResourceWriter({ store: options.store, codec: this.#codec, fingerprint, cached: undefined, announce: () => () => {} });
  }

  async get(key: string, resourceVersion: string): Promise<Entry | undefined> {
    const revision = parseVersion(resourceVersion);
    if (revision > 0) await this.#reach(revision, resourceVersion);
    return this.#writer.read(key);
  }

  async list(request: ListRequest): Promise<ListPage> {
    const scope = scopeOf(this.#options.declaration, request);
    const plan = planList(request, scope, false);
    if (plan.mode === 'exact' || plan.mode === 'not older') await this.#reach(plan.revision, plan.version);
    const revision = plan.mode === 'exact' ? plan.revision : undefined;
    const { store } = this.#options;
    return takeStorePage({
      store,
      scope,
      from: plan.from,
      revision,
      filter: request,
      limit: plan.limit,
      continued: plan.continued,
      entryOf: this.#entryOf,
    });
  }

  async watch(request: WatchRequest, consumer: WatchConsumer): Promise<Watching> {
    const revision = parseVersion(request.resourceVersion);
    const wantsState = request.sendInitialEvents ?? revision === 0;
    if (wantsState && revision > 0) {
      try {
        await this.#reach(revision, request.resourceVersion);
      } catch (error) {
        const notice = setImmediate(() => consumer.ended(error instanceof Error ? error : undefined));
        return { close: () => clearImmediate(notice) };
      }
    }
    const { store, clock, declaration } = this.#options;
    const { prefix } = scopeOf(declaration, request);
    const start = wantsState
      ? await this.list({ ...request, resourceVersion: '', resourceVersionMatch: '', limit: 0, continueToken: '' })
      : undefined;
    const watcher = new DirectWatcher({
      store,
      clock,
      prefix,
      filter: request,
      consumer: { items: (batch) => consumer.items(batch), ended: (error) => this.#ended(watcher, consumer, error) },
      entryOf: this.#entryOf,
      after: start?.revision ?? (revision > 0 ? revision : await this.#currentRevision()),
      state: (start?.entries ?? []) as readonly StoredEntry[],
      announceEnd: request.allowBookmarks && request.sendInitialEvents === true,
      allowBookmarks: request.allowBookmarks,
      endsAt: request.endsAt,
    });
    this.#watchers.add(watcher);
    return {
      close: () => {
        this.#watchers.delete(watcher);
        watcher.close();
      },
    };
  }

  create(key: string, object: KubeObject, options: { readonly ttlSeconds?: number; readonly dryRun: boolean }): Promise<Entry> {
    return this.#writer.create(key, object, options);
  }

  update(key: string, request: UpdateRequest): Promise<UpdateResult> {
    return this.#writer.update(key, request);
  }

  count(): undefined {}

  async countStored(): Promise<number> {
    const { store, declaration } = this.#options;
    return (await store.list(declaration.storagePrefix, { limit: 1, keysOnly: true })).count;
  }

  async ready(): Promise<void> {}

  async close(): Promise<void> {
    for (const watcher of [...this.#watchers]) watcher.end(undefined);
  }

  #ended(watcher: DirectWatcher, consumer: WatchConsumer, error: Error | undefined): void {
    this.#watchers.delete(watcher);
    consumer.ended(error);
  }

  async #currentRevision(): Promise<number> {
    try {
      return await this.#options.store.currentRevision();
    } catch (error) {
      throw toApiFailure(error);
    }
  }

  /** A version from the future is given some time, as with a cache. */
  async #reach(revision: number, version: string): Promise<void> {
    if ((await this.#currentRevision()) >= revision) return;
    await new Promise<void>((resolve) => {
      this.#options.clock.after(FRESHNESS_MS, resolve);
    });
    const current = await this.#currentRevision();
    if (current < revision) throw tooLargeVersion(version, current);
  }

  readonly #entryOf = (value: StoredValue): StoredEntry => StoredEntry.stored(this.#codec, value, this.#fingerprint);
}
