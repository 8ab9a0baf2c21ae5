/**
 * A client for HTTP/2 that does next to nothing: it sends header blocks that were encoded beforehand and looks at frames, never into compressed
 * headers. So the machine's second core can ask faster than any server on the first one answers, which node:http2's client cannot.
 *
 * Invariants: windows are opened as wide as they go, so that the server never waits for this side; what one turn of the loop asks for is one
 * write. Frames: RFC 9113; header blocks without a dynamic table: RFC 7541, 6.2.2.
 */
import tls, { type TLSSocket } from 'node:tls';

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const FRAME_HEAD = 9;
const DATA = 0;
const HEADERS = 1;
const RST_STREAM = 3;
const SETTINGS = 4;
const PING = 6;
const GOAWAY = 7;
const WINDOW_UPDATE = 8;
const END_STREAM = 1;
const END_HEADERS = 4;
const ACK = 1;
const WIDEST = 0x7fff_ffff;
/** After so many bytes the connection's window is opened again. */
const REFILL_BYTES = 1 << 28;
/** What the static table's entries for `:status` mean, from the first one on (RFC 7541, appendix A). */
const STATIC_STATUS = [200, 204, 206, 304, 400, 404, 500];
const FIRST_STATIC_STATUS = 0x88;

export interface Credentials {
  readonly port: number;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** What happens to the streams of a connection. `position` and `end` delimit a part of a body within `chunk`, which is not kept. */
export interface StreamEvents {
  head(stream: number, status: number): void;
  data(stream: number, chunk: Uint8Array, position: number, end: number): void;
  ended(stream: number): void;
  failed(stream: number, reason: string): void;
}

/** The header block of a request; the same bytes serve any number of them. */
export function headerBlock(method: string, path: string, headers: readonly (readonly [string, string])[] = []): Buffer {
  const pairs: (readonly [string, string])[] = [[':method', method], [':scheme', 'https'], [':authority', 'localhost'], [':path', path], ...headers];
  return Buffer.concat(pairs.flatMap(([name, value]) => [Buffer.of(0), literal(name), literal(value)]));
}

function literal(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.of(bytes.length), bytes]);
  const length = [127];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_HEAD + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(stream, 5);
  bytes.set(payload, FRAME_HEAD);
  return bytes;
}

function windowUpdate(by: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(by);
  return frame(WINDOW_UPDATE, 0, 0, payload);
}

/** SETTINGS: no push, no dynamic header table, the widest stream windows. */
function settings(): Buffer {
  const payload = Buffer.alloc(18);
  payload.writeUInt16BE(1, 0);
  payload.writeUInt16BE(2, 6);
  payload.writeUInt16BE(4, 12);
  payload.writeUInt32BE(WIDEST, 14);
  return frame(SETTINGS, 0, 0, payload);
}

export class LeanConnection {
  readonly #socket: TLSSocket;
  readonly #events: StreamEvents;
  #nextStream = 1;
  #outgoing: Buffer[] = [];
  #writing = false;
  /** The head of the frame being read, and how much of it is there. */
  readonly #head = Buffer.alloc(FRAME_HEAD);
  #headLength = 0;
  #remaining = 0;
  #control: Buffer[] = [];
  #received = 0;

  static async open(to: Credentials, events: StreamEvents): Promise<LeanConnection> {
    const socket = tls.connect({
      host: '127.0.0.1',
      port: to.port,
      ca: to.authority,
      cert: to.certificate,
      key: to.key,
      servername: 'localhost',
      ALPNProtocols: ['h2'],
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve);
      socket.once('error', reject);
    });
    return new LeanConnection(socket, events);
  }

  private constructor(socket: TLSSocket, events: StreamEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => events.failed(0, error.message));
    this.#send(PREFACE, settings(), windowUpdate(WIDEST - 65_535));
  }

  /** Sends a request; the number tells its stream in what follows. */
  request(block: Buffer, body?: Uint8Array): number {
    const stream = this.#nextStream;
    this.#nextStream += 2;
    this.#send(frame(HEADERS, END_HEADERS | (body === undefined ? END_STREAM : 0), stream, block));
    if (body !== undefined) this.#send(frame(DATA, END_STREAM, stream, body));
    return stream;
  }

  close(): void {
    this.#socket.destroy();
  }

  #send(...pieces: readonly Buffer[]): void {
    this.#outgoing.push(...pieces);
    if (this.#writing) return;
    this.#writing = true;
    process.nextTick(() => {
      this.#writing = false;
      const pending = this.#outgoing;
      this.#outgoing = [];
      this.#socket.write(pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending));
    });
  }

  #read(chunk: Buffer): void {
    let position = 0;
    while (position < chunk.length) {
      if (this.#headLength < FRAME_HEAD) {
        const taken = Math.min(FRAME_HEAD - this.#headLength, chunk.length - position);
        chunk.copy(this.#head, this.#headLength, position, position + taken);
        this.#headLength += taken;
        position += taken;
        if (this.#headLength < FRAME_HEAD) return;
        this.#remaining = this.#head.readUIntBE(0, 3);
      }
      const end = Math.min(chunk.length, position + this.#remaining);
      this.#take(chunk, position, end);
      this.#remaining -= end - position;
      position = end;
      if (this.#remaining > 0) return;
      this.#headLength = 0;
      this.#frameDone();
    }
  }

  #take(chunk: Buffer, position: number, end: number): void {
    if (this.#head[3] !== DATA) {
      if (end > position) this.#control.push(Buffer.from(chunk.subarray(position, end)));
      return;
    }
    if (end > position) this.#events.data(this.#head.readUInt32BE(5), chunk, position, end);
    this.#received += end - position;
    if (this.#received > REFILL_BYTES) {
      this.#send(windowUpdate(this.#received));
      this.#received = 0;
    }
  }

  #frameDone(): void {
    const type = this.#head[3];
    const flags = this.#head[4] ?? 0;
    const stream = this.#head.readUInt32BE(5);
    const payload = this.#control.length === 1 ? (this.#control[0] as Buffer) : Buffer.concat(this.#control);
    if (this.#control.length > 0) this.#control = [];
    if (type === HEADERS) this.#events.head(stream, statusOf(payload));
    else if (type === RST_STREAM) this.#events.failed(stream, `reset with code ${payload.readUInt32BE()}`);
    else if (type === GOAWAY) this.#events.failed(0, `connection ended with code ${payload.readUInt32BE(4)}`);
    else if (type === SETTINGS && (flags & ACK) === 0) this.#send(frame(SETTINGS, ACK, 0, Buffer.alloc(0)));
    else if (type === PING && (flags & ACK) === 0) this.#send(frame(PING, ACK, 0, payload));
    if ((type === DATA || type === HEADERS) && (flags & END_STREAM) !== 0) this.#events.ended(stream);
  }
}

/** The status stands first in a header block, after changes of the table's size. */
function statusOf(block: Uint8Array): number {
  let position = 0;
  while (((block[position] ?? 0) & 0xe0) === 0x20) position++;
  const first = block[position] ?? 0;
  const known = STATIC_STATUS[first - FIRST_STATIC_STATUS];
  if (known !== undefined) return known;
  const length = block[position + 1] ?? 0;
  const value = block.subarray(position + 2, position + 2 + (length & 0x7f));
  return Number(length < 0x80 ? Buffer.from(value).toString('latin1') : huffmanDigits(value));
}

/** Digits in the code of RFC 7541, appendix B: 0 to 2 have five bits, the others six. */
function huffmanDigits(bytes: Uint8Array): string {
  let bits = 0;
  for (const byte of bytes) bits = bits * 256 + byte;
  let left = bytes.length * 8;
  let text = '';
  while (text.length < 3) {
    const five = Math.floor(bits / 2 ** (left - 5)) % 32;
    const short = five < 3;
    text += short ? five : (Math.floor(bits / 2 ** (left - 6)) % 64) - 0x16;
    left -= short ? 5 : 6;
  }
  return text;
}
