/**
 * gRPC over one HTTP/2 connection, as far as etcd needs it: unary calls and bidirectional streams, without compression.
 * See https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
 */
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import type { Clock } from '../../base/clock.ts';
import { MessageReader, type MessageWriter } from './wire.ts';

/** Large, so that a watch or a list never waits for window updates. */
const STREAM_WINDOW_BYTES = 8 * 1024 * 1024;
const CONNECTION_WINDOW_BYTES = 64 * 1024 * 1024;
/** Node counts what lies in its buffers in megabytes and refuses more; a large list must fit. */
const SESSION_MEMORY_MB = 2048;
/** As upstream's client: a silent connection is tried every 30 s and given up after 10 s. */
const PING_MS = 30_000;
const PING_TIMEOUT_MS = 10_000;
const FRAME_HEADER_BYTES = 5;

/** gRPC's status codes that matter here. */
export const CODE = {
  ok: 0,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  resourceExhausted: 8,
  failedPrecondition: 9,
  outOfRange: 11,
  internal: 13,
  unavailable: 14,
} as const;

/** The other side answered with an error, or did not answer. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code: number;
  /** Whether the call certainly had no effect: it never left, or was refused unread. */
  readonly untouched: boolean;
  constructor(code: number, message: string, options: { readonly untouched?: boolean; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.untouched = options.untouched ?? false;
  }
}

export interface TlsMaterial {
  /** PEM. */
  readonly ca?: string | Uint8Array;
  readonly cert?: string | Uint8Array;
  readonly key?: string | Uint8Array;
}

/** What arrives on a stream; after `ended` nothing more comes. */
export interface StreamReceiver {
  message(reader: MessageReader): void;
  ended(error: GrpcError): void;
}

export interface GrpcStream {
  send(message: MessageWriter): void;
  close(): void;
}

export class GrpcConnection {
  readonly #clock: Clock;
  readonly #session: ClientHttp2Session;
  readonly #connected: Promise<void>;
  #cancelPing: () => void = () => {};
  #lost: Error | undefined;

  /** Starts to connect to `endpoint`, an origin. */
  constructor(endpoint: string, tls: TlsMaterial | undefined, clock: Clock) {
    this.#clock = clock;
    const secrets = {
      ...(tls?.ca && { ca: Buffer.from(tls.ca) }),
      ...(tls?.cert && { cert: Buffer.from(tls.cert) }),
      ...(tls?.key && { key: Buffer.from(tls.key) }),
    };
    this.#session = connect(endpoint, {
      ...secrets,
      maxSessionMemory: SESSION_MEMORY_MB,
      settings: { enablePush: false, initialWindowSize: STREAM_WINDOW_BYTES },
    });
    this.#connected = new Promise((resolve, reject) => {
      this.#session.once('connect', () => {
        // The other side may refuse in the same moment (a certificate it does not take): 'close' tells then.
        if (this.#session.destroyed) return;
        this.#session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
        this.#pingLater();
        resolve();
      });
      this.#session.once('close', () => reject(this.#lost ?? new Error('the connection was closed')));
    });
    // Whoever waits for it gets the error; without anybody it is no news.
    this.#connected.catch(() => {});
    this.#session.on('error', (error) => {
      this.#lost ??= error;
    });
    this.#session.on('close', () => {
      this.#lost ??= new Error('the connection was closed');
      this.#cancelPing();
    });
    this.#session.on('goaway', () => {
      this.#lost ??= new Error('the server is going away');
    });
  }

  /** Whether new calls have a chance. */
  get usable(): boolean {
    return this.#lost === undefined && !this.#session.closed && !this.#session.destroyed;
  }

  connected(): Promise<void> {
    return this.#connected;
  }

  /** One request, one answer. @throws {GrpcError} */
  call(path: string, request: MessageWriter, timeoutMs: number): Promise<MessageReader> {
    return new Promise((resolve, reject) => {
      const stream = this.#open(path);
      let answer: MessageReader | undefined;
      const cancelTimeout = this.#clock.after(timeoutMs, () => exchange.fail(new GrpcError(CODE.deadlineExceeded, 'etcd did not answer in time')));
      const exchange = new Exchange(stream, {
        message: (reader) => {
          answer = reader;
        },
        ended: (error) => {
          cancelTimeout();
          if (error.code === CODE.ok && answer !== undefined) {
            resolve(answer);
          } else {
            reject(error.code === CODE.ok ? new GrpcError(CODE.internal, 'etcd answered without a message') : error);
          }
        },
      });
      exchange.send(request);
      exchange.finish();
    });
  }

  /** Messages in both directions until either side ends it. @param headers metadata */
  stream(path: string, receiver: StreamReceiver, headers: OutgoingHttpHeaders = {}): GrpcStream {
    return new Exchange(this.#open(path, headers), receiver);
  }

  close(): void {
    this.#lost ??= new Error('the connection was closed');
    this.#cancelPing();
    this.#session.destroy();
  }

  #open(path: string, headers: OutgoingHttpHeaders = {}): ClientHttp2Stream {
    if (!this.usable) {
      throw new GrpcError(CODE.unavailable, `etcd cannot be reached: ${this.#lost?.message ?? 'the connection was closed'}`, { untouched: true });
    }
    return this.#session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...headers });
  }

  #pingLater(): void {
    this.#cancelPing = this.#clock.after(PING_MS, () => {
      const cancelTimeout = this.#clock.after(PING_TIMEOUT_MS, () => this.close());
      this.#cancelPing = cancelTimeout;
      this.#session.ping((error) => {
        cancelTimeout();
        if (error === null && this.usable) {
          this.#pingLater();
        }
      });
    });
  }
}

/** One HTTP/2 stream with gRPC's framing on it. */
class Exchange implements GrpcStream {
  readonly #stream: ClientHttp2Stream;
  readonly #receiver: StreamReceiver;
  readonly #frames = new Deframer();
  #status: GrpcError | undefined;
  #ended = false;
  #answered = false;

  constructor(stream: ClientHttp2Stream, receiver: StreamReceiver) {
    this.#stream = stream;
    this.#receiver = receiver;
    stream.on('response', (headers) => {
      this.#answered = true;
      this.#status = statusOf(headers);
    });
    stream.on('trailers', (trailers) => {
      this.#status = statusOf(trailers) ?? this.#status;
    });
    stream.on('data', (chunk: Buffer) => this.#data(chunk));
    stream.on('end', () => {
      if (this.#status !== undefined) {
        this.#end(this.#status);
      }
    });
    stream.on('error', (error) => this.#end(this.#status ?? this.#broken(error)));
    stream.on('close', () => this.#end(this.#status ?? this.#broken(undefined)));
  }

  send(message: MessageWriter): void {
    const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + message.length);
    frame[0] = 0;
    frame.writeUInt32BE(message.length, 1);
    message.copyTo(frame, FRAME_HEADER_BYTES);
    if (!this.#stream.destroyed) {
      this.#stream.write(frame);
    }
  }

  finish(): void {
    this.#stream.end();
  }

  close(): void {
    this.#ended = true;
    this.#stream.close(constants.NGHTTP2_CANCEL);
  }

  fail(error: GrpcError): void {
    this.#end(error);
    this.#stream.close(constants.NGHTTP2_CANCEL);
  }

  #data(chunk: Buffer): void {
    try {
      for (const message of this.#frames.push(chunk)) {
        if (this.#ended) {
          return;
        }
        this.#receiver.message(new MessageReader(message));
      }
    } catch (error) {
      this.fail(
        error instanceof GrpcError ? error : new GrpcError(CODE.internal, `etcd's answer cannot be read: ${String(error)}`, { cause: error }),
      );
    }
  }

  #end(error: GrpcError): void {
    if (!this.#ended) {
      this.#ended = true;
      this.#receiver.ended(error);
    }
  }

  #broken(cause: Error | undefined): GrpcError {
    const refused = this.#stream.rstCode === constants.NGHTTP2_REFUSED_STREAM || (!this.#answered && cause !== undefined && isConnectFailure(cause));
    return new GrpcError(CODE.unavailable, `etcd cannot be reached: ${cause?.message ?? 'the stream was closed'}`, {
      untouched: refused,
      ...(cause && { cause }),
    });
  }
}

/** Errors of a connection that was never made. */
function isConnectFailure(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ERR_HTTP2_GOAWAY_SESSION';
}

function statusOf(headers: IncomingHttpHeaders): GrpcError | undefined {
  const code = headers['grpc-status'];
  if (code !== undefined) {
    return new GrpcError(Number(code), decodeMessage(String(headers['grpc-message'] ?? '')));
  }
  const status = headers[':status'];
  return status === undefined || Number(status) === 200
    ? undefined
    : new GrpcError(CODE.unavailable, `the server is not etcd: it answered with HTTP status ${String(status)}`);
}

/** grpc-message is percent-encoded. */
function decodeMessage(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Cuts what arrives into messages. */
class Deframer {
  #chunks: Buffer[] = [];
  #length = 0;
  /** How much must be there before it is worth looking. */
  #wanted = FRAME_HEADER_BYTES;

  push(chunk: Buffer): readonly Buffer[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#wanted) {
      return [];
    }
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const messages: Buffer[] = [];
    let at = 0;
    this.#wanted = FRAME_HEADER_BYTES;
    while (bytes.length - at >= FRAME_HEADER_BYTES) {
      if (bytes[at] !== 0) {
        throw new GrpcError(CODE.internal, 'etcd sent a compressed message, which was not asked for');
      }
      const end = at + FRAME_HEADER_BYTES + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) {
        this.#wanted = end - at;
        break;
      }
      messages.push(bytes.subarray(at + FRAME_HEADER_BYTES, end));
      at = end;
    }
    this.#chunks = at === bytes.length ? [] : [bytes.subarray(at)];
    this.#length = bytes.length - at;
    return messages;
  }
}
