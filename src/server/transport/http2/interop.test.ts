import assert from 'node:assert/strict';
import { once } from 'node:events';
import http2, { type ClientHttp2Session, type ClientHttp2Stream, type OutgoingHttpHeaders } from 'node:http2';
import { after, before, test } from 'node:test';
import { silentLogger } from '../../../base/log.ts';
import type { HttpRequest, ResponseSink } from '../../../request/http.ts';
import { type TestAuthority, testAuthority } from '../certificates.fixture.ts';
import { listenSecure, type SecureListener } from '../listen.ts';

const MEGABYTE = 1 << 20;
let authority: TestAuthority;
let listener: SecureListener;
let session: ClientHttp2Session;

before(async () => {
  authority = await testAuthority();
  const serving = await authority.serving(['localhost']);
  listener = await listenSecure({ address: '127.0.0.1', port: 0, serving }, answer, silentLogger);
  session = connect();
});

after(() => {
  session.destroy();
  listener.destroy();
});

function connect(settings: http2.Settings = {}): ClientHttp2Session {
  return http2.connect(`https://localhost:${listener.port}`, { ca: authority.pem, settings });
}

/** /echo: the body; /bytes/N: so many, in slices. */
async function answer(request: HttpRequest, sink: ResponseSink): Promise<void> {
  if (request.target === '/echo') {
    const body = await request.readBody(8 * MEGABYTE);
    sink.head(200, ['content-length', String(body.length)]);
    sink.end(body);
    return;
  }
  sink.head(200, ['content-type', 'application/octet-stream']);
  const slab = Buffer.alloc(100_000);
  for (let left = Number(request.target.slice('/bytes/'.length)); left > 0 && !sink.closed; left -= slab.length) {
    // The memory is used again, as soon as the sink allows it.
    for (let i = 0; i < slab.length; i++) slab[i] = (left - i) % 251;
    const slice = slab.subarray(0, Math.min(left, slab.length));
    if (!sink.write(slice)) await sink.drained();
    else if (left > slice.length) assert.fail('the memory of a long slice may be used again only after it has drained');
  }
  sink.end();
}

function expected(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++) bytes[i] = (length - i) % 251;
  return bytes;
}

async function bodyOf(stream: ClientHttp2Stream): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function ask(headers: OutgoingHttpHeaders, body?: Buffer, on = session): Promise<Buffer> {
  const stream = on.request(headers, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  return bodyOf(stream);
}

test('a large body goes up and comes back as it was', async () => {
  const body = Buffer.from(Array.from({ length: 5 * MEGABYTE }, (_, i) => i % 253));
  assert.ok((await ask({ ':path': '/echo', ':method': 'POST' }, body)).equals(body));
});

test('a large answer in slices comes as it was written, and small ones do not wait for it', async () => {
  const large = session.request({ ':path': `/bytes/${20 * MEGABYTE}` });
  await once(large, 'response');
  const small = await ask({ ':path': '/bytes/1000' });
  assert.ok(small.equals(expected(1000)));
  assert.equal(large.readableEnded, false);
  assert.ok((await bodyOf(large)).equals(expected(20 * MEGABYTE)));
});

test('a hundred streams at a time, through windows of a few bytes, each get their own', async () => {
  const narrow = connect({ initialWindowSize: 100 });
  const lengths = Array.from({ length: 100 }, (_, i) => i * 37);
  const bodies = await Promise.all(lengths.map((length) => ask({ ':path': `/bytes/${length}` }, undefined, narrow)));
  for (const [i, body] of bodies.entries()) assert.ok(body.equals(expected(i * 37)), String(i));
  narrow.destroy();
});

test('a thousand requests over one connection, with bodies and without', async () => {
  for (let round = 0; round < 10; round++) {
    const asked = Array.from({ length: 100 }, (_, i) =>
      i % 2 === 0 ? ask({ ':path': '/bytes/100' }) : ask({ ':path': '/echo', ':method': 'POST' }, Buffer.from(`body ${round} ${i}`)),
    );
    for (const [i, body] of (await Promise.all(asked)).entries())
      assert.equal(body.toString(), i % 2 === 0 ? expected(100).toString() : `body ${round} ${i}`);
  }
});

test('a client that gives up half way disturbs nobody', async () => {
  const stream = session.request({ ':path': `/bytes/${20 * MEGABYTE}` });
  stream.on('error', () => {});
  await once(stream, 'data');
  stream.close(http2.constants.NGHTTP2_CANCEL);
  await once(stream, 'close');
  assert.equal((await ask({ ':path': '/bytes/5' })).length, 5);
});

test('100 Continue', async () => {
  const stream = session.request({ ':path': '/echo', ':method': 'POST', expect: '100-continue' });
  await once(stream, 'continue');
  stream.end('now');
  assert.equal((await bodyOf(stream)).toString(), 'now');
});

test('trailers are taken, and ignored', async () => {
  const stream = session.request({ ':path': '/echo', ':method': 'POST' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'x-checksum': '1' }));
  stream.end('body');
  assert.equal((await bodyOf(stream)).toString(), 'body');
});

test('closing the listener ends a connection that has nothing to do', async () => {
  const own = await listenSecure({ address: '127.0.0.1', port: 0, serving: await authority.serving(['localhost']) }, answer, silentLogger);
  const idle = http2.connect(`https://localhost:${own.port}`, { ca: authority.pem });
  await once(idle, 'remoteSettings');
  const [closed] = await Promise.all([once(idle, 'close'), own.close()]);
  assert.deepEqual(closed, []);
});
