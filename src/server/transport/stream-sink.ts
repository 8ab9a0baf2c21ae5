/**
 * What answers over HTTP/1.1 and HTTP/2 have in common: a body that goes into one of Node's writable streams, the writes of one tick together, and
 * a writer that waits when the client does not keep up.
 */
import { nextTick } from 'node:process';
import type { Writable } from 'node:stream';
import type { ResponseSink } from '../../request/http.ts';

export abstract class StreamSink implements ResponseSink {
  /** HEAD: the head is all. */
  protected readonly bodiless: boolean;
  protected ended = false;
  readonly #stream: Writable;
  #corked = false;
  status = 0;
  bytesWritten = 0;

  constructor(stream: Writable, bodiless: boolean) {
    this.#stream = stream;
    this.bodiless = bodiless;
  }

  abstract get closed(): boolean;
  abstract head(status: number, headers: readonly string[]): void;
  abstract abort(): void;

  get headSent(): boolean {
    return this.status !== 0;
  }

  get buffered(): number {
    return this.#stream.writableLength;
  }

  write(piece: Uint8Array): boolean {
    if (this.closed || this.bodiless) return true;
    this.bytesWritten += piece.length;
    if (!this.#corked) {
      this.#corked = true;
      this.#stream.cork();
      nextTick(uncork, this);
    }
    return this.#stream.write(piece);
  }

  /** Not for callers: ends the tick's batch. */
  flush(): void {
    this.#corked = false;
    this.#stream.uncork();
  }

  drained(): Promise<void> {
    const stream = this.#stream;
    if (this.closed || !stream.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        stream.off('drain', done);
        stream.off('close', done);
        resolve();
      };
      stream.on('drain', done);
      stream.on('close', done);
    });
  }

  end(piece?: Uint8Array): void {
    if (this.closed) return;
    if (!this.headSent) throw new Error('an answer needs a head');
    this.ended = true;
    if (this.bodiless || piece === undefined) this.#stream.end();
    else {
      this.bytesWritten += piece.length;
      this.#stream.end(piece);
    }
    this.afterEnd();
  }

  /** The last bytes have been handed over. */
  protected afterEnd(): void {}
}

function uncork(sink: StreamSink): void {
  sink.flush();
}
