import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResponseSink } from '../../../request/http.ts';
import { block, connect, data, frame, get, PREFACE, post, requestBlock, settings, uint32 } from './client.fixture.ts';
import { ACK, END_HEADERS, END_STREAM, ErrorCode, FrameType, PADDED, PRIORITY } from './frames.ts';

/** Answers when it is told to. */
function heldBack(): {
  readonly handler: (request: unknown, sink: ResponseSink) => Promise<void>;
  readonly sinks: ResponseSink[];
  end(index: number): void;
} {
  const sinks: ResponseSink[] = [];
  const done: (() => void)[] = [];
  return {
    sinks,
    handler: (_request, sink) => {
      sinks.push(sink);
      return new Promise((resolve) => void done.push(resolve));
    },
    end: (index) => {
      sinks[index]?.head(200, []);
      sinks[index]?.end(Buffer.from('late'));
      done[index]?.();
    },
  };
}

test('the server says its settings first, and opens the connection as wide as all streams together', async () => {
  const { client } = connect(undefined, { maxStreams: 100 });
  await client.until(() => client.frames.length >= 2);
  assert.equal(client.frames[0]?.payload.toString('hex'), '000500040000' + '000300000064' + '000600100000' + '000400040000');
  assert.equal(client.frames[1]?.payload.readUInt32BE(0), 100 * 256 * 1024 - 65_535);
});

test('a request is answered with its head, its body and the date', async () => {
  const { client, requests } = connect();
  await client.greet();
  client.send(get(1, '/api?x=%2F', ['x-twice', 'a'], ['x-twice', 'b'], ['cookie', 'a=1'], ['cookie', 'b=2']));
  await client.until(() => client.isAnswered(1));
  assert.equal(client.body(1).toString(), '/api?x=%2F');
  assert.deepEqual(
    [...client.head(1)],
    [
      [':status', '200'],
      ['content-type', 'text/plain'],
      ['date', 'Thu, 01 Jan 2026 00:00:00 GMT'],
    ],
  );
  assert.deepEqual(requests[0]?.rawHeaders, ['x-twice', 'a', 'x-twice', 'b', 'cookie', 'a=1; b=2']);
  assert.deepEqual([requests[0]?.host, requests[0]?.method, requests[0]?.protocol], ['localhost', 'GET', 'HTTP/2.0']);
});

test('a short answer is one write: HEADERS and DATA that ends the stream', async () => {
  const { client } = connect();
  await client.greet();
  client.send(get(1, '/a'), get(3, '/b'));
  await client.until(() => client.isAnswered(3));
  assert.deepEqual(
    client.frames.filter(({ stream }) => stream > 0).map(({ type, flags, stream }) => [type, flags, stream]),
    [1, 3].flatMap((stream) => [
      [FrameType.headers, END_HEADERS, stream],
      [FrameType.data, END_STREAM, stream],
    ]),
  );
});

test('an answer without a body ends with its head', async () => {
  const { client } = connect((_request, sink) => {
    sink.head(204, []);
    sink.end();
    return undefined;
  });
  await client.greet();
  client.send(get(1));
  await client.until(() => client.isAnswered(1));
  assert.deepEqual(client.of(FrameType.headers, 1)[0]?.flags, END_HEADERS | END_STREAM);
});

test('headers may come in many frames, padded and with a priority', async () => {
  const { client } = connect();
  await client.greet();
  const whole = requestBlock('GET', '/split', ['x-long', 'y'.repeat(100)]);
  const first = Buffer.concat([Buffer.of(3), uint32(0x8000_0000), Buffer.of(200), whole.subarray(0, 10), Buffer.alloc(3)]);
  client.send(
    frame(FrameType.headers, END_STREAM | PADDED | PRIORITY, 1, first),
    frame(FrameType.continuation, 0, 1, whole.subarray(10, 20)),
    frame(FrameType.continuation, 0, 1),
    frame(FrameType.continuation, END_HEADERS, 1, whole.subarray(20)),
  );
  await client.until(() => client.isAnswered(1));
  assert.equal(client.body(1).toString(), '/split');
});

test('a header list over the limit is answered 431, and the connection goes on in step', async () => {
  const { client } = connect();
  await client.greet();
  const large = requestBlock('GET', '/', ...Array.from({ length: 11 }, (_, i) => [`x-${i}`, 'v'.repeat(100_000)] as const));
  client.send(frame(FrameType.headers, END_STREAM, 1, large.subarray(0, 250_000)));
  for (let at = 250_000; at < large.length; at += 250_000)
    client.send(frame(FrameType.continuation, at + 250_000 >= large.length ? END_HEADERS : 0, 1, large.subarray(at, at + 250_000)));
  client.send(get(3, '/next'));
  await client.until(() => client.isAnswered(3));
  assert.equal(client.head(1).get(':status'), '431');
  assert.equal(client.body(3).toString(), '/next');
});

test('trailers are dropped, and end the body', async () => {
  const { client } = connect(async (request, sink) => {
    const body = await request.readBody(100);
    sink.head(200, []);
    sink.end(body);
  });
  await client.greet();
  client.send(post(1), data(1, 'body'), frame(FrameType.headers, END_HEADERS | END_STREAM, 1, block(['x-checksum', '1'])));
  await client.until(() => client.isAnswered(1));
  assert.equal(client.body(1).toString(), 'body');
});

test('100 Continue is sent when the body is asked for, and only to who waits for it', async () => {
  const { client } = connect(async (request, sink) => {
    const body = await request.readBody(100);
    sink.head(200, []);
    sink.end(body);
  });
  await client.greet();
  client.send(post(1, '/', ['expect', '100-continue']));
  await client.until(() => client.of(FrameType.headers, 1).length === 1);
  assert.equal(client.head(1).get(':status'), '100');
  client.send(data(1, 'ok', true), post(3), data(3, 'ok', true));
  await client.until(() => client.isAnswered(1) && client.isAnswered(3));
  assert.equal(client.head(1).get(':status'), '200');
  assert.equal(client.of(FrameType.headers, 3).length, 1);
});

test('a client that breaks a stream off is noticed', async () => {
  const { handler, sinks } = heldBack();
  const { client, requests } = connect(handler);
  await client.greet();
  client.send(get(1), get(3), frame(FrameType.ping, 0, 0, Buffer.alloc(8)));
  await client.until(() => client.of(FrameType.ping).length === 1);
  const [first, second] = requests;
  assert.ok(first !== undefined && second !== undefined);
  const aborted = new Promise((resolve) => first.signal.addEventListener('abort', resolve));
  client.send(frame(FrameType.rstStream, 0, 1, uint32(8)));
  await aborted;
  assert.equal(sinks[0]?.closed, true);
  assert.equal(second.signal.aborted, false);
  client.side.destroy();
});

test('whoever waits for a body, or to write on, hears when the connection breaks', async () => {
  const fails = Promise.withResolvers<unknown>();
  const drains = Promise.withResolvers<boolean>();
  const { client } = connect(async (request, sink) => {
    if (request.method === 'POST') {
      await request.readBody(100).catch(fails.resolve);
      return;
    }
    sink.head(200, []);
    assert.equal(sink.write(Buffer.alloc(200_000)), false);
    await sink.drained();
    drains.resolve(sink.closed);
  });
  await client.greet();
  client.send(post(1), data(1, 'half'), get(3));
  await client.until(() => client.body(3).length === 65_535);
  client.side.destroy();
  assert.equal(((await fails.promise) as Error).name, 'ClientGone');
  assert.equal(await drains.promise, true);
});

test('no more handlers run at a time than streams are allowed, and who resets too many streams is told to calm down', async () => {
  const { handler, sinks, end } = heldBack();
  const { client, connection } = connect(handler, { maxStreams: 2 });
  await client.greet();
  const resets = (from: number, count: number): Buffer[] =>
    Array.from({ length: count }, (_, i) => Buffer.concat([get(from + 2 * i), frame(FrameType.rstStream, 0, from + 2 * i, uint32(8))]));
  client.send(...resets(1, 4), get(21));
  client.send(frame(FrameType.ping, 0, 0, Buffer.alloc(8)));
  await client.until(() => client.of(FrameType.ping).length === 1);
  assert.equal(sinks.length, 2, 'the others wait');
  end(0);
  client.send(frame(FrameType.ping, 0, 0, Buffer.alloc(8)));
  await client.until(() => client.of(FrameType.ping).length === 2);
  assert.equal(sinks.length, 3, 'those that are gone are not begun');
  client.send(...resets(101, 20));
  await client.until(() => client.goaways().length === 1);
  assert.equal(client.goaways()[0]?.code, ErrorCode.enhanceYourCalm);
  connection.close();
});

test('a stream too many is refused: the client may try again while it cannot know the limit', async () => {
  const { handler } = heldBack();
  const { client } = connect(handler, { maxStreams: 1 });
  client.send(PREFACE, settings(), get(1), get(3));
  await client.until(() => client.resetCode(3) !== undefined);
  assert.equal(client.resetCode(3), ErrorCode.refusedStream);
  client.send(frame(FrameType.settings, ACK, 0), get(5));
  await client.until(() => client.resetCode(5) !== undefined);
  assert.equal(client.resetCode(5), ErrorCode.protocolError);
});
