/**
 * The seam between sockets and handlers. A request that came over HTTP/2, HTTP/1.1, a Unix socket or from the same process looks the same
 * here; the framing can be replaced without a handler noticing.
 */
import type { X509Certificate } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { UserInfo } from './user.ts';

export interface HttpRequest {
  readonly method: string;
  /** Path and query exactly as sent, never decoded or collapsed. */
  readonly target: string;
  readonly protocol: 'HTTP/1.1' | 'HTTP/1.0' | 'HTTP/2.0';
  /** Lower-case names and values in turn, as received, without HTTP/2's pseudo headers. Repeated headers stay apart. */
  readonly rawHeaders: readonly string[];
  /** The first value of a header by its lower-case name. */
  header(name: string): string | undefined;
  /** Every value of a header, in order, by its lower-case name. */
  headerValues(name: string): readonly string[];
  /** The authority (`Host` or `:authority`). */
  readonly host: string;
  readonly remoteAddress: string;
  /** How the request got here, which decides who may be believed. */
  readonly transport: 'tls' | 'insecure' | 'unix' | 'in-process';
  /** One object for all requests of a connection: what was found out about the connection can be remembered by it. Absent: unknown. */
  readonly connection?: object;
  /** Who a part of this server acts as; only believed of requests from the same process. Absent: the server itself. */
  readonly actor?: UserInfo;
  /** The client's certificate when it presented one over TLS (not necessarily one that we trust). */
  readonly peerCertificate: X509Certificate | undefined;
  /** OpenSSL's word for what is wrong with that certificate ("PATH_LENGTH_EXCEEDED"), as the listener saw it; absent when nothing is. */
  readonly peerProblem?: string | undefined;
  /**
   * The whole body.
   * @throws {BodyTooLarge} as soon as more than `limit` bytes have arrived or are announced.
   */
  readBody(limit: number): Promise<Uint8Array>;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** HTTP/2: what is under way on the connection is finished, and nothing new is taken (GOAWAY). */
  closeConnection?(): void;
  /** HTTP/1.1 upgrades: takes the socket over. `head` is what was read beyond the request. */
  upgrade?(): { readonly socket: Duplex; readonly head: Uint8Array };
}

/** Where a response goes: a head, then pieces. Pieces are shared buffers: nobody may change them after handing them over. */
export interface ResponseSink {
  readonly headSent: boolean;
  /** The status code that was sent; 0 before the head. */
  readonly status?: number;
  /** Body bytes accepted so far. */
  readonly bytesWritten?: number;
  /** True once the response ended or the client is gone; further writes are ignored. */
  readonly closed: boolean;
  /** Bytes accepted but not yet passed to the transport. */
  readonly buffered: number;
  /** @param headers lower-case names and values in turn */
  head(status: number, headers: readonly string[]): void;
  /** False asks the writer to wait for `drained` before it goes on. */
  write(piece: Uint8Array): boolean;
  drained(): Promise<void>;
  /**
   * True: after `drained`, asked for because a write returned false, the sink refers to nothing it was given, and the writer may use that memory
   * again.
   */
  readonly releasesOnDrain?: boolean;
  end(piece?: Uint8Array): void;
  /** Ends abruptly: the client sees a broken response, not a complete one. */
  abort(): void;
}

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}
