/** The machine's clock, which a test can put forward: for whole servers, whose loops and connections live on real time. */
import { type Clock, systemClock } from '../../src/base/clock.ts';

interface Timer {
  readonly due: number;
  run(): void;
}

export class SkippingClock implements Clock {
  readonly #timers = new Set<Timer>();
  #ahead = 0;

  now(): number {
    return systemClock.now() + this.#ahead;
  }

  after(ms: number, task: () => void): () => void {
    const timer: Timer = {
      due: this.now() + ms,
      run: () => {
        cancel();
        this.#timers.delete(timer);
        task();
      },
    };
    this.#timers.add(timer);
    const cancel = systemClock.after(ms, timer.run);
    return () => {
      cancel();
      this.#timers.delete(timer);
    };
  }

  /** Puts the clock forward, and runs what has become due. */
  skip(ms: number): void {
    this.#ahead += ms;
    const due = [...this.#timers].filter((each) => each.due <= this.now()).sort((a, b) => a.due - b.due);
    for (const each of due) each.run();
  }
}
