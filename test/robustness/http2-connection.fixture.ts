/** A client for HTTP/2 over TLS that sends whatever a test makes up, right or wrong, and looks at what comes back. */
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import tls, { type TLSSocket } from 'node:tls';
import { type Frame, frame, TestClient } from '../../src/server/transport/http2/client.fixture.ts';
import { ACK, errorName, FrameType } from '../../src/server/transport/http2/frames.ts';
import { greeting } from './http2-frames.fixture.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export class FrameConnection extends TestClient implements Disposable {
  readonly #socket: TLSSocket;
  #drained = (): void => {};

  private constructor(socket: TLSSocket, reads: boolean) {
    super(socket, reads);
    this.#socket = socket;
    socket.setNoDelay(true);
    for (const event of ['drain', 'close']) socket.on(event, () => this.#drained());
  }

  /** @param first what is sent at once @param reads false: it takes nothing */
  static async open(port: number, first = greeting(), reads = true): Promise<FrameConnection> {
    const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    await once(socket, 'secureConnect');
    const connection = new FrameConnection(socket, reads);
    connection.send(first);
    return connection;
  }

  /** Sends, gives the server its turn, and waits until it has taken everything or has hung up. */
  async sendAll(...pieces: readonly Buffer[]): Promise<void> {
    this.send(...pieces);
    await setImmediate();
    if (this.isClosed || !this.#socket.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
  }

  /** Resolves with the first frame of those that came or come which is wanted. @throws when the connection ends without */
  async frame(wanted: (frame: Frame) => boolean): Promise<Frame> {
    let found: Frame | undefined;
    await this.until(() => {
      found = this.frames.find(wanted);
      return found !== undefined;
    });
    return found as Frame;
  }

  /** Resolves when the server has hung up, with what it gave as the reason: the code of its last GOAWAY, or "closed". */
  async end(): Promise<string> {
    await this.closed();
    const last = this.goaways().at(-1);
    return last === undefined ? 'closed' : errorName(last.code);
  }

  /** What becomes of a stream: "answer 200", "reset PROTOCOL_ERROR", "connection PROTOCOL_ERROR", "closed". An answer counts when it is complete. */
  async outcome(stream: number): Promise<string> {
    let outcome: string | undefined;
    await this.until(() => {
      outcome = this.#outcome(stream);
      return outcome !== undefined;
    });
    return outcome ?? '';
  }

  #outcome(stream: number): string | undefined {
    if (this.isAnswered(stream)) return `answer ${this.head(stream).get(':status')}`;
    const reset = this.resetCode(stream);
    if (reset !== undefined) return `reset ${errorName(reset)}`;
    const failure = this.goaways().find(({ code }) => code !== 0);
    if (failure !== undefined) return `connection ${errorName(failure.code)}`;
    return this.isClosed ? 'closed' : undefined;
  }

  /** Asks and waits. @throws when there is no answer */
  async ask(stream: number, request: Buffer): Promise<Answer> {
    this.send(request);
    await this.until(() => this.isAnswered(stream) || this.resetCode(stream) !== undefined);
    return { status: Number(this.head(stream).get(':status') ?? 0), body: this.body(stream).toString('utf8') };
  }

  /** Answers the server's PING, by which it learns that we have heard what it said before. */
  async answerPing(): Promise<void> {
    const { payload } = await this.frame(({ type, flags }) => type === FrameType.ping && (flags & ACK) === 0);
    this.send(frame(FrameType.ping, ACK, 0, payload));
  }

  /** Says that nothing more will be sent, and waits until the server has read everything and hung up. */
  async finish(): Promise<void> {
    this.#socket.end();
    await this.closed();
  }

  close(): void {
    this.#socket.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
