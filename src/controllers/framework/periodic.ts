/**
 * A task that runs again and again: at once, then so long after each end. Runs never overlap; one that fails is logged and tried again at the next
 * turn.
 */
import type { Clock } from '../../base/clock.ts';
import { asError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';

export interface PeriodicOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** What the log says when it fails: "Unable to ...". */
  readonly failure: string;
  readonly intervalMs: number;
}

export interface PeriodicTask {
  /** Runs the task soon, without waiting for its turn. */
  readonly wake: () => void;
  /** Resolves when the running task, if any, has ended. None starts afterwards. */
  readonly close: () => Promise<void>;
}

/** Several reasons to wake up in a row are one. */
const GATHER_MS = 20;

export function runPeriodically({ clock, log, failure, intervalMs }: PeriodicOptions, task: () => Promise<void>): PeriodicTask {
  let closed = false;
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  let again = false;
  let cancel = (): void => {};
  const run = (): void => {
    busy = true;
    again = false;
    running = task()
      .catch((error: unknown) => log.error(failure, asError(error)))
      .then(() => {
        busy = false;
        if (!closed) cancel = clock.after(again ? GATHER_MS : intervalMs, run);
      });
  };
  run();
  return {
    wake() {
      if (busy) again = true;
      else if (!closed) {
        cancel();
        cancel = clock.after(GATHER_MS, run);
      }
    },
    async close() {
      closed = true;
      cancel();
      await running;
    },
  };
}
