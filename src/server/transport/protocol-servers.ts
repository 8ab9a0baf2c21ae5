/**
 * HTTP/1.1 and HTTP/2 on sockets that a listener hands over: limits, idle connections, and the way from a message or a stream to `handle` and back.
 *
 * Closing is graceful: GOAWAY to HTTP/2 clients, `Connection: close` to others; what is under way goes on.
 */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import http2, { type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '../../base/log.ts';
import type { HttpRequest, ResponseSink } from '../../request/http.ts';
import type { Pending } from '../../request/pending.ts';
import type { Handle } from '../pipeline.ts';
import { Connection } from './connection.ts';
import { Http1Request, Http1Sink, upgradable } from './http1-adapter.ts';
import { Http2Request, Http2Sink } from './http2-adapter.ts';

/** Go's limit (net/http, DefaultMaxHeaderBytes). */
const MAX_HEADER_BYTES = 1 << 20;
const MAX_HEADER_LINES = 20_000;
/** As upstream: most bodies fit into one window and one frame. */
const STREAM_WINDOW_BYTES = 256 * 1024;
const DEFAULT_MAX_STREAMS = 100;
const IDLE_TIMEOUT_MS = 90_000;
/** Also how long a TLS handshake may take. */
export const HEADER_TIMEOUT_MS = 32_000;
/** Node refuses streams above this; the default of 10 MB is reached by a few hundred watches on one connection. */
const MAX_SESSION_MEMORY_MB = 4096;
const ignore = (): void => {};

/** The HTTP/1.1 and HTTP/2 servers behind one listener, which hands sockets to them, and the connections they are spoken on. */
export class ProtocolServers {
  readonly #handle: Handle;
  readonly #log: Logger;
  readonly #http1: http.Server;
  readonly #http2: Http2Server;
  readonly #maxStreams: number;
  readonly #connections = new WeakMap<Socket, Connection>();
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<ServerHttp2Session>();
  #opening: Connection | undefined;
  #closing = false;

  constructor(handle: Handle, log: Logger, maxStreams: number) {
    this.#handle = handle;
    this.#log = log;
    this.#maxStreams = maxStreams > 0 ? maxStreams : DEFAULT_MAX_STREAMS;
    this.#http1 = http.createServer({
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: IDLE_TIMEOUT_MS,
      headersTimeout: HEADER_TIMEOUT_MS,
      requestTimeout: 0,
    });
    this.#http1.maxHeadersCount = 0;
    this.#http1.on('request', (message: IncomingMessage, response: ServerResponse) => this.#answerHttp1(message, response));
    this.#http1.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => this.#answerUpgrade(message, socket, head));
    // Node starts watching over slow connections when a server listens by itself; ours gets its sockets from the listener.
    this.#http1.emit('listening');
    this.#http2 = http2.createServer({
      settings: {
        maxConcurrentStreams: this.#maxStreams,
        initialWindowSize: STREAM_WINDOW_BYTES,
        maxFrameSize: STREAM_WINDOW_BYTES,
        maxHeaderListSize: MAX_HEADER_BYTES,
        enablePush: false,
      },
      maxHeaderListPairs: MAX_HEADER_LINES,
      maxSessionMemory: MAX_SESSION_MEMORY_MB,
      maxSendHeaderBlockLength: MAX_HEADER_BYTES,
    });
    this.#http2.on('session', (session) => this.#openSession(session));
    this.#http2.on('sessionError', ignore);
  }

  acceptHttp2(socket: Socket, connection: Connection): void {
    this.#remember(socket, connection);
    // The session opens before this returns, and shows its socket only through a proxy.
    this.#opening = connection;
    this.#http2.emit('connection', socket);
    this.#opening = undefined;
  }

  acceptHttp1(socket: Socket, connection: Connection): void {
    this.#remember(socket, connection);
    this.#http1.emit('connection', socket);
  }

  close(): void {
    this.#closing = true;
    for (const session of this.#sessions) session.close();
    this.#http1.closeIdleConnections();
    this.#http1.close();
  }

  destroy(): void {
    this.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #remember(socket: Socket, connection: Connection): void {
    this.#connections.set(socket, connection);
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 180_000);
    socket.on('error', ignore);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #openSession(session: ServerHttp2Session): void {
    const connection = this.#opening ?? new Connection(session.socket as Socket, 'tls');
    this.#sessions.add(session);
    session.setLocalWindowSize(STREAM_WINDOW_BYTES * this.#maxStreams);
    session.once('close', () => this.#sessions.delete(session));
    session.on('error', ignore);
    // Answers that take their time: a connection whose only watch is silent is not idle.
    let open = 0;
    session.setTimeout(IDLE_TIMEOUT_MS, () => {
      if (open === 0) session.close();
    });
    const done = (): void => void open--;
    session.on('stream', (stream: ServerHttp2Stream, _headers: unknown, _flags: number, raw: unknown) => {
      stream.on('error', ignore);
      const request = new Http2Request(stream, raw as string[], connection);
      const pending = this.#answer(request, new Http2Sink(stream, request.method));
      if (pending === undefined) return;
      open++;
      void pending.then(done);
    });
    if (this.#closing) session.close();
  }

  #answerHttp1(message: IncomingMessage, response: ServerResponse): void {
    const connection = this.#connections.get(message.socket) ?? new Connection(message.socket, 'tls');
    response.on('error', ignore);
    response.once('close', () => {
      if (this.#closing) this.#http1.closeIdleConnections();
    });
    void this.#answer(new Http1Request(message, response, connection), new Http1Sink(response, message, () => this.#closing));
  }

  #answerUpgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void {
    const connection = this.#connections.get(message.socket) ?? new Connection(message.socket, 'tls');
    const { response, take } = upgradable(message, socket, head);
    void this.#answer(new Http1Request(message, response, connection, take), new Http1Sink(response, message, () => true));
  }

  #answer(request: HttpRequest, sink: ResponseSink): Pending {
    const pending = this.#handle(request, sink);
    if (pending === undefined) return this.#answered(request, sink);
    return pending.then(
      () => this.#answered(request, sink),
      (error: unknown) => {
        this.#log.error('A request ended with an error', error);
        sink.abort();
      },
    );
  }

  /** A handler that returned without an answer would leave its client waiting for ever. */
  #answered(request: HttpRequest, sink: ResponseSink): undefined {
    if (!sink.headSent && !sink.closed && request.upgrade === undefined) sink.abort();
  }
}
