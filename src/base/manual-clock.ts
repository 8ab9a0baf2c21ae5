/** A clock that stands still until it is moved: for tests of whatever depends on time. Timers run in the order of their times, inside `advance`. */
import type { Clock } from './clock.ts';

interface Timer {
  readonly time: number;
  readonly task: () => void;
}

export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    const timer = { time: this.#now + ms, task };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Moves time on and runs every timer that becomes due, each at its own time. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#earliest(until); next !== undefined; next = this.#earliest(until)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.time);
      next.task();
    }
    this.#now = until;
  }

  #earliest(until: number): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.time <= until && (earliest === undefined || timer.time < earliest.time)) {
        earliest = timer;
      }
    }
    return earliest;
  }
}
