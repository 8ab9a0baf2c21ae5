/**
 * How long history lasts: five minutes at least, less only where it would grow over its bytes, then the oldest goes first.
 *
 * Marks (a time, the revision and the bytes written until then) are set every half minute and every few megabytes while there are writes; they
 * tell which revision is how old. Compaction moves the oldest readable revision to a mark; removing what lies before it (the sweep) follows in
 * small steps as part of other batches, and goes on after a restart where it was.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { Revision } from '../interface.ts';
import type { Batch } from './batch.ts';
import type { Snapshot } from './environment.ts';
import { packNumbers, revisionKey, type State, unpackNumber } from './layout.ts';
import { decodeRecord } from './record.ts';
import type { Writer } from './writer.ts';

const HISTORY_MS = 5 * 60 * 1000;
export const HISTORY_BYTES = 256 * 1024 * 1024;
const MARK_MS = 30 * 1000;
/** At most this share of the history's bytes lies between two marks. */
const MARKS_IN_HISTORY = 64;
const SWEEP_RECORDS = 500;

interface Mark {
  readonly time: number;
  readonly revision: Revision;
  readonly bytes: number;
}

export interface RetentionOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly writer: Writer;
  readonly historyBytes: number;
  state(): State;
}

export class Retention {
  readonly #options: RetentionOptions;
  readonly #openedAt: number;
  #marks: Mark[];
  #cancel: () => void = () => {};
  #sweeping = false;
  #closed = false;

  constructor(options: RetentionOptions, snapshot: Snapshot) {
    this.#options = options;
    this.#openedAt = options.clock.now();
    this.#marks = [...snapshot.range('marks', {})].map(({ key, value }) => ({
      time: unpackNumber(key),
      revision: unpackNumber(value),
      bytes: unpackNumber(value, 1),
    }));
    this.#tick();
  }

  /** To be called after each commit: history may have become too large. */
  written(): void {
    const { bytes, compactedBytes } = this.#options.state();
    const { historyBytes } = this.#options;
    if (bytes - (this.#marks.at(-1)?.bytes ?? compactedBytes) > historyBytes / MARKS_IN_HISTORY) {
      this.#mark();
    }
    if (bytes - compactedBytes > historyBytes) {
      const kept = this.#marks.find((mark) => bytes - mark.bytes <= historyBytes);
      if (kept !== undefined) {
        this.#compactOrReport(kept.revision);
      }
    }
    this.#sweep();
  }

  /** Forgets what was before `revision`; resolves when that is durable. */
  async compact(revision: Revision): Promise<void> {
    if (revision <= this.#options.state().compacted) {
      return;
    }
    const forgotten = this.#marks.filter((mark) => mark.revision <= revision);
    this.#marks = this.#marks.filter((mark) => mark.revision > revision);
    await this.#options.writer.step((batch) => {
      if (revision > batch.state.compacted) {
        const compactedBytes = Math.max(batch.state.compactedBytes, forgotten.at(-1)?.bytes ?? 0);
        batch.setHistory({ compacted: revision, compactedBytes });
      }
      for (const mark of forgotten) {
        batch.change('marks', packNumbers(mark.time), undefined);
      }
    });
    this.#sweep();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #tick(): void {
    const { clock } = this.#options;
    this.#cancel = clock.after(MARK_MS, () => this.#tick());
    const now = clock.now();
    const old = this.#marks.findLast((mark) => now - mark.time >= HISTORY_MS);
    // Who comes back after our own pause finds the history that was there when we went.
    if (old !== undefined && now - this.#openedAt >= HISTORY_MS) {
      this.#compactOrReport(old.revision);
    }
    this.#mark();
    this.#sweep();
  }

  #compactOrReport(revision: Revision): void {
    this.compact(revision).catch((error: unknown) => this.#options.log.error('History could not be shortened; the next attempt follows', error));
  }

  #mark(): void {
    const { clock, log, writer, state } = this.#options;
    const { revision, bytes, compacted } = state();
    const last = this.#marks.at(-1);
    const mark = { time: clock.now(), revision, bytes };
    if (revision === (last?.revision ?? compacted) || last?.time === mark.time) {
      return;
    }
    this.#marks.push(mark);
    writer
      .step((batch) => batch.change('marks', packNumbers(mark.time), packNumbers(revision, bytes)))
      .catch((error: unknown) => log.error('A mark in the history could not be written', error));
  }

  #sweep(): void {
    const { swept, compacted } = this.#options.state();
    if (this.#sweeping || this.#closed || swept >= compacted) {
      return;
    }
    this.#sweeping = true;
    this.#options.writer
      .step((batch) => sweep(batch, this.#options.log))
      .then(
        () => {
          this.#sweeping = false;
          this.#sweep();
        },
        (error: unknown) => {
          // The next tick goes on.
          this.#sweeping = false;
          this.#options.log.error('Old history could not be removed', error);
        },
      );
  }
}

/** Removes what the next records before the compacted revision replaced, and the deletions among them. */
function sweep(batch: Batch, log: Logger): void {
  const { swept, compacted } = batch.state;
  let reached = compacted;
  let seen = 0;
  for (const { key, value } of batch.view.snapshot.range('log', {
    start: revisionKey(swept + 1),
    end: revisionKey(compacted + 1),
    limit: SWEEP_RECORDS,
  })) {
    const revision = unpackNumber(key);
    const record = decodeRecord(value, revision);
    if (typeof record === 'string') {
      log.error('A damaged record stays in the store', undefined, { revision, damage: record });
    } else {
      if (record.previous !== 0) {
        batch.change('log', revisionKey(record.previous), undefined);
      }
      if (record.deleted) {
        batch.change('log', revisionKey(revision), undefined);
        batch.forgetDeletion(record.key, revision);
      }
    }
    seen++;
    reached = seen === SWEEP_RECORDS ? revision : compacted;
  }
  batch.setHistory({ swept: reached });
}
