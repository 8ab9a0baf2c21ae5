/** Trying again with growing pauses: upstream's wait.Backoff, and what its webhook clients do with it (util/webhook.WithExponentialBackoff). */
import type { Clock } from '../base/clock.ts';
import { CallError } from './call-error.ts';

export interface Backoff {
  /** The first pause. */
  readonly initialMs: number;
  /** Each pause is this many times the one before. */
  readonly factor: number;
  /** Up to this part of a pause is added by chance. */
  readonly jitter: number;
  /** How often is tried, the first time included. */
  readonly steps: number;
}

/** The pauses that upstream makes between attempts to reach a webhook. @param initialMs the first one */
export function webhookBackoff(initialMs = 500): Backoff {
  return { initialMs, factor: 1.5, jitter: 0.2, steps: 5 };
}

export interface RetryOptions {
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly signal?: AbortSignal | undefined;
  /** 0 <= x < 1 */
  readonly random?: (() => number) | undefined;
}

/**
 * Runs `task` until it succeeds, fails for good (`CallError.retryable` is false) or the steps are used up; then its last error is thrown.
 * A pause is at least as long as the other side's Retry-After asks. An aborted signal ends the waiting.
 */
export async function withBackoff<Result>(task: () => Promise<Result>, options: RetryOptions): Promise<Result> {
  const { clock, backoff, signal, random = Math.random } = options;
  let pause = backoff.initialMs;
  for (let step = 1; ; step++) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof CallError) || !error.retryable || step >= backoff.steps) throw error;
      await delay(clock, Math.max(pause * (1 + random() * backoff.jitter), error.retryAfterSeconds * 1000), signal);
      if (signal?.aborted === true) throw error;
      pause *= backoff.factor;
    }
  }
}

/** Ends early when the signal aborts. */
function delay(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const done = (): void => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal?.addEventListener('abort', done, { once: true });
  });
}
