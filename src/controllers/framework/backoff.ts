/**
 * How long work that failed waits until it is tried again, as client-go's default limiter decides: exponentially longer for one item, and never more
 * than so many retries a second for all of them together. The longer of the two counts.
 */
import type { Clock } from '../../base/clock.ts';

export interface BackoffOptions {
  /** After the first failure of an item; doubled with each further one. Milliseconds, default 5. */
  readonly first?: number;
  /** Milliseconds, default 1,000,000. */
  readonly longest?: number;
  /** Retries a second, for all items together. Default 10. */
  readonly perSecond?: number;
  /** Retries that may come at once. Default 100. */
  readonly burst?: number;
}

export class Backoff {
  readonly #clock: Clock;
  readonly #first: number;
  readonly #longest: number;
  readonly #interval: number;
  readonly #burst: number;
  readonly #failures = new Map<string, number>();
  /** When the bucket will have been empty: each retry takes one interval of the time behind it. */
  #paidUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, { first = 5, longest = 1_000_000, perSecond = 10, burst = 100 }: BackoffOptions = {}) {
    this.#clock = clock;
    this.#first = first;
    this.#longest = longest;
    this.#interval = 1000 / perSecond;
    this.#burst = burst;
  }

  /** Counts a failure. @returns milliseconds until the next try */
  failed(key: string): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    return Math.max(Math.min(this.#first * 2 ** failures, this.#longest), this.#reserve());
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** How often the item failed since it last succeeded. */
  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  #reserve(): number {
    const now = this.#clock.now();
    // A bucket that nobody used is full, not fuller.
    this.#paidUntil = Math.max(this.#paidUntil, now - this.#burst * this.#interval) + this.#interval;
    return Math.max(0, this.#paidUntil - now);
  }
}
