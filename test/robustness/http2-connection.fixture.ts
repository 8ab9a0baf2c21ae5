/**
 * A client for HTTP/2 that sends whatever a test makes up and looks at what comes back: frames, and of header blocks the status only. It keeps no rules but
 * one: SETTINGS are acknowledged, unless a test says by itself how a connection begins.
 */
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import tls, { type TLSSocket } from 'node:tls';
import { ACK, CODES, DATA, END_STREAM, GOAWAY, greeting, HEADERS, RST_STREAM, SETTINGS, frame as toBytes } from './http2-frames.fixture.ts';

const FRAME_HEAD = 9;
/** What the static table's entries for `:status` mean, from 8 on (RFC 7541, appendix A). */
const STATIC_STATUS = [200, 204, 206, 304, 400, 404, 500];

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export class FrameConnection {
  readonly #socket: TLSSocket;
  readonly #acknowledges: boolean;
  readonly #waiting = new Set<() => void>();
  #unread: Buffer[] = [];
  #unreadBytes = 0;
  #closed = false;
  /** What came, but for SETTINGS. */
  readonly frames: Frame[] = [];
  /** Of the server, as it said at first: identifiers and values. */
  readonly settings = new Map<number, number>();

  private constructor(socket: TLSSocket, acknowledges: boolean) {
    this.#socket = socket;
    this.#acknowledges = acknowledges;
    socket.setNoDelay(true);
    socket.on('data', (piece: Buffer) => this.#take(piece));
    socket.on('error', () => {});
    socket.on('drain', () => this.#wake());
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** @param first what is sent at once; without it, what well-meaning clients send */
  static async open(port: number, first?: Buffer): Promise<FrameConnection> {
    const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    await once(socket, 'secureConnect');
    const connection = new FrameConnection(socket, first === undefined);
    connection.send(first ?? greeting());
    return connection;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Bytes that the server has not taken yet. */
  get unsent(): number {
    return this.#socket.writableLength;
  }

  send(...pieces: readonly Buffer[]): void {
    if (!this.#socket.destroyed) this.#socket.write(pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces));
  }

  /** Sends, gives the server its turn, and waits until it has taken everything or has hung up. */
  async sendAll(...pieces: readonly Buffer[]): Promise<void> {
    this.send(...pieces);
    await setImmediate();
    while (!this.#closed && this.#socket.writableNeedDrain) await this.#more();
  }

  /** Stops reading: what the server sends stays where it is. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Resolves with the first frame of those that came or come which is wanted. @throws when the connection ends without */
  async frame(wanted: (frame: Frame) => boolean): Promise<Frame> {
    let seen = 0;
    for (;;) {
      for (; seen < this.frames.length; seen++) {
        const each = this.frames[seen] as Frame;
        if (wanted(each)) return each;
      }
      if (this.#closed) throw new Error(`the connection ended: ${this.ending ?? 'without a word'}`);
      await this.#more();
    }
  }

  /** Resolves when the server has hung up, with what it gave as the reason: the code of a GOAWAY, or "closed". */
  async end(): Promise<string> {
    while (!this.#closed) await this.#more();
    return this.ending ?? 'closed';
  }

  /** The code of the last GOAWAY. */
  get ending(): string | undefined {
    const last = this.frames.findLast(({ type }) => type === GOAWAY);
    return last === undefined ? undefined : code(last.payload.readUInt32BE(4));
  }

  /** What becomes of a stream: "answer 200", "reset CANCEL", "connection PROTOCOL_ERROR", "closed". An answer counts when it is complete. */
  async outcome(stream: number): Promise<string> {
    for (;;) {
      const own = this.frames.filter((each) => each.stream === stream);
      const broken = own.find(({ type }) => type === RST_STREAM);
      const failure = this.ending;
      if (own.some(ends)) return `answer ${this.status(stream)}`;
      if (broken !== undefined) return `reset ${code(broken.payload.readUInt32BE())}`;
      if (failure !== undefined && failure !== 'NO_ERROR') return `connection ${failure}`;
      if (this.#closed) return 'closed';
      await this.#more();
    }
  }

  /** Asks and waits. @throws when there is no answer */
  async ask(stream: number, request: Buffer): Promise<Answer> {
    this.send(request);
    await this.frame((each) => each.stream === stream && (ends(each) || each.type === RST_STREAM));
    return { status: this.status(stream), body: this.body(stream) };
  }

  /** 0: none yet. */
  status(stream: number): number {
    const head = this.frames.find((each) => each.type === HEADERS && each.stream === stream);
    return head === undefined ? 0 : statusOf(head.payload);
  }

  body(stream: number): string {
    const pieces = this.frames.filter((each) => each.type === DATA && each.stream === stream).map(({ payload }) => payload);
    return Buffer.concat(pieces).toString('utf8');
  }

  /** Says that nothing more will be sent, and waits until the server has read everything and hung up. */
  async finish(): Promise<void> {
    this.#socket.end();
    await this.end();
  }

  close(): void {
    this.#socket.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #take(piece: Buffer): void {
    this.#unread.push(piece);
    this.#unreadBytes += piece.length;
    let bytes = this.#unreadBytes < FRAME_HEAD ? piece : Buffer.concat(this.#unread);
    if (this.#unreadBytes < FRAME_HEAD) return;
    while (bytes.length >= FRAME_HEAD && bytes.length >= FRAME_HEAD + bytes.readUIntBE(0, 3)) {
      const end = FRAME_HEAD + bytes.readUIntBE(0, 3);
      this.#note({ type: bytes[3] as number, flags: bytes[4] as number, stream: bytes.readUInt32BE(5), payload: bytes.subarray(FRAME_HEAD, end) });
      bytes = bytes.subarray(end);
    }
    this.#unread = bytes.length > 0 ? [bytes] : [];
    this.#unreadBytes = bytes.length;
    this.#wake();
  }

  #note(frame: Frame): void {
    if (frame.type !== SETTINGS) {
      this.frames.push(frame);
      return;
    }
    if ((frame.flags & ACK) !== 0) return;
    for (let at = 0; at < frame.payload.length; at += 6) this.settings.set(frame.payload.readUInt16BE(at), frame.payload.readUInt32BE(at + 2));
    if (this.#acknowledges) this.send(toBytes(SETTINGS, { flags: ACK }));
  }

  #more(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

function ends({ type, flags }: Frame): boolean {
  return (type === DATA || type === HEADERS) && (flags & END_STREAM) !== 0;
}

function code(value: number): string {
  return CODES[value] ?? String(value);
}

/** The status stands first in a header block, after changes of the table's size. */
function statusOf(block: Uint8Array): number {
  let at = 0;
  while (((block[at] ?? 0) & 0xe0) === 0x20) at++;
  const known = STATIC_STATUS[(block[at] ?? 0) - 0x88];
  if (known !== undefined) return known;
  const length = block[at + 1] ?? 0;
  const value = block.subarray(at + 2, at + 2 + (length & 0x7f));
  return Number(length < 0x80 ? Buffer.from(value).toString('latin1') : huffmanDigits(value));
}

/** Three digits in the code of RFC 7541, appendix B: 0 to 2 have five bits, the others six. */
function huffmanDigits(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  let text = '';
  for (let at = 0; text.length < 3; ) {
    const five = Number.parseInt(bits.slice(at, at + 5), 2);
    const short = five < 3;
    text += short ? five : Number.parseInt(bits.slice(at, at + 6), 2) - 0x16;
    at += short ? 5 : 6;
  }
  return text;
}
