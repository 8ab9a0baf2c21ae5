/**
 * HTTP/1.1 by hand over TLS: header lines are written as they stand, because clients would mend them. One connection, one request after the other.
 */
import { once } from 'node:events';
import tls, { type TLSSocket } from 'node:tls';

export interface RawAnswer {
  /** 0: closed without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export class RawConnection {
  readonly #socket: TLSSocket;
  #received = Buffer.alloc(0);
  #closed = false;
  #wake = (): void => {};

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on('data', (piece: Buffer) => {
      this.#received = Buffer.concat([this.#received, piece]);
      this.#wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** @param servername the name that is asked for in the handshake */
  static async open(
    port: number,
    client?: { readonly certificate: string; readonly privateKey: string },
    servername = 'localhost',
  ): Promise<RawConnection> {
    const identity = client === undefined ? {} : { cert: client.certificate, key: client.privateKey };
    const socket = tls.connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'], ...identity });
    await once(socket, 'secureConnect');
    return new RawConnection(socket);
  }

  /** @param lines headers beside Host and Content-Length */
  async ask(method: string, target: string, lines: readonly string[], body = ''): Promise<RawAnswer> {
    const head = [`${method} ${target} HTTP/1.1`, 'Host: localhost', `Content-Length: ${Buffer.byteLength(body)}`, ...lines];
    this.#socket.write(Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1'));
    for (;;) {
      const answer = this.#answer();
      if (answer !== undefined) return answer;
      if (this.#closed) return { status: 0, head: '', body: '' };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #answer(): RawAnswer | undefined {
    const text = this.#received.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const head = text.slice(0, end);
    const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
    if (this.#received.length < end + 4 + length) return undefined;
    const body = this.#received.subarray(end + 4, end + 4 + length).toString('utf8');
    this.#received = this.#received.subarray(end + 4 + length);
    return { status: Number(head.split(' ', 2)[1]), head, body };
  }
}
