/**
 * Broken and hostile bytes on the sockets themselves: HTTP/2 frames that no client sends, half requests, headers without end. The server lives on.
 */
import assert from 'node:assert/strict';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import tls from 'node:tls';
import { systemClock } from '../../src/base/clock.ts';
import { createServer } from '../../src/controlplane/server.ts';
import { testAuthority } from '../../src/server/transport/certificates.fixture.ts';
import { seeded } from './hostile-input.ts';

const LINGER_MS = 150;
const GROWTH_BYTES = 300 * 1024 * 1024;
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
/** GET https, authority "x", in HPACK. */
const GET = Buffer.from([0x82, 0x87, 0x84, 0x41, 1, 0x78]);
const DATA = 0;
const HEADERS = 1;
const PRIORITY = 2;
const RESET = 3;
const SETTINGS = 4;
const PUSH = 5;
const PING = 6;
const WINDOW = 8;
const CONTINUATION = 9;

interface Frame {
  readonly flags?: number;
  readonly stream?: number;
  readonly payload?: Buffer;
  /** What the frame says of its length, when it lies. */
  readonly length?: number;
}

function frame(type: number, { flags = 0, stream = 0, payload = Buffer.alloc(0), length = payload.length }: Frame = {}): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const many = (count: number, make: (i: number) => Buffer): Buffer => Buffer.concat(Array.from({ length: count }, (_, i) => make(i)));
const opened = (...frames: Buffer[]): Buffer => Buffer.concat([PREFACE, frame(SETTINGS), ...frames]);
const get = frame(HEADERS, { flags: 5, stream: 1, payload: GET });
const code = Buffer.from([0, 0, 0, 8]);

const HTTP2: { readonly [what: string]: Buffer } = {
  'no preface': Buffer.alloc(5000, 0x41),
  'settings without end': opened(many(20_000, () => frame(SETTINGS))),
  'pings without end': opened(many(20_000, () => frame(PING, { payload: Buffer.alloc(8) }))),
  'streams opened and reset (CVE-2023-44487)': opened(
    many(5000, (i) =>
      Buffer.concat([frame(HEADERS, { flags: 5, stream: i * 2 + 1, payload: GET }), frame(RESET, { stream: i * 2 + 1, payload: code })]),
    ),
  ),
  'continuations without end (CVE-2024-27983)': opened(
    frame(HEADERS, { stream: 1, payload: GET }),
    many(20_000, () => frame(CONTINUATION, { stream: 1, payload: Buffer.from([0x40, 1, 0x61, 1, 0x62]) })),
  ),
  'a header bomb': opened(
    frame(HEADERS, {
      flags: 5,
      stream: 1,
      payload: Buffer.concat([GET, Buffer.from([0x40, 1, 0x61, 0x7f, 0xa1, 0x1e]), Buffer.alloc(4000, 0x62), Buffer.alloc(10_000, 0xbe)]),
    }),
  ),
  'an even stream': opened(frame(HEADERS, { flags: 5, stream: 2, payload: GET })),
  'data for no stream': opened(frame(DATA, { stream: 1, payload: Buffer.alloc(100) })),
  'a window of nothing': opened(frame(WINDOW, { payload: Buffer.alloc(4) })),
  'a window that overflows': opened(
    get,
    many(10, () => frame(WINDOW, { stream: 1, payload: Buffer.from([0x7f, 0xff, 0xff, 0xff]) })),
  ),
  'a frame of 16 MiB': opened(frame(DATA, { stream: 1, length: 0xffffff })),
  'a request without a path': opened(frame(HEADERS, { flags: 5, stream: 1, payload: Buffer.from([0x82]) })),
  'a stream that depends on itself': opened(frame(PRIORITY, { stream: 3, payload: Buffer.from([0, 0, 0, 3, 1]) })),
  'a push from a client': opened(frame(PUSH, { flags: 4, stream: 1, payload: Buffer.concat([Buffer.from([0, 0, 0, 2]), GET]) })),
};

const POST = 'POST /api/v1/namespaces HTTP/1.1\r\nHost: localhost\r\n';
const LIST = 'GET /api HTTP/1.1\r\nHost: localhost\r\n';
const UPGRADE = 'GET /api/v1/pods?watch=1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n';
const HTTP1: readonly string[] = [
  'GET / HTTP/1.1\r\n\r\n',
  'GET /api HTTP/9.9\r\nHost: localhost\r\n\r\n',
  `GET ${'/a'.repeat(600_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
  `${POST}Content-Length: -5\r\n\r\n`,
  `${POST}Content-Length: 99999999999999999999\r\n\r\n{}`,
  `${POST}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n`,
  `${LIST}${'x: y\r\n'.repeat(30_000)}\r\n`,
  `${LIST}X: ${'a'.repeat(2 << 20)}\r\n\r\n`,
  `${UPGRADE}Sec-WebSocket-Version: 13\r\n\r\n`,
  `${UPGRADE}Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 99\r\n\r\n`,
  `${UPGRADE}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n${'\xff'.repeat(1000)}`,
  'CONNECT x:1 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET http://elsewhere/api HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET \\api HTTP/1.1\r\nHost: localhost\r\n\r\n',
  '* * *\r\n',
];

/** Sends, listens for a moment, and hangs up. */
function throwAt(socket: Duplex, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const cancel = systemClock.after(LINGER_MS, () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => {
      cancel();
      resolve();
    });
    socket.resume();
    socket.write(bytes);
  });
}

test('hostile bytes end their own connection at most', { timeout: 60_000 }, async () => {
  const mistakes: unknown[] = [];
  const log = {
    enabled: () => false,
    info: () => {},
    warn: () => {},
    error: (message: string, error?: unknown) => void mistakes.push([message, error]),
  };
  const serving = await (await testAuthority()).serving(['localhost']);
  const place = { address: '127.0.0.1', port: 0 };
  await using server = await createServer({ storage: { backend: 'memory' }, log, secure: { ...place, serving }, insecure: place });
  const secure = (protocol: string): Duplex =>
    tls.connect({ host: '127.0.0.1', port: server.port ?? 0, rejectUnauthorized: false, ALPNProtocols: [protocol] });
  const plain = (): Duplex => net.connect({ host: '127.0.0.1', port: server.insecurePort ?? 0 });
  const before = process.memoryUsage().rss;
  for (const bytes of Object.values(HTTP2)) await throwAt(secure('h2'), bytes);
  for (const text of HTTP1)
    await Promise.all([throwAt(secure('http/1.1'), Buffer.from(text, 'latin1')), throwAt(plain(), Buffer.from(text, 'latin1'))]);
  const random = seeded(1);
  const damaged = Object.values(HTTP2).map((bytes) => {
    const copy = Buffer.from(bytes.subarray(0, 3000));
    for (let i = 0; i < 8; i++) copy[24 + Math.floor(random() * (copy.length - 24))] = Math.floor(random() * 256);
    return copy;
  });
  await Promise.all(damaged.map((bytes) => throwAt(secure('h2'), bytes)));
  const answer = await fetch(`http://127.0.0.1:${server.insecurePort}/version`);
  assert.equal(answer.status, 200);
  assert.deepEqual(mistakes, []);
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < GROWTH_BYTES, `memory grew by ${grown} bytes`);
});
