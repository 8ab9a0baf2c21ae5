/**
 * Long work in slices: how work on many things leaves the event loop to others every few milliseconds. A loop asks a TimeSlice; what is made of
 * several functions, or calls itself, is written as Steps.
 */

const SLICE_MS = 3;

/** Asking the time costs more than most steps, so it is asked once in so many. */
const STEPS_A_LOOK = 32;

export class TimeSlice {
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

/** Work that may be left where it yields, and gone on with later. Errors are thrown as in any function. */
export type Steps<T> = Generator<void, T, void>;

/** All of it, now: for what is known to be short. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** Gives everybody else a turn wherever a slice is over. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let until = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + SLICE_MS;
  }
}
