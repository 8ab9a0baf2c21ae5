/**
 * Broken and hostile bytes on the sockets themselves: half requests, headers without end, other protocols. The server lives on. HTTP/2 has files of its own.
 */
import assert from 'node:assert/strict';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import tls from 'node:tls';
import { systemClock } from '../../src/base/clock.ts';
import { createServer } from '../../src/controlplane/server.ts';
import { testAuthority } from '../../src/server/transport/certificates.fixture.ts';

const LINGER_MS = 150;
const GROWTH_BYTES = 300 * 1024 * 1024;
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
  const secure = (): Duplex => tls.connect({ host: '127.0.0.1', port: server.port ?? 0, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
  const plain = (): Duplex => net.connect({ host: '127.0.0.1', port: server.insecurePort ?? 0 });
  const before = process.memoryUsage().rss;
  for (const text of HTTP1) await Promise.all([throwAt(secure(), Buffer.from(text, 'latin1')), throwAt(plain(), Buffer.from(text, 'latin1'))]);
  const answer = await fetch(`http://127.0.0.1:${server.insecurePort}/version`);
  assert.equal(answer.status, 200);
  assert.deepEqual(mistakes, []);
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < GROWTH_BYTES, `memory grew by ${grown} bytes`);
});
