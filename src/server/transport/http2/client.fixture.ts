/** A client that says frames one by one, across a pair of streams in memory, and a server's side for it to talk to. */
import { type Duplex, duplexPair } from 'node:stream';
import { silentLogger } from '../../../base/log.ts';
import { ManualClock } from '../../../base/manual-clock.ts';
import type { HttpRequest, ResponseSink } from '../../../request/http.ts';
import type { Pending } from '../../../request/pending.ts';
import type { Connection } from '../connection.ts';
import { AnswerDate } from './answer-date.ts';
import { Http2Connection } from './connection.ts';
import { ACK, END_HEADERS, END_STREAM, FRAME_HEAD_BYTES, FrameType, readUint31, writeFrameHead, writeUint32 } from './frames.ts';
import { HeaderDecoder } from './hpack/decoder.ts';

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const ONE_MIB = 1 << 20;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

export type Handler = (request: HttpRequest, sink: ResponseSink) => Pending;

export function frame(type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  writeFrameHead(head, 0, payload.length, type, flags, stream);
  return Buffer.concat([head, payload]);
}

/** Four bytes. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  writeUint32(bytes, 0, value);
  return bytes;
}

export function settings(...pairs: readonly (readonly [number, number])[]): Buffer {
  const payload = pairs.map(([id, value]) => Buffer.concat([Buffer.of(0, id), uint32(value)]));
  return frame(FrameType.settings, 0, 0, Buffer.concat(payload));
}

/** A header block of literals that leave the table alone. */
export function block(...lines: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(lines.flatMap(([name, value]) => [Buffer.of(0), literal(name), literal(value)]));
}

function literal(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.of(bytes.length), bytes]);
  const length = [127];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest >>>= 7) length.push((rest & 127) | 128);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

export function requestBlock(method = 'GET', path = '/', ...more: readonly (readonly [string, string])[]): Buffer {
  return block([':method', method], [':scheme', 'https'], [':authority', 'localhost'], [':path', path], ...more);
}

/** A whole request without a body. */
export function get(stream: number, path = '/', ...more: readonly (readonly [string, string])[]): Buffer {
  return frame(FrameType.headers, END_HEADERS | END_STREAM, stream, requestBlock('GET', path, ...more));
}

/** The head of a request with a body. */
export function post(stream: number, path = '/', ...more: readonly (readonly [string, string])[]): Buffer {
  return frame(FrameType.headers, END_HEADERS, stream, requestBlock('POST', path, ...more));
}

export function data(stream: number, payload: Uint8Array | string, isLast = false): Buffer {
  return frame(FrameType.data, isLast ? END_STREAM : 0, stream, typeof payload === 'string' ? Buffer.from(payload) : payload);
}

/** What a client got, in order. */
export class TestClient {
  readonly frames: Frame[] = [];
  readonly side: Duplex;
  readonly #decoder = new HeaderDecoder({ maxTableBytes: 4096 });
  readonly #block: Buffer[] = [];
  readonly #heads = new Map<number, Map<string, string>>();
  #rest: Buffer = Buffer.alloc(0);
  #waiting: (() => void)[] = [];
  isClosed = false;

  /** @param reads false: it takes nothing until `read` is called */
  constructor(side: Duplex, reads = true) {
    this.side = side;
    side.on('error', () => {});
    side.on('close', () => this.#closed());
    side.on('end', () => this.#closed());
    if (reads) this.read();
  }

  read(): void {
    this.side.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  send(...frames: readonly Uint8Array[]): void {
    this.side.write(Buffer.concat(frames));
  }

  /** Preface and settings, and what the server says to them. */
  async greet(...pairs: readonly (readonly [number, number])[]): Promise<void> {
    this.send(PREFACE, settings(...pairs), frame(FrameType.settings, ACK, 0));
    await this.until(() => this.of(FrameType.settings).length === 2);
  }

  /** Resolves when `condition` holds. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.isClosed) throw new Error(`the connection is closed; came: ${this.summary()}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async closed(): Promise<void> {
    while (!this.isClosed) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  of(type: number, stream?: number): Frame[] {
    return this.frames.filter((each) => each.type === type && (stream === undefined || each.stream === stream));
  }

  /** The answer's head. */
  head(stream: number): ReadonlyMap<string, string> {
    return this.#heads.get(stream) ?? new Map();
  }

  body(stream: number): Buffer {
    return Buffer.concat(this.of(FrameType.data, stream).map(({ payload }) => payload));
  }

  /** Whether the server has said all about a stream. */
  isAnswered(stream: number): boolean {
    return this.frames.some((each) => each.stream === stream && each.type <= FrameType.headers && (each.flags & END_STREAM) !== 0);
  }

  /** The code of the stream's RST_STREAM. */
  resetCode(stream: number): number | undefined {
    return this.of(FrameType.rstStream, stream)[0]?.payload.readUInt32BE(0);
  }

  /** The codes of every GOAWAY, and the last streams they name. */
  goaways(): { readonly code: number; readonly last: number }[] {
    return this.of(FrameType.goaway).map(({ payload }) => ({ last: readUint31(payload, 0), code: payload.readUInt32BE(4) }));
  }

  summary(): string {
    return this.frames.map(({ type, flags, stream, payload }) => `${type}/${flags}/${stream}(${payload.length})`).join(' ');
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= FRAME_HEAD_BYTES) {
      const end = FRAME_HEAD_BYTES + this.#rest.readUIntBE(0, 3);
      if (this.#rest.length < end) break;
      const [type, flags] = [this.#rest[3] as number, this.#rest[4] as number];
      const got = { type, flags, stream: readUint31(this.#rest, 5), payload: Buffer.from(this.#rest.subarray(FRAME_HEAD_BYTES, end)) };
      this.#rest = this.#rest.subarray(end);
      this.frames.push(got);
      if (type === FrameType.headers || type === FrameType.continuation) this.#learn(got);
    }
    this.#wake();
  }

  #learn({ stream, payload, flags }: Frame): void {
    this.#block.push(payload);
    if ((flags & END_HEADERS) === 0) return;
    const { headers } = this.#decoder.decode(Buffer.concat(this.#block.splice(0)), ONE_MIB);
    const head = new Map<string, string>();
    for (let i = 0; i < headers.length; i += 2) head.set(headers[i] as string, headers[i + 1] as string);
    this.#heads.set(stream, head);
  }

  #closed(): void {
    this.isClosed = true;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

export interface TestConnection {
  readonly client: TestClient;
  readonly connection: Http2Connection;
  readonly clock: ManualClock;
  /** What came in, oldest first. */
  readonly requests: HttpRequest[];
  /** Resolves when the server has let go of the connection. */
  readonly over: Promise<void>;
}

export interface TestConnectionOptions {
  readonly maxStreams?: number;
  /** False: the client takes nothing until it is told to. */
  readonly reads?: boolean;
}

/** The server's side answers with `handler`; by default 200 and the request's target. */
export function connect(handler: Handler = echo, { maxStreams = 100, reads = true }: TestConnectionOptions = {}): TestConnection {
  const [clientSide, serverSide] = duplexPair();
  const clock = new ManualClock();
  const requests: HttpRequest[] = [];
  const over = Promise.withResolvers<void>();
  serverSide.on('error', () => {});
  const host = {
    log: silentLogger,
    clock,
    date: new AnswerDate(clock),
    maxStreams,
    headerTimeout: 32_000,
    idleTimeout: 90_000,
    answer: (request: HttpRequest, sink: ResponseSink): Pending => {
      requests.push(request);
      return handler(request, sink);
    },
    closed: () => over.resolve(),
  };
  const known = { remoteAddress: '192.0.2.1:1', transport: 'tls', peerCertificate: undefined, peerProblem: undefined } as unknown as Connection;
  const connection = new Http2Connection(serverSide, known, host);
  return { client: new TestClient(clientSide, reads), connection, clock, requests, over: over.promise };
}

function echo(request: HttpRequest, sink: ResponseSink): undefined {
  sink.head(200, ['content-type', 'text/plain']);
  sink.end(Buffer.from(request.target));
}
