import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, data, frame, get, PREFACE, post, requestBlock, settings, type TestConnection, uint32 } from './client.fixture.ts';
import { END_HEADERS, ErrorCode, FrameType } from './frames.ts';

const waitForEver = (): Promise<void> => new Promise(() => {});

async function greeted(...args: Parameters<typeof connect>): Promise<TestConnection> {
  const connection = connect(...args);
  await connection.client.greet();
  return connection;
}

const times = (count: number, bytes: Buffer): Buffer => Buffer.concat(Array.from({ length: count }, () => bytes));

const floods: readonly (readonly [string, Buffer])[] = [
  ['empty DATA', data(1, '')],
  ['WINDOW_UPDATE of the connection', frame(FrameType.windowUpdate, 0, 0, uint32(1))],
  ['WINDOW_UPDATE of a stream', frame(FrameType.windowUpdate, 0, 1, uint32(1))],
  ['PRIORITY', frame(FrameType.priority, 0, 1, Buffer.alloc(5))],
  ['unknown frames', frame(0x77, 0, 0)],
];

for (const [what, bytes] of floods)
  test(`a flood of ${what} ends the connection`, async () => {
    const { client } = await greeted(waitForEver);
    client.send(post(1), times(9_000, bytes), frame(FrameType.ping, 0, 0, Buffer.alloc(8)));
    await client.until(() => client.of(FrameType.ping).length === 1);
    client.send(times(9_000, bytes));
    await client.closed();
    assert.equal(client.goaways()[0]?.code, ErrorCode.enhanceYourCalm);
  });

test('requests broken off as soon as they were sent are too many at some point, later ones never', async () => {
  const { client } = await greeted();
  for (let stream = 1; stream < 3000; stream += 2) {
    client.send(get(stream));
    await client.until(() => client.isAnswered(stream));
    client.send(frame(FrameType.rstStream, 0, stream, uint32(8)));
  }
  const rapid = Array.from({ length: 2000 }, (_, i) => Buffer.concat([get(3001 + 2 * i), frame(FrameType.rstStream, 0, 3001 + 2 * i, uint32(8))]));
  client.send(...rapid);
  await client.closed();
  assert.equal(client.goaways()[0]?.code, ErrorCode.enhanceYourCalm);
});

test('a client that takes much may say often that it has room', async () => {
  const { client } = await greeted((_request, sink) => {
    sink.head(200, []);
    sink.end(Buffer.alloc(65_000));
    return undefined;
  });
  for (let stream = 1; stream < 1000; stream += 2) {
    client.send(get(stream), times(40, frame(FrameType.windowUpdate, 0, 0, uint32(65_000 / 40))));
    await client.until(() => client.isAnswered(stream));
  }
  assert.equal(client.goaways().length, 0);
});

test('CONTINUATION without end, with something in it or not, ends the connection', async () => {
  const endless = await greeted();
  endless.client.send(frame(FrameType.headers, 0, 1, requestBlock()), times(11_000, frame(FrameType.continuation, 0, 1)));
  await endless.client.closed();
  assert.equal(endless.client.goaways()[0]?.code, ErrorCode.enhanceYourCalm);
  const large = await greeted();
  large.client.send(frame(FrameType.headers, 0, 1, requestBlock()), times(9, frame(FrameType.continuation, 0, 1, Buffer.alloc(250_000))));
  await large.client.closed();
  assert.equal(large.client.goaways()[0]?.code, ErrorCode.protocolError);
  assert.equal(large.requests.length, 0);
});

for (const [what, bytes] of [
  ['PINGs', frame(FrameType.ping, 0, 0, Buffer.alloc(8))],
  ['SETTINGS', settings()],
  ['malformed requests', undefined],
] as const)
  test(`a client that takes no answers to its ${what} loses its connection`, async () => {
    const { client, over } = connect(undefined, { reads: false });
    const flood =
      bytes === undefined
        ? Buffer.concat(Array.from({ length: 10_001 }, (_, i) => frame(FrameType.headers, END_HEADERS, 2 * i + 1)))
        : times(10_001, bytes);
    client.send(PREFACE, settings(), flood);
    await over;
  });

test('answers that nobody takes are held back with their writers, and little is held for a client that does not read', async () => {
  const sinks: { readonly buffered: number }[] = [];
  const { client } = connect(
    async (_request, sink) => {
      sinks.push(sink);
      sink.head(200, []);
      while (!sink.closed) if (!sink.write(Buffer.alloc(60_000))) await sink.drained();
    },
    { reads: false },
  );
  client.send(PREFACE, settings([4, 0x7fff_ffff]), frame(FrameType.windowUpdate, 0, 0, uint32(0x7fff_0000 - 65_535)));
  client.send(...Array.from({ length: 50 }, (_, i) => get(2 * i + 1)));
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(sinks.length, 50);
  for (const { buffered } of sinks) assert.ok(buffered <= 120_000, String(buffered));
  client.side.destroy();
});

test('a window that is opened by single bytes is no reason to hold more', async () => {
  const { client } = connect((_request, sink) => {
    sink.head(200, []);
    sink.end(Buffer.from('a body of some length'));
    return undefined;
  });
  await client.greet([4, 0]);
  client.send(get(1));
  for (let i = 1; i <= 21; i++) {
    client.send(frame(FrameType.windowUpdate, 0, 1, uint32(1)));
    await client.until(() => client.body(1).length === i);
  }
  await client.until(() => client.isAnswered(1));
  assert.equal(client.body(1).toString(), 'a body of some length');
});

test('a client in a hurry, with a request half sent in every chunk, is not taken for a slow one', async () => {
  const { client, clock } = await greeted();
  const requests = Buffer.concat(Array.from({ length: 200 }, (_, i) => get(2 * i + 1)));
  for (let at = 0; at < requests.length; at += 70) {
    client.send(requests.subarray(at, at + 70));
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(5_000);
  }
  await client.until(() => client.isAnswered(399));
});

test('who sends no preface, or half a header block, is cut off after a while; who sends a slow body is not', async () => {
  const silent = connect();
  silent.clock.advance(31_999);
  assert.equal(silent.client.isClosed, false);
  silent.clock.advance(1);
  await silent.client.closed();

  const half = await greeted();
  half.clock.advance(10_000);
  half.client.send(get(1).subarray(0, 20), Buffer.alloc(0));
  await new Promise((resolve) => setImmediate(resolve));
  half.clock.advance(31_999);
  half.client.send(get(1).subarray(20), frame(FrameType.headers, 0, 3, requestBlock()));
  await half.client.until(() => half.client.isAnswered(1));
  half.clock.advance(31_000);
  assert.equal(half.client.isClosed, false);
  half.clock.advance(1_000);
  await half.client.closed();

  const slow = await greeted((request) => request.readBody(1000).then(() => {}));
  slow.client.send(post(1), data(1, 'half a frame').subarray(0, 12));
  await new Promise((resolve) => setImmediate(resolve));
  slow.clock.advance(3_600_000);
  slow.client.send(data(1, 'half a frame').subarray(12), frame(FrameType.ping, 0, 0, Buffer.alloc(8)));
  await slow.client.until(() => slow.client.of(FrameType.ping).length === 1);
});
