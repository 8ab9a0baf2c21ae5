/**
 * Changes that will become one transaction. A batch starts from the view of the last one, sees its own changes, hands out revisions, and
 * collects what is to be written, told and remembered; nothing outside changes before it is committed.
 */
import { NO_BYTES } from '../../base/bytes.ts';
import type { PutOptions, Revision, StoredValue } from '../interface.ts';
import type { FeedEvent } from '../watch-hub.ts';
import { type Instruction, stateInstruction } from './environment.ts';
import { MAX_KEY_BYTES, packNumbers, revisionKey, type State, type Table } from './layout.ts';
import { encodeRecord, type LogRecord } from './record.ts';
import type { Scratch } from './scratch.ts';
import { feedEvent, type Latest, type LongKey, stored, type View } from './view.ts';

const PRESENT = Buffer.of(1);

export class Batch {
  /** The committed state that this batch starts from. */
  readonly view: View;
  readonly now: number;
  readonly events: FeedEvent[] = [];
  /** What changes in the index of long keys; `undefined`: the key is forgotten. */
  readonly longKeys = new Map<string, LongKey | undefined>();
  /** The earliest deadline among what was written. */
  deadline = Number.POSITIVE_INFINITY;
  readonly #instructions: Instruction[] = [];
  readonly #written = new Map<string, LogRecord>();
  readonly #scratch: Scratch;
  #state: State;

  /** @param scratch of this batch alone until it is committed or has failed */
  constructor(view: View, now: number, scratch: Scratch) {
    this.view = view;
    this.now = now;
    this.#scratch = scratch;
    this.#state = view.state;
  }

  get state(): State {
    return this.#state;
  }

  get isEmpty(): boolean {
    return this.#instructions.length === 0 && this.#state === this.view.state;
  }

  /** All of it, the new state included. */
  instructions(): readonly Instruction[] {
    return [...this.#instructions, stateInstruction(this.#state)];
  }

  /** Whether this batch has changed `key` already. */
  hasWritten(key: string): boolean {
    return this.#written.has(key);
  }

  latest(key: string, bytes: Uint8Array): Latest {
    const own = this.#written.get(key);
    return own === undefined ? this.view.latest(key, bytes) : { revision: own.revision, live: !own.deleted };
  }

  put(key: string, bytes: Uint8Array, latest: Latest, value: Uint8Array, options: PutOptions): Revision {
    const revision = this.#state.revision + 1;
    if (options.ttlSeconds) {
      const deadline = Math.round(this.now + options.ttlSeconds * 1000);
      this.deadline = Math.min(this.deadline, deadline);
      this.change('expiry', packNumbers(deadline, revision), PRESENT);
    }
    this.#write(
      { revision, previous: latest.revision, deleted: false, created: !latest.live, fingerprint: options.fingerprint, key, value },
      bytes,
      latest,
    );
    return revision;
  }

  /** Removes a live key. */
  delete(key: string, bytes: Uint8Array, latest: Latest): Revision {
    const revision = this.#state.revision + 1;
    this.#write({ revision, previous: latest.revision, deleted: true, created: false, fingerprint: undefined, key, value: NO_BYTES }, bytes, latest);
    return revision;
  }

  /** A change beside the keys: history, marks, expiry. */
  change(table: Table, key: Uint8Array, value: Buffer | undefined): void {
    this.#instructions.push({ table, key, value });
  }

  /** Moves what the state says about history. */
  setHistory(history: Partial<Pick<State, 'compacted' | 'swept' | 'compactedBytes'>>): void {
    this.#state = { ...this.#state, ...history };
  }

  /** Removes a deletion from history, unless the key has been written since. */
  forgetDeletion(key: string, revision: Revision): void {
    const bytes = Buffer.from(key, 'utf8');
    const latest = this.latest(key, bytes);
    if (latest.live || latest.revision !== revision) {
      return;
    }
    if (bytes.length > MAX_KEY_BYTES) {
      this.change('longTombs', revisionKey(revision), undefined);
      this.longKeys.set(key, undefined);
    } else {
      this.change('tombs', bytes, undefined);
    }
  }

  #write(record: LogRecord, bytes: Uint8Array, latest: Latest): void {
    const { key, revision } = record;
    const live = !record.deleted;
    const encoded = encodeRecord(record, bytes, this.#scratch);
    const at = this.#scratch.revision(revision);
    this.change('log', at, encoded);
    if (bytes.length > MAX_KEY_BYTES) {
      this.#writeLongKey(record, latest);
    } else {
      this.change(live ? 'head' : 'tombs', bytes, at);
      if (latest.revision !== 0 && latest.live !== live) {
        this.change(latest.live ? 'head' : 'tombs', bytes, undefined);
      }
    }
    this.#state = { ...this.#state, revision, bytes: this.#state.bytes + encoded.length };
    this.events.push(feedEvent(record, latest.live ? this.#replaced(key, latest.revision) : nothing));
    this.#written.set(key, record);
  }

  /** What stood at `key` before now, for whoever asks. */
  #replaced(key: string, revision: Revision): () => StoredValue {
    const own = this.#written.get(key);
    return () => stored(own ?? this.view.record(revision, key));
  }

  #writeLongKey({ key, revision, deleted }: LogRecord, latest: Latest): void {
    this.change(deleted ? 'longTombs' : 'long', revisionKey(revision), PRESENT);
    if (latest.revision !== 0) {
      this.change(latest.live ? 'long' : 'longTombs', revisionKey(latest.revision), undefined);
    }
    this.longKeys.set(key, { key, revision, live: !deleted });
  }
}

function nothing(): undefined {}
