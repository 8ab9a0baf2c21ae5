/**
 * HTTP/2 streams as requests and sinks, on node:http2's core API: raw header arrays in both directions, no events a request needs not.
 */
import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream, type ServerStreamResponseOptions } from 'node:http2';
import type { HttpRequest } from '../../request/http.ts';
import { readBody } from './body.ts';
import type { Connection } from './connection.ts';
import { ConnectionRequest } from './raw-request.ts';
import { StreamSink } from './stream-sink.ts';

const NO_ERROR = constants.NGHTTP2_NO_ERROR;
const INTERNAL_ERROR = constants.NGHTTP2_INTERNAL_ERROR;

export class Http2Request extends ConnectionRequest implements HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly protocol = 'HTTP/2.0';
  readonly rawHeaders: readonly string[];
  readonly host: string;
  readonly #stream: ServerHttp2Stream;
  #controller: AbortController | undefined;

  /** @param raw names and values in turn, pseudo headers first */
  constructor(stream: ServerHttp2Stream, raw: readonly string[], connection: Connection) {
    super(connection);
    this.#stream = stream;
    let method = '';
    let target = '';
    let authority = '';
    let i = 0;
    for (; i < raw.length && (raw[i] as string).charCodeAt(0) === 0x3a; i += 2) {
      const value = raw[i + 1] as string;
      if (raw[i] === ':method') method = value;
      else if (raw[i] === ':path') target = value;
      else if (raw[i] === ':authority') authority = value;
    }
    this.method = method;
    this.target = target;
    // By hand: V8 optimizes and gives up again, for ever, what looks through the result of `slice` here.
    const headers: string[] = [];
    for (; i < raw.length; i++) headers.push(raw[i] as string);
    this.rawHeaders = headers;
    this.host = authority === '' ? (this.header('host') ?? '') : authority;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      const stream = this.#stream;
      if (stream.destroyed) controller.abort();
      else stream.once('close', () => controller.abort());
    }
    return this.#controller.signal;
  }

  closeConnection(): void {
    this.#stream.session?.close();
  }

  readBody(limit: number): Promise<Uint8Array> {
    return readBody(this.#stream, this.header('content-length'), limit);
  }
}

/** From 24.7 on Node takes header lines as they are; before it wants an object, and says so. */
function respond(stream: ServerHttp2Stream, lines: readonly string[], options: ServerStreamResponseOptions): void {
  try {
    stream.respond(lines as unknown as OutgoingHttpHeaders, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_INVALID_ARG_TYPE') throw error;
    stream.respond(headerObject(lines), options);
  }
}

function headerObject(lines: readonly string[]): OutgoingHttpHeaders {
  const values = new Map<string, string | string[]>();
  for (let i = 0; i < lines.length; i += 2) {
    const [name, value] = [(lines[i] as string).toLowerCase(), lines[i + 1] as string];
    const known = values.get(name);
    values.set(name, known === undefined ? value : [known, value].flat());
  }
  return Object.fromEntries(values);
}

export class Http2Sink extends StreamSink {
  /** A stream drains when its session has sent everything. */
  readonly releasesOnDrain = true;
  readonly #stream: ServerHttp2Stream;

  constructor(stream: ServerHttp2Stream, method: string) {
    super(stream, method === 'HEAD');
    this.#stream = stream;
  }

  get closed(): boolean {
    return this.ended || this.#stream.destroyed || this.#stream.closed;
  }

  head(status: number, headers: readonly string[]): void {
    if (this.headSent || this.closed) return;
    this.status = status;
    respond(this.#stream, [':status', String(status), ...headers], { endStream: this.bodiless });
  }

  abort(): void {
    this.ended = true;
    this.#stream.close(INTERNAL_ERROR);
  }

  /** Whoever still sends a body that nobody wants is told to stop, as soon as the answer is out. */
  protected override afterEnd(): void {
    if (!this.bodiless && !this.#stream.readableEnded && !this.#stream.endAfterHeaders) this.#stream.once('finish', () => this.#refuseRest());
  }

  #refuseRest(): void {
    if (this.#stream.readableEnded) return;
    this.#stream.close(NO_ERROR);
    // What has arrived already must be taken, else the stream never ends and its session with it.
    this.#stream.resume();
  }
}
