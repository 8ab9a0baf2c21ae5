/**
 * HTTP/2 frames as bytes, right or wrong: nothing here looks after the rules (RFC 9113), because tests break them. Header blocks use neither the dynamic
 * table nor Huffman's code unless a test asks for it (RFC 7541, 6.2.2).
 */

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

export const DATA = 0;
export const HEADERS = 1;
export const PRIORITY = 2;
export const RST_STREAM = 3;
export const SETTINGS = 4;
export const PUSH_PROMISE = 5;
export const PING = 6;
export const GOAWAY = 7;
export const WINDOW_UPDATE = 8;
export const CONTINUATION = 9;

export const END_STREAM = 1;
export const END_HEADERS = 4;
export const ACK = 1;

export const MAX_CONCURRENT_STREAMS = 3;
export const INITIAL_WINDOW_SIZE = 4;

/** Codes in RST_STREAM and GOAWAY by number (RFC 9113, 7). */
export const CODES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

/** An empty value for what is left out: no stream, no flags, nothing in it, and a length that is true. */
export interface FrameFields {
  readonly flags?: number;
  readonly stream?: number;
  readonly payload?: Uint8Array;
  /** What the frame says of its length, when it lies. */
  readonly length?: number;
}

const NOTHING = new Uint8Array(0);

export function frame(type: number, { flags = 0, stream = 0, payload = NOTHING, length = payload.length }: FrameFields = {}): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export type Headers = readonly (readonly [name: string, value: string])[];

/** The fields of a request that needs none else. */
export function request(method: string, path: string, ...headers: Headers): Headers {
  return [[':method', method], [':scheme', 'https'], [':authority', 'localhost'], [':path', path], ...headers];
}

export function headerBlock(headers: Headers): Buffer {
  return Buffer.concat(headers.flatMap(([name, value]) => [Buffer.of(0), literal(name), literal(value)]));
}

/** A field that the decoder puts into its table, where it is found with `INDEXED` until the next one is put there. */
export function remembered(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.of(0x40), literal(name), literal(value)]);
}

/** A field that says: the newest one of the table. */
export const INDEXED = 0xbe;

function literal(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  const length = [Math.min(bytes.length, 127)];
  if (bytes.length >= 127) {
    let rest = bytes.length - 127;
    for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
    length.push(rest);
  }
  return Buffer.concat([Buffer.from(length), bytes]);
}

/** HEADERS, and CONTINUATION frames for what does not fit into `frameBytes`. */
export function headers(stream: number, fields: Headers | Buffer, options: { readonly open?: boolean; readonly frameBytes?: number } = {}): Buffer {
  const block = Buffer.isBuffer(fields) ? fields : headerBlock(fields as Headers);
  const size = options.frameBytes ?? 16_384;
  const pieces: Buffer[] = [];
  for (let at = 0; at === 0 || at < block.length; at += size) {
    const last = at + size >= block.length ? END_HEADERS : 0;
    const flags = at === 0 ? last | (options.open === true ? 0 : END_STREAM) : last;
    pieces.push(frame(at === 0 ? HEADERS : CONTINUATION, { flags, stream, payload: block.subarray(at, at + size) }));
  }
  return Buffer.concat(pieces);
}

export function data(stream: number, payload: Uint8Array, end = false): Buffer {
  return frame(DATA, { flags: end ? END_STREAM : 0, stream, payload });
}

export function reset(stream: number, code: (typeof CODES)[number] = 'CANCEL'): Buffer {
  return frame(RST_STREAM, { stream, payload: number(CODES.indexOf(code)) });
}

export function settings(values: { readonly [identifier: number]: number } = {}): Buffer {
  const entries = Object.entries(values).map(([identifier, value]) => Buffer.concat([Buffer.of(0, Number(identifier)), number(value)]));
  return frame(SETTINGS, { payload: Buffer.concat(entries) });
}

export function ping(flags = 0): Buffer {
  return frame(PING, { flags, payload: Buffer.from('12345678') });
}

export function windowUpdate(stream: number, by: number): Buffer {
  return frame(WINDOW_UPDATE, { stream, payload: number(by) });
}

/** The widest that a window may be. */
export const WIDEST = 0x7fff_ffff;
const DEFAULT_WINDOW_BYTES = 65_535;

/** How a connection begins that will take as much as there is; its streams still have a window each. */
export function greeting(values: { readonly [identifier: number]: number } = {}): Buffer {
  return Buffer.concat([PREFACE, settings(values), windowUpdate(0, WIDEST - DEFAULT_WINDOW_BYTES)]);
}

/** `make` for 0, 1, 2 ..., one after the other. */
export function many(count: number, make: (i: number) => Buffer): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, i) => make(i)));
}
