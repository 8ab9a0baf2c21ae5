/**
 * Deadlines of requests that all have the same time: the oldest is always the next, so one timer is enough for all of them. A request that is
 * over leaves by taking itself out; the timer finds out later.
 */
import type { Clock } from '../../base/clock.ts';
import { type Link, LinkedList } from '../../base/linked-list.ts';

interface Waiting {
  readonly at: number;
  readonly expire: () => void;
}

export class DeadlineQueue {
  readonly #clock: Clock;
  readonly #timeout: number;
  readonly #waiting = new LinkedList<Waiting>();
  #armed = false;

  /** @param timeout milliseconds that every entry has */
  constructor(clock: Clock, timeout: number) {
    this.#clock = clock;
    this.#timeout = timeout;
  }

  /** Calls `expire` when the time is over, unless the result leaves before. */
  add(now: number, expire: () => void): Link<Waiting> {
    const link = this.#waiting.add({ at: now + this.#timeout, expire });
    if (!this.#armed) this.#arm(this.#timeout);
    return link;
  }

  #arm(ms: number): void {
    this.#armed = true;
    this.#clock.after(ms, () => this.#fire());
  }

  #fire(): void {
    this.#armed = false;
    const now = this.#clock.now();
    for (let link = this.#waiting.first; link?.value !== undefined; link = this.#waiting.first) {
      const { at, expire } = link.value;
      if (at > now) {
        this.#arm(at - now);
        return;
      }
      link.leave();
      expire();
    }
  }
}
