/** Long work in slices: how a loop over many things leaves the event loop to others every few milliseconds. */

const SLICE_MS = 3;

/** Asking the time costs more than most steps, so it is asked once in so many. */
const STEPS_A_LOOK = 32;

export class Slice {
  #until = performance.now() + SLICE_MS;
  #steps = 0;

  /** Counts one step; true when it is time to `await next()`. */
  over(): boolean {
    this.#steps++;
    return this.#steps % STEPS_A_LOOK === 0 && performance.now() >= this.#until;
  }

  /** Gives everybody else a turn and begins the next slice. */
  async next(): Promise<void> {
    await nextTurn();
    this.#until = performance.now() + SLICE_MS;
  }
}

/** Resolves when everybody else has had a turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
