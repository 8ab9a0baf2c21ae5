/** Time as a parameter: nothing below `cli/` reads the system's clock by itself. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Runs `task` once after `ms` milliseconds. The result cancels it.
   * @param keepsAlive the process does not end by itself before; otherwise a running timer is no reason to go on
   */
  after(ms: number, task: () => void, keepsAlive?: boolean): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task, keepsAlive = false) {
    const timer = setTimeout(task, ms);
    if (!keepsAlive) timer.unref();
    return () => clearTimeout(timer);
  },
};
