/**
 * The one line that all writes stand in: group commit.
 *
 * While one batch is on its way to the disk the next one gathers; it is decided only when the one before is committed, so every comparison
 * sees exactly what is durable and a failed batch takes nothing else with it. After a commit, in this order: the new view is in place, the
 * watchers are told, the promises resolve. A write that fails writes nothing: the store may be asked again.
 */
import type { Clock } from '../../base/clock.ts';
import { asError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { RevisionConflict, StoreUnavailable } from '../errors.ts';
import type { PutOptions, Revision } from '../interface.ts';
import { Batch } from './batch.ts';
import { Scratch } from './scratch.ts';
import type { View } from './view.ts';

/** More would hold up the event loop and the first in line. */
const MAX_BATCH_WRITES = 512;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const MAX_QUEUED_BYTES = 256 * 1024 * 1024;
/** After a failure writes are refused for so long without trying: a full disk is not hammered. */
const REFUSE_MS = 1000;
/** A commit that takes longer is reported by `check`. */
const STALLED_MS = 30_000;
const PROBE_KEY = Buffer.from('probe');

export interface Write {
  readonly key: string;
  /** Undefined: delete. */
  readonly value: Uint8Array | undefined;
  readonly expected: Revision;
  readonly options: PutOptions;
}

/** Work of the store itself that wants to be part of a batch. It is done when the promise of `Writer.step` resolves. */
export type Step = (batch: Batch) => void;

interface Waiting {
  readonly write: Write | Step;
  readonly bytes: number;
  resolve(revision: Revision): void;
  reject(error: Error): void;
}

/** It lost against a write of the same batch, which is not durable yet: nobody may hear of that before. */
const LOST = 'lost';

interface Decided {
  readonly one: Waiting;
  readonly revision: Revision | typeof LOST;
}

export interface WriterHost {
  readonly clock: Clock;
  readonly log: Logger;
  view(): View;
  /** Writes the batch. False: another owner has the store. */
  commit(batch: Batch): Promise<boolean>;
  /** After a failure: whether the batch is there all the same. */
  isCommitted(batch: Batch): boolean;
  /** The batch is durable: put the new view in place and tell the watchers. */
  committed(batch: Batch): void;
  /** The store belongs to somebody else now. */
  lost(error: Error): void;
}

export class Writer {
  readonly #host: WriterHost;
  #queue: Waiting[] = [];
  #queuedBytes = 0;
  #running = false;
  #closed: Error | undefined;
  #refusal: { readonly error: Error; readonly until: number } | undefined;
  #commitStarted: number | undefined;
  #scratch = new Scratch();
  #idle: (() => void)[] = [];

  constructor(host: WriterHost) {
    this.#host = host;
  }

  /** @throws {RevisionConflict} @throws {StoreUnavailable} */
  write(write: Write): Promise<Revision> {
    return this.#enqueue(write, write.key.length + (write.value?.length ?? 0));
  }

  /** Runs `step` in front of a batch; resolves when that is durable. */
  step(step: Step): Promise<Revision> {
    return this.#enqueue(step, 0);
  }

  /** Resolves when the store can be written; after a failure it tries. @throws {StoreUnavailable} */
  async check(): Promise<void> {
    const now = this.#host.clock.now();
    if (this.#closed !== undefined) {
      throw this.#closed;
    }
    if (this.#commitStarted !== undefined && now - this.#commitStarted > STALLED_MS) {
      throw new StoreUnavailable('the disk has not finished a write for 30 seconds', { outcomeUnknown: true });
    }
    if (this.#refusal !== undefined) {
      await this.step((batch) => batch.change('meta', PROBE_KEY, Buffer.from(String(now))));
    }
  }

  /** Refuses what comes from now on and resolves when everything before is done. */
  close(reason: Error): Promise<void> {
    this.#closed ??= reason;
    return this.#running ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  #enqueue(write: Write | Step, bytes: number): Promise<Revision> {
    const refused = this.#closed ?? this.#refused(bytes);
    if (refused !== undefined) {
      return Promise.reject(refused);
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ write, bytes, resolve, reject });
      this.#queuedBytes += bytes;
      if (!this.#running) {
        this.#running = true;
        // Whatever else is asked for in this turn joins the batch.
        setImmediate(() => void this.#run());
      }
    });
  }

  #refused(bytes: number): Error | undefined {
    if (this.#queuedBytes + bytes > MAX_QUEUED_BYTES) {
      return new StoreUnavailable('too many writes are waiting for the disk', { outcomeUnknown: false });
    }
    return this.#refusal !== undefined && this.#host.clock.now() < this.#refusal.until ? this.#refusal.error : undefined;
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#runBatch(this.#take());
    }
    this.#running = false;
    for (const wake of this.#idle.splice(0)) {
      wake();
    }
  }

  #take(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    while (count < this.#queue.length && count < MAX_BATCH_WRITES && bytes < MAX_BATCH_BYTES) {
      bytes += this.#queue[count]?.bytes ?? 0;
      count++;
    }
    this.#queuedBytes -= bytes;
    return this.#queue.splice(0, count);
  }

  async #runBatch(waiting: readonly Waiting[]): Promise<void> {
    this.#scratch.reset();
    const batch = new Batch(this.#host.view(), this.#host.clock.now(), this.#scratch);
    const decided: Decided[] = [];
    for (const one of waiting) {
      try {
        const revision = this.#decide(batch, one);
        if (revision !== undefined) {
          decided.push({ one, revision });
        }
      } catch (error) {
        one.reject(asError(error));
      }
    }
    if (!batch.isEmpty) {
      const failure = await this.#commit(batch);
      if (failure !== undefined) {
        // Whether LMDB is done with it cannot be told.
        this.#scratch = new Scratch();
        for (const { one } of decided) {
          one.reject(failure);
        }
        return;
      }
      this.#host.committed(batch);
    }
    for (const { one, revision } of decided) {
      if (revision === LOST) {
        this.#rejectConflict(one);
      } else {
        one.resolve(revision);
      }
    }
  }

  /** Makes `one` part of the batch. @returns what to answer once the batch is committed; undefined when it has been answered. */
  #decide(batch: Batch, one: Waiting): Revision | typeof LOST | undefined {
    if (typeof one.write === 'function') {
      one.write(batch);
      return batch.state.revision;
    }
    const { key, value, expected, options } = one.write;
    const bytes = this.#scratch.text(key);
    const latest = batch.latest(key, bytes);
    const current = latest.live ? latest.revision : 0;
    if (current !== expected || (value === undefined && !latest.live)) {
      if (batch.hasWritten(key)) {
        return LOST;
      }
      this.#rejectConflict(one);
      return undefined;
    }
    return value === undefined ? batch.delete(key, bytes, latest) : batch.put(key, bytes, latest, value, options);
  }

  #rejectConflict(one: Waiting): void {
    const { key } = one.write as Write;
    try {
      one.reject(new RevisionConflict(key, this.#host.view().get(key)));
    } catch (error) {
      one.reject(asError(error));
    }
  }

  /** @returns why it failed */
  async #commit(batch: Batch): Promise<Error | undefined> {
    const { clock, log } = this.#host;
    this.#commitStarted = clock.now();
    try {
      if (await this.#host.commit(batch)) {
        this.#refusal = undefined;
        return undefined;
      }
      const lost = new StoreUnavailable('another process has taken over the store', { outcomeUnknown: false });
      this.#closed ??= lost;
      this.#host.lost(lost);
      return lost;
    } catch (failure) {
      const cause = await reasonOf(failure);
      if (this.#host.isCommitted(batch)) {
        return undefined;
      }
      const error = new StoreUnavailable(`the store cannot write: ${plainReason(cause)}`, { outcomeUnknown: false, cause });
      this.#refusal = { error, until: clock.now() + REFUSE_MS };
      log.error('The store cannot write; reads go on', cause);
      return error;
    } finally {
      this.#commitStarted = undefined;
    }
  }
}

/** lmdb-js hides why a commit failed behind a promise of its own, which would otherwise count as unhandled. */
async function reasonOf(failure: unknown): Promise<Error> {
  if (failure instanceof Error && 'commitError' in failure && failure.commitError instanceof Promise) {
    try {
      await failure.commitError;
    } catch (cause) {
      return asError(cause);
    }
  }
  return asError(failure);
}

/** LMDB adds page numbers and addresses behind the system's words. */
function plainReason(cause: Error): string {
  return cause.message.split(': Attempting')[0] ?? cause.message;
}
