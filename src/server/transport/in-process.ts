/**
 * Requests without a socket: `fetch` for whoever holds the server in their own process. The same pipeline answers, byte for byte; a watch is a
 * Response whose body streams until it is cancelled.
 */
import { NO_BYTES } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import type { HttpRequest, ResponseSink } from '../../request/http.ts';
import { BodyTooLarge } from '../../request/http.ts';
import type { UserInfo } from '../../request/user.ts';
import type { Handle } from '../pipeline.ts';
import type { Listener } from './listen.ts';
import { RawRequest } from './raw-request.ts';

const HIGH_WATER_BYTES = 256 * 1024;
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** How long an answer may wait for its reader once the server closes, in milliseconds. */
const STALLED_MS = 500;

/**
 * The listener for callers in our own process. A caller that keeps an answer without reading it would hold a closing server up until the request's
 * deadline: once the server closes, what nobody reads is broken off.
 */
export class InProcessListener implements Listener {
  readonly port = 0;
  readonly address = 'in-process';
  readonly #handle: Handle;
  readonly #clock: Clock;
  readonly #base: string;
  readonly #open = new Set<InProcessSink>();
  readonly #empty: (() => void)[] = [];
  #cancelLook: () => void = () => {};

  /** @param base what relative URLs are resolved against */
  constructor(handle: Handle, clock: Clock, base = 'https://localhost/') {
    this.#handle = handle;
    this.#clock = clock;
    this.#base = base;
  }

  readonly fetch: Fetch = async (input, init) => {
    const request = new Request(typeof input === 'string' ? new URL(input, this.#base) : input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const body = request.body === null ? NO_BYTES : new Uint8Array(await request.arrayBuffer());
    const headers = [...request.headers].flatMap(([name, value]) => [name.toLowerCase(), value]);
    if (body.length > 0 && !request.headers.has('content-length')) headers.push('content-length', String(body.length));
    const url = new URL(request.url);
    const gone = new AbortController();
    const sink = new InProcessSink(request.method, gone);
    const target = typeof input === 'string' && input.startsWith('/') ? input : `${url.pathname}${url.search}`;
    const abort = (): void => sink.fail(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    this.#open.add(sink);
    const over = (): void => {
      this.#over(sink);
      sink.over();
      signal.removeEventListener('abort', abort);
    };
    const pending = this.#handle(new InProcessRequest({ method: request.method, target, headers, host: url.host, body, signal: gone.signal }), sink);
    if (pending === undefined) over();
    else void pending.finally(over);
    return sink.response;
  };

  close(): Promise<void> {
    if (this.#open.size > 0) this.#lookForStalled();
    return this.#whenEmpty();
  }

  destroy(): void {
    this.#cancelLook();
    for (const sink of this.#open) sink.fail(new Error('the server was closed'));
    this.#open.clear();
    for (const resolve of this.#empty.splice(0)) resolve();
  }

  #whenEmpty(): Promise<void> {
    return this.#open.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#empty.push(resolve));
  }

  #over(sink: InProcessSink): void {
    this.#open.delete(sink);
    if (this.#open.size > 0) return;
    this.#cancelLook();
    for (const resolve of this.#empty.splice(0)) resolve();
  }

  #lookForStalled(): void {
    for (const sink of this.#open) if (sink.isStalled()) sink.fail(new Error('the server was closed before its answer was read'));
    this.#cancelLook = this.#clock.after(STALLED_MS, () => this.#lookForStalled());
  }
}

export interface InProcessInit {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Lower-case names and values in turn. */
  readonly headers: readonly string[];
  readonly host: string;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  /** Who a part of the server acts as; absent: the server itself. */
  readonly actor?: UserInfo;
}

export class InProcessRequest extends RawRequest implements HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly protocol = 'HTTP/2.0';
  readonly rawHeaders: readonly string[];
  readonly host: string;
  readonly remoteAddress = 'in-process';
  readonly transport = 'in-process';
  readonly peerCertificate = undefined;
  readonly signal: AbortSignal;
  readonly actor?: UserInfo;
  readonly #body: Uint8Array;

  constructor({ method, target, headers, host, body, signal, actor }: InProcessInit) {
    super();
    this.method = method;
    this.target = target;
    this.rawHeaders = headers;
    this.host = host;
    this.#body = body;
    this.signal = signal;
    if (actor !== undefined) this.actor = actor;
  }

  async readBody(limit: number): Promise<Uint8Array> {
    if (this.#body.length > limit) throw new BodyTooLarge(`limit is ${limit}`);
    return this.#body;
  }
}

/** A sink whose other end is a Response. */
export class InProcessSink implements ResponseSink {
  readonly response: Promise<Response>;
  readonly #gone: AbortController;
  readonly #bodiless: boolean;
  readonly #waiting: (() => void)[] = [];
  #resolve: (response: Response) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #ended = false;
  #readSinceLook: boolean | undefined;
  status = 0;
  bytesWritten = 0;

  constructor(method: string, gone: AbortController) {
    this.#bodiless = method === 'HEAD';
    this.#gone = gone;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get headSent(): boolean {
    return this.status !== 0;
  }

  get closed(): boolean {
    return this.#ended;
  }

  get buffered(): number {
    return this.#controller === undefined ? 0 : Math.max(0, HIGH_WATER_BYTES - (this.#controller.desiredSize ?? 0));
  }

  head(status: number, headers: readonly string[]): void {
    if (this.headSent || this.#ended) return;
    this.status = status;
    const lines = new Headers();
    for (let i = 0; i < headers.length; i += 2) lines.append(headers[i] as string, headers[i + 1] as string);
    const empty = this.#bodiless || BODILESS.has(status);
    this.#resolve(new Response(empty ? null : this.#stream(), { status: status === 101 ? 200 : status, headers: lines }));
  }

  write(piece: Uint8Array): boolean {
    if (this.#ended || this.#controller === undefined) return true;
    this.bytesWritten += piece.length;
    // A reader may keep or change what it gets: shared buffers stay ours.
    this.#controller.enqueue(piece.slice());
    return (this.#controller.desiredSize ?? 0) > 0;
  }

  drained(): Promise<void> {
    if (this.#ended || (this.#controller?.desiredSize ?? 1) > 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  end(piece?: Uint8Array): void {
    if (this.#ended) return;
    if (!this.headSent) throw new Error('an answer needs a head');
    if (piece !== undefined) this.write(piece);
    this.#ended = true;
    this.#controller?.close();
    this.#wake();
  }

  abort(): void {
    this.fail(new Error('the server broke the answer off'));
  }

  /** The caller went away, or the answer broke. */
  fail(reason: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.headSent) this.#controller?.error(reason);
    else this.#reject(reason);
    this.#gone.abort(reason);
    this.#wake();
  }

  /** The handler is done: an answer that it left open would never end. */
  over(): void {
    if (!this.#ended) this.fail(new Error('the request was not answered'));
  }

  /** Whether its writer waits for a reader who has taken nothing since the last call; the first call only looks. */
  isStalled(): boolean {
    const stalled = this.#waiting.length > 0 && this.#readSinceLook === false;
    this.#readSinceLook = false;
    return stalled;
  }

  #stream(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          if (this.#readSinceLook === false) this.#readSinceLook = true;
          this.#wake();
        },
        cancel: (reason) => this.fail(reason),
      },
      { highWaterMark: HIGH_WATER_BYTES, size: (piece) => piece.byteLength },
    );
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
