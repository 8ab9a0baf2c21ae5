/**
 * The listeners: TLS with HTTP/2 and HTTP/1.1, plain HTTP on loopback, a Unix socket. Each hands requests to the same `handle`.
 *
 * Certificates of clients are asked for, never demanded: whether one is any good is authentication's business. Serving certificates can be
 * replaced while the listener is open. Closing is graceful: no new connections, GOAWAY to HTTP/2 clients, `Connection: close` to others; what is
 * under way goes on.
 */
import { constants } from 'node:crypto';
import { chmod, unlink } from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import http2, { type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import tls, { type SecureContext, type SecureContextOptions, type TLSSocket } from 'node:tls';
import type { Logger } from '../base/log.ts';
import type { HttpRequest, ResponseSink } from '../request/http.ts';
import type { Pending } from '../request/pending.ts';
import { Connection } from './connection.ts';
import { Http1Request, Http1Sink, upgradable } from './http1-adapter.ts';
import { Http2Request, Http2Sink } from './http2-adapter.ts';
import { refuseInsecureRequest } from './insecure-guard.ts';
import type { Handle } from './pipeline.ts';
import { pickContext } from './sni.ts';

/** Go's limit (net/http, DefaultMaxHeaderBytes). */
const MAX_HEADER_BYTES = 1 << 20;
const MAX_HEADER_LINES = 20_000;
/** As upstream: most bodies fit into one window and one frame. */
const STREAM_WINDOW_BYTES = 256 * 1024;
const DEFAULT_MAX_STREAMS = 100;
const IDLE_TIMEOUT_MS = 90_000;
const HEADER_TIMEOUT_MS = 32_000;
/** Node refuses streams above this; the default of 10 MB is reached by a few hundred watches on one connection. */
const MAX_SESSION_MEMORY_MB = 4096;
const ignore = (): void => {};

export interface Certificate {
  /** PEM, the leaf first. */
  readonly certificate: string;
  readonly privateKey: string;
}

export interface SecureOptions {
  readonly address: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly serving: Certificate;
  /** Further certificates; no domains: the names in the certificate. */
  readonly sni?: readonly (Certificate & { readonly domains: readonly string[] })[];
  /** PEM bundle: its names are told to clients that look for a fitting certificate. */
  readonly clientCa?: string;
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** OpenSSL names. */
  readonly ciphers?: readonly string[];
  readonly disableHttp2?: boolean;
  /** --http2-max-streams-per-connection; 0 or absent: 100. */
  readonly maxStreams?: number;
  readonly onHandshakeError?: () => void;
}

export interface Listener {
  /** Where it listens: a port was picked when 0 was asked for. 0 for a Unix socket. */
  readonly port: number;
  readonly address: string;
  /** No new connections; connections end when their requests are done. Resolves when the last one is gone. */
  close(): Promise<void>;
  /** Ends every connection at once. */
  destroy(): void;
}

export interface SecureListener extends Listener {
  /** New connections get these certificates. @throws {Error} and keeps the old ones when they are broken */
  reload(certificates: Pick<SecureOptions, 'serving' | 'sni' | 'clientCa'>): void;
}

/** @throws {Error} with Node's code (EADDRINUSE, EACCES ...) */
export async function listenSecure(options: SecureOptions, handle: Handle, log: Logger): Promise<SecureListener> {
  const protocols = new ProtocolServers(handle, log, options.maxStreams ?? 0);
  let named = pickContext(options.sni ?? [], clientOptions(options.clientCa));
  const server = tls.createServer({
    ...contextOptions(options),
    ALPNProtocols: options.disableHttp2 === true ? ['http/1.1'] : ['h2', 'http/1.1'],
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: HEADER_TIMEOUT_MS,
    ...protocolOptions(options),
    SNICallback: (name: string, done: (error: Error | null, context?: SecureContext) => void) => done(null, named(name)),
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const connection = new Connection(socket, 'tls');
    if (socket.alpnProtocol === 'h2') protocols.acceptHttp2(socket, connection);
    else protocols.acceptHttp1(socket, connection);
  });
  server.on('tlsClientError', (error, socket) => {
    options.onHandshakeError?.();
    log.info(`http: TLS handshake error from ${socket.remoteAddress ?? ''}: ${error.message}`, {}, 5);
  });
  await listening(server, { host: options.address, port: options.port });
  return {
    ...listenerOf(server, protocols),
    reload(certificates) {
      const next = pickContext(certificates.sni ?? [], clientOptions(certificates.clientCa));
      // Whatever is not given here goes back to Node's defaults, versions and ciphers included.
      server.setSecureContext({ ...contextOptions(certificates), ...protocolOptions(options) });
      named = next;
    },
  };
}

/** Plain HTTP/1.1. Only requests that name a loopback host and come from no web page are let in: no page in a browser may reach this listener. */
export async function listenInsecure(options: { readonly address: string; readonly port: number }, handle: Handle, log: Logger): Promise<Listener> {
  const protocols = new ProtocolServers((request, sink) => (refuseInsecureRequest(request, sink) ? undefined : handle(request, sink)), log, 0);
  const server = net.createServer((socket) => protocols.acceptHttp1(socket, new Connection(socket, 'insecure')));
  await listening(server, { host: options.address, port: options.port });
  return listenerOf(server, protocols);
}

/** A socket that only its owner may open. A socket that a dead server left behind is replaced. */
export async function listenUnix(path: string, handle: Handle, log: Logger): Promise<Listener> {
  const protocols = new ProtocolServers(handle, log, 0);
  const server = net.createServer((socket) => protocols.acceptHttp1(socket, new Connection(socket, 'unix')));
  try {
    await listening(server, { path });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || (await answers(path))) throw error;
    await unlink(path);
    await listening(server, { path });
  }
  await chmod(path, 0o600);
  return listenerOf(server, protocols);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect({ path });
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}

function contextOptions({ serving, clientCa }: Pick<SecureOptions, 'serving' | 'clientCa'>): SecureContextOptions {
  return { cert: serving.certificate, key: serving.privateKey, ...clientOptions(clientCa) };
}

/**
 * How clients' certificates are looked at. Whatever stands in the bundle is an authority, its own issuer may be missing, as Go has it. Sessions are
 * not resumed: a resumed one knows the client's certificate, but not those that lead to an authority.
 */
function clientOptions(clientCa: string | undefined): SecureContextOptions {
  const secureOptions = constants.SSL_OP_NO_TICKET;
  return clientCa === undefined ? { secureOptions } : { secureOptions, ca: clientCa, allowPartialTrustChain: true };
}

function protocolOptions({ minVersion, ciphers }: SecureOptions): { minVersion: 'TLSv1.2' | 'TLSv1.3'; ciphers?: string } {
  return { minVersion: minVersion ?? 'TLSv1.2', ...(ciphers === undefined ? {} : { ciphers: ciphers.join(':') }) };
}

function listening(server: Server, where: net.ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...where, backlog: 4096 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function listenerOf(server: Server, protocols: ProtocolServers): Listener {
  const bound = server.address() as AddressInfo | string | null;
  const place = bound === null || typeof bound === 'string' ? { port: 0, address: bound ?? '' } : bound;
  return {
    port: place.port,
    address: place.address,
    close: async () => {
      const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
      protocols.close();
      await stopped;
    },
    destroy: () => {
      server.close();
      protocols.destroy();
    },
  };
}

/** The HTTP/1.1 and HTTP/2 servers behind a listener, and their connections. */
class ProtocolServers {
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
