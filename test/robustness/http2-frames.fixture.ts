/**
 * Frames that clients of HTTP/2 say and servers do not, right or wrong: nothing here looks after the rules (RFC 9113), because tests break them. The plain
 * ones are those of src/server/transport/http2/client.fixture.ts.
 */
import { block, frame, PREFACE, settings, uint32 } from '../../src/server/transport/http2/client.fixture.ts';
import {
  ACK,
  END_HEADERS,
  END_STREAM,
  FRAME_HEAD_BYTES,
  FrameType,
  LEAST_MAX_FRAME_BYTES,
  writeFrameHead,
} from '../../src/server/transport/http2/frames.ts';

/** SETTINGS, by their numbers (RFC 9113, 6.5.2). */
export const Setting = { headerTableSize: 1, enablePush: 2, maxConcurrentStreams: 3, initialWindowSize: 4, maxFrameSize: 5 } as const;
/** The widest that a window may be. */
export const WIDEST = 0x7fff_ffff;
const DEFAULT_WINDOW_BYTES = 65_535;
const CANCEL = 8;
/** A literal that the decoder puts into its table (RFC 7541, 6.2.1). */
const TO_INDEX = 0x40;
/** A field that says: the newest one of the table (RFC 7541, 6.1). */
export const INDEXED = 0xbe;

export type Headers = readonly (readonly [name: string, value: string])[];

/** The fields of a request that needs none else. */
export function request(method: string, path: string, ...more: Headers): Headers {
  return [[':method', method], [':scheme', 'https'], [':authority', 'localhost'], [':path', path], ...more];
}

/** HEADERS, and CONTINUATION frames for what does not fit into `frameBytes`. */
export function headers(stream: number, fields: Headers | Buffer, options: { readonly open?: boolean; readonly frameBytes?: number } = {}): Buffer {
  const bytes = Buffer.isBuffer(fields) ? fields : block(...fields);
  const size = options.frameBytes ?? LEAST_MAX_FRAME_BYTES;
  const pieces: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += size) {
    const end = at + size >= bytes.length ? END_HEADERS : 0;
    const [type, flags] = at > 0 ? [FrameType.continuation, end] : [FrameType.headers, options.open === true ? end : end | END_STREAM];
    pieces.push(frame(type, flags, stream, bytes.subarray(at, at + size)));
  }
  return Buffer.concat(pieces);
}

/** A field for the decoder's table, where `INDEXED` finds it until the next one is put there. */
export function remembered(name: string, value: string): Buffer {
  const bytes = block([name, value]);
  bytes[0] = TO_INDEX;
  return bytes;
}

/** A frame that is not as long as it says. */
export function lying(type: number, stream: number, length: number): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  writeFrameHead(head, 0, length, type, 0, stream);
  return head;
}

export function reset(stream: number): Buffer {
  return frame(FrameType.rstStream, 0, stream, uint32(CANCEL));
}

export function ping(): Buffer {
  return frame(FrameType.ping, 0, 0, Buffer.from('12345678'));
}

export function windowUpdate(stream: number, by: number): Buffer {
  return frame(FrameType.windowUpdate, 0, stream, uint32(by));
}

/** How a connection begins that takes as much as there is; its streams still have a window each. */
export function greeting(...pairs: readonly (readonly [number, number])[]): Buffer {
  return Buffer.concat([PREFACE, settings(...pairs), frame(FrameType.settings, ACK, 0), windowUpdate(0, WIDEST - DEFAULT_WINDOW_BYTES)]);
}

/** `make` for 0, 1, 2 ..., one after the other. */
export function many(count: number, make: (i: number) => Buffer): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, i) => make(i)));
}
