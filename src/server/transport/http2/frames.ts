/**
 * HTTP/2 frames as bytes (RFC 9113, sections 4, 6 and 7): types, flags, error codes, and how the short ones are written.
 *
 * Every writer puts a whole frame at a position of a buffer that has room for it, and answers where the next one goes.
 */

/** Length (3 bytes), type, flags, stream (4 bytes). */
export const FRAME_HEAD_BYTES = 9;
/** What a peer may always send, and the least it may allow. */
export const LEAST_MAX_FRAME_BYTES = 16_384;
/** The widest that a flow control window and a stream's number may be. */
export const MAX_31_BITS = 0x7fff_ffff;

export const FrameType = {
  data: 0,
  headers: 1,
  priority: 2,
  rstStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const END_STREAM = 0x1;
export const ACK = 0x1;
export const END_HEADERS = 0x4;
export const PADDED = 0x8;
export const PRIORITY = 0x20;

export const ErrorCode = {
  noError: 0x0,
  protocolError: 0x1,
  internalError: 0x2,
  flowControlError: 0x3,
  streamClosed: 0x5,
  frameSizeError: 0x6,
  refusedStream: 0x7,
  compressionError: 0x9,
  enhanceYourCalm: 0xb,
} as const;

const ERROR_NAMES: ReadonlyMap<number, string> = new Map<number, string>([
  [ErrorCode.noError, 'NO_ERROR'],
  [ErrorCode.protocolError, 'PROTOCOL_ERROR'],
  [ErrorCode.internalError, 'INTERNAL_ERROR'],
  [ErrorCode.flowControlError, 'FLOW_CONTROL_ERROR'],
  [ErrorCode.streamClosed, 'STREAM_CLOSED'],
  [ErrorCode.frameSizeError, 'FRAME_SIZE_ERROR'],
  [ErrorCode.refusedStream, 'REFUSED_STREAM'],
  [ErrorCode.compressionError, 'COMPRESSION_ERROR'],
  [ErrorCode.enhanceYourCalm, 'ENHANCE_YOUR_CALM'],
]);

/** The RFC's name of an error code, for logs. */
export function errorName(code: number): string {
  return ERROR_NAMES.get(code) ?? String(code);
}

export const PING_BYTES = 8;
export const RST_STREAM_BYTES = FRAME_HEAD_BYTES + 4;
export const WINDOW_UPDATE_BYTES = FRAME_HEAD_BYTES + 4;
export const GOAWAY_BYTES = FRAME_HEAD_BYTES + 8;

export function writeFrameHead(target: Uint8Array, at: number, length: number, type: number, flags: number, stream: number): number {
  target[at] = length >>> 16;
  target[at + 1] = length >>> 8;
  target[at + 2] = length;
  target[at + 3] = type;
  target[at + 4] = flags;
  return writeUint32(target, at + 5, stream);
}

/** A byte at a time: on buffers as short as these that is what V8 does best. */
export function writeUint32(target: Uint8Array, at: number, value: number): number {
  target[at] = value >>> 24;
  target[at + 1] = value >>> 16;
  target[at + 2] = value >>> 8;
  target[at + 3] = value;
  return at + 4;
}

/** Without the topmost bit, which is reserved wherever 31 bits are meant. */
export function readUint31(bytes: Uint8Array, at: number): number {
  return (((bytes[at] as number) & 0x7f) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
}

export function writeRstStream(target: Uint8Array, at: number, stream: number, code: number): number {
  return writeUint32(target, writeFrameHead(target, at, 4, FrameType.rstStream, 0, stream), code);
}

/** @param stream 0: the whole connection */
export function writeWindowUpdate(target: Uint8Array, at: number, stream: number, increment: number): number {
  return writeUint32(target, writeFrameHead(target, at, 4, FrameType.windowUpdate, 0, stream), increment);
}

/** @param payload where the eight opaque bytes stand */
export function writePing(target: Uint8Array, at: number, isAck: boolean, payload: Uint8Array, start: number): number {
  const from = writeFrameHead(target, at, PING_BYTES, FrameType.ping, isAck ? ACK : 0, 0);
  for (let i = 0; i < PING_BYTES; i++) target[from + i] = payload[start + i] as number;
  return from + PING_BYTES;
}

/** @param lastStream the last stream that is answered */
export function writeGoaway(target: Uint8Array, at: number, lastStream: number, code: number): number {
  return writeUint32(target, writeUint32(target, writeFrameHead(target, at, 8, FrameType.goaway, 0, 0), lastStream), code);
}
