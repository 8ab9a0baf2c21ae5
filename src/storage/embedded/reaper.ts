/**
 * Deletes keys whose time is over: real deletes with revisions of their own, in the order of their deadlines and in small batches, so that a
 * store that was down for long starts at once. A key that was written again since has another revision, and its old deadline means nothing.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { Batch } from './batch.ts';
import { packNumbers, revisionKey, unpackNumber } from './layout.ts';
import { decodeRecord } from './record.ts';
import type { View } from './view.ts';
import type { Writer } from './writer.ts';

const REAP_KEYS = 250;
/** Timers of the system end at about 24 days. */
const MAX_WAIT_MS = 60 * 60 * 1000;
const RETRY_MS = 5000;

export interface ReaperOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly writer: Writer;
  view(): View;
}

export class Reaper {
  readonly #options: ReaperOptions;
  #cancel: () => void = () => {};
  #wakesAt = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(options: ReaperOptions) {
    this.#options = options;
    this.#goOn();
  }

  /** A key with this deadline has been written. */
  expect(time: number): void {
    if (time < this.#wakesAt && !this.#closed) {
      const { clock } = this.#options;
      this.#cancel();
      this.#wakesAt = time;
      this.#cancel = clock.after(Math.min(Math.max(0, time - clock.now()), MAX_WAIT_MS), () => this.#wake());
    }
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #wake(): void {
    const { clock, log, writer } = this.#options;
    this.#cancel();
    this.#wakesAt = Number.POSITIVE_INFINITY;
    writer.step(reap).then(
      () => this.#goOn(),
      (error: unknown) => {
        if (!this.#closed) {
          log.error('Expired keys could not be removed', error);
          this.expect(clock.now() + RETRY_MS);
        }
      },
    );
  }

  #goOn(): void {
    const { clock, view } = this.#options;
    if (this.#closed) {
      return;
    }
    for (const key of view().snapshot.keys('expiry', { limit: 1 })) {
      const time = unpackNumber(key);
      if (time <= clock.now()) {
        this.#wake();
      } else {
        this.expect(time);
      }
    }
  }
}

function reap(batch: Batch): void {
  const due = [...batch.view.snapshot.keys('expiry', { end: packNumbers(Math.floor(batch.now) + 1), limit: REAP_KEYS })];
  for (const deadline of due) {
    batch.change('expiry', deadline, undefined);
    const revision = unpackNumber(deadline, 1);
    const bytes = batch.view.snapshot.get('log', revisionKey(revision));
    const record = bytes === undefined ? undefined : decodeRecord(bytes, revision);
    if (record === undefined || typeof record === 'string') {
      continue;
    }
    const key = Buffer.from(record.key, 'utf8');
    const latest = batch.latest(record.key, key);
    if (latest.live && latest.revision === revision) {
      batch.delete(record.key, key, latest);
    }
  }
}
