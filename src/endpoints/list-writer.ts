/**
 * Sends a long answer of unknown length in slices of equal size. The head goes out with the first slice: with a content length when that is the
 * whole answer, compressed when there is more than the threshold and the client said `gzip`.
 */
import { once } from 'node:events';
import type { Gzip } from 'node:zlib';
import type { RequestContext } from '../request/context.ts';
import { acceptsGzip, GZIP_THRESHOLD_BYTES, gzipStream } from './compression.ts';
import type { Pieces } from './rendering/interface.ts';
import type { JsonIndenter } from './rendering/json-text.ts';
import { responseHead } from './response-head.ts';

/** One slice; a little more than the compression threshold, so that the first slice decides about compression. */
const SLICE_BYTES = GZIP_THRESHOLD_BYTES + 1;

export class ListWriter {
  readonly #context: RequestContext;
  readonly #contentType: string;
  readonly #indenter: JsonIndenter | undefined;
  #pieces: Uint8Array[] = [];
  #length = 0;
  #gzip: Gzip | undefined;
  #pumping: Promise<void> | undefined;

  /** @param indenter indents everything on its way; for JSON only */
  constructor(context: RequestContext, contentType: string, indenter: JsonIndenter | undefined) {
    this.#context = context;
    this.#contentType = contentType;
    this.#indenter = indenter;
  }

  get full(): boolean {
    return this.#length >= SLICE_BYTES;
  }

  add(pieces: Pieces): void {
    for (const each of pieces) {
      const piece = this.#indenter === undefined ? each : this.#indenter.push(each);
      this.#pieces.push(piece);
      this.#length += piece.length;
    }
  }

  /** Sends what has been added, waits for the client, and lets others run. */
  async flush(): Promise<void> {
    const { sink } = this.#context;
    if (!sink.headSent) this.#head();
    const slice = this.#take();
    if (this.#gzip !== undefined) {
      if (!this.#gzip.write(slice)) await once(this.#gzip, 'drain', { signal: this.#context.request.signal });
      return;
    }
    if (!sink.write(slice)) await sink.drained();
    else await new Promise((resolve) => setImmediate(resolve));
  }

  async finish(): Promise<void> {
    const { sink } = this.#context;
    if (!sink.headSent && this.#length <= GZIP_THRESHOLD_BYTES) {
      sink.head(200, [...responseHead(this.#context, this.#contentType), 'content-length', String(this.#length)]);
    } else if (!sink.headSent) this.#head();
    if (this.#gzip === undefined) {
      sink.end(this.#take());
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

  #take(): Uint8Array {
    const slice = this.#pieces.length === 1 ? (this.#pieces[0] as Uint8Array) : Buffer.concat(this.#pieces, this.#length);
    this.#pieces = [];
    this.#length = 0;
    return slice;
  }
}
