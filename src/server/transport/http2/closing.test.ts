import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResponseSink } from '../../../request/http.ts';
import { connect, data, frame, get, PREFACE, post, settings, type TestClient, type TestConnection, uint32 } from './client.fixture.ts';
import { ACK, ErrorCode, FrameType, MAX_31_BITS } from './frames.ts';

async function greeted(...args: Parameters<typeof connect>): Promise<TestConnection> {
  const connection = connect(...args);
  await connection.client.greet();
  return connection;
}

async function returnPing(client: TestClient): Promise<void> {
  await client.until(() => client.of(FrameType.ping).length > 0);
  client.send(frame(FrameType.ping, ACK, 0, client.of(FrameType.ping)[0]?.payload ?? Buffer.alloc(0)));
}

test('closing finishes what is under way, what the client had not heard of included, and takes nothing new', async () => {
  const sinks: ResponseSink[] = [];
  const { client, connection, requests } = await greeted((_request, sink) => {
    sinks.push(sink);
    return undefined;
  });
  client.send(get(1), frame(FrameType.ping, 0, 0, Buffer.alloc(8)));
  await client.until(() => client.of(FrameType.ping).length === 1);
  connection.close();
  await client.until(() => client.goaways().length === 1);
  assert.deepEqual(client.goaways(), [{ code: ErrorCode.noError, last: MAX_31_BITS }]);
  // It was sent before the client heard.
  client.send(get(3));
  client.send(frame(FrameType.ping, ACK, 0, client.of(FrameType.ping)[1]?.payload ?? Buffer.alloc(0)));
  await client.until(() => client.goaways().length === 2);
  assert.deepEqual(client.goaways()[1], { code: ErrorCode.noError, last: 3 });
  client.send(get(5), post(7), data(7, 'x'), frame(FrameType.ping, 0, 0, Buffer.from('after it')));
  await client.until(() => client.of(FrameType.ping).length === 3);
  assert.deepEqual(requests.length, 2);
  // A client that overlooks the second GOAWAY learns so that it may ask elsewhere.
  assert.deepEqual([client.resetCode(5), client.resetCode(7)], [ErrorCode.refusedStream, ErrorCode.refusedStream]);
  for (const sink of sinks) {
    sink.head(200, []);
    sink.end(Buffer.alloc(30_000));
  }
  await client.closed();
  assert.deepEqual([client.body(1).length, client.body(3).length], [30_000, 30_000]);
  assert.ok(client.isAnswered(1) && client.isAnswered(3));
});

test('a client that does not answer is told which stream is the last after a second', async () => {
  const { client, connection, clock } = await greeted();
  connection.close();
  await client.until(() => client.goaways().length === 1);
  clock.advance(1000);
  await client.closed();
  assert.deepEqual(client.goaways()[1], { code: ErrorCode.noError, last: 0 });
});

test('closeConnection of a request answers that request and ends the connection', async () => {
  const { client } = await greeted((request, sink) => {
    request.closeConnection?.();
    sink.head(200, []);
    sink.end(Buffer.from('bye'));
    return undefined;
  });
  client.send(get(1));
  await returnPing(client);
  await client.closed();
  assert.equal(client.body(1).toString(), 'bye');
  assert.deepEqual(
    client.goaways().map(({ last }) => last),
    [MAX_31_BITS, 1],
  );
});

test('a client that says goodbye gets its answers first', async () => {
  const sinks: ResponseSink[] = [];
  const { client } = await greeted((_request, sink) => void sinks.push(sink));
  client.send(get(1), frame(FrameType.goaway, 0, 0, Buffer.alloc(8)));
  await returnPing(client);
  await client.until(() => client.goaways().length === 2);
  sinks[0]?.head(200, []);
  sinks[0]?.end(Buffer.from('bye'));
  await client.closed();
  assert.equal(client.body(1).toString(), 'bye');
});

test('a connection without streams is closed after a minute and a half, one with a silent stream is not', async () => {
  const sinks: ResponseSink[] = [];
  const { client, clock } = await greeted((_request, sink) => void sinks.push(sink));
  clock.advance(80_000);
  client.send(get(1), frame(FrameType.ping, 0, 0, Buffer.alloc(8)));
  await client.until(() => client.of(FrameType.ping).length === 1);
  clock.advance(3_600_000);
  sinks[0]?.head(200, []);
  sinks[0]?.end();
  await client.until(() => client.isAnswered(1));
  clock.advance(89_999);
  assert.equal(client.goaways().length, 0);
  clock.advance(1);
  clock.advance(1000);
  await client.closed();
  assert.deepEqual(
    client.goaways().map(({ code }) => code),
    [ErrorCode.noError, ErrorCode.noError],
  );
});

test('a client that neither reads nor closes is cut off', async () => {
  const { client, clock, over } = connect(undefined, { reads: false });
  client.send(PREFACE, frame(FrameType.settings, 0, 0), get(1), frame(FrameType.data, 0, 0));
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(1000);
  await over;
});

test('who does not take the last answers is waited for as long as for a silent connection, not for ever', async () => {
  const { client, connection, clock, over } = connect(
    (_request, sink) => {
      sink.head(200, []);
      sink.end(Buffer.alloc(50_000));
      return undefined;
    },
    { reads: false },
  );
  const wide = Buffer.concat([settings([4, MAX_31_BITS]), frame(FrameType.windowUpdate, 0, 0, uint32(1 << 20))]);
  client.send(PREFACE, wide);
  for (const stream of [1, 3]) {
    client.send(get(stream));
    await new Promise((resolve) => setImmediate(resolve));
  }
  connection.close();
  clock.advance(1000);
  clock.advance(89_999);
  let isOver = false;
  void over.then(() => {
    isOver = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isOver, false);
  clock.advance(1);
  await over;
});

test('what a client says after the end is no error', async () => {
  const { client, connection, over } = await greeted();
  connection.close();
  await returnPing(client);
  client.send(...Array.from({ length: 10 }, () => frame(FrameType.ping, 0, 0, Buffer.alloc(8))));
  await client.until(() => client.goaways().length === 2);
  client.send(frame(FrameType.ping, 0, 0, Buffer.alloc(8)));
  await client.closed();
  client.side.end();
  await over;
});
