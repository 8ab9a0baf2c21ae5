/** Clients that still send a body when they have got their answer: too large, not authorized, in a hurry. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { block, connect, data, frame, get, post, type TestClient, uint32 } from './client.fixture.ts';
import { ACK, END_HEADERS, END_STREAM, ErrorCode, FrameType } from './frames.ts';
import { STREAM_WINDOW_BYTES } from './settings.ts';

/** How many bytes more the client has been allowed to send. */
function widened(client: TestClient, stream: number): number {
  return client.of(FrameType.windowUpdate, stream).reduce((sum, { payload }) => sum + payload.readUInt32BE(0), 0);
}

test('who has its answer may finish a body that nobody reads, whatever its windows', async () => {
  const { client } = connect();
  await client.greet();
  const whole = 1024 * 1024;
  client.send(post(1, '/x', ['content-length', String(whole)]));
  await client.until(() => client.isAnswered(1));
  const piece = Buffer.alloc(STREAM_WINDOW_BYTES / 4);
  for (let sent = 0; sent < whole; sent += piece.length) {
    await client.until(() => sent + piece.length <= STREAM_WINDOW_BYTES + widened(client, 1));
    client.send(data(1, piece, sent + piece.length === whole));
  }
  client.send(get(3, '/y'));
  await client.until(() => client.isAnswered(3));
  assert.equal(client.resetCode(1), undefined);
});

test('a handler that answers while it waits for the body does not wait for ever', async () => {
  const read: Promise<unknown>[] = [];
  const { client } = connect((request, sink) => {
    read.push(assert.rejects(request.readBody(100)));
    sink.head(503, []);
    sink.end();
    return undefined;
  });
  await client.greet();
  client.send(post(1), data(1, 'half'));
  await client.until(() => client.isAnswered(1));
  await Promise.all(read);
});

for (const [what, announced, sent] of [
  ['announces far too much', String(1 << 30), STREAM_WINDOW_BYTES],
  ['does not say how much is to come, and does not end', undefined, 9 * 1024 * 1024],
] as const) {
  test(`who has its answer and ${what} is stopped, with room to notice it`, async () => {
    const { client } = connect();
    await client.greet();
    client.send(post(1, '/x', ...(announced === undefined ? [] : [['content-length', announced] as const])));
    const piece = Buffer.alloc(STREAM_WINDOW_BYTES);
    for (let at = 0; at < sent && client.resetCode(1) === undefined; at += piece.length) {
      await client.until(() => client.resetCode(1) !== undefined || at + piece.length <= STREAM_WINDOW_BYTES + widened(client, 1));
      client.send(data(1, piece));
    }
    await client.until(() => client.resetCode(1) !== undefined);
    assert.equal(client.resetCode(1), ErrorCode.noError);
    assert.ok(client.isAnswered(1));
    const last = client.frames.filter(({ stream }) => stream === 1).map(({ type }) => type);
    if (announced === undefined) assert.deepEqual(last.slice(-2), [FrameType.windowUpdate, FrameType.rstStream]);
  });
}

test('who has its answer and does not come to an end is stopped after a while, and late frames are borne with', async () => {
  const { client, clock } = connect();
  await client.greet();
  client.send(post(1, '/x'), data(1, 'half'));
  await client.until(() => client.isAnswered(1));
  clock.advance(4999);
  client.send(get(3, '/y'));
  await client.until(() => client.isAnswered(3));
  assert.equal(client.resetCode(1), undefined);
  clock.advance(1);
  await client.until(() => client.resetCode(1) !== undefined);
  assert.equal(client.resetCode(1), ErrorCode.noError);
  client.send(
    data(1, 'late'),
    frame(FrameType.headers, END_HEADERS | END_STREAM, 1, block(['x-late', '1'])),
    frame(FrameType.rstStream, 0, 1, uint32(8)),
  );
  client.send(get(5, '/z'));
  await client.until(() => client.isAnswered(5));
  assert.deepEqual(client.of(FrameType.rstStream).length, 1);
});

test('a connection that closes waits for nobody who has an answer', async () => {
  const { client, connection } = connect();
  await client.greet();
  client.send(post(1, '/x'), data(1, 'half'));
  await client.until(() => client.isAnswered(1));
  connection.close();
  await client.until(() => client.of(FrameType.ping).length === 1);
  client.send(frame(FrameType.ping, ACK, 0, client.of(FrameType.ping)[0]?.payload ?? Buffer.alloc(0)));
  await client.closed();
  assert.equal(client.resetCode(1), ErrorCode.noError);
});
