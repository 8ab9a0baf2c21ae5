/**
 * Protobuf: the message of an entry is encoded once and kept in the form cache; objects, lists and watch frames are put around it. A list's length
 * stands before its items, so the items of a list are collected and everything is handed over at its end.
 */
import { ListMeta, Status as StatusType } from '../../apis/meta/v1/types.ts';
import { encodeProtobuf, encodeProtobufRaw, wrapProtobuf } from '../../codec/protobuf/encode.ts';
import { encodeWatchFrame, listFrame } from '../../codec/protobuf/frames.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { apiVersionOf } from '../../machinery/gvk.ts';
import { PROTOBUF_TYPE } from '../../machinery/media.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Status } from '../../machinery/status.ts';
import type { Entry, WatchItem } from '../../storage/resource-storage.ts';
import { formCache } from './form-cache.ts';
import { sharedFrame } from './frames.ts';
import type { ListHeader, Pieces, Rendering } from './interface.ts';
import { bookmarkObject, objectIn, type ServedKind } from './served.ts';
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

/** The form of the kind as it is. */
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
  #header: ListHeader = { resourceVersion: '', continueToken: '', remainingItemCount: undefined };
  #items: Uint8Array[] = [];
  #itemsLength = 0;

  constructor(kind: ServedKind, form: ProtobufForm) {
    this.#kind = kind;
    this.#form = form;
    this.shareKey = `protobuf|${form.apiVersion}/${form.kind}|${kind.group}/${kind.version.version}`;
  }

  object(entry: Entry): Pieces {
    return [this.#envelope(this.#message(entry))];
  }

  listHead(header: ListHeader, _count: number): Pieces {
    this.#header = header;
    this.#items = [];
    this.#itemsLength = 0;
    return [];
  }

  listItem(entry: Entry, _index: number): Pieces {
    const message = this.#message(entry);
    const head = itemHead(this.#form.listNumbers.items, message.length);
    this.#items.push(head, message);
    this.#itemsLength += head.length + message.length;
    return [];
  }

  listTail(_count: number): Pieces {
    const { apiVersion, listKind, listNumbers } = this.#form;
    const { resourceVersion, continueToken, remainingItemCount } = this.#header;
    const metadata = encodeProtobufRaw({ resourceVersion, continue: continueToken, remainingItemCount }, ListMeta);
    if (listNumbers.metadata === 1) {
      const { head, tail } = listFrame(apiVersion, listKind, metadata, this.#itemsLength);
      return [head, ...this.#items, tail];
    }
    const list = Buffer.concat([...this.#items, itemHead(listNumbers.metadata, metadata.length), metadata]);
    return [wrapProtobuf(apiVersion, listKind, list)];
  }

  watchItem(item: WatchItem, _first: boolean): Pieces {
    return sharedFrame(item, this.shareKey, () => [encodeWatchFrame(item.type, this.#envelope(this.#watched(item)))]);
  }

  watchError(status: Status): Pieces {
    return [encodeWatchFrame('ERROR', encodeProtobuf(wireStatus(status) as unknown as KubeObject, StatusType))];
  }

  #watched(item: WatchItem): Uint8Array {
    if (item.type === 'BOOKMARK') return this.#encode(bookmarkObject(this.#kind, item.revision, item.initialEventsEnd));
    if (item.revision === item.entry.revision) return this.#message(item.entry);
    const stored = this.#stored(item.entry, item.revision);
    if (stored !== undefined) return stored;
    const object = objectIn(this.#kind, item.entry);
    return this.#encode({ ...object, metadata: { ...object.metadata, resourceVersion: String(item.revision) } });
  }

  #message(entry: Entry): Uint8Array {
    return formCache.get(
      entry,
      this.shareKey,
      () => this.#stored(entry, entry.revision) ?? this.#encode(objectIn(this.#kind, entry)),
      (bytes) => bytes.length,
    );
  }

  /** What lies in the store, when that is what is to be shown. */
  #stored(entry: Entry, revision: number): Uint8Array | undefined {
    return this.#form.show === undefined && this.#kind.version.fromHub === undefined ? entry.messageAt?.(revision) : undefined;
  }

  #encode(object: KubeObject): Uint8Array {
    return encodeProtobufRaw(this.#form.show?.(object) ?? object, this.#form.type);
  }

  #envelope(message: Uint8Array): Uint8Array {
    return wrapProtobuf(this.#form.apiVersion, this.#form.kind, message);
  }
}

/** Tag and length before a message inside a list. */
function itemHead(number: number, length: number): Uint8Array {
  const bytes = [(number << 3) | 2];
  let rest = length;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
