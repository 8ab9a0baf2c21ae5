/**
 * How a server stops, as functions: who calls them, and when a process ends, is the command line's business.
 *
 * The order (k8s.io/apiserver/pkg/server, genericapiserver.go): /readyz fails, everything else works on for --shutdown-delay-duration so that
 * load balancers notice; listeners close (GOAWAY), and no request is taken any more; watches end cleanly; requests under way may finish, up to
 * --request-timeout; then the rest is cut. With --shutdown-send-retry-after the listeners close only then.
 */
import type { Clock } from '../base/clock.ts';
import { LinkedList } from '../base/linked-list.ts';
import type { Logger } from '../base/log.ts';
import type { RequestTracker, TurnAway } from '../endpoints/filters/step.ts';
import type { RequestContext } from '../request/context.ts';
import type { HealthChecks } from './health.ts';
import type { Listener } from './transport/listen.ts';

const CLOSE_GRACE_MS = 5000;
/** How long connections may take to end when all of them have been told to before. */
const SHORT_CLOSE_GRACE_MS = 2000;
/** Watches end no slower than this, however long they may take: upstream's floor is 200 a second. */
const MAX_MS_PER_WATCH = 5;

/** The requests that are under way. */
export class ActiveRequests implements RequestTracker {
  readonly #short = new LinkedList<RequestContext>();
  readonly #long = new LinkedList<RequestContext>();
  readonly #idle: (() => void)[] = [];
  #ending = false;
  #turnsAway: TurnAway | undefined;

  get turnsAway(): TurnAway | undefined {
    return this.#turnsAway;
  }

  /** From here on the pipeline lets no more requests in. */
  turnAway(how: TurnAway): void {
    this.#turnsAway = how;
  }

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

  /**
   * Ends watches and other long-running requests as if they were complete: their clients come back to the next server.
   * @param spread over how many milliseconds; 0: all at once
   */
  endLongRunning(clock: Clock, spread: number): void {
    this.#ending = true;
    const contexts = this.#long.values();
    const each = Math.min(spread / contexts.length, MAX_MS_PER_WATCH);
    contexts.forEach((context, i) => {
      if (each * i < 1) endCleanly(context);
      else clock.after(each * i, () => endCleanly(context));
    });
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
  /** --shutdown-send-retry-after: listeners stay open until the last request is answered, so that clients hear that they shall come back. */
  readonly sendRetryAfter: boolean;
  /** --shutdown-watch-termination-grace-period in milliseconds. */
  readonly watchGracePeriod: number;
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
  requests.turnAway(options.sendRetryAfter ? 'comeback' : 'stopping');
  const close = (): Promise<void> => Promise.all(listeners.map((listener) => listener.close())).then(() => {});
  const closedAtOnce = options.sendRetryAfter ? undefined : close();
  log.info('[graceful-termination] shutdown event', { name: 'NotAcceptingNewRequest' });
  requests.endLongRunning(clock, options.watchGracePeriod);
  const finished = await within(clock, Math.max(options.requestTimeout, options.watchGracePeriod), requests.whenIdle());
  if (!finished) {
    log.warn('[graceful-termination] requests are cut off', { requests: requests.size });
    requests.cut();
  }
  log.info('[graceful-termination] shutdown event', { name: 'InFlightRequestsDrained' });
  // The last bytes are on their way: connections close by themselves, unless a client holds one open.
  const closed = closedAtOnce ?? close();
  await within(clock, options.sendRetryAfter ? SHORT_CLOSE_GRACE_MS : CLOSE_GRACE_MS, closed);
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
