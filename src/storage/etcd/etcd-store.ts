/**
 * A store in an etcd v3 cluster, with keys and values as upstream has them, so that either server can read what the other wrote.
 *
 * A put is one transaction: if the key is still at the expected revision it is written, otherwise it is read, so a conflict needs no second
 * call. Watches may lag behind what a put has acknowledged (deliversBeforeAcknowledging is false): a cache that must be fresh asks for the
 * current revision and for progress.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import { RevisionCompacted, RevisionConflict, RevisionInFuture, StoreUnavailable } from '../errors.ts';
import type { ListOptions, ListResult, PutOptions, Revision, Store, StoredValue, StoreWatch, WatchOptions, WatchReceiver } from '../interface.ts';
import { endOfBytePrefix } from '../key-order.ts';
import { EtcdClient } from './client.ts';
import { Compactor } from './compactor.ts';
import { CODE, GrpcError, type TlsMaterial } from './grpc.ts';
import { Leases } from './leases.ts';
import * as messages from './messages.ts';
import { COMPARE, METHODS } from './messages.ts';
import { EtcdWatch, storedValue } from './watch.ts';

/** As upstream's --etcd-healthcheck-timeout. */
const CHECK_TIMEOUT_MS = 2_000;
const LEASE_REUSE_SECONDS = 60;
const COMPACTION_INTERVAL_MS = 5 * 60 * 1000;
/** What upstream reads to see whether etcd works; it need not exist. */
const HEALTH_KEY = Buffer.from('health');
const READ = { repeatable: true } as const;
const WRITE = { repeatable: false } as const;

export type EtcdTls = TlsMaterial;

export interface EtcdStoreOptions {
  /** `http://host:port` or `https://host:port`. */
  readonly endpoints: readonly string[];
  readonly tls?: EtcdTls;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long leases are shared, seconds (--lease-reuse-duration-seconds). */
  readonly leaseReuseSeconds?: number;
  /** How long a health check may take (--etcd-healthcheck-timeout, --etcd-readycheck-timeout). */
  readonly checkTimeoutMs?: number;
  /** Milliseconds between compactions (--etcd-compaction-interval); 0: never. */
  readonly compactionIntervalMs?: number;
}

export interface EtcdStore extends Store {
  /** Version, size and leader of the member that answers. */
  status(): Promise<messages.StatusResponse>;
  members(): Promise<readonly messages.Member[]>;
}

/** Opens at once; whether etcd can be reached is seen by the first call. @throws for endpoints that are no URLs */
export async function openEtcdStore(options: EtcdStoreOptions): Promise<EtcdStore> {
  return new RemoteStore(options);
}

class RemoteStore implements EtcdStore {
  readonly deliversBeforeAcknowledging = false;
  readonly #options: EtcdStoreOptions;
  readonly #client: EtcdClient;
  readonly #leases: Leases;
  readonly #compactor: Compactor | undefined;
  readonly #watches = new Set<EtcdWatch>();
  #compacted: Revision = 1;
  #asking: Promise<Revision> | undefined;
  #askingNext: Promise<Revision> | undefined;
  #closed: StoreUnavailable | undefined;

  constructor(options: EtcdStoreOptions) {
    this.#options = options;
    this.#client = new EtcdClient(options);
    this.#leases = new Leases(options.clock, options.leaseReuseSeconds ?? LEASE_REUSE_SECONDS, async (ttlSeconds) =>
      messages.decodeLeaseGrant(await this.#call(METHODS.leaseGrant, messages.leaseGrantRequest(ttlSeconds), READ)),
    );
    const intervalMs = options.compactionIntervalMs ?? COMPACTION_INTERVAL_MS;
    this.#compactor =
      intervalMs === 0
        ? undefined
        : new Compactor({ ...options, intervalMs, txn: (request) => this.#txn(request), compact: (revision) => this.compact(revision) });
  }

  get compactedRevision(): Revision {
    return this.#compacted;
  }

  async get(key: string): Promise<StoredValue | undefined> {
    const { items } = await this.#range({ key: Buffer.from(key, 'utf8') });
    return items[0] === undefined ? undefined : storedValue(items[0]);
  }

  async list(prefix: string, options: ListOptions = {}): Promise<ListResult> {
    const rangeEnd = rangeEndOf(prefix);
    const { limit, revision, keysOnly } = options;
    try {
      const found = await this.#range({ key: Buffer.from(options.start ?? prefix, 'utf8'), rangeEnd, limit, revision, keysOnly });
      return { items: found.items.map(storedValue), revision: revision || found.revision, more: found.more, count: found.count };
    } catch (error) {
      throw revision ? await this.#revisionError(error, prefix, revision) : error;
    }
  }

  async put(key: string, value: Uint8Array, expected: Revision, options: PutOptions = {}): Promise<Revision> {
    const bytes = Buffer.from(key, 'utf8');
    const write = async (): Promise<messages.TxnResponse> => {
      const lease = options.ttlSeconds ? await this.#leases.leaseFor(options.ttlSeconds) : 0n;
      return await this.#txn({ compare: { by: COMPARE.modRevision, key: bytes, equals: expected }, action: { key: bytes, value, lease } });
    };
    try {
      return outcome(key, await write());
    } catch (error) {
      if (error instanceof GrpcError && error.code === CODE.notFound && options.ttlSeconds) {
        this.#leases.forget();
        return outcome(key, await write());
      }
      throw error;
    }
  }

  async delete(key: string, expected: Revision): Promise<Revision> {
    if (expected === 0) {
      throw new RevisionConflict(key, await this.get(key));
    }
    return outcome(key, await this.#txn({ compare: { by: COMPARE.modRevision, key: Buffer.from(key, 'utf8'), equals: expected }, action: 'delete' }));
  }

  watch(prefix: string, options: WatchOptions, receiver: WatchReceiver): StoreWatch {
    const watch: EtcdWatch = new EtcdWatch({
      client: this.#client,
      clock: this.#options.clock,
      log: this.#options.log,
      key: Buffer.from(prefix, 'utf8'),
      rangeEnd: rangeEndOf(prefix),
      after: options.after,
      previous: options.previous === true,
      receiver,
      compacted: (revision) => this.#noteCompacted(revision),
      ended: () => void this.#watches.delete(watch),
    });
    this.#watches.add(watch);
    if (this.#closed !== undefined) {
      const closed = this.#closed;
      queueMicrotask(() => watch.fail(closed));
    }
    return watch;
  }

  /** Calls that come while one is under way share the next one: an answer must be younger than the question. */
  currentRevision(): Promise<Revision> {
    if (this.#asking === undefined) {
      this.#asking = this.#askRevision();
      return this.#asking;
    }
    this.#askingNext ??= this.#asking
      .catch(() => undefined)
      .then(() => {
        this.#asking = this.#askingNext;
        this.#askingNext = undefined;
        return this.#askRevision();
      });
    return this.#askingNext;
  }

  requestProgress(): void {
    for (const watch of this.#watches) {
      watch.requestProgress();
    }
  }

  async compact(revision: Revision): Promise<void> {
    try {
      await this.#call(METHODS.compact, messages.compactRequest(revision), WRITE);
    } catch (error) {
      if (isFuture(error)) {
        throw new RevisionInFuture(await this.currentRevision());
      }
      if (!isCompacted(error)) {
        throw error;
      }
    }
    this.#noteCompacted(revision);
  }

  async check(): Promise<void> {
    await this.#call(METHODS.range, messages.rangeRequest({ key: HEALTH_KEY }), {
      ...READ,
      timeoutMs: this.#options.checkTimeoutMs ?? CHECK_TIMEOUT_MS,
    });
  }

  async status(): Promise<messages.StatusResponse> {
    return messages.decodeStatus(await this.#call(METHODS.status, messages.statusRequest(), READ));
  }

  async size(): Promise<number> {
    return (await this.status()).dbSize;
  }

  async members(): Promise<readonly messages.Member[]> {
    return messages.decodeMemberList(await this.#call(METHODS.memberList, messages.memberListRequest(), READ));
  }

  async close(): Promise<void> {
    if (this.#closed === undefined) {
      const closed = new StoreUnavailable('the store has been closed', { outcomeUnknown: false });
      this.#closed = closed;
      this.#compactor?.close();
      for (const watch of [...this.#watches]) {
        watch.fail(closed);
      }
      this.#client.close();
    }
  }

  async #askRevision(): Promise<Revision> {
    const asking = this.#range({ key: HEALTH_KEY, keysOnly: true });
    try {
      return (await asking).revision;
    } finally {
      this.#asking = undefined;
    }
  }

  async #range(request: messages.RangeRequest): Promise<messages.RangeResponse> {
    return messages.decodeRange(await this.#call(METHODS.range, messages.rangeRequest(request), READ));
  }

  async #txn(request: messages.TxnRequest): Promise<messages.TxnResponse> {
    return messages.decodeTxn(await this.#call(METHODS.txn, messages.txnRequest(request), WRITE));
  }

  async #call(path: string, request: Parameters<EtcdClient['call']>[1], options: Parameters<EtcdClient['call']>[2]): ReturnType<EtcdClient['call']> {
    if (this.#closed !== undefined) {
      throw this.#closed;
    }
    return await this.#client.call(path, request, options);
  }

  /** etcd's words for a revision that cannot be read, as ours. */
  async #revisionError(error: unknown, prefix: string, revision: Revision): Promise<unknown> {
    if (isFuture(error)) {
      return new RevisionInFuture(await this.currentRevision());
    }
    return isCompacted(error) ? new RevisionCompacted(await this.#findCompacted(prefix, revision)) : error;
  }

  /** Only a watch that comes too late is told the compacted revision. */
  #findCompacted(prefix: string, revision: Revision): Promise<Revision> {
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel();
        watch.close();
        resolve(Math.max(this.#compacted, revision + 1));
      };
      const cancel = this.#options.clock.after(CHECK_TIMEOUT_MS, finish);
      const watch = this.watch(`${prefix}\0`, { after: revision - 1 }, { events: finish, progress: finish, failed: finish });
    });
  }

  #noteCompacted(revision: Revision): void {
    this.#compacted = Math.max(this.#compacted, revision);
  }
}

function outcome(key: string, { succeeded, revision, items }: messages.TxnResponse): Revision {
  if (!succeeded) {
    throw new RevisionConflict(key, items[0] === undefined ? undefined : storedValue(items[0]));
  }
  return revision;
}

function isCompacted(error: unknown): boolean {
  return error instanceof GrpcError && error.code === CODE.outOfRange && error.message.includes('has been compacted');
}

function isFuture(error: unknown): boolean {
  return error instanceof GrpcError && error.code === CODE.outOfRange && error.message.includes('future revision');
}

/** A zero byte stands for "to the end". */
function rangeEndOf(prefix: string): Buffer {
  return endOfBytePrefix(Buffer.from(prefix, 'utf8')) ?? Buffer.of(0);
}
