/**
 * Work that may be over already. Most requests are answered from memory within one call; a promise for each step on their way would cost more than
 * the steps themselves. So a step answers undefined when nothing is left to wait for, and a promise otherwise; an `async` function is always right,
 * too.
 */

/** A promise for what is still to be done; undefined: it is done. A failure is thrown, or rejects the promise. */
export type Pending = Promise<void> | undefined;

/** Runs `task` and then, whatever came of it, `end`. */
export function thenAlways(task: () => Pending, end: () => void): Pending {
  let pending: Pending;
  try {
    pending = task();
  } catch (error) {
    end();
    throw error;
  }
  if (pending !== undefined) return endLater(pending, end);
  end();
  return undefined;
}

/** Waits for what has been begun and then, whatever came of it, runs `end`. */
export function endLater(pending: Promise<void>, end: () => void): Promise<void> {
  return pending.then(end, (error: unknown) => {
    end();
    throw error;
  });
}
