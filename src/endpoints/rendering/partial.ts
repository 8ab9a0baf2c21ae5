/**
 * Metadata only (PartialObjectMetadata and its list): the metadata is cut out of the cached JSON, where it always stands behind kind and apiVersion.
 */
import { encodeJson } from '../../codec/json/encode.ts';
import { JSON_TYPE } from '../../machinery/media.ts';
import type { Status } from '../../machinery/status.ts';
import type { Entry, WatchItem } from '../../storage/resource-storage.ts';
import { sharedFrame } from './frames.ts';
import type { ListHeader, Pieces, Rendering } from './interface.ts';
import { errorFrame, join, listMetaJson } from './json.ts';
import { bookmarkObject, type ServedKind, servedJson } from './served.ts';

const NEWLINE = Buffer.from('\n');
const FRAME_END = Buffer.from('}\n');
const CLOSE = Buffer.from('}');
const METADATA = Buffer.from('"metadata":{');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export class PartialRendering implements Rendering {
  readonly contentType = JSON_TYPE;
  readonly watchContentType = JSON_TYPE;
  readonly shareKey: string;
  readonly #kind: ServedKind;
  readonly #apiVersion: string;

  /** @param metaVersion v1 or v1beta1 of meta.k8s.io */
  constructor(kind: ServedKind, metaVersion: string) {
    this.#kind = kind;
    this.#apiVersion = `meta.k8s.io/${metaVersion}`;
    this.shareKey = `partial-json|${kind.group}/${kind.version.version}|${metaVersion}`;
  }

  object(entry: Entry): Pieces {
    return join([...this.#pieces(entry, entry.revision), NEWLINE]);
  }

  listHead(header: ListHeader, count: number): Pieces {
    const items = count === 0 ? 'null' : '[';
    return [
      Buffer.from(`{"kind":"PartialObjectMetadataList","apiVersion":"${this.#apiVersion}","metadata":${listMetaJson(header)},"items":${items}`),
    ];
  }

  listItem(entry: Entry, index: number): Pieces {
    return index === 0 ? this.#pieces(entry, entry.revision) : [Buffer.from(','), ...this.#pieces(entry, entry.revision)];
  }

  listTail(count: number): Pieces {
    return [Buffer.from(count === 0 ? '}\n' : ']}\n')];
  }

  watchItem(item: WatchItem, _first: boolean): Pieces {
    return sharedFrame(item, this.shareKey, () => {
      const head = Buffer.from(`{"type":"${item.type}","object":`);
      return join([
        head,
        ...(item.type === 'BOOKMARK' ? this.#bookmark(item.revision, item.initialEventsEnd) : this.#pieces(item.entry, item.revision)),
        FRAME_END,
      ]);
    });
  }

  watchError(status: Status): Pieces {
    return [errorFrame(status)];
  }

  #pieces(entry: Entry, revision: number): Uint8Array[] {
    return partialPieces(this.#kind, entry, revision, this.#apiVersion);
  }

  #bookmark(revision: number, initialEventsEnd: boolean): Uint8Array[] {
    return partialOf(encodeJson(bookmarkObject(this.#kind, revision, initialEventsEnd), this.#kind.version.type), this.#apiVersion);
  }
}

/** One PartialObjectMetadata. */
export function partialPieces(kind: ServedKind, entry: Entry, revision: number, apiVersion: string): Uint8Array[] {
  const { json, revisionAt, prefixLength } = servedJson(kind, entry);
  const from = prefixLength + 1;
  const end = endOfObject(json, json.indexOf(OPEN_OBJECT, from));
  return [
    partialHead(apiVersion),
    json.subarray(from, revisionAt),
    Buffer.from(`"resourceVersion":"${revision}",`, 'latin1'),
    json.subarray(revisionAt, end),
    CLOSE,
  ];
}

/** The metadata of whole canonical JSON. */
export function partialOf(json: Uint8Array, apiVersion: string): Uint8Array[] {
  const from = Buffer.from(json.buffer, json.byteOffset, json.length).indexOf(METADATA);
  return [partialHead(apiVersion), json.subarray(from, endOfObject(json, json.indexOf(OPEN_OBJECT, from))), CLOSE];
}

function partialHead(apiVersion: string): Uint8Array {
  return Buffer.from(`{"kind":"PartialObjectMetadata","apiVersion":"${apiVersion}",`);
}

/** The offset behind the object that opens at `open`. */
function endOfObject(json: Uint8Array, open: number): number {
  let depth = 0;
  for (let at = open; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) at = endOfString(json, at);
    else if (byte === OPEN_OBJECT) depth++;
    else if (byte === CLOSE_OBJECT && --depth === 0) return at + 1;
  }
  throw new Error('canonical JSON ends inside an object');
}

/** The offset of the quote that ends the string opening at `open`. */
function endOfString(json: Uint8Array, open: number): number {
  let at = json.indexOf(QUOTE, open + 1);
  while (at > 0) {
    let backslashes = 0;
    while (json[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
    at = json.indexOf(QUOTE, at + 1);
  }
  throw new Error('canonical JSON ends inside a string');
}
