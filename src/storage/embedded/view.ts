/**
 * The store as it was after one batch: everything that reads goes through a view. A view never changes; the store replaces it after each
 * commit, so what a view shows is exactly what has been told to the watchers.
 *
 * A key is found at an old revision by walking its chain of records back from the newest one, which is as long as the key was busy since then.
 */
import { NO_BYTES } from '../../base/bytes.ts';
import { RevisionCompacted, RevisionInFuture, ValueDamaged } from '../errors.ts';
import type { ListOptions, ListResult, Revision, StoredValue } from '../interface.ts';
import { endOfBytePrefix, endOfPrefix, orderKey } from '../key-order.ts';
import type { TreeView } from '../ordered-tree.ts';
import type { FeedEvent, HistorySlice } from '../watch-hub.ts';
import type { Snapshot } from './environment.ts';
import { MAX_KEY_BYTES, revisionKey, type State, unpackNumber } from './layout.ts';
import { decodeRecord, type LogRecord } from './record.ts';

/** How much a list reads before it lets others run. */
const SLICE_KEYS = 256;
const SLICE_BYTES = 1024 * 1024;
const HISTORY_SLICE_RECORDS = 500;
/** A key that LMDB cannot hold; all of them are kept in memory (there are hardly ever any). */
export interface LongKey {
  readonly key: string;
  readonly revision: Revision;
  readonly live: boolean;
}

/** Where the newest record of a key is. `revision` 0: there is none. */
export interface Latest {
  readonly revision: Revision;
  readonly live: boolean;
}

interface Candidate extends Latest {
  readonly key: string;
}

const NEVER: Latest = { revision: 0, live: false };

export class View {
  readonly state: State;
  readonly #snapshot: Snapshot;
  readonly #long: TreeView<LongKey>;

  /** Takes over the snapshot. */
  constructor(snapshot: Snapshot, state: State, long: TreeView<LongKey>) {
    this.#snapshot = snapshot;
    this.state = state;
    this.#long = long;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  release(): void {
    this.#snapshot.release();
  }

  latest(key: string, bytes: Uint8Array): Latest {
    if (bytes.length > MAX_KEY_BYTES) {
      return this.#long.get(key) ?? NEVER;
    }
    const head = this.#snapshot.number('head', bytes);
    if (head !== undefined) {
      return { revision: head, live: true };
    }
    const tomb = this.#snapshot.number('tombs', bytes);
    return tomb === undefined ? NEVER : { revision: tomb, live: false };
  }

  /** @throws {ValueDamaged} */
  get(key: string): StoredValue | undefined {
    const bytes = Buffer.from(key, 'utf8');
    const { revision, live } = this.latest(key, bytes);
    return live ? stored(this.record(revision, key)) : undefined;
  }

  /** @param key what the record must be about. @throws {ValueDamaged} */
  record(revision: Revision, key?: string): LogRecord {
    const bytes = this.#snapshot.get('log', revisionKey(revision));
    const record = bytes === undefined ? 'its record is missing' : decodeRecord(bytes, revision);
    if (typeof record === 'string') {
      throw new ValueDamaged(key ?? `revision ${revision}`, record);
    }
    if (key !== undefined && record.key !== key) {
      throw new ValueDamaged(key, `its record is about ${record.key}`);
    }
    return record;
  }

  /** @throws {RevisionInFuture} @throws {RevisionCompacted} @throws {ValueDamaged} */
  async list(prefix: string, options: ListOptions): Promise<ListResult> {
    const { revision: current, compacted } = this.state;
    const revision = options.revision || current;
    if (revision > current) {
      throw new RevisionInFuture(current);
    }
    if (revision < compacted) {
      throw new RevisionCompacted(compacted);
    }
    this.#snapshot.retain();
    try {
      return revision === current ? await this.#listNow(prefix, options) : await this.#listThen(prefix, options, revision);
    } finally {
      this.#snapshot.release();
    }
  }

  /** What happened after `after`, as far as one slice goes. @throws {ValueDamaged} */
  slice(prefix: string, after: Revision, upTo: Revision): HistorySlice {
    const events: FeedEvent[] = [];
    const reached = Math.min(upTo, after + HISTORY_SLICE_RECORDS);
    for (let revision = after + 1; revision <= reached; revision++) {
      const record = this.record(revision);
      if (record.key.startsWith(prefix)) {
        events.push(feedEvent(record, () => this.#previousOf(record)));
      }
    }
    return { events, reached };
  }

  /** What `record` replaced. */
  #previousOf(record: LogRecord): StoredValue | undefined {
    return record.created ? undefined : stored(this.record(record.previous, record.key));
  }

  async #listNow(prefix: string, options: ListOptions): Promise<ListResult> {
    const limit = options.limit || Number.POSITIVE_INFINITY;
    const items: StoredValue[] = [];
    const pause = new Pauses();
    let more = false;
    for (const candidate of this.#candidates(prefix, options.start ?? prefix, false)) {
      if (items.length >= limit) {
        more = true;
        break;
      }
      const item =
        options.keysOnly === true
          ? { key: candidate.key, value: NO_BYTES, revision: candidate.revision }
          : stored(this.record(candidate.revision, candidate.key));
      items.push(item);
      if (pause.due(item.value.length)) {
        await pause.take();
      }
    }
    return { items, revision: this.state.revision, more, count: more ? this.#count(prefix, options.start ?? prefix) : items.length };
  }

  #count(prefix: string, start: string): number {
    let count = this.#snapshot.count('head', keyRange(prefix, start));
    for (const long of this.#long.range(start, endOfPrefix(prefix))) {
      count += long.live ? 1 : 0;
    }
    return count;
  }

  async #listThen(prefix: string, options: ListOptions, revision: Revision): Promise<ListResult> {
    const limit = options.limit || Number.POSITIVE_INFINITY;
    const items: StoredValue[] = [];
    const pause = new Pauses();
    let count = 0;
    for (const candidate of this.#candidates(prefix, options.start ?? prefix, true)) {
      const found = this.#revisionAt(candidate, revision);
      let size = 0;
      if (found !== 0) {
        count++;
        if (items.length < limit) {
          const item = stored(this.record(found, candidate.key));
          items.push(options.keysOnly === true ? { ...item, value: NO_BYTES } : item);
          size = item.value.length;
        }
      }
      if (pause.due(size)) {
        await pause.take();
      }
    }
    return { items, revision, more: count > items.length, count };
  }

  /** The revision of the value that the key had at `revision`; 0 when it was absent. */
  #revisionAt(candidate: Candidate, revision: Revision): Revision {
    let { revision: found, live } = candidate;
    while (found > revision) {
      const record = this.record(found, candidate.key);
      // What was created over a deletion has that deletion before it; whatever came before everything was absent.
      live = !record.created;
      found = record.previous;
    }
    return live ? found : 0;
  }

  /** Keys under `prefix` from `start` on, in order; with `history` also those that are gone but not forgotten. */
  *#candidates(prefix: string, start: string, history: boolean): Generator<Candidate, void, void> {
    const range = keyRange(prefix, start);
    const sources: Iterator<Candidate>[] = [this.#entries('head', range, true)];
    if (history) {
      sources.push(this.#entries('tombs', range, false));
    }
    if (this.#long.size > 0) {
      sources.push(this.#longKeys(prefix, start, history));
    }
    yield* merge(sources);
  }

  *#entries(table: 'head' | 'tombs', range: { start: Buffer; end: Buffer | undefined }, live: boolean): Generator<Candidate, void, void> {
    for (const { key, value } of this.#snapshot.range(table, range)) {
      yield { key: Buffer.from(key.buffer, key.byteOffset, key.length).toString('utf8'), revision: unpackNumber(value), live };
    }
  }

  *#longKeys(prefix: string, start: string, history: boolean): Generator<Candidate, void, void> {
    for (const long of this.#long.range(start, endOfPrefix(prefix))) {
      if (long.live || history) {
        yield long;
      }
    }
  }
}

/** The least of all sources first. A key is in one source only. */
function* merge(sources: readonly Iterator<Candidate>[]): Generator<Candidate, void, void> {
  const heads = sources.map((source) => ({ source, next: source.next() }));
  try {
    for (;;) {
      let least: (typeof heads)[number] | undefined;
      for (const head of heads) {
        if (head.next.done !== true && (least === undefined || least.next.done === true || before(head.next.value.key, least.next.value.key))) {
          least = head;
        }
      }
      if (least === undefined || least.next.done === true) {
        return;
      }
      yield least.next.value;
      least.next = least.source.next();
    }
  } finally {
    for (const { source } of heads) {
      source.return?.();
    }
  }
}

function before(left: string, right: string): boolean {
  return orderKey(left) < orderKey(right);
}

function keyRange(prefix: string, start: string): { start: Buffer; end: Buffer | undefined } {
  const within = Buffer.from(prefix, 'utf8');
  return { start: shorten(Buffer.from(start, 'utf8')), end: within.length > MAX_KEY_BYTES ? shorten(within) : endOfBytePrefix(within) };
}

/** LMDB ends its keys at 1,978 bytes; a short key is at or above a longer one exactly when it is above that one's first bytes. */
function shorten(key: Buffer): Buffer {
  return key.length > MAX_KEY_BYTES ? (endOfBytePrefix(key.subarray(0, MAX_KEY_BYTES)) ?? key) : key;
}

/** Counts what a list has read since it last let others run. */
class Pauses {
  #keys = 0;
  #bytes = 0;

  due(bytes: number): boolean {
    this.#keys++;
    this.#bytes += bytes;
    return this.#keys >= SLICE_KEYS || this.#bytes >= SLICE_BYTES;
  }

  take(): Promise<void> {
    this.#keys = 0;
    this.#bytes = 0;
    return new Promise((resolve) => setImmediate(resolve));
  }
}

export function stored(record: LogRecord): StoredValue {
  return { key: record.key, value: record.value, revision: record.revision, fingerprint: record.fingerprint };
}

export function feedEvent(record: LogRecord, previous: () => StoredValue | undefined): FeedEvent {
  return {
    event: {
      type: record.deleted ? 'delete' : 'put',
      key: record.key,
      value: record.value,
      revision: record.revision,
      created: record.created,
      fingerprint: record.fingerprint,
    },
    previous,
  };
}
