/**
 * The store of one cluster: an ordered map from keys to bytes with one global revision. Three backends (memory, embedded, etcd) keep this
 * contract, and one suite (contract.suite.ts) proves it for each.
 *
 * Life of a revision: a write is applied atomically and gets revision R (R grows with every write); it is acknowledged only when it would
 * survive a crash of what the backend promises to survive; every watch that started at or below R delivers it once, in order; compaction
 * may forget what was before it, never R itself while it is the newest of its key.
 *
 * An empty store is at revision 1, the first write gets 2 (as in etcd). Bytes that cross this border belong to both sides: nobody changes them.
 *
 * Only bytes, numbers and errors as data cross this border, so that a store can sit behind a message port. Keys are ordered by their UTF-8 bytes.
 */

/** A revision of the store; safe integers (etcd's int64 never gets near 2^53). 0 means "absent". */
export type Revision = number;

export interface StoredValue {
  readonly key: string;
  readonly value: Uint8Array;
  /** The revision of the last write to this key. */
  readonly revision: Revision;
  /** Which schema wrote the bytes; undefined when unknown (etcd, an older release). Never part of the value. */
  readonly fingerprint?: number | undefined;
}

export interface ListOptions {
  /** At most this many values. */
  readonly limit?: number;
  /** Starts at this key (inclusive) instead of the prefix's beginning; must lie inside the prefix. */
  readonly start?: string;
  /** Reads the store as it was at this revision. Absent or 0: now, linearizable. */
  readonly revision?: Revision;
  /** Revisions only, values empty. */
  readonly keysOnly?: boolean;
}

export interface ListResult {
  readonly items: readonly StoredValue[];
  /** The revision at which the list is exact. */
  readonly revision: Revision;
  /** Whether keys follow behind the last item. */
  readonly more: boolean;
  /** How many keys from `start` on there are at that revision, the items included. */
  readonly count: number;
}

export interface PutOptions {
  /** Remove the key by itself (as a delete with a revision of its own) after about this many seconds. */
  readonly ttlSeconds?: number;
  readonly fingerprint?: number;
}

export interface StoreEvent {
  readonly type: 'put' | 'delete';
  readonly key: string;
  /** The new value; empty for a delete. */
  readonly value: Uint8Array;
  readonly revision: Revision;
  /** The key did not exist before. */
  readonly created: boolean;
  /** What was there before; only when the watch asked for it (and, on etcd, when not compacted). */
  readonly previous?: StoredValue | undefined;
  readonly fingerprint?: number | undefined;
}

export interface WatchOptions {
  /** Events after this revision. */
  readonly after: Revision;
  /** Fill `previous`. */
  readonly previous?: boolean;
}

/** Called by the store, in order, never re-entrantly from within `watch()`. After `failed` nothing more comes. */
export interface WatchReceiver {
  /** Events with non-decreasing revisions; events of one revision come in one batch. */
  events(batch: readonly StoreEvent[]): void;
  /** Everything up to and including this revision has been delivered. */
  progress(revision: Revision): void;
  /** RevisionCompacted, StoreUnavailable, ValueDamaged or another error. */
  failed(error: Error): void;
}

export interface StoreWatch {
  close(): void;
}

export interface Store {
  /** The newest value of `key`, or undefined. Reads what every acknowledged write left behind (linearizable). @throws {ValueDamaged} */
  get(key: string): Promise<StoredValue | undefined>;
  /** Values under `prefix` in key order. @throws {RevisionCompacted} @throws {RevisionInFuture} @throws {ValueDamaged} */
  list(prefix: string, options?: ListOptions): Promise<ListResult>;
  /**
   * Writes `value` if `key` is still at `expected` (0: absent). Resolves with the new revision once the write is durable.
   * @throws {RevisionConflict} with the current value, so that the caller need not read again. Nothing was written.
   * @throws {StoreUnavailable}
   */
  put(key: string, value: Uint8Array, expected: Revision, options?: PutOptions): Promise<Revision>;
  /** Removes `key` if it is at `expected`. Resolves with the revision of the removal. @throws as put */
  delete(key: string, expected: Revision): Promise<Revision>;
  /** Events of all keys under `prefix` after `options.after`. Failures arrive at the receiver. */
  watch(prefix: string, options: WatchOptions, receiver: WatchReceiver): StoreWatch;
  /** The revision that every write acknowledged before this call is at or below. */
  currentRevision(): Promise<Revision>;
  /** Asks that every open watch soon reports `progress` at or beyond the revision that was current at the call. */
  requestProgress(): void;
  /** Forgets history before `revision`. */
  compact(revision: Revision): Promise<void>;
  /** The oldest revision that may still be watched from or listed at. */
  readonly compactedRevision: Revision;
  /** Resolves when the store can serve, throws StoreUnavailable otherwise: for health checks. */
  check(): Promise<void>;
  /** Disk space that the store takes, in bytes; absent: it takes none. */
  size?(): Promise<number>;
  /**
   * True when a put or delete is reported to all receivers before its promise resolves (embedded, memory): then a cache that has
   * seen every callback is as fresh as the store.
   */
  readonly deliversBeforeAcknowledging: boolean;
  close(): Promise<void>;
}
