/**
 * The store that forgets: everything lives in a copy-on-write tree, nothing is written anywhere. For tests, throw-away servers, and as the
 * simplest reading of the contract.
 *
 * A write is applied at once, in the order of the calls; the watchers are told in a microtask, many writes in one batch, and only then do the
 * promises of these writes resolve.
 */
import { NO_BYTES } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { type Logger, silentLogger } from '../../base/log.ts';
import { RevisionCompacted, RevisionConflict, RevisionInFuture, StoreUnavailable } from '../errors.ts';
import type {
  ListOptions,
  ListResult,
  PutOptions,
  Revision,
  Store,
  StoredValue,
  StoreEvent,
  StoreWatch,
  WatchOptions,
  WatchReceiver,
} from '../interface.ts';
import { endOfPrefix } from '../key-order.ts';
import { OrderedTree, type TreeView } from '../ordered-tree.ts';
import { WatchHub } from '../watch-hub.ts';
import { ExpiryQueue } from './expiry.ts';
import { type HistoryRecord, MemoryHistory } from './memory-history.ts';

/** History is kept this long, unless it grows over its bytes. */
const HISTORY_MS = 5 * 60 * 1000;
const HISTORY_BYTES = 64 * 1024 * 1024;
/** As in etcd: an empty store is at revision 1, the first write gets 2. */
const FIRST_REVISION = 1;
export interface MemoryStoreOptions {
  readonly clock: Clock;
  readonly historyBytes?: number;
  readonly log?: Logger;
}

export function openMemoryStore(options: MemoryStoreOptions): Store {
  return new MemoryStore(options);
}

interface Expiring {
  readonly key: string;
  readonly revision: Revision;
}

class MemoryStore implements Store {
  readonly deliversBeforeAcknowledging = true;
  readonly #clock: Clock;
  readonly #hub: WatchHub;
  readonly #history: MemoryHistory;
  readonly #expiry: ExpiryQueue<Expiring>;
  #tree = new OrderedTree<StoredValue>();
  #revision: Revision = FIRST_REVISION;
  #undelivered: HistoryRecord[] = [];
  #delivery: Promise<void> | undefined;
  #closed = false;

  constructor(options: MemoryStoreOptions) {
    this.#clock = options.clock;
    this.#history = new MemoryHistory(FIRST_REVISION, this.#tree.snapshot(), {
      maxBytes: options.historyBytes ?? HISTORY_BYTES,
      maxAgeMs: HISTORY_MS,
    });
    this.#hub = new WatchHub(this.#history, options.log ?? silentLogger, FIRST_REVISION);
    this.#expiry = new ExpiryQueue<Expiring>(options.clock, (items) => this.#expire(items));
  }

  get compactedRevision(): Revision {
    return this.#history.compactedRevision();
  }

  async get(key: string): Promise<StoredValue | undefined> {
    this.#mustBeOpen();
    return this.#tree.get(key);
  }

  async list(prefix: string, options: ListOptions = {}): Promise<ListResult> {
    this.#mustBeOpen();
    const revision = options.revision || this.#revision;
    const tree = this.#treeAt(revision);
    const start = options.start ?? prefix;
    const end = endOfPrefix(prefix);
    const count = tree.count(start, end);
    const wanted = options.limit ? Math.min(options.limit, count) : count;
    const items: StoredValue[] = [];
    if (wanted > 0) {
      for (const value of tree.range(start, end)) {
        items.push(options.keysOnly === true ? { ...value, value: NO_BYTES } : value);
        if (items.length === wanted) {
          break;
        }
      }
    }
    return { items, revision, more: items.length < count, count };
  }

  async put(key: string, value: Uint8Array, expected: Revision, options: PutOptions = {}): Promise<Revision> {
    this.#mustBeOpen();
    const previous = this.#expect(key, expected);
    const revision = ++this.#revision;
    const stored: StoredValue = { key, value, revision, fingerprint: options.fingerprint };
    this.#tree.set(key, stored);
    if (options.ttlSeconds) {
      this.#expiry.add(this.#clock.now() + options.ttlSeconds * 1000, { key, revision });
    }
    await this.#record({ type: 'put', key, value, revision, created: previous === undefined, fingerprint: options.fingerprint }, previous);
    return revision;
  }

  async delete(key: string, expected: Revision): Promise<Revision> {
    this.#mustBeOpen();
    const previous = this.#expect(key, expected);
    if (previous === undefined) {
      throw new RevisionConflict(key, undefined);
    }
    const revision = ++this.#revision;
    this.#tree.delete(key);
    await this.#record({ type: 'delete', key, value: NO_BYTES, revision, created: false }, previous);
    return revision;
  }

  watch(prefix: string, options: WatchOptions, receiver: WatchReceiver): StoreWatch {
    return this.#hub.watch(prefix, options, receiver);
  }

  async currentRevision(): Promise<Revision> {
    this.#mustBeOpen();
    return this.#revision;
  }

  requestProgress(): void {
    void this.#delivered().then(() => this.#hub.requestProgress());
  }

  async compact(revision: Revision): Promise<void> {
    this.#mustBeOpen();
    if (revision > this.#revision) {
      throw new RevisionInFuture(this.#revision);
    }
    await this.#delivered();
    this.#history.compact(revision);
  }

  async check(): Promise<void> {
    this.#mustBeOpen();
  }

  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      await this.#delivered();
      this.#expiry.close();
      this.#hub.close(closedError());
    }
  }

  #treeAt(revision: Revision): TreeView<StoredValue> {
    if (revision > this.#revision) {
      throw new RevisionInFuture(this.#revision);
    }
    if (revision < this.#history.compactedRevision()) {
      throw new RevisionCompacted(this.#history.compactedRevision());
    }
    return revision === this.#revision ? this.#tree : this.#history.treeAt(revision);
  }

  #expect(key: string, expected: Revision): StoredValue | undefined {
    const current = this.#tree.get(key);
    if ((current?.revision ?? 0) !== expected) {
      throw new RevisionConflict(key, current);
    }
    return current;
  }

  #record(event: StoreEvent, previous: StoredValue | undefined): Promise<void> {
    this.#undelivered.push(this.#history.add(event, previous, this.#tree.snapshot(), this.#clock.now()));
    this.#delivery ??= Promise.resolve().then(() => {
      const batch = this.#undelivered;
      this.#undelivered = [];
      this.#delivery = undefined;
      this.#hub.deliver(batch, batch.at(-1)?.event.revision ?? this.#revision);
    });
    return this.#delivery;
  }

  #delivered(): Promise<void> {
    return this.#delivery ?? Promise.resolve();
  }

  #expire(items: readonly Expiring[]): void {
    for (const { key, revision } of items) {
      if (this.#tree.get(key)?.revision === revision) {
        // The key was just seen at this revision and nothing else runs in between: the delete cannot fail.
        void this.delete(key, revision);
      }
    }
  }

  #mustBeOpen(): void {
    if (this.#closed) {
      throw closedError();
    }
  }
}

function closedError(): StoreUnavailable {
  return new StoreUnavailable('the store has been closed', { outcomeUnknown: false });
}
