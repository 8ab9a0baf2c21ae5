/**
 * Compacts etcd's history every five minutes up to where it was five minutes before, as upstream's servers do and together with them: the key
 * `compact_rev_key` is written by whoever comes first in an interval, and its version counts the intervals; the others only take note.
 * (apiserver: storage/etcd3/compact.go)
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { Revision } from '../interface.ts';
import { COMPARE, type TxnRequest, type TxnResponse } from './messages.ts';

const COMPACT_KEY = Buffer.from('compact_rev_key');

export interface CompactorOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly intervalMs: number;
  txn(request: TxnRequest): Promise<TxnResponse>;
  compact(revision: Revision): Promise<void>;
}

export class Compactor {
  readonly #options: CompactorOptions;
  /** The version of the key when we last saw it. */
  #interval = 0;
  /** Where the store was at the beginning of this interval; 0 before the first. */
  #revision: Revision = 0;
  #cancel: () => void = () => {};
  #closed = false;

  constructor(options: CompactorOptions) {
    this.#options = options;
    this.#wait();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #wait(): void {
    if (!this.#closed) {
      this.#cancel = this.#options.clock.after(this.#options.intervalMs, () => void this.#run());
    }
  }

  async #run(): Promise<void> {
    try {
      await this.#compact();
    } catch (error) {
      if (!this.#closed) {
        this.#options.log.error('etcd could not be compacted; the next attempt follows', error);
      }
    }
    this.#wait();
  }

  async #compact(): Promise<void> {
    const { txn, compact } = this.#options;
    const answer = await txn({
      compare: { by: COMPARE.version, key: COMPACT_KEY, equals: this.#interval },
      action: { key: COMPACT_KEY, value: Buffer.from(String(this.#revision)), lease: 0n },
    });
    const before = this.#revision;
    this.#revision = answer.revision;
    if (!answer.succeeded) {
      this.#interval = answer.items[0]?.version ?? 0;
      return;
    }
    this.#interval++;
    if (before !== 0) {
      await compact(before);
    }
  }
}
