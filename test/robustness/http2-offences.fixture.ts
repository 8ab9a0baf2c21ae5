/**
 * What no client may send over HTTP/2, a connection's worth of bytes each, and what a server has to make of it: RFC 9113 says which offences end a stream and
 * which end the connection. Where it leaves a choice, Go's server has made it.
 */
import { block, data, frame, settings, uint32 } from '../../src/server/transport/http2/client.fixture.ts';
import { END_HEADERS, END_STREAM, FrameType } from '../../src/server/transport/http2/frames.ts';
import { type Headers, headers, lying, ping, request, reset, Setting, WIDEST, windowUpdate } from './http2-frames.fixture.ts';

export const TOKEN = 'T';
export const AUTHORIZED = ['authorization', `Bearer ${TOKEN}`] as const;
export const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

export const get = (path: string, ...more: Headers): Headers => request('GET', path, AUTHORIZED, ...more);
export const post = (...more: Headers): Headers => request('POST', CONFIG_MAPS, AUTHORIZED, ['content-type', 'application/json'], ...more);
export const watch = (): Headers => get(`${CONFIG_MAPS}?watch=1`);

export interface Offence {
  readonly bytes: Buffer;
  /** As `FrameConnection.outcome` says it, for stream 1. */
  readonly outcome: string;
}

const GET = get('/version');
/** Of a stream, as the server announces it. */
const WINDOW_BYTES = 256 * 1024;

const malformed = (fields: Headers): Offence => ({ bytes: headers(1, fields), outcome: 'reset PROTOCOL_ERROR' });
const without = (name: string): Headers => GET.filter(([each]) => each !== name);

/** Requests that are not well-formed: their stream ends, the connection goes on (RFC 9113, 8.1.1). */
export const MALFORMED: { readonly [what: string]: Offence } = {
  'a name in upper case': malformed([...GET, ['X-Upper', '1']]),
  'an empty name': malformed([...GET, ['', '1']]),
  'a name with a space': malformed([...GET, ['a b', '1']]),
  'a name with a colon': malformed([...GET, ['a:b', '1']]),
  'a name with NUL': malformed([...GET, ['a\0b', '1']]),
  'a name with CR LF': malformed([...GET, ['a\r\nb', '1']]),
  'a name outside ASCII': malformed([...GET, ['a\xe4', '1']]),
  'a value with CR LF': malformed([...GET, ['x', 'a\r\nset-cookie: b']]),
  'a value with LF': malformed([...GET, ['x', 'a\nb']]),
  'a value with NUL': malformed([...GET, ['x', 'a\0b']]),
  'a path with CR LF': malformed(get('/version\r\nx: y')),
  connection: malformed([...GET, ['connection', 'close']]),
  'keep-alive': malformed([...GET, ['keep-alive', 'timeout=5']]),
  'proxy-connection': malformed([...GET, ['proxy-connection', 'close']]),
  'transfer-encoding': malformed([...GET, ['transfer-encoding', 'chunked']]),
  upgrade: malformed([...GET, ['upgrade', 'h2c']]),
  'te beside trailers': malformed([...GET, ['te', 'gzip']]),
  'no method': malformed(without(':method')),
  'no scheme': malformed(without(':scheme')),
  'no path': malformed(without(':path')),
  'an empty path': malformed(get('')),
  'a path that does not begin with a slash': malformed(get('version')),
  'two methods': malformed([[':method', 'GET'], ...GET]),
  'two paths': malformed([[':path', '/api'], ...GET]),
  'two authorities': malformed([[':authority', 'other'], ...GET]),
  'a pseudo header after another': malformed([...without(':path'), [':path', '/version']]),
  'a pseudo header of answers': malformed([[':status', '200'], ...GET]),
  'a pseudo header nobody knows': malformed([[':x', '1'], ...GET]),
  'a body longer than announced': {
    bytes: Buffer.concat([headers(1, post(['content-length', '2']), { open: true }), data(1, Buffer.from('{   }'), true)]),
    outcome: 'reset PROTOCOL_ERROR',
  },
  'a body shorter than announced': {
    bytes: Buffer.concat([headers(1, post(['content-length', '9']), { open: true }), data(1, Buffer.from('{}'), true)]),
    outcome: 'reset PROTOCOL_ERROR',
  },
  'no body where one is announced': malformed(post(['content-length', '9'])),
  'two lengths': {
    bytes: Buffer.concat([headers(1, post(['content-length', '2'], ['content-length', '3']), { open: true }), data(1, Buffer.from('{}'), true)]),
    outcome: 'reset PROTOCOL_ERROR',
  },
  'a length that is no number': {
    bytes: Buffer.concat([headers(1, post(['content-length', 'two']), { open: true }), data(1, Buffer.from('{}'), true)]),
    outcome: 'reset PROTOCOL_ERROR',
  },
  'trailers with a pseudo header': {
    bytes: Buffer.concat([headers(1, post(), { open: true }), data(1, Buffer.from('{')), headers(1, [[':path', '/api']])]),
    outcome: 'reset PROTOCOL_ERROR',
  },
  'trailers that do not end the stream': {
    bytes: Buffer.concat([headers(1, post(), { open: true }), data(1, Buffer.from('{')), headers(1, [['x', 'y']], { open: true })]),
    outcome: 'reset PROTOCOL_ERROR',
  },
};

/** Offences against streams and windows that end a stream only. */
export const STREAM_ERRORS: { readonly [what: string]: Offence } = {
  'a stream that depends on itself': {
    bytes: Buffer.concat([headers(1, watch()), frame(FrameType.priority, 0, 1, Buffer.of(0, 0, 0, 1, 16))]),
    outcome: 'reset PROTOCOL_ERROR',
  },
  'a priority of four bytes': {
    bytes: Buffer.concat([headers(1, watch()), frame(FrameType.priority, 0, 1, Buffer.alloc(4))]),
    outcome: 'reset FRAME_SIZE_ERROR',
  },
  'a window of a stream opened by nothing': {
    bytes: Buffer.concat([headers(1, watch()), windowUpdate(1, 0)]),
    outcome: 'reset PROTOCOL_ERROR',
  },
  'a window of a stream that overflows': {
    bytes: Buffer.concat([headers(1, watch()), windowUpdate(1, WIDEST)]),
    outcome: 'reset FLOW_CONTROL_ERROR',
  },
  'more data than the window of a stream': {
    bytes: Buffer.concat([
      headers(1, watch(), { open: true }),
      ...Array.from({ length: WINDOW_BYTES / 16_384 + 1 }, () => data(1, Buffer.alloc(16_384))),
    ]),
    outcome: 'reset FLOW_CONTROL_ERROR',
  },
};

const broken = (outcome: string, ...pieces: readonly Buffer[]): Offence => ({ bytes: Buffer.concat(pieces), outcome: `connection ${outcome}` });

/** Offences that end the connection. */
export const CONNECTION_ERRORS: { readonly [what: string]: Offence } = {
  'data on a stream that was never opened': broken('PROTOCOL_ERROR', data(1, Buffer.alloc(10))),
  'a reset of a stream that was never opened': broken('PROTOCOL_ERROR', reset(1)),
  'a window of a stream that was never opened': broken('PROTOCOL_ERROR', windowUpdate(1, 1)),
  'data on no stream': broken('PROTOCOL_ERROR', data(0, Buffer.alloc(10))),
  'headers on no stream': broken('PROTOCOL_ERROR', headers(0, GET)),
  'a stream of the server': broken('PROTOCOL_ERROR', headers(2, GET)),
  'a stream that was passed over': broken('PROTOCOL_ERROR', headers(5, watch()), headers(3, watch())),
  'a promise': broken('PROTOCOL_ERROR', frame(FrameType.pushPromise, END_HEADERS, 1, Buffer.concat([uint32(2), block(...GET)]))),
  'a continuation of nothing': broken('PROTOCOL_ERROR', frame(FrameType.continuation, END_HEADERS, 1, block(...GET))),
  'another frame between headers': broken('PROTOCOL_ERROR', frame(FrameType.headers, END_STREAM, 1, block(...GET)), ping()),
  'a continuation of another stream': broken(
    'PROTOCOL_ERROR',
    frame(FrameType.headers, END_STREAM, 1, block(...GET)),
    frame(FrameType.continuation, END_HEADERS, 3, block(['x', 'y'])),
  ),
  'padding longer than its frame': broken('PROTOCOL_ERROR', headers(1, post(), { open: true }), frame(FrameType.data, 8, 1, Buffer.of(9, 1))),
  'a header of the table that is not there': broken('COMPRESSION_ERROR', headers(1, Buffer.concat([block(...GET), Buffer.of(0xff, 0x20)]))),
  'a header cut off': broken('COMPRESSION_ERROR', headers(1, block(...GET).subarray(0, -3))),
  'a length in a header without end': broken('COMPRESSION_ERROR', headers(1, Buffer.concat([Buffer.of(0, 0x7f), Buffer.alloc(100, 0xff)]))),
  'a table larger than allowed': broken('COMPRESSION_ERROR', headers(1, Buffer.concat([Buffer.of(0x3f, 0xe2, 0x1f), block(...GET)]))),
  'a frame larger than allowed': broken('FRAME_SIZE_ERROR', lying(FrameType.data, 1, 0xff_ffff)),
  'a ping of seven bytes': broken('FRAME_SIZE_ERROR', frame(FrameType.ping, 0, 0, Buffer.alloc(7))),
  'a ping on a stream': broken('PROTOCOL_ERROR', frame(FrameType.ping, 0, 1, Buffer.alloc(8))),
  'a reset of three bytes': broken('FRAME_SIZE_ERROR', headers(1, watch()), frame(FrameType.rstStream, 0, 1, Buffer.alloc(3))),
  'settings of five bytes': broken('FRAME_SIZE_ERROR', frame(FrameType.settings, 0, 0, Buffer.alloc(5))),
  'settings on a stream': broken('PROTOCOL_ERROR', frame(FrameType.settings, 0, 1)),
  'settings acknowledged with something in it': broken('FRAME_SIZE_ERROR', frame(FrameType.settings, 1, 0, Buffer.alloc(6))),
  'settings with a window that is too wide': broken('FLOW_CONTROL_ERROR', settings([Setting.initialWindowSize, 0x8000_0000])),
  'settings with a frame size that is too small': broken('PROTOCOL_ERROR', settings([Setting.maxFrameSize, 100])),
  'settings that allow pushes to a server in words nobody knows': broken('PROTOCOL_ERROR', settings([Setting.enablePush, 2])),
  'settings that make a window overflow': broken(
    'FLOW_CONTROL_ERROR',
    headers(1, watch()),
    windowUpdate(1, WIDEST - 65_535),
    settings([Setting.initialWindowSize, 65_536]),
  ),
  'a window opened by nothing': broken('PROTOCOL_ERROR', windowUpdate(0, 0)),
  'a window of three bytes': broken('FRAME_SIZE_ERROR', frame(FrameType.windowUpdate, 0, 0, Buffer.alloc(3))),
  'a window that overflows': broken('FLOW_CONTROL_ERROR', windowUpdate(0, 1)),
};
