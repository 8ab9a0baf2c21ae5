/**
 * The storage of one resource as the registry sees it: entries instead of bytes, reads from the watch cache, writes with retries. The implementation
 * is in resource/; kinds that declare `watchCache: false` (events) read the store directly behind the same interface.
 */
import type { StoredMessage } from '../codec/protobuf/revision.ts';
import type { KubeObject, ObjectLinks } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import type { Revision } from './interface.ts';

/**
 * One stored object at one revision, ready to be served.
 *
 * `json` is canonical JSON in the storage version, kind and apiVersion first, without its resourceVersion: to serve it, write the pieces
 * around `revisionAt` with `"resourceVersion":"N",` between them (or use `served()`). Items of built-in lists leave out the first `prefixLength`
 * bytes behind the opening brace. Entries are immutable and shared by every reader.
 */
export interface Entry {
  readonly key: string;
  readonly revision: Revision;
  readonly namespace: string;
  readonly name: string;
  /** How long the object is in the store. Absent: it is in none. */
  readonly bytes?: number;
  /** Labels; read with getKey. */
  readonly labels: { readonly [key: string]: string };
  /** The selectable fields of the kind, metadata.name and metadata.namespace included, by their names in the storage version. */
  readonly fields: { readonly [key: string]: string };
  readonly json: Uint8Array;
  /** Byte offset in `json` at which the member `"resourceVersion":"N",` belongs. */
  readonly revisionAt: number;
  /** Length of `"kind":"Pod","apiVersion":"v1",` behind the opening brace. */
  readonly prefixLength: number;
  /** The stored bytes, when they are the object's Protobuf message but for its resourceVersion; undefined when it must be encoded. */
  storedMessage?(): StoredMessage | undefined;
  /** The object's Protobuf message with this resourceVersion, when the stored bytes are just that; undefined when it must be encoded. */
  messageAt?(revision: Revision): Uint8Array | undefined;
  /** Owners, finalizers and whether it is being deleted, read without building the object where that can be done. Absent: ask the object. */
  links?(): ObjectLinks;
  /** The parsed object with its resourceVersion; frozen by convention: never change it, copy what you change. */
  object(): KubeObject;
}

/** AlreadyExists of a create, with what is there: the registry words it by the state of the present object. */
export class AlreadyExistsError extends ApiError {
  readonly current: Entry | undefined;
  constructor(error: ApiError, current: Entry | undefined) {
    super(error.code, error.reason, error.message, error.status.details);
    this.current = current;
  }
}

export type ResourceVersionMatch = '' | 'Exact' | 'NotOlderThan';

export interface EntryFilter {
  /** Narrowed before scanning: only this namespace ('' = all). */
  readonly namespace: string;
  /** Narrowed before scanning: only this name ('' = any). */
  readonly name: string;
  /** Undefined matches everything. Must be pure; called for the new and the old entry of an event. */
  readonly matches: ((entry: Entry) => boolean) | undefined;
  /** An equality on an indexed field (pods' spec.nodeName) that the selector implies, when there is one. */
  readonly indexed?: { readonly field: string; readonly value: string };
}

export interface ListRequest extends EntryFilter {
  readonly resourceVersion: string;
  readonly resourceVersionMatch: ResourceVersionMatch;
  /** 0: no limit. */
  readonly limit: number;
  /** The client's continue token, verbatim; '' when absent. */
  readonly continueToken: string;
}

export interface ListPage {
  readonly entries: readonly Entry[];
  readonly revision: Revision;
  /** '' when this is the last page. */
  readonly continueToken: string;
  /** Absent with selectors and on the last page. */
  readonly remainingItemCount: number | undefined;
}

export interface WatchRequest extends EntryFilter {
  readonly resourceVersion: string;
  readonly sendInitialEvents: boolean | undefined;
  readonly resourceVersionMatch: ResourceVersionMatch;
  readonly allowBookmarks: boolean;
  /** When the client's time is up (milliseconds since the epoch): a bookmark is sent shortly before. */
  readonly endsAt?: number | undefined;
}

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED';

/**
 * What a watcher gets, in order. `entry` is what to show: for DELETED, and for objects that left the selection, the previous entry, to be
 * shown with the event's revision.
 */
export type WatchItem =
  | { readonly type: WatchEventType; readonly entry: Entry; readonly revision: Revision }
  | { readonly type: 'BOOKMARK'; readonly revision: Revision; readonly initialEventsEnd: boolean };

export interface WatchConsumer {
  /**
   * The same WatchItem object is handed to every consumer that sees the event: encodings may be cached on it by identity. A consumer that
   * cannot take more for now answers a promise; the next items come when it has resolved.
   */
  items(batch: readonly WatchItem[]): void | Promise<void>;
  /** An error to be sent as an ERROR event, or undefined for a clean end (server shutdown, cache restart, a consumer that was too slow). */
  ended(error: Error | undefined): void;
}

export interface Watching {
  close(): void;
}

export interface Preconditions {
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

export interface UpdateRequest {
  readonly preconditions?: Preconditions;
  /** Called again on every retry, with the value that the conflict carried. `undefined`: absent (create-on-update). */
  transform(current: Entry | undefined): Promise<UpdateOutcome>;
  readonly dryRun: boolean;
}

/** 'write' is compared with what is stored: equal canonical bytes write nothing and keep the revision. */
export type UpdateOutcome =
  | { readonly action: 'write'; readonly object: KubeObject; readonly ttlSeconds?: number }
  | { readonly action: 'delete'; readonly object: KubeObject }
  | { readonly action: 'none' };

export interface UpdateResult {
  readonly entry: Entry;
  readonly action: 'created' | 'updated' | 'unchanged' | 'deleted';
}

export interface ResourceStorage {
  /**
   * `resourceVersion`: '' most recent, '0' any, 'N' not older than N. An answer that needs no waiting is no promise.
   * @throws {ApiError} 504 when N is not reached in time, 500/400 for garbage
   */
  get(key: string, resourceVersion: string): Entry | undefined | Promise<Entry | undefined>;
  list(request: ListRequest): Promise<ListPage>;
  /** Resolves once the watch is registered; items never arrive before that. @throws {ApiError} for what must be answered as a Status */
  watch(request: WatchRequest, consumer: WatchConsumer): Promise<Watching>;
  /** @throws {AlreadyExistsError} */
  create(key: string, object: KubeObject, options: { readonly ttlSeconds?: number; readonly dryRun: boolean }): Promise<Entry>;
  /**
   * Read, change, write until no other writer interferes. Starts from the cached entry; a precondition that fails or a transform that
   * throws or changes nothing on a cached entry is tried once more on a fresh read.
   */
  update(key: string, request: UpdateRequest): Promise<UpdateResult>;
  /** How many objects there are, of any freshness; undefined where only the store knows. */
  count(): number | undefined;
  /** The same, from the store where need be. @throws {StoreUnavailable} */
  countStored(): Promise<number>;
  /** Resolves when the cache has been filled. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
