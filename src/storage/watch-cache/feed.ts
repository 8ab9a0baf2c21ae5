/**
 * One watch of the store, shared by the caches of all its resources: events are handed out by the prefix of their keys.
 *
 * Invariants: receivers get every event under their prefix that happened after their registration resolved, once, in order, or are told
 * that the thread was lost; `revision` is moved only after all receivers have seen everything up to it. An outage of the store is waited out and
 * the watch goes on where it stopped; only compacted history loses the thread.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import { StoreUnavailable } from '../errors.ts';
import type { Revision, Store, StoreEvent, StoreWatch } from '../interface.ts';

/** A cache, seen from the feed. */
export interface FeedReceiver {
  events(batch: readonly StoreEvent[]): void;
  /** Events are missing from here on: everything must be read again, after registering again. */
  lost(): void;
}

export interface StoreFeed {
  readonly store: Store;
  /** Everything up to this revision has been delivered. */
  readonly revision: Revision;
  /** Resolves when events flow; a list that is made from then on and the events fit together. @param prefix ends with a slash */
  register(prefix: string, receiver: FeedReceiver): Promise<void>;
  unregister(prefix: string): void;
  /** Resolves with whether the feed reached `revision` within `ms` milliseconds. */
  reached(revision: Revision, ms: number): Promise<boolean>;
  /** The store's revision, asked after this call; one question answers all callers that wait for it. */
  currentRevision(): Promise<Revision>;
  close(): void;
}

export interface StoreFeedOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  /** What all keys begin with. */
  readonly prefix?: string;
}

const RETRY_MS = 500;
/** While somebody waits for a revision, the store is asked this often to report its progress. */
const PROGRESS_MS = 100;

export function openStoreFeed(options: StoreFeedOptions): StoreFeed {
  return new SharedFeed(options);
}

interface Waiter {
  readonly revision: Revision;
  readonly done: (reached: boolean) => void;
}

class SharedFeed implements StoreFeed {
  readonly store: Store;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #prefix: string;
  readonly #receivers = new Map<string, FeedReceiver>();
  /** Whom the last event was for: the next one's is mostly the same. */
  #latest: { readonly prefix: string; readonly receiver: FeedReceiver } | undefined;
  readonly #waiters = new Set<Waiter>();
  #revision: Revision = 0;
  #watch: StoreWatch | undefined;
  #started: Promise<void> | undefined;
  #closed = false;
  #cancelRetry: () => void = () => {};
  #cancelProgress: (() => void) | undefined;
  #asking: Promise<Revision> | undefined;
  #askedNext: Promise<Revision> | undefined;

  constructor({ store, clock, log, prefix }: StoreFeedOptions) {
    this.store = store;
    this.#clock = clock;
    this.#log = log;
    this.#prefix = prefix ?? '/';
  }

  get revision(): Revision {
    return this.#revision;
  }

  async register(prefix: string, receiver: FeedReceiver): Promise<void> {
    this.#receivers.set(prefix, receiver);
    this.#latest = undefined;
    this.#started ??= this.#start();
    await this.#started;
  }

  unregister(prefix: string): void {
    this.#receivers.delete(prefix);
    this.#latest = undefined;
  }

  reached(revision: Revision, ms: number): Promise<boolean> {
    if (this.#revision >= revision) return Promise.resolve(true);
    if (this.#closed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, () => waiter.done(false));
      const waiter: Waiter = {
        revision,
        done: (reached) => {
          cancel();
          this.#waiters.delete(waiter);
          resolve(reached);
        },
      };
      this.#waiters.add(waiter);
      this.#askForProgress();
    });
  }

  currentRevision(): Promise<Revision> {
    if (this.#askedNext !== undefined) return this.#askedNext;
    if (this.#asking === undefined) return this.#ask();
    // The question under way may have been answered before this caller came: it waits for the next one.
    const next = this.#asking
      .catch(() => 0)
      .then(() => {
        this.#askedNext = undefined;
        return this.#ask();
      });
    this.#askedNext = next;
    return next;
  }

  close(): void {
    this.#closed = true;
    this.#cancelRetry();
    this.#cancelProgress?.();
    this.#watch?.close();
    this.#watch = undefined;
    for (const waiter of [...this.#waiters]) waiter.done(false);
    this.#receivers.clear();
    this.#latest = undefined;
  }

  #ask(): Promise<Revision> {
    const asking = this.store.currentRevision().finally(() => {
      this.#asking = undefined;
    });
    this.#asking = asking;
    return asking;
  }

  /** Resolves when the watch is open; tries until then. */
  async #start(): Promise<void> {
    while (!this.#closed) {
      try {
        this.#revision = await this.store.currentRevision();
        if (!this.#closed) this.#open();
        return;
      } catch (error) {
        this.#log.error('The store does not answer, trying again', error);
        await new Promise<void>((resolve) => {
          this.#cancelRetry = this.#clock.after(RETRY_MS, resolve);
        });
      }
    }
  }

  #open(): void {
    this.#watch = this.store.watch(
      this.#prefix,
      { after: this.#revision },
      {
        events: (batch) => this.#deliver(batch),
        progress: (revision) => this.#advance(revision),
        failed: (error) => this.#failed(error),
      },
    );
  }

  #deliver(batch: readonly StoreEvent[]): void {
    const first = batch[0];
    const last = batch.at(-1);
    if (this.#closed || first === undefined || last === undefined) return;
    const shares = new Map<FeedReceiver, StoreEvent[]>();
    for (const event of batch) {
      const receiver = this.#receiverOf(event.key);
      if (receiver === undefined) continue;
      const share = shares.get(receiver);
      if (share === undefined) shares.set(receiver, [event]);
      else share.push(event);
    }
    for (const [receiver, share] of shares) this.#give(receiver, share);
    this.#advance(last.revision);
  }

  /** A receiver that fails starts over; the others do not notice. */
  #give(receiver: FeedReceiver, share: readonly StoreEvent[]): void {
    try {
      receiver.events(share);
    } catch (error) {
      this.#log.error('A watch cache failed on an event, reading everything again', error, { key: share[0]?.key });
      receiver.lost();
    }
  }

  /** Prefixes have two to four parts ("/registry/pods/", "/registry/services/specs/"), so the key's slashes are tried from the left. */
  #receiverOf(key: string): FeedReceiver | undefined {
    if (this.#latest !== undefined && key.startsWith(this.#latest.prefix)) return this.#latest.receiver;
    for (let at = key.indexOf('/', 1); at >= 0; at = key.indexOf('/', at + 1)) {
      const prefix = key.slice(0, at + 1);
      const receiver = this.#receivers.get(prefix);
      if (receiver === undefined) continue;
      this.#latest = { prefix, receiver };
      return receiver;
    }
    return undefined;
  }

  #advance(revision: Revision): void {
    if (revision <= this.#revision) return;
    this.#revision = revision;
    for (const waiter of [...this.#waiters]) if (waiter.revision <= revision) waiter.done(true);
  }

  #askForProgress(): void {
    if (this.#cancelProgress !== undefined || this.#waiters.size === 0 || this.store.deliversBeforeAcknowledging) return;
    this.store.requestProgress();
    this.#cancelProgress = this.#clock.after(PROGRESS_MS, () => {
      this.#cancelProgress = undefined;
      this.#askForProgress();
    });
  }

  #failed(error: Error): void {
    this.#watch?.close();
    this.#watch = undefined;
    if (this.#closed) return;
    if (error instanceof StoreUnavailable) {
      this.#log.warn('The watch of the store was interrupted, going on where it stopped', { revision: this.#revision, reason: error.message });
      this.#cancelRetry = this.#clock.after(RETRY_MS, () => this.#open());
      return;
    }
    this.#log.error('The watch of the store lost its thread, reading everything again', error, { revision: this.#revision });
    this.#started = this.#start();
    for (const receiver of [...this.#receivers.values()]) receiver.lost();
  }
}
