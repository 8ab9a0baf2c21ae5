/**
 * Hands the events of a local store (memory, embedded) to its watchers.
 *
 * A watcher is either catching up, reading history in slices, or live, getting every batch as it is committed. It turns live in the same
 * step in which its last slice reaches what has been delivered, so there is neither a gap nor a duplicate, and no queue to bound. Receivers
 * are never called from within `watch()`; one that throws is closed and does not disturb the others.
 */
import { asError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { RevisionCompacted } from './errors.ts';
import type { Revision, StoredValue, StoreEvent, StoreWatch, WatchOptions, WatchReceiver } from './interface.ts';

/** An event with a way to what was there before, which is looked up only when somebody asks. */
export interface FeedEvent {
  readonly event: StoreEvent;
  previous(): StoredValue | undefined;
}

export interface HistorySlice {
  /** Matching events in order. */
  readonly events: readonly FeedEvent[];
  /** All history up to here has been looked at. */
  readonly reached: Revision;
}

export interface History {
  /** The oldest revision to watch from. */
  compactedRevision(): Revision;
  /** A bounded slice of what happened to keys under `prefix` after `after`, up to `upTo`. @throws {ValueDamaged} */
  slice(prefix: string, after: Revision, upTo: Revision): HistorySlice;
}

interface Watcher {
  readonly prefix: string;
  readonly previous: boolean;
  readonly receiver: WatchReceiver;
  /** Events up to here have been delivered or are not wanted. */
  position: Revision;
  live: boolean;
  progressWanted: boolean;
}

export class WatchHub {
  readonly #history: History;
  readonly #log: Logger;
  readonly #watchers = new Set<Watcher>();
  #delivered: Revision;
  #closed: Error | undefined;

  /** @param delivered the newest revision there is at the start */
  constructor(history: History, log: Logger, delivered: Revision) {
    this.#history = history;
    this.#log = log;
    this.#delivered = delivered;
  }

  /** Everything up to here has been handed to the live watchers. */
  get delivered(): Revision {
    return this.#delivered;
  }

  watch(prefix: string, options: WatchOptions, receiver: WatchReceiver): StoreWatch {
    const watcher: Watcher = {
      prefix,
      previous: options.previous === true,
      receiver,
      position: options.after,
      live: false,
      progressWanted: false,
    };
    this.#watchers.add(watcher);
    queueMicrotask(() => this.#catchUp(watcher));
    return { close: () => void this.#watchers.delete(watcher) };
  }

  /** Hands new events to everybody who is live. `upTo` is the revision of the last one. */
  deliver(events: readonly FeedEvent[], upTo: Revision): void {
    this.#delivered = upTo;
    for (const watcher of this.#watchers) {
      if (watcher.live) {
        this.#hand(watcher, events, upTo);
      }
    }
  }

  requestProgress(): void {
    for (const watcher of this.#watchers) {
      if (!watcher.progressWanted) {
        watcher.progressWanted = true;
        queueMicrotask(() => this.#reportProgress(watcher));
      }
    }
  }

  /** Ends all watches. */
  close(reason: Error): void {
    this.#closed = reason;
    for (const watcher of [...this.#watchers]) {
      this.#fail(watcher, reason);
    }
  }

  #catchUp(watcher: Watcher): void {
    if (!this.#watchers.has(watcher)) {
      return;
    }
    if (this.#closed !== undefined) {
      this.#fail(watcher, this.#closed);
      return;
    }
    try {
      if (watcher.position < this.#history.compactedRevision()) {
        throw new RevisionCompacted(this.#history.compactedRevision());
      }
      if (watcher.position < this.#delivered) {
        const slice = this.#history.slice(watcher.prefix, watcher.position, this.#delivered);
        this.#hand(watcher, slice.events, slice.reached);
      }
    } catch (error) {
      this.#fail(watcher, asError(error));
      return;
    }
    if (watcher.position < this.#delivered) {
      setImmediate(() => this.#catchUp(watcher));
      return;
    }
    watcher.live = true;
    this.#reportProgress(watcher);
  }

  #hand(watcher: Watcher, events: readonly FeedEvent[], upTo: Revision): void {
    const batch: StoreEvent[] = [];
    for (const entry of events) {
      if (entry.event.revision > watcher.position && entry.event.key.startsWith(watcher.prefix)) {
        batch.push(watcher.previous ? { ...entry.event, previous: entry.previous() } : entry.event);
      }
    }
    watcher.position = Math.max(watcher.position, upTo);
    if (batch.length > 0) {
      this.#guard(watcher, () => watcher.receiver.events(batch));
    }
  }

  #reportProgress(watcher: Watcher): void {
    if (watcher.live && watcher.progressWanted && this.#watchers.has(watcher)) {
      watcher.progressWanted = false;
      this.#guard(watcher, () => watcher.receiver.progress(this.#delivered));
    }
  }

  #guard(watcher: Watcher, call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#log.error('A watcher of the store failed and is closed', error, { prefix: watcher.prefix });
      this.#fail(watcher, asError(error));
    }
  }

  #fail(watcher: Watcher, error: Error): void {
    if (this.#watchers.delete(watcher)) {
      try {
        watcher.receiver.failed(error);
      } catch (failure) {
        this.#log.error('A watcher of the store failed while it was told of a failure', failure, { prefix: watcher.prefix });
      }
    }
  }
}
