/**
 * Answers: a head with everything that every answer carries (Audit-Id, Cache-Control, Warning ...), then pieces.
 *
 * JSON is indented for people, big answers are compressed for clients that say exactly `gzip`, and an error is told in the encoding that the
 * client accepts, or as indented JSON when there is none. Nothing is sent twice: a failure behind the head ends the answer abruptly.
 */
import { performance } from 'node:perf_hooks';
import { Status as StatusType } from '../../apis/meta/v1/types.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { JSON_TYPE } from '../../machinery/media.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError, type Status } from '../../machinery/status.ts';
import type { RequestContext } from '../../request/context.ts';
import type { ResponseSink } from '../../request/http.ts';
import type { Pending } from '../../request/pending.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { encodeDocument } from '../rendering/document.ts';
import type { ListHeader, Pieces, Rendering } from '../rendering/interface.ts';
import { indentJson, JsonIndenter } from '../rendering/json-text.ts';
import { wireStatus } from '../rendering/status.ts';
import type { ResourceTarget } from '../routing/resources.ts';
import { asItIs, chooseMedia, offersOf, prettyByRequest } from './accept.ts';
import { acceptsGzip, GZIP_THRESHOLD_BYTES, gzipPieces } from './compression.ts';
import { ListBodyCache } from './list-body-cache.ts';
import { ListWriter } from './list-writer.ts';
import { allowsConversion, negotiateRendering, renderObject } from './negotiate.ts';
import { responseHead } from './response-head.ts';

/** How long rendering may hold the loop, in milliseconds, and how often it looks at the clock. */
const SLICE_MS = 4;
const ITEMS_BETWEEN_LOOKS = 8;

/** A pure memory of what can be made again: one for every server of the process. */
const listBodies = new ListBodyCache();

/** A whole answer; JSON is indented and big answers are compressed where the client asked for it. `extra`: more headers, names and values in turn. */
export function respondPieces(context: RequestContext, code: number, contentType: string, pieces: Pieces, extra: readonly string[] = []): Pending {
  const shown = contentType.startsWith(JSON_TYPE) && wantsPretty(context) ? [indentJson(pieces)] : pieces;
  if (byteLength(shown) <= GZIP_THRESHOLD_BYTES || !acceptsGzip(context)) return send(context, code, contentType, shown, extra);
  return gzipPieces(shown).then((packed) =>
    send(context, code, contentType, [packed], [...extra, 'content-encoding', 'gzip', 'vary', 'Accept-Encoding']),
  );
}

/**
 * A Status in the client's encoding (indented JSON when it asked for nothing that we speak). `failure` as thrown, or a Status of success with its
 * code.
 */
export async function respondStatus(context: RequestContext, failure: ApiError | Status, extra: readonly string[] = []): Promise<void> {
  const status = failure instanceof ApiError ? failure.status : failure;
  const retryAfter = status.details?.retryAfterSeconds ?? 0;
  const headers = retryAfter > 0 ? [...extra, 'retry-after', String(retryAfter)] : extra;
  const choice = chooseMedia(context.request.header('accept') ?? '', offersOf(context).all, status.status === 'Success' ? allowsConversion : asItIs);
  if (choice === undefined) {
    await send(context, status.code, JSON_TYPE, [indentJson(encodeDocument(wireStatus(status), 'json'))], headers);
    return;
  }
  await respondPieces(context, status.code, choice.offer.mediaType, encodeDocument(wireStatus(status), choice.offer.encoding, StatusType), headers);
}

/** An entry as the client asked for it. @throws {ApiError} 406 */
export function respondEntry(context: RequestContext, target: ResourceTarget, code: number, entry: Entry): Pending {
  const rendering = negotiateRendering(context, target, 'object');
  return respondPieces(context, code, rendering.contentType, rendering.object(entry));
}

/**
 * An object that is no entry: reviews, scales, what a dry run made. `object` is in the wire version, encoded by `type`.
 * @throws {ApiError} 406
 */
export async function respondObject(
  context: RequestContext,
  target: ResourceTarget,
  code: number,
  object: KubeObject,
  type: StructType,
): Promise<void> {
  const { contentType, pieces } = renderObject(context, target, object, type);
  await respondPieces(context, code, contentType, pieces);
}

/** Plain text (`text/plain; charset=utf-8` unless told otherwise). */
export async function respondText(
  context: RequestContext,
  code: number,
  text: string,
  contentType = 'text/plain; charset=utf-8',
  extra: readonly string[] = [],
): Promise<void> {
  await send(context, code, contentType, [Buffer.from(text, 'utf8')], extra);
}

/** Bytes as they are, whatever the client's taste (documents with a media type of their own). */
export async function respondVerbatim(
  context: RequestContext,
  code: number,
  contentType: string,
  pieces: Pieces,
  extra: readonly string[] = [],
): Promise<void> {
  await send(context, code, contentType, pieces, extra);
}

/**
 * A list, rendered and sent in slices: never more than a slice is held, a slow client slows the rendering down, and other requests get their turn
 * between slices.
 * @throws {ApiError} 406, 400 before anything is sent
 */
export async function respondList(context: RequestContext, rendering: Rendering, header: ListHeader, listed: readonly Entry[]): Promise<void> {
  const entries = rendering.arrange?.(listed) ?? listed;
  const indenter = rendering.contentType === JSON_TYPE && wantsPretty(context) ? new JsonIndenter() : undefined;
  const body = indenter === undefined && !acceptsGzip(context) ? listBodies.of(entries, rendering) : undefined;
  if (body !== undefined) return sendList(context, rendering.contentType, rendering.listHead(header, entries.length), body);
  const writer = new ListWriter(context, rendering.contentType, indenter, entries.length);
  const inPlace = indenter === undefined && rendering.writeListItem !== undefined;
  await measured(rendering, entries);
  writer.add(rendering.listHead(header, entries.length));
  let sliceStarted = performance.now();
  for (let i = 0; i < entries.length; i++) {
    if (inPlace) rendering.writeListItem?.(writer, entries[i] as Entry, i);
    else writer.add(rendering.listItem(entries[i] as Entry, i));
    if (writer.full) {
      await writer.flush();
      sliceStarted = performance.now();
      if (context.sink.closed) return;
    } else if (i % ITEMS_BETWEEN_LOOKS === 0 && performance.now() - sliceStarted > SLICE_MS) {
      // Items that must be encoded first take their time without filling a slice.
      await new Promise((resolve) => setImmediate(resolve));
      sliceStarted = performance.now();
    }
  }
  for (const piece of rendering.listTail(entries.length)) {
    writer.add([piece]);
    if (writer.full) await writer.flush();
    if (context.sink.closed) return;
  }
  await writer.finish();
}

/** Others get their turn meanwhile. */
async function measured(rendering: Rendering, entries: readonly Entry[]): Promise<void> {
  if (rendering.measureListItem === undefined) return;
  let started = performance.now();
  for (let i = 0; i < entries.length; i++) {
    rendering.measureListItem(entries[i] as Entry);
    if (i % ITEMS_BETWEEN_LOOKS !== 0 || performance.now() - started < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    started = performance.now();
  }
}

/** Bytes that are there already: nothing is gained by handing them over bit by bit. */
function sendList(context: RequestContext, contentType: string, listHead: Pieces, body: Uint8Array): void {
  const { sink } = context;
  const length = byteLength(listHead) + body.length;
  const head = responseHead(context, contentType);
  if (length <= GZIP_THRESHOLD_BYTES) head.push('content-length', String(length));
  sink.head(200, head);
  for (const piece of listHead) sink.write(piece);
  sink.end(body);
}

function wantsPretty(context: RequestContext): boolean {
  const accept = context.request.header('accept') ?? '';
  if (accept.includes('pretty') && chooseMedia(accept, offersOf(context).all, () => true)?.pretty === true) return true;
  return prettyByRequest(context);
}

function send(context: RequestContext, code: number, contentType: string, pieces: Pieces, extra: readonly string[]): Pending {
  const { sink, request } = context;
  const head = responseHead(context, contentType, extra);
  if (code !== 204 && code !== 304) head.push('content-length', String(byteLength(pieces)));
  sink.head(code, head);
  if (request.method !== 'HEAD') return writeAll(sink, pieces, 0);
  sink.end();
  return undefined;
}

/** Nothing is left to wait for when the sink takes all at once, as it takes most answers. @param from the first piece to write */
function writeAll(sink: ResponseSink, pieces: Pieces, from: number): Pending {
  const last = pieces.length - 1;
  for (let i = from; i < last; i++) {
    if (sink.closed) return undefined;
    if (!sink.write(pieces[i] as Uint8Array)) return sink.drained().then(() => writeAll(sink, pieces, i + 1));
  }
  sink.end(pieces[last]);
  return undefined;
}

function byteLength(pieces: Pieces): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}
