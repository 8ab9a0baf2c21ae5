/**
 * Sends a long answer of unknown length in slices of equal size. The head goes out with the first slice: with a content length when that is the
 * whole answer, compressed when there is more than the threshold and the client said `gzip`.
 */
import { once } from 'node:events';
import type { Gzip } from 'node:zlib';
import { NO_BYTES } from '../../base/bytes.ts';
import type { RequestContext } from '../../request/context.ts';
import type { Pieces } from '../rendering/interface.ts';
import type { JsonIndenter } from '../rendering/json-text.ts';
import { SliceBuffer } from '../rendering/slice-buffer.ts';
import { acceptsGzip, GZIP_THRESHOLD_BYTES, gzipStream } from './compression.ts';
import { responseHead } from './response-head.ts';

/** The first slice; a little more than the compression threshold, so that it decides about compression. */
const SLICE_BYTES = GZIP_THRESHOLD_BYTES + 1;
/** The others: each costs a turn of the loop, and a slow client holds one. */
const LONG_SLICE_BYTES = 256 * 1024;
/** Room for the item that fills a slice up; a longer one makes the slice grow. */
const SPARE_BYTES = 16 * 1024;
const USUAL_ITEM_BYTES = 1024;

const SLAB_BYTES = LONG_SLICE_BYTES + SPARE_BYTES;
/** A tail up to this is copied, so that its slab is free at once. */
const SHORT_TAIL_BYTES = 16 * 1024;
const MAX_FREE_SLABS = 8;
/** Memory of slices that have been sent: fresh memory for every slice would cost more than filling it. */
const freeSlabs: Buffer[] = [];

/** The sink keeps what it was given, so the next slice has its own memory unless the sink says that it is done with it. */
export class ListWriter extends SliceBuffer {
  readonly #context: RequestContext;
  readonly #contentType: string;
  readonly #indenter: JsonIndenter | undefined;
  #fullAt = SLICE_BYTES;
  #gzip: Gzip | undefined;
  #pumping: Promise<void> | undefined;

  /** @param indenter indents everything on its way; for JSON only @param items how many are to come */
  constructor(context: RequestContext, contentType: string, indenter: JsonIndenter | undefined, items: number) {
    // Most lists are short.
    super(USUAL_ITEM_BYTES * (items + 1));
    this.#context = context;
    this.#contentType = contentType;
    this.#indenter = indenter;
    if (this.firstBytes > SLICE_BYTES) this.#useSlabs();
  }

  get full(): boolean {
    return this.length >= this.#fullAt;
  }

  add(pieces: Pieces): void {
    for (const each of pieces) {
      const piece = this.#indenter === undefined ? each : this.#indenter.push(each);
      this.bytes(piece, 0, piece.length);
    }
  }

  /** Sends what has been added, waits for the client, and lets others run. */
  async flush(): Promise<void> {
    const { sink } = this.#context;
    if (!sink.headSent) this.#head();
    const whole = this.slice;
    const slice = this.#take();
    if (this.#gzip !== undefined) {
      if (!this.#gzip.write(slice)) await once(this.#gzip, 'drain', { signal: this.#context.request.signal });
      return;
    }
    if (sink.write(slice)) {
      await new Promise((resolve) => setImmediate(resolve));
      return;
    }
    await sink.drained();
    if (this.#isFree(whole)) this.slice = whole;
  }

  async finish(): Promise<void> {
    const { sink } = this.#context;
    if (!sink.headSent && this.length <= GZIP_THRESHOLD_BYTES) {
      sink.head(200, [...responseHead(this.#context, this.#contentType), 'content-length', String(this.length)]);
    } else if (!sink.headSent) this.#head();
    if (this.#gzip === undefined) {
      await this.#end();
      return;
    }
    this.#gzip.end(this.#take());
    await this.#pumping;
  }

  #head(): void {
    const { sink } = this.#context;
    if (!acceptsGzip(this.#context)) {
      sink.head(200, responseHead(this.#context, this.#contentType));
      return;
    }
    sink.head(200, responseHead(this.#context, this.#contentType, ['content-encoding', 'gzip', 'vary', 'Accept-Encoding']));
    this.#gzip = gzipStream();
    this.#pumping = this.#pump(this.#gzip);
  }

  async #pump(gzip: Gzip): Promise<void> {
    const { sink } = this.#context;
    for await (const chunk of gzip) {
      if (sink.closed) return;
      if (!sink.write(chunk as Uint8Array)) await sink.drained();
    }
    sink.end();
  }

  /** The slab of a long list's tail is kept for others as soon as the sink is done with it. */
  async #end(): Promise<void> {
    const { sink } = this.#context;
    const whole = this.slice;
    const tail = this.#take();
    if (!this.#isFree(whole)) {
      sink.end(tail);
      return;
    }
    if (tail.length <= SHORT_TAIL_BYTES) sink.end(Buffer.from(tail));
    else {
      const sent = sink.write(tail);
      if (!sent) await sink.drained();
      const isFree = !sent && this.#isFree(whole);
      sink.end();
      if (!isFree) return;
    }
    if (freeSlabs.length < MAX_FREE_SLABS) freeSlabs.push(whole);
  }

  /** Whether a slice that the sink has had the time to send may be filled again; a sink that was broken off may still hold it. */
  #isFree(whole: Buffer): boolean {
    const { sink } = this.#context;
    return whole.length === SLAB_BYTES && sink.releasesOnDrain === true && !sink.closed;
  }

  #useSlabs(): void {
    this.firstBytes = SLAB_BYTES;
    if (!acceptsGzip(this.#context)) this.#fullAt = LONG_SLICE_BYTES;
    if (this.#context.sink.releasesOnDrain === true) this.slice = freeSlabs.pop() ?? NO_BYTES;
  }

  #take(): Uint8Array {
    const slice = this.slice.subarray(0, this.length);
    this.slice = NO_BYTES;
    this.length = 0;
    // A second slice means that the list is long.
    this.#fullAt = LONG_SLICE_BYTES;
    this.firstBytes = SLAB_BYTES;
    return slice;
  }
}
