/**
 * How a server stops, as functions: who calls them, and when a process ends, is the command line's business.
 *
 * The order (k8s.io/apiserver/pkg/server, genericapiserver.go): /readyz fails, everything else works on for --shutdown-delay-duration so that
 * load balancers notice; listeners close (GOAWAY); watches end cleanly; requests under way may finish, up to --request-timeout; then the rest is cut.
 */
import type { Clock } from '../base/clock.ts';
import { LinkedList } from '../base/linked-list.ts';
import type { Logger } from '../base/log.ts';
import type { RequestTracker } from '../endpoints/filters/step.ts';
import type { RequestContext } from '../request/context.ts';
import type { HealthChecks } from './health.ts';
import type { Listener } from './transport/listen.ts';

const CLOSE_GRACE_MS = 5000;

/** The requests that are under way. */
export class ActiveRequests implements RequestTracker {
  readonly #short = new LinkedList<RequestContext>();
  readonly #long = new LinkedList<RequestContext>();
  readonly #idle: (() => void)[] = [];
  #ending = false;

  get size(): number {
    return this.#short.size + this.#long.size;
  }

  enter(context: RequestContext, longRunning: boolean): () => void {
    const place = (longRunning ? this.#long : this.#short).add(context);
    if (longRunning && this.#ending) endCleanly(context);
    return () => {
      place.leave();
      if (this.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
    };
  }

  /** Ends watches and other long-running requests as if they were complete: their clients come back to the next server. */
  endLongRunning(): void {
    this.#ending = true;
    for (const context of this.#long.values()) endCleanly(context);
  }

  /** Breaks off whatever is still under way. */
  cut(): void {
    for (const context of [...this.#short.values(), ...this.#long.values()]) {
      context.expire?.();
      context.sink.abort();
    }
  }

  /** Resolves when nothing is under way. */
  whenIdle(): Promise<void> {
    if (this.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }
}

/** Answers are written in whole events, so an end between two of them is clean. One that has not begun ends with its handler. */
function endCleanly(context: RequestContext): void {
  if (context.sink.headSent) context.sink.end();
  context.expire?.();
}

export interface ShutdownOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: HealthChecks;
  readonly listeners: readonly Listener[];
  readonly requests: ActiveRequests;
  /** --shutdown-delay-duration in milliseconds. */
  readonly delay: number;
  /** --request-timeout in milliseconds. */
  readonly requestTimeout: number;
  /** Stops what writes by itself, then flushes and closes the storage. */
  readonly flush: () => Promise<void>;
}

/** Resolves when everything is stored and every listener is closed. Never rejects before it has tried all of it. */
export async function shutDown(options: ShutdownOptions): Promise<void> {
  const { clock, log, health, listeners, requests } = options;
  log.info('[graceful-termination] shutdown event', { name: 'ShutdownInitiated' });
  health.stop();
  if (options.delay > 0) await sleep(clock, options.delay);
  log.info('[graceful-termination] shutdown event', { name: 'AfterShutdownDelayDuration' });
  const closed = Promise.all(listeners.map((listener) => listener.close())).then(() => {});
  requests.endLongRunning();
  const finished = await within(clock, options.requestTimeout, requests.whenIdle());
  if (!finished) {
    log.warn('[graceful-termination] requests are cut off', { requests: requests.size });
    requests.cut();
  }
  log.info('[graceful-termination] shutdown event', { name: 'InFlightRequestsDrained' });
  // The last bytes are on their way: connections close by themselves, unless a client holds one open.
  await within(clock, CLOSE_GRACE_MS, closed);
  for (const listener of listeners) listener.destroy();
  await closed;
  await options.flush();
  log.info('[graceful-termination] apiserver is exiting');
}

function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Whether `task` was done in time. */
function within(clock: Clock, ms: number, task: Promise<void>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(false));
    task.then(
      () => {
        cancel();
        resolve(true);
      },
      (error: unknown) => {
        cancel();
        reject(error as Error);
      },
    );
  });
}
