/** What is known about a connection, whatever is spoken on it. */
import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { HttpRequest } from '../../request/http.ts';

export class Connection {
  readonly socket: Socket;
  readonly transport: HttpRequest['transport'];
  readonly remoteAddress: string;
  #certificate: X509Certificate | undefined;
  #looked = false;

  constructor(socket: Socket, transport: HttpRequest['transport']) {
    this.socket = socket;
    this.transport = transport;
    const address = socket.remoteAddress ?? '';
    this.remoteAddress = address === '' ? '' : `${address.includes(':') ? `[${address}]` : address}:${socket.remotePort ?? 0}`;
  }

  /** One object per connection, so that what was found out about it can be remembered. */
  get peerCertificate(): X509Certificate | undefined {
    if (!this.#looked) {
      this.#looked = true;
      if (this.socket instanceof TLSSocket) this.#certificate = this.socket.getPeerX509Certificate();
    }
    return this.#certificate;
  }

  /** See HttpRequest. */
  get peerProblem(): string | undefined {
    const { socket } = this;
    if (!(socket instanceof TLSSocket) || socket.authorized) return undefined;
    // Node types it as an error; it is the code.
    const problem: unknown = socket.authorizationError;
    return problem === undefined || problem === null ? undefined : String(problem);
  }
}
