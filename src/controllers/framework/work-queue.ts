/**
 * A queue of keys and the workers that take from it: the heart of every controller.
 *
 * Invariants (client-go's): a key that is added several times before anybody takes it is worked on once; a key is never in two hands; one that is
 * added while it is worked on comes again afterwards; one whose work failed comes again after a pause. A failure is logged and never leaves the
 * queue.
 */
import type { Clock } from '../../base/clock.ts';
import { nextTurn } from '../../base/event-loop.ts';
import type { Logger } from '../../base/log.ts';
import { Backoff, type BackoffOptions } from './backoff.ts';
import type { QueueMetrics, QueueSeries } from './queue-metrics.ts';

export interface WorkQueueOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Keys that are worked on at a time. */
  readonly workers: number;
  /** Brings the world in line with what the key stands for. Idempotent. */
  readonly reconcile: (key: string) => Promise<void>;
  readonly backoff?: BackoffOptions;
  /** Absent: nobody counts. */
  readonly metrics?: QueueMetrics | undefined;
}

interface Delayed {
  readonly at: number;
  readonly cancel: () => void;
}

/** Thrown by a reconcile that is not done and knows when to look again: no failure, but the key comes back. */
export class RequeueAfter extends Error {
  override readonly name = 'RequeueAfter';
  readonly after: number | undefined;

  /** @param after milliseconds; absent: as long as after a failure, longer each time */
  constructor(reason: string, after?: number) {
    super(reason);
    this.after = after;
  }
}

export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #backoff: Backoff;
  /** In the order in which they came, with the time when they did, in milliseconds. */
  readonly #waiting = new Map<string, number>();
  readonly #series: QueueSeries | undefined;
  readonly #working = new Set<string>();
  /** Came while they were worked on. */
  readonly #again = new Set<string>();
  readonly #delayed = new Map<string, Delayed>();
  readonly #idle: (() => void)[] = [];
  #workers = 0;
  #closed = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.clock, options.backoff);
    this.#series = options.metrics?.(options.name);
  }

  /** Keys that wait for a worker, and those that wait for their time. */
  get size(): number {
    return this.#waiting.size + this.#delayed.size;
  }

  add(key: string): void {
    if (this.#closed) return;
    if (this.#working.has(key)) {
      this.#again.add(key);
      return;
    }
    if (!this.#waiting.has(key)) {
      this.#waiting.set(key, this.#options.clock.now());
      this.#counted();
    }
    this.#employ();
  }

  /** The earlier of two times counts. */
  addAfter(key: string, ms: number): void {
    if (this.#closed) return;
    if (ms <= 0) {
      this.add(key);
      return;
    }
    const at = this.#options.clock.now() + ms;
    const known = this.#delayed.get(key);
    if (known !== undefined && known.at <= at) return;
    known?.cancel();
    const cancel = this.#options.clock.after(ms, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { at, cancel });
  }

  /** Adds a key after the pause that its failures have earned. */
  addLimited(key: string): void {
    this.#series?.retries.inc();
    this.addAfter(key, this.#backoff.failed(key));
  }

  failures(key: string): number {
    return this.#backoff.failures(key);
  }

  /** Resolves when nobody works and nothing waits for a worker; what waits for its time does not count. */
  whenIdle(): Promise<void> {
    if (this.#workers === 0 && this.#waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Takes nothing more. Resolves when work under way is over. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    this.#again.clear();
    for (const { cancel } of this.#delayed.values()) cancel();
    this.#delayed.clear();
    await this.whenIdle();
  }

  #counted(): void {
    this.#series?.adds.inc();
    this.#series?.depth.set(this.#waiting.size);
  }

  #employ(): void {
    if (this.#workers >= this.#options.workers || this.#waiting.size === 0) return;
    this.#workers++;
    void this.#work();
  }

  async #work(): Promise<void> {
    // Whoever adds a key may be in the middle of telling others of the same event.
    await nextTurn();
    for (let key = this.#take(); key !== undefined; key = this.#take()) {
      const started = this.#options.clock.now();
      await this.#reconcile(key);
      this.#series?.worked.observe((this.#options.clock.now() - started) / 1000);
      this.#done(key);
      // Stores in memory answer at once: nobody else would ever get a turn.
      await nextTurn();
    }
    this.#workers--;
    if (this.#workers === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #take(): string | undefined {
    const [next] = this.#waiting;
    if (next === undefined) return undefined;
    const [key, since] = next;
    this.#waiting.delete(key);
    this.#series?.depth.set(this.#waiting.size);
    this.#series?.waited.observe((this.#options.clock.now() - since) / 1000);
    this.#working.add(key);
    this.#employ();
    return key;
  }

  #done(key: string): void {
    this.#working.delete(key);
    if (this.#again.delete(key)) this.add(key);
  }

  async #reconcile(key: string): Promise<void> {
    const { name, log, reconcile } = this.#options;
    try {
      await reconcile(key);
      this.#backoff.forget(key);
    } catch (error) {
      if (this.#closed) return;
      if (error instanceof RequeueAfter) {
        log.info('Not done yet, requeuing', { controller: name, key, reason: error.message }, 4);
        if (error.after === undefined) {
          this.addLimited(key);
          return;
        }
        this.#backoff.forget(key);
        this.addAfter(key, error.after);
        return;
      }
      log.error('Error syncing, requeuing', error, { controller: name, key });
      this.addLimited(key);
    }
  }
}
