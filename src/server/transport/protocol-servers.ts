/**
 * HTTP/1.1 and HTTP/2 on sockets that a listener hands over: limits, idle connections, and the way from a message or a stream to `handle` and back.
 *
 * Closing is graceful: GOAWAY to HTTP/2 clients, `Connection: close` to others; what is under way goes on.
 */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { HttpRequest, ResponseSink } from '../../request/http.ts';
import type { Pending } from '../../request/pending.ts';
import type { Handle } from '../pipeline.ts';
import { Connection } from './connection.ts';
import { Http1Request, Http1Sink, upgradable } from './http1-adapter.ts';
import { AnswerDate } from './http2/answer-date.ts';
import { Http2Connection, type Http2Host } from './http2/connection.ts';

/** Go's limit (net/http, DefaultMaxHeaderBytes). */
const MAX_HEADER_BYTES = 1 << 20;
const DEFAULT_MAX_STREAMS = 100;
const IDLE_TIMEOUT_MS = 90_000;
/** Also how long a TLS handshake may take. */
export const HEADER_TIMEOUT_MS = 32_000;
const ignore = (): void => {};

/** The HTTP/1.1 and HTTP/2 servers behind one listener, which hands sockets to them, and the connections they are spoken on. */
export class ProtocolServers {
  readonly #handle: Handle;
  readonly #log: Logger;
  readonly #http1: http.Server;
  readonly #http2: Http2Host;
  readonly #connections = new WeakMap<Socket, Connection>();
  readonly #sockets = new Set<Socket>();
  readonly #http2Connections = new Set<Http2Connection>();
  #closing = false;

  constructor(handle: Handle, log: Logger, clock: Clock, maxStreams: number) {
    this.#handle = handle;
    this.#log = log;
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
    this.#http2 = {
      log,
      clock,
      date: new AnswerDate(clock),
      maxStreams: maxStreams > 0 ? maxStreams : DEFAULT_MAX_STREAMS,
      headerTimeout: HEADER_TIMEOUT_MS,
      idleTimeout: IDLE_TIMEOUT_MS,
      answer: (request, sink) => this.#answer(request, sink),
      closed: (connection) => void this.#http2Connections.delete(connection),
    };
  }

  acceptHttp2(socket: Socket, connection: Connection): void {
    this.#remember(socket, connection);
    const http2 = new Http2Connection(socket, connection, this.#http2);
    this.#http2Connections.add(http2);
    if (this.#closing) http2.close();
  }

  acceptHttp1(socket: Socket, connection: Connection): void {
    this.#remember(socket, connection);
    this.#http1.emit('connection', socket);
  }

  close(): void {
    this.#closing = true;
    for (const connection of this.#http2Connections) connection.close();
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
