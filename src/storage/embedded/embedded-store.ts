/**
 * The store of a cluster in one folder, without a server: LMDB underneath, our own revisions, history and watches on top.
 *
 * Acknowledged means flushed: a put resolves after fdatasync, many in one (writer.ts). Reads come from an immutable view of the last commit
 * (view.ts), so they never wait and never see what is not durable. Watchers are told after the flush and before the writer is answered.
 * History lasts at least five minutes and takes care of itself (retention.ts). A process that dies at any moment leaves a store that opens at
 * once and holds everything that was acknowledged.
 */
import { stat } from 'node:fs/promises';
import type { Clock } from '../../base/clock.ts';
import { errorText } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { RevisionInFuture, StoreUnavailable } from '../errors.ts';
import type { ListOptions, ListResult, PutOptions, Revision, Store, StoredValue, StoreWatch, WatchOptions, WatchReceiver } from '../interface.ts';
import { OrderedTree } from '../ordered-tree.ts';
import { WatchHub } from '../watch-hub.ts';
import type { Batch } from './batch.ts';
import type { Environment } from './environment.ts';
import { dataFile, networkFileSystem } from './folder.ts';
import { unpackNumber } from './layout.ts';
import { backupEnvironment } from './maintenance.ts';
import { type Migration, type OpenedEnvironment, openAndClaim, StoreRefused } from './opening.ts';
import { Reaper } from './reaper.ts';
import { HISTORY_BYTES, Retention } from './retention.ts';
import { type LongKey, View } from './view.ts';
import { Writer, type WriterHost } from './writer.ts';

export interface EmbeddedStoreOptions {
  /** The folder that holds the store; made when absent. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** History is given up before its five minutes are over when it takes more. */
  readonly historyBytes?: number;
  /** The most the file may grow to (bytes). */
  readonly mapBytes?: number;
  /** For tests: other ways from older formats. */
  readonly migrations?: readonly Migration[];
}

/** The unit in which systems count the blocks of a file. */
const BLOCK_BYTES = 512;

/** The embedded store has an id of its own and can be told from the other stores by it. */
export interface EmbeddedStore extends Store {
  /** Made with the store, the same for ever. */
  readonly clusterId: string;
  /** Copies the store as it is at one moment into the file `to`, while it goes on. @throws {StoreRefused} when `to` exists */
  backup(to: string): Promise<void>;
}

/** @throws {StoreRefused} with one clear line: in use, read-only, damaged, written by a newer version */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const { folder, log } = options;
  const opened = openAndClaim(folder, options);
  const network = networkFileSystem(folder);
  if (network !== undefined) {
    log.warn(`The store lies on a network file system (${network}): its locks and memory maps are not reliable there. Use a local disk.`, { folder });
  }
  try {
    return new LmdbStore(opened, options);
  } catch (error) {
    await opened.close();
    throw new StoreRefused(`the store in ${folder} cannot be read: ${errorText(error)}`, { cause: error });
  }
}

class LmdbStore implements EmbeddedStore, WriterHost {
  readonly deliversBeforeAcknowledging = true;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly #folder: string;
  readonly #opened: OpenedEnvironment;
  readonly #environment: Environment;
  readonly #long: OrderedTree<LongKey>;
  readonly #writer: Writer;
  readonly #hub: WatchHub;
  readonly #retention: Retention;
  readonly #reaper: Reaper;
  /** What reads across turns of the event loop: LMDB must not be closed under it. */
  readonly #readers = new Set<Promise<unknown>>();
  #view: View;
  #closed: Error | undefined;

  constructor(opened: OpenedEnvironment, options: EmbeddedStoreOptions) {
    const { clock, log } = options;
    this.clock = clock;
    this.log = log;
    this.#folder = options.folder;
    this.#opened = opened;
    this.#environment = opened.environment;
    const snapshot = this.#environment.snapshot();
    this.clusterId = snapshot.clusterId();
    this.#long = new OrderedTree<LongKey>();
    const state = snapshot.state();
    this.#view = new View(snapshot, state, this.#long.snapshot());
    this.#readLongKeys();
    this.#writer = new Writer(this);
    this.#hub = new WatchHub(
      { compactedRevision: () => this.compactedRevision, slice: (prefix, after, upTo) => this.#view.slice(prefix, after, upTo) },
      log,
      state.revision,
    );
    this.#retention = new Retention(
      { clock, log, writer: this.#writer, historyBytes: options.historyBytes ?? HISTORY_BYTES, state: () => this.#view.state },
      snapshot,
    );
    this.#reaper = new Reaper({ clock, log, writer: this.#writer, view: () => this.#view });
  }

  get compactedRevision(): Revision {
    return this.#view.state.compacted;
  }

  async get(key: string): Promise<StoredValue | undefined> {
    this.#mustBeOpen();
    return this.#view.get(key);
  }

  async list(prefix: string, options: ListOptions = {}): Promise<ListResult> {
    this.#mustBeOpen();
    return await this.#whileOpen(this.#view.list(prefix, options));
  }

  put(key: string, value: Uint8Array, expected: Revision, options: PutOptions = {}): Promise<Revision> {
    return this.#writer.write({ key, value, expected, options });
  }

  delete(key: string, expected: Revision): Promise<Revision> {
    return this.#writer.write({ key, value: undefined, expected, options: {} });
  }

  watch(prefix: string, options: WatchOptions, receiver: WatchReceiver): StoreWatch {
    return this.#hub.watch(prefix, options, receiver);
  }

  async currentRevision(): Promise<Revision> {
    this.#mustBeOpen();
    return this.#view.state.revision;
  }

  requestProgress(): void {
    this.#hub.requestProgress();
  }

  async compact(revision: Revision): Promise<void> {
    this.#mustBeOpen();
    if (revision > this.#view.state.revision) {
      throw new RevisionInFuture(this.#view.state.revision);
    }
    await this.#retention.compact(revision);
  }

  async check(): Promise<void> {
    this.#mustBeOpen();
    await this.#writer.check();
  }

  async size(): Promise<number> {
    return (await stat(dataFile(this.#folder))).blocks * BLOCK_BYTES;
  }

  async backup(to: string): Promise<void> {
    this.#mustBeOpen();
    await this.#whileOpen(backupEnvironment(this.#environment, to));
  }

  async close(): Promise<void> {
    if (this.#closed === undefined) {
      this.#end(new StoreUnavailable('the store has been closed', { outcomeUnknown: false }));
      await this.#writer.close(this.#closed ?? new Error('closed'));
      await Promise.allSettled(this.#readers);
      this.#hub.close(this.#closed ?? new Error('closed'));
      this.#view.release();
      await this.#opened.close();
    }
  }

  view(): View {
    return this.#view;
  }

  commit(batch: Batch): Promise<boolean> {
    return this.#environment.commit(this.#opened.token, batch.instructions());
  }

  isCommitted(batch: Batch): boolean {
    const snapshot = this.#environment.snapshot();
    try {
      const { revision, compacted, swept } = snapshot.state();
      return (
        snapshot.token() === this.#opened.token &&
        revision === batch.state.revision &&
        compacted === batch.state.compacted &&
        swept === batch.state.swept &&
        batch.events.length > 0
      );
    } finally {
      snapshot.release();
    }
  }

  committed(batch: Batch): void {
    for (const [key, long] of batch.longKeys) {
      if (long === undefined) {
        this.#long.delete(key);
      } else {
        this.#long.set(key, long);
      }
    }
    const before = this.#view;
    this.#view = new View(this.#environment.snapshot(), batch.state, this.#long.snapshot());
    if (batch.events.length > 0) {
      this.#hub.deliver(batch.events, batch.state.revision);
    }
    before.release();
    this.#reaper.expect(batch.deadline);
    this.#retention.written();
  }

  lost(error: Error): void {
    this.log.error('The store has been lost', error);
    this.#end(error);
    this.#hub.close(error);
  }

  async #whileOpen<T>(reading: Promise<T>): Promise<T> {
    this.#readers.add(reading);
    try {
      return await reading;
    } finally {
      this.#readers.delete(reading);
    }
  }

  #end(reason: Error): void {
    this.#closed ??= reason;
    this.#retention.close();
    this.#reaper.close();
  }

  #readLongKeys(): void {
    const view = this.#view;
    for (const table of ['long', 'longTombs'] as const) {
      for (const bytes of view.snapshot.keys(table, {})) {
        const revision = unpackNumber(bytes);
        const { key } = view.record(revision);
        this.#long.set(key, { key, revision, live: table === 'long' });
      }
    }
    this.#view = new View(view.snapshot, view.state, this.#long.snapshot());
  }

  #mustBeOpen(): void {
    if (this.#closed !== undefined) {
      throw this.#closed;
    }
  }
}
