/**
 * A rendering turns entries into the bytes a client asked for: JSON from the cache, YAML, Protobuf, another version, a Table, metadata only.
 * It is chosen once per request by negotiation (negotiate.ts) and then fed with entries; it never touches the socket.
 *
 * Pieces are shared buffers. What is expensive is encoded once per entry and form, in a bounded cache.
 */
import type { Status } from '../../machinery/status.ts';
import type { Entry, WatchItem } from '../../storage/resource-storage.ts';

export type Pieces = readonly Uint8Array[];

export interface ListHeader {
  /** '' leaves it out. */
  readonly resourceVersion: string;
  readonly continueToken: string;
  readonly remainingItemCount: number | undefined;
}

/** The slice of a list that is being filled. */
export interface SliceWriter {
  /** Text of ASCII characters only. */
  text(ascii: string): void;
  /** A copy of `source` from one byte to before another. */
  bytes(source: Uint8Array, from: number, to: number): void;
  /** The digits of a whole number. */
  decimal(value: number): void;
}

export interface Rendering {
  /** Content-Type of single objects and lists, with parameters. */
  readonly contentType: string;
  /** Content-Type of a watch. */
  readonly watchContentType: string;
  object(entry: Entry): Pieces;
  /** The order in which a list is shown; absent: as it comes. */
  arrange?(entries: readonly Entry[]): readonly Entry[];
  /**
   * For forms whose head says how long the list is: told of every item before the head is asked for. Such lists are written in place.
   */
  measureListItem?(entry: Entry): void;
  /** A list as head, items, tail; items are rendered one by one so that a long list can be sent in slices. `count` is the number of items to come. */
  listHead(header: ListHeader, count: number): Pieces;
  listItem(entry: Entry, index: number): Pieces;
  /**
   * The same bytes as `listItem`, written in place: for renderings whose items are cached bytes, where making pieces would cost more than copying.
   */
  writeListItem?(slice: SliceWriter, entry: Entry, index: number): void;
  listTail(count: number): Pieces;
  /** One frame of a watch, its delimiter included; the same buffer for every watcher with the same rendering (`shareKey`). */
  watchItem(item: WatchItem, first: boolean): Pieces;
  watchError(status: Status): Pieces;
  /** Watchers with an equal key get byte-equal frames. */
  readonly shareKey: string;
}
