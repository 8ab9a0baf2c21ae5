/** What HTTP/2 allows and few clients do: headers up to a megabyte, windows of nothing or of a byte, more streams than there may be, ends in the midst. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { block, data, frame, PREFACE, settings } from '../../src/server/transport/http2/client.fixture.ts';
import { END_HEADERS, END_STREAM, ErrorCode, FrameType } from '../../src/server/transport/http2/frames.ts';
import { greeting, headers, many, ping, reset, Setting, WIDEST, windowUpdate } from './http2-frames.fixture.ts';
import { CONFIG_MAPS, get, post, watch } from './http2-offences.fixture.ts';
import { AttackedServer } from './http2-server.fixture.ts';

const TIMEOUT_MS = 15_000;
const KIB = 1024;
/** Large objects, so that a list of them does not fit into any window. */
const OBJECTS = 40;
const OBJECT_BYTES = 200_000;
const GROWTH_BYTES = 150 * 1024 * 1024;

let server: AttackedServer;
before(async () => {
  server = await AttackedServer.start();
  for (let i = 0; i < OBJECTS; i++) await server.create(`large-${i}`, { value: 'x'.repeat(OBJECT_BYTES) });
});
after(async () => {
  await server.quiet();
  assert.deepEqual(server.mistakes, []);
  await server[Symbol.asyncDispose]();
});

const within = { timeout: TIMEOUT_MS };

for (const kib of [60, 65, 200, 1000]) {
  test(`a header of ${kib} KiB is a header like others`, within, async () => {
    using connection = await server.open();
    assert.equal((await connection.ask(1, headers(1, get('/version', ['x', 'a'.repeat(kib * KIB)])))).status, 200);
    assert.equal((await connection.ask(3, headers(3, get('/version')))).status, 200);
  });
}

test('headers beyond a megabyte are too large: 431, and the connection goes on', within, async () => {
  using connection = await server.open();
  const fields = Array.from({ length: 11 }, () => ['x', 'a'.repeat(100 * KIB)] as const);
  assert.equal((await connection.ask(1, headers(1, get('/version', ...fields)))).status, 431);
  assert.equal((await connection.ask(3, headers(3, get('/version')))).status, 200);
});

test('a header block in pieces of a byte is put together', within, async () => {
  using connection = await server.open();
  assert.equal((await connection.ask(1, headers(1, get('/version'), { frameBytes: 1 }))).status, 200);
});

test('frames in pieces of a byte are put together', within, async () => {
  using connection = await server.open();
  for (const byte of Buffer.concat([headers(1, get('/version')), ping()])) await connection.sendAll(Buffer.of(byte));
  assert.equal(await connection.outcome(1), 'answer 200');
});

test('padding, priorities and trailers are let pass', within, async () => {
  using connection = await server.open();
  const body = Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'padded' } }));
  const padded = (payload: Buffer): Buffer => Buffer.concat([Buffer.of(100), payload, Buffer.alloc(100)]);
  connection.send(
    frame(FrameType.priority, 0, 1, Buffer.of(0, 0, 0, 0, 200)),
    frame(
      FrameType.headers,
      END_HEADERS | 0x28,
      1,
      padded(Buffer.concat([Buffer.of(0, 0, 0, 0, 200), block(...post(['content-length', String(body.length)]))])),
    ),
    frame(FrameType.data, 8, 1, padded(body)),
    headers(1, [['x-trailer', 'later']]),
  );
  assert.equal(await connection.outcome(1), 'answer 201');
});

test('a stream more than there may be is refused, the others go on', within, async () => {
  using connection = await server.open();
  assert.equal((await connection.ask(1, headers(1, get('/version')))).status, 200);
  const allowed = 100;
  const told = connection.of(FrameType.settings)[0]?.payload.toString('hex') ?? '';
  assert.ok(told.includes('000300000064'), told);
  connection.send(many(allowed + 1, (i) => headers(3 + 2 * i, watch())));
  // Go's server, too, gives these codes: the one while its settings may not have been read yet, the other afterwards.
  assert.match(await connection.outcome(3 + 2 * allowed), /^reset (PROTOCOL_ERROR|REFUSED_STREAM)$/);
  connection.send(reset(3), headers(5 + 2 * allowed, get('/version')));
  assert.equal(await connection.outcome(5 + 2 * allowed), 'answer 200');
});

test('a client that opens no window and asks for large lists on every stream costs no more than one list', { timeout: TIMEOUT_MS }, async () => {
  using connection = await server.open(greeting([Setting.initialWindowSize, 0]));
  const before = process.memoryUsage().rss;
  connection.send(many(100, (i) => headers(2 * i + 1, get(CONFIG_MAPS))));
  await Promise.all(
    Array.from({ length: 100 }, (_, i) => connection.frame(({ stream, type }) => stream === 2 * i + 1 && type === FrameType.headers)),
  );
  await server.during(() => connection.frame(({ type }) => type === FrameType.headers));
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < GROWTH_BYTES, `memory grew by ${grown} bytes`);
  assert.ok(!connection.frames.some(({ type, payload }) => type === FrameType.data && payload.length > 0));
  connection.close();
  await server.quiet();
});

test('watches of a client that opens no window cost no more than what happened', within, async () => {
  using connection = await server.open(greeting([Setting.initialWindowSize, 0]));
  const before = process.memoryUsage().rss;
  connection.send(many(100, (i) => headers(2 * i + 1, get(`${CONFIG_MAPS}?watch=1&resourceVersion=0&fieldSelector=metadata.name=busy`))));
  await Promise.all(
    Array.from({ length: 100 }, (_, i) => connection.frame(({ stream, type }) => stream === 2 * i + 1 && type === FrameType.headers)),
  );
  for (let i = 0; i < 150; i++) {
    await server.create('busy', { value: 'x'.repeat(OBJECT_BYTES) });
    await server.remove('busy');
  }
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < GROWTH_BYTES, `memory grew by ${grown} bytes`);
  connection.close();
  await server.quiet();
});

test('a window that opens by a byte at a time gives the answer a byte at a time', within, async () => {
  using whole = await server.open();
  const { body } = await whole.ask(1, headers(1, get('/version')));
  using connection = await server.open(greeting([Setting.initialWindowSize, 1]));
  connection.send(headers(1, get('/version')));
  for (let bytes = 1; bytes <= body.length; bytes++) {
    await connection.until(() => connection.body(1).length >= bytes);
    assert.equal(connection.body(1).length, bytes);
    connection.send(windowUpdate(1, 1));
  }
  assert.equal(await connection.outcome(1), 'answer 200');
  assert.equal(connection.body(1).toString(), body);
});

test('a large list comes whole through windows of any size, and to several streams at once', within, async () => {
  using connection = await server.open(greeting([Setting.initialWindowSize, 10_000]));
  const streams = [1, 3, 5];
  connection.send(...streams.map((stream) => headers(stream, get(CONFIG_MAPS))));
  for (const stream of streams) {
    await connection.frame((each) => each.stream === stream && each.type === FrameType.data);
    connection.send(windowUpdate(stream, WIDEST - 10_000));
  }
  for (const stream of streams) assert.equal(await connection.outcome(stream), 'answer 200');
  const sizes = streams.map((stream) => JSON.parse(connection.body(stream).toString()).items.length);
  assert.equal(new Set(sizes).size, 1);
  assert.ok((sizes[0] ?? 0) >= OBJECTS);
});

test('a window may shrink below nothing, and the stream waits until it is open again', within, async () => {
  using connection = await server.open();
  connection.send(headers(1, get(CONFIG_MAPS)));
  await connection.until(() => connection.body(1).length === 65_535);
  connection.send(settings([Setting.initialWindowSize, 0]), windowUpdate(1, 65_535), ping());
  await connection.frame(({ type }) => type === FrameType.ping);
  assert.equal(connection.body(1).length, 65_535);
  connection.send(windowUpdate(1, 1000));
  await connection.until(() => connection.body(1).length === 66_535);
  connection.send(settings([Setting.initialWindowSize, 0x0fff_ffff]));
  assert.equal(await connection.outcome(1), 'answer 200');
});

test('a watch ends on the server when its stream is reset', within, async () => {
  using connection = await server.open();
  connection.send(headers(1, watch()));
  await connection.frame(({ type }) => type === FrameType.headers);
  assert.equal(await server.figure('apiserver_longrunning_requests'), 1);
  connection.send(reset(1));
  await server.quiet();
  assert.equal((await connection.ask(3, headers(3, get('/version')))).status, 200);
});

test('a watch ends on the server when its connection goes', within, async () => {
  const connection = await server.open();
  connection.send(many(50, (i) => headers(2 * i + 1, watch())));
  await connection.frame(({ stream, type }) => stream === 99 && type === FrameType.headers);
  connection.close();
  await server.quiet();
});

test('a client that says goodbye gets the answers it is owed, then the connection ends', within, async () => {
  using connection = await server.open();
  connection.send(headers(1, get(CONFIG_MAPS)), frame(FrameType.goaway, 0, 0, Buffer.alloc(8)), windowUpdate(1, WIDEST - 65_535));
  await connection.answerPing();
  assert.equal(await connection.outcome(1), 'answer 200');
  assert.equal(await connection.end(), 'NO_ERROR');
});

test('a client that says goodbye with nothing under way is let go', within, async () => {
  using connection = await server.open();
  assert.equal((await connection.ask(1, headers(1, get('/version')))).status, 200);
  connection.send(frame(FrameType.goaway, 0, 0, Buffer.alloc(8)));
  await connection.answerPing();
  assert.equal(await connection.end(), 'NO_ERROR');
});

for (const [what, bytes] of [
  ['half a frame', headers(1, get('/version')).subarray(0, 30)],
  ['half a header block', frame(FrameType.headers, END_STREAM, 1, block(...get('/version')))],
  ['half a body', Buffer.concat([headers(1, post(['content-length', '100']), { open: true }), data(1, Buffer.from('{'))])],
] as const) {
  test(`who sends ${what} and falls silent keeps nobody waiting`, within, async () => {
    using silent = await server.open();
    await silent.sendAll(bytes);
    using other = await server.open();
    assert.equal((await other.ask(1, headers(1, get('/version')))).status, 200);
  });
}

for (const [what, bytes] of [
  ['garbage', Buffer.alloc(5000, 0x41)],
  ['HTTP/1.1', Buffer.from('GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ['frames without a preface', headers(1, get('/version'))],
  ['a preface with a mistake at its end', Buffer.concat([PREFACE.subarray(0, -1), Buffer.from('x')])],
] as const) {
  test(`${what} in place of the preface ends the connection`, within, async () => {
    using connection = await server.open(bytes);
    assert.match(await connection.end(), /^(closed|PROTOCOL_ERROR)$/);
  });
}

test('the preface must be followed by settings', within, async () => {
  using connection = await server.open(Buffer.concat([PREFACE, headers(1, get('/version'))]));
  assert.equal(await connection.end(), 'PROTOCOL_ERROR');
});

for (const [what, late] of [
  ['data', data(1, Buffer.from('x'))],
  ['headers', headers(1, get('/version'))],
  ['a continuation', frame(FrameType.continuation, END_HEADERS, 1)],
] as const) {
  test(`${what} on a stream that is over is refused`, within, async () => {
    using connection = await server.open();
    assert.equal((await connection.ask(1, headers(1, get('/version')))).status, 200);
    connection.send(late);
    const { type, payload } = await connection.frame((each) => each.type === FrameType.rstStream || each.type === FrameType.goaway);
    // Of a stream, or of the connection; the one where the client may not have known yet.
    assert.ok([1, 5].includes(payload.readUInt32BE(type === FrameType.goaway ? 4 : 0)), payload.toString('hex'));
  });
}

test('frames that were on their way when the server ended a stream are let pass, those after a reset of the client are not', within, async () => {
  using connection = await server.open();
  connection.send(headers(1, get('/version'), { open: true }));
  await connection.until(() => connection.resetCode(1) === 0);
  connection.send(data(1, Buffer.from('x')), headers(1, [['x-trailer', '1']]));
  assert.equal((await connection.ask(3, headers(3, get('/version')))).status, 200);
  assert.equal(connection.of(FrameType.rstStream).length, 1);
  connection.send(reset(1), data(1, Buffer.from('x')));
  await connection.until(() => connection.of(FrameType.rstStream, 1)[1]?.payload.readUInt32BE(0) === ErrorCode.streamClosed);
});

test('windows and resets of a stream that is over are let pass', within, async () => {
  using connection = await server.open();
  assert.equal((await connection.ask(1, headers(1, get('/version')))).status, 200);
  connection.send(windowUpdate(1, 10), reset(1), frame(FrameType.priority, 0, 1, Buffer.of(0, 0, 0, 0, 1)));
  assert.equal((await connection.ask(3, headers(3, get('/version')))).status, 200);
});

test('a server that stops ends its watches, takes the rest of an upload, answers it and says goodbye', within, async () => {
  await using stopping = await AttackedServer.start();
  using connection = await stopping.open();
  const body = Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late' } }));
  connection.send(headers(1, watch()), headers(3, post(), { open: true }), data(3, body.subarray(0, 10)));
  await connection.frame(({ stream, type }) => stream === 1 && type === FrameType.headers);
  const stopped = stopping.server.close();
  await connection.answerPing();
  connection.send(data(3, body.subarray(10), true));
  assert.equal(await connection.outcome(3), 'answer 201');
  assert.equal(await connection.outcome(1), 'answer 200');
  assert.equal(await connection.end(), 'NO_ERROR');
  await stopped;
  assert.deepEqual(stopping.mistakes, []);
});
