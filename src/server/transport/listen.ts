/**
 * The listeners: TLS with HTTP/2 and HTTP/1.1, plain HTTP on loopback, a Unix socket. Each hands requests to the same `handle`.
 *
 * Certificates of clients are asked for, never demanded: whether one is any good is authentication's business. Serving certificates can be
 * replaced while the listener is open. Closing is graceful: no new connections, GOAWAY to HTTP/2 clients, `Connection: close` to others; what is
 * under way goes on (see protocol-servers.ts).
 */
import { constants } from 'node:crypto';
import { chmod, lstat, unlink } from 'node:fs/promises';
import net, { type AddressInfo, type Server } from 'node:net';
import tls, { type SecureContext, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { type Clock, systemClock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import { refuseInsecureRequest } from '../insecure-guard.ts';
import type { Handle } from '../pipeline.ts';
import { Connection } from './connection.ts';
import { HEADER_TIMEOUT_MS, ProtocolServers } from './protocol-servers.ts';
import { pickContext } from './sni.ts';

/** A certificate and its key. */
export interface TlsMaterial {
  /** PEM, the leaf first. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
}

export interface SecureListenOptions {
  readonly address: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly serving: TlsMaterial;
  /** Further certificates; no domains: the names in the certificate. */
  readonly sni?: readonly (TlsMaterial & { readonly domains: readonly string[] })[];
  /** PEM bundle: its names are told to clients that look for a fitting certificate. */
  readonly clientCa?: string;
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** OpenSSL names. */
  readonly ciphers?: readonly string[];
  /** Groups for the key exchange, by OpenSSL's names. */
  readonly curves?: readonly string[];
  /** Other processes may listen on the same address and port, too (SO_REUSEPORT). */
  readonly reusePort?: boolean;
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
  reload(certificates: Pick<SecureListenOptions, 'serving' | 'sni' | 'clientCa'>): void;
}

/**
 * @param clock dates answers over HTTP/2 and measures how long their connections may be silent: the time that clients see, whatever a cluster lives by
 * @throws {Error} with Node's code (EADDRINUSE, EACCES ...)
 */
export async function listenSecure(options: SecureListenOptions, handle: Handle, log: Logger, clock: Clock = systemClock): Promise<SecureListener> {
  const protocols = new ProtocolServers(handle, log, clock, options.maxStreams ?? 0);
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
  await listening(server, { host: options.address, port: options.port, reusePort: options.reusePort === true });
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
  const protocols = new ProtocolServers(
    (request, sink) => (refuseInsecureRequest(request, sink) ? undefined : handle(request, sink)),
    log,
    systemClock,
    0,
  );
  const server = net.createServer((socket) => protocols.acceptHttp1(socket, new Connection(socket, 'insecure')));
  await listening(server, { host: options.address, port: options.port });
  return listenerOf(server, protocols);
}

/** A socket that only its owner may open. A socket that a dead server left behind is replaced; nothing else ever is. */
export async function listenUnix(path: string, handle: Handle, log: Logger): Promise<Listener> {
  const protocols = new ProtocolServers(handle, log, systemClock, 0);
  const server = net.createServer((socket) => protocols.acceptHttp1(socket, new Connection(socket, 'unix')));
  try {
    await listening(server, { path });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (!(await lstat(path)).isSocket())
      throw Object.assign(new Error(`cannot make the socket ${path}: there is something else of that name`), { code: 'EEXIST', syscall: 'listen' });
    if (!(await isAbandoned(path))) throw error;
    await unlink(path);
    await listening(server, { path });
  }
  await chmod(path, 0o600);
  return listenerOf(server, protocols);
}

/** Whether nobody listens; a socket that may not be opened is somebody's. */
function isAbandoned(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect({ path });
    probe.once('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}

function contextOptions({ serving, clientCa }: Pick<SecureListenOptions, 'serving' | 'clientCa'>): SecureContextOptions {
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

function protocolOptions({ minVersion, ciphers, curves }: SecureListenOptions): Pick<SecureContextOptions, 'minVersion' | 'ciphers' | 'ecdhCurve'> {
  return {
    minVersion: minVersion ?? 'TLSv1.2',
    ...(ciphers === undefined ? {} : { ciphers: ciphers.join(':') }),
    ...(curves === undefined ? {} : { ecdhCurve: curves.join(':') }),
  };
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
