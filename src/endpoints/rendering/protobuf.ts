/**
 * Protobuf: stored bytes are served as they are, with the revision put in on their way; what must be encoded is encoded once and kept in the form
 * cache. A list's length stands before its items, so they are measured before the first byte goes out.
 */
import { ListMeta, Status as StatusType } from '../../apis/meta/v1/types.ts';
import { copyBytes, NO_BYTES } from '../../base/bytes.ts';
import { encodeProtobuf, encodeProtobufRaw, wrapProtobuf } from '../../codec/protobuf/encode.ts';
import { encodeWatchFrame } from '../../codec/protobuf/frames.ts';
import {
  type ByteSink,
  lengthOfLength,
  lengthWithRevision,
  type StoredMessage,
  writeLength,
  writeWithRevision,
} from '../../codec/protobuf/revision.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { apiVersionOf } from '../../machinery/gvk.ts';
import { PROTOBUF_TYPE } from '../../machinery/media.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Status } from '../../machinery/status.ts';
import type { Entry, WatchItem } from '../../storage/resource-storage.ts';
import { formCache } from './form-cache.ts';
import { sharedFrame } from './frames.ts';
import { hotObjects } from './hot-objects.ts';
import type { ListHeader, Pieces, Rendering, SliceWriter } from './interface.ts';
import { bookmarkObject, objectIn, type ServedKind } from './served.ts';
import { SliceBuffer } from './slice-buffer.ts';
import { wireStatus } from './status.ts';

/** What is encoded: the kind itself or only its metadata. */
export interface ProtobufForm {
  readonly kind: string;
  readonly listKind: string;
  readonly apiVersion: string;
  readonly type: StructType;
  /** Picks what is shown out of an object in the served version. Absent: everything, so that stored bytes can do. */
  readonly show?: (object: KubeObject) => KubeObject;
  /** Numbers of a list's metadata and items. */
  readonly listNumbers: { readonly metadata: 1 | 2; readonly items: 1 | 2 };
}

/** The form in which a kind is sent as it is. Made once per kind and shared by all requests, because rendered bytes are cached by form. */
export function wholeForm(kind: ServedKind): ProtobufForm {
  const apiVersion = apiVersionOf({ group: kind.group, version: kind.version.version });
  return {
    kind: kind.kind,
    listKind: kind.listKind,
    apiVersion,
    type: kind.version.type,
    listNumbers: { metadata: 1, items: 2 },
  };
}

export class ProtobufRendering implements Rendering {
  readonly contentType = PROTOBUF_TYPE;
  readonly watchContentType = `${PROTOBUF_TYPE};stream=watch`;
  readonly shareKey: string;
  readonly #kind: ServedKind;
  readonly #form: ProtobufForm;
  readonly #items: Message[] = [];
  /** How long each is. */
  readonly #lengths: number[] = [];
  #itemsLength = 0;
  #tail: Uint8Array = NO_BYTES;

  constructor(kind: ServedKind, form: ProtobufForm) {
    this.#kind = kind;
    this.#form = form;
    this.shareKey = `protobuf|${form.apiVersion}/${form.kind}|${kind.group}/${kind.version.version}`;
  }

  object(entry: Entry): Pieces {
    const hot = hotObjects.get(entry, this.#form);
    if (hot !== undefined) return hot;
    const { head, tail } = envelopeOf(this.#form.apiVersion, this.#form.kind);
    const message = this.#message(entry);
    const length = lengthOf(message, entry.revision);
    // From Node's pool: memory of its own costs a small answer more than filling it.
    const buffer = Buffer.allocUnsafe(head.length + lengthOfLength(length) + length + tail.length);
    let at = 0;
    const bytes: ByteSink['bytes'] = (source, from, to) => {
      at = copyBytes(source, from, to, buffer, at);
    };
    bytes(head, 0, head.length);
    writeLength({ bytes }, RAW, length);
    writeMessage({ bytes }, message, entry.revision);
    bytes(tail, 0, tail.length);
    const pieces = [buffer] as const;
    hotObjects.keep(entry, this.#form, pieces);
    return pieces;
  }

  measureListItem(entry: Entry): void {
    const message = this.#message(entry);
    const length = lengthOf(message, entry.revision);
    this.#items.push(message);
    this.#lengths.push(length);
    this.#itemsLength += lengthOfLength(length) + length;
  }

  listHead(header: ListHeader, _count: number): Pieces {
    const { apiVersion, listKind, listNumbers } = this.#form;
    const { resourceVersion, continueToken, remainingItemCount } = header;
    const metadata = encodeProtobufRaw({ resourceVersion, continue: continueToken, remainingItemCount }, ListMeta);
    const { head, tail } = envelopeOf(apiVersion, listKind);
    const inside = new SliceBuffer(metadata.length + 8);
    writeLength(inside, listNumbers.metadata, metadata.length);
    inside.bytes(metadata, 0, metadata.length);
    const listMeta = inside.whole();
    const start = new SliceBuffer(head.length + 8);
    start.bytes(head, 0, head.length);
    writeLength(start, RAW, listMeta.length + this.#itemsLength);
    // Fields are written in the order of their numbers.
    this.#tail = listNumbers.metadata === 1 ? tail : Buffer.concat([listMeta, tail]);
    return listNumbers.metadata === 1 ? [start.whole(), listMeta] : [start.whole()];
  }

  listItem(entry: Entry, index: number): Pieces {
    const buffer = new SliceBuffer(ITEM_BYTES);
    this.writeListItem(buffer, entry, index);
    return [buffer.whole()];
  }

  writeListItem(slice: SliceWriter, { revision }: Entry, index: number): void {
    writeLength(slice, this.#form.listNumbers.items, this.#lengths[index] as number);
    writeMessage(slice, this.#items[index] as Message, revision);
  }

  listTail(_count: number): Pieces {
    return [this.#tail];
  }

  watchItem(item: WatchItem, _first: boolean): Pieces {
    return sharedFrame(item, this.shareKey, () => [encodeWatchFrame(item.type, this.#envelope(this.#watched(item)))]);
  }

  watchError(status: Status): Pieces {
    return [encodeWatchFrame('ERROR', encodeProtobuf(wireStatus(status) as unknown as KubeObject, StatusType))];
  }

  #watched(item: WatchItem): Uint8Array {
    if (item.type === 'BOOKMARK') return this.#encode(bookmarkObject(this.#kind, item.revision, item.initialEventsEnd));
    const stored = this.#isWhole() ? item.entry.messageAt?.(item.revision) : undefined;
    if (stored !== undefined) return stored;
    if (item.revision === item.entry.revision) return this.#encoded(item.entry);
    const object = objectIn(this.#kind, item.entry);
    return this.#encode({ ...object, metadata: { ...object.metadata, resourceVersion: String(item.revision) } });
  }

  /** What lies in the store, when that is what is to be shown; else it is encoded. */
  #message(entry: Entry): Message {
    return (this.#isWhole() ? entry.storedMessage?.() : undefined) ?? this.#encoded(entry);
  }

  #isWhole(): boolean {
    return this.#form.show === undefined && this.#kind.version.fromHub === undefined;
  }

  #encoded(entry: Entry): Uint8Array {
    return formCache.get(
      entry,
      this.shareKey,
      () => this.#encode(objectIn(this.#kind, entry)),
      (bytes) => bytes.length,
    );
  }

  #encode(object: KubeObject): Uint8Array {
    return encodeProtobufRaw(this.#form.show?.(object) ?? object, this.#form.type);
  }

  #envelope(message: Uint8Array): Uint8Array {
    return wrapProtobuf(this.#form.apiVersion, this.#form.kind, message);
  }
}

/** Stored without its revision, or encoded with it. */
type Message = StoredMessage | Uint8Array;

function lengthOf(message: Message, revision: number): number {
  return message instanceof Uint8Array ? message.length : lengthWithRevision(message, revision);
}

function writeMessage(slice: ByteSink, message: Message, revision: number): void {
  if (message instanceof Uint8Array) slice.bytes(message, 0, message.length);
  else writeWithRevision(slice, message, revision);
}

/** The field of an envelope that holds the message. */
const RAW = 2;
const ITEM_BYTES = 1024;
interface Envelope {
  /** Before the message's tag and length. */
  readonly head: Uint8Array;
  /** Behind the message. */
  readonly tail: Uint8Array;
}

/** As many as there are kinds. */
const envelopes = new Map<string, Envelope>();

function envelopeOf(apiVersion: string, kind: string): Envelope {
  const key = `${apiVersion}/${kind}`;
  let envelope = envelopes.get(key);
  if (envelope === undefined) {
    const empty = wrapProtobuf(apiVersion, kind, NO_BYTES);
    const at = empty.length - EMPTY_RAW_AND_TAIL;
    envelope = { head: empty.subarray(0, at), tail: empty.subarray(at + 2) };
    envelopes.set(key, envelope);
  }
  return envelope;
}

/** Tag and length of an empty message, and the two empty fields behind it. */
const EMPTY_RAW_AND_TAIL = 6;
