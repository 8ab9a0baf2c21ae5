/**
 * Deadlines of requests that all have the same time: the oldest is always the next, so one timer is enough for all of them. A request that is
 * over leaves by taking itself out; the timer finds out later.
 */
import type { Clock } from '../base/clock.ts';

interface Waiting {
  readonly at: number;
  readonly expire: () => void;
}

export class DeadlineQueue {
  readonly #clock: Clock;
  readonly #timeout: number;
  readonly #waiting = new Set<Waiting>();
  #armed = false;

  /** @param timeout milliseconds that every entry has */
  constructor(clock: Clock, timeout: number) {
    this.#clock = clock;
    this.#timeout = timeout;
  }

  /** Calls `expire` when the time is over; the result calls that off. */
  add(now: number, expire: () => void): () => void {
    const entry = { at: now + this.#timeout, expire };
    this.#waiting.add(entry);
    if (!this.#armed) this.#arm(this.#timeout);
    return () => this.#waiting.delete(entry);
  }

  #arm(ms: number): void {
    this.#armed = true;
    this.#clock.after(ms, () => this.#fire());
  }

  #fire(): void {
    this.#armed = false;
    const now = this.#clock.now();
    for (const entry of this.#waiting) {
      if (entry.at > now) {
        this.#arm(entry.at - now);
        return;
      }
      this.#waiting.delete(entry);
      entry.expire();
    }
  }
}
