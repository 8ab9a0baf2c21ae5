/**
 * JSON from cached bytes: nothing is parsed. An object is the pieces around its resourceVersion; a list is its items joined under a head; a watch
 * frame is one object in an envelope, made once for all watchers. A rendering keeps nothing between calls, so one serves all requests.
 */
import { copyBytes, decimalLength, writeDecimal } from '../../base/bytes.ts';
import { encodeJson } from '../../codec/json/encode.ts';
import { apiVersionOf } from '../../machinery/gvk.ts';
import { JSON_TYPE } from '../../machinery/media.ts';
import type { Status } from '../../machinery/status.ts';
import type { Entry, WatchItem } from '../../storage/resource-storage.ts';
import { sharedFrame } from './frames.ts';
import { hotObjects } from './hot-objects.ts';
import type { ListHeader, Pieces, Rendering, SliceWriter } from './interface.ts';
import { goJson } from './json-text.ts';
import { bookmarkObject, type ServedKind, servedJson } from './served.ts';
import { wireStatus } from './status.ts';

const REVISION = Buffer.from('"resourceVersion":"');
const REVISION_END = Buffer.from('",');
/** What is written around the digits of a resourceVersion. */
const AROUND_REVISION = REVISION.length + REVISION_END.length;
const NEWLINE_BYTE = 0x0a;
const NEWLINE = Buffer.of(NEWLINE_BYTE);
const OPEN = Buffer.from('{');
const COMMA_OPEN = Buffer.from(',{');
const COMMA = Buffer.from(',');
const FRAME_END = Buffer.from('}\n');

/** Objects up to this size are copied into one buffer: one piece is cheaper to send than four. */
const JOIN_BELOW_BYTES = 32 * 1024;

export class JsonRendering implements Rendering {
  readonly contentType = JSON_TYPE;
  readonly watchContentType = JSON_TYPE;
  readonly shareKey: string;
  readonly #kind: ServedKind;

  constructor(kind: ServedKind) {
    this.#kind = kind;
    this.shareKey = `json|${apiVersionOf({ group: kind.group, version: kind.version.version })}`;
  }

  object(entry: Entry): Pieces {
    const hot = hotObjects.get(entry, this);
    if (hot !== undefined) return hot;
    const { json, revisionAt } = servedJson(this.#kind, entry);
    if (json.length > JOIN_BELOW_BYTES) return [...servedPieces(this.#kind, entry, entry.revision, 0), NEWLINE];
    const { revision } = entry;
    const version = revision === 0 ? 0 : AROUND_REVISION + decimalLength(revision);
    const body = Buffer.allocUnsafe(json.length + version + 1);
    let at = copyBytes(json, 0, revisionAt, body, 0);
    if (revision !== 0) {
      at = copyBytes(REVISION, 0, REVISION.length, body, at);
      at = writeDecimal(body, at, revision);
      at = copyBytes(REVISION_END, 0, REVISION_END.length, body, at);
    }
    at = copyBytes(json, revisionAt, json.length, body, at);
    body[at] = NEWLINE_BYTE;
    const pieces = [body] as const;
    hotObjects.keep(entry, this, pieces);
    return pieces;
  }

  listHead(header: ListHeader, _count: number): Pieces {
    const { group, version, listKind } = this.#kind;
    const apiVersion = apiVersionOf({ group, version: version.version });
    return [Buffer.from(`{"kind":"${listKind}","apiVersion":"${apiVersion}","metadata":${listMetaJson(header)},"items":[`)];
  }

  listItem(entry: Entry, index: number): Pieces {
    if (this.#kind.itemsCarryKind)
      return index === 0 ? servedPieces(this.#kind, entry, entry.revision, 0) : [COMMA, ...servedPieces(this.#kind, entry, entry.revision, 0)];
    const { prefixLength } = servedJson(this.#kind, entry);
    return [index === 0 ? OPEN : COMMA_OPEN, ...servedPieces(this.#kind, entry, entry.revision, prefixLength + 1)];
  }

  writeListItem(slice: SliceWriter, entry: Entry, index: number): void {
    const { json, revisionAt, prefixLength } = servedJson(this.#kind, entry);
    if (this.#kind.itemsCarryKind) {
      if (index > 0) slice.text(',');
      slice.bytes(json, 0, revisionAt);
    } else {
      slice.text(index === 0 ? '{' : ',{');
      slice.bytes(json, prefixLength + 1, revisionAt);
    }
    if (entry.revision !== 0) {
      slice.bytes(REVISION, 0, REVISION.length);
      slice.decimal(entry.revision);
      slice.bytes(REVISION_END, 0, REVISION_END.length);
    }
    slice.bytes(json, revisionAt, json.length);
  }

  listTail(_count: number): Pieces {
    return [Buffer.from(']}\n')];
  }

  watchItem(item: WatchItem, _first: boolean): Pieces {
    return sharedFrame(item, this.shareKey, () => {
      const head = Buffer.from(`{"type":"${item.type}","object":`);
      if (item.type !== 'BOOKMARK') return join([head, ...servedPieces(this.#kind, item.entry, item.revision, 0), FRAME_END]);
      return join([head, encodeJson(bookmarkObject(this.#kind, item.revision, item.initialEventsEnd), this.#kind.version.type), FRAME_END]);
    });
  }

  watchError(status: Status): Pieces {
    return [errorFrame(status)];
  }
}

/** `{"type":"ERROR","object":{...}}` with its newline: the same in all forms of JSON. */
export function errorFrame(status: Status): Uint8Array {
  return Buffer.from(`{"type":"ERROR","object":${goJson(wireStatus(status))}}\n`);
}

/** metadata of a list. */
export function listMetaJson(header: ListHeader): string {
  return goJson({
    ...(header.resourceVersion === '' ? {} : { resourceVersion: header.resourceVersion }),
    ...(header.continueToken === '' ? {} : { continue: header.continueToken }),
    ...(header.remainingItemCount === undefined ? {} : { remainingItemCount: header.remainingItemCount }),
  });
}

/** The entry's JSON from byte `from` on, with a resourceVersion; revision 0 is that of an object which a dry run did not store. */
export function servedPieces(kind: ServedKind, entry: Entry, revision: number, from: number): Uint8Array[] {
  const { json, revisionAt } = servedJson(kind, entry);
  if (revision === 0) return [json.subarray(from)];
  return [json.subarray(from, revisionAt), Buffer.from(`"resourceVersion":"${revision}",`, 'latin1'), json.subarray(revisionAt)];
}

export function join(pieces: Pieces): Pieces {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length <= JOIN_BELOW_BYTES ? [Buffer.concat(pieces as Uint8Array[], length)] : pieces;
}
