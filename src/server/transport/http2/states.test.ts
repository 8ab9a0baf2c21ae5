import assert from 'node:assert/strict';
import { test } from 'node:test';
import { block, connect, data, frame, get, PREFACE, post, requestBlock, settings, type TestClient, uint32 } from './client.fixture.ts';
import { ACK, END_HEADERS, END_STREAM, ErrorCode, FrameType, PADDED, PRIORITY } from './frames.ts';

const ignore = (): void => {};

/** A connection on which stream 1 is open for a body, and 3 is over. */
async function busy(): Promise<TestClient> {
  const { client } = connect((request, sink) => {
    if (request.target === '/unread') return new Promise(ignore);
    if (request.method !== 'GET') return request.readBody(300_000).then(ignore, ignore);
    sink.head(200, []);
    sink.end();
    return undefined;
  });
  await client.greet();
  client.send(post(1), get(3));
  await client.until(() => client.isAnswered(3));
  return client;
}

const priorityOf = (stream: number): Buffer => Buffer.concat([uint32(stream), Buffer.of(15)]);

const endOfConnection: readonly (readonly [string, number, Buffer])[] = [
  ['DATA of no stream', ErrorCode.protocolError, data(0, 'x')],
  ['DATA of an idle stream', ErrorCode.protocolError, data(5, 'x')],
  ['padding longer than its frame', ErrorCode.protocolError, frame(FrameType.data, PADDED, 1, Buffer.of(5, 0, 0))],
  ['padding without its length', ErrorCode.protocolError, frame(FrameType.data, PADDED, 1)],
  ['HEADERS of an even stream', ErrorCode.protocolError, frame(FrameType.headers, END_HEADERS, 4, requestBlock())],
  ['HEADERS of no stream', ErrorCode.protocolError, frame(FrameType.headers, END_HEADERS, 0, requestBlock())],
  ['HEADERS too short for their priority', ErrorCode.frameSizeError, frame(FrameType.headers, END_HEADERS | PRIORITY, 5, Buffer.of(1))],
  ['HEADERS with padding longer than the frame', ErrorCode.protocolError, frame(FrameType.headers, END_HEADERS | PADDED, 5, Buffer.of(9, 0x82))],
  ['HEADERS of a stream that is over', ErrorCode.streamClosed, get(3)],
  [
    'a header block that cannot be read',
    ErrorCode.compressionError,
    frame(FrameType.headers, END_HEADERS, 5, Buffer.of(0xff, 0xff, 0xff, 0xff, 0xff)),
  ],
  [
    'something between HEADERS and CONTINUATION',
    ErrorCode.protocolError,
    Buffer.concat([frame(FrameType.headers, 0, 5, requestBlock()), data(1, 'x')]),
  ],
  [
    'CONTINUATION of another stream',
    ErrorCode.protocolError,
    Buffer.concat([frame(FrameType.headers, 0, 5, requestBlock()), frame(FrameType.continuation, END_HEADERS, 7)]),
  ],
  ['CONTINUATION of nothing', ErrorCode.protocolError, frame(FrameType.continuation, END_HEADERS, 1)],
  ['PRIORITY of no stream', ErrorCode.protocolError, frame(FrameType.priority, 0, 0, priorityOf(1))],
  ['RST_STREAM of no stream', ErrorCode.protocolError, frame(FrameType.rstStream, 0, 0, uint32(8))],
  ['RST_STREAM of an idle stream', ErrorCode.protocolError, frame(FrameType.rstStream, 0, 5, uint32(8))],
  ['RST_STREAM of a broken length', ErrorCode.frameSizeError, frame(FrameType.rstStream, 0, 1, Buffer.alloc(3))],
  ['SETTINGS of a stream', ErrorCode.protocolError, frame(FrameType.settings, 0, 1)],
  ['SETTINGS of a broken length', ErrorCode.frameSizeError, frame(FrameType.settings, 0, 0, Buffer.alloc(7))],
  ['an acknowledgement that says something', ErrorCode.frameSizeError, frame(FrameType.settings, ACK, 0, Buffer.alloc(6))],
  ['one acknowledgement too many', ErrorCode.protocolError, frame(FrameType.settings, ACK, 0)],
  ['a push setting of 2', ErrorCode.protocolError, settings([2, 2])],
  ['an initial window of 2^31', ErrorCode.flowControlError, settings([4, 0x8000_0000])],
  ['a frame size below the least', ErrorCode.protocolError, settings([5, 16_383])],
  ['a frame size above the most', ErrorCode.protocolError, settings([5, 0x100_0000])],
  ['PUSH_PROMISE', ErrorCode.protocolError, frame(FrameType.pushPromise, END_HEADERS, 1, Buffer.alloc(4))],
  ['PING of a stream', ErrorCode.protocolError, frame(FrameType.ping, 0, 1, Buffer.alloc(8))],
  ['PING of a broken length', ErrorCode.frameSizeError, frame(FrameType.ping, 0, 0, Buffer.alloc(7))],
  ['GOAWAY of a stream', ErrorCode.protocolError, frame(FrameType.goaway, 0, 1, Buffer.alloc(8))],
  ['GOAWAY too short', ErrorCode.frameSizeError, frame(FrameType.goaway, 0, 0, Buffer.alloc(7))],
  ['WINDOW_UPDATE by nothing', ErrorCode.protocolError, frame(FrameType.windowUpdate, 0, 0, uint32(0))],
  ['WINDOW_UPDATE of an idle stream', ErrorCode.protocolError, frame(FrameType.windowUpdate, 0, 5, uint32(1))],
  ['WINDOW_UPDATE of a broken length', ErrorCode.frameSizeError, frame(FrameType.windowUpdate, 0, 0, Buffer.alloc(5))],
  ['a connection window beyond 2^31-1', ErrorCode.flowControlError, frame(FrameType.windowUpdate, 0, 0, uint32(0x7fff_ffff))],
  ['a frame longer than allowed', ErrorCode.frameSizeError, frame(FrameType.data, 0, 1, Buffer.alloc(256 * 1024 + 1))],
];

for (const [what, code, bytes] of endOfConnection)
  test(`${what} ends the connection`, async () => {
    const client = await busy();
    client.send(bytes);
    await client.closed();
    assert.deepEqual(client.goaways(), [{ code, last: 3 }], client.summary());
  });

const endOfStream: readonly (readonly [string, number, number, Buffer])[] = [
  ['DATA of a stream that is over', 3, ErrorCode.streamClosed, data(3, 'x')],
  [
    'DATA beyond the window',
    5,
    ErrorCode.flowControlError,
    Buffer.concat([post(5, '/unread'), data(5, Buffer.alloc(140_000)), data(5, Buffer.alloc(140_000))]),
  ],
  ['trailers that do not end the stream', 1, ErrorCode.protocolError, frame(FrameType.headers, END_HEADERS, 1, block(['x-trailer', '1']))],
  ['pseudo headers in trailers', 1, ErrorCode.protocolError, frame(FrameType.headers, END_HEADERS | END_STREAM, 1, requestBlock())],
  ['PRIORITY of a broken length', 1, ErrorCode.frameSizeError, frame(FrameType.priority, 0, 1, Buffer.alloc(4))],
  ['a stream that depends on itself', 1, ErrorCode.protocolError, frame(FrameType.priority, 0, 1, priorityOf(1))],
  [
    'a new stream that depends on itself',
    5,
    ErrorCode.protocolError,
    frame(FrameType.headers, END_HEADERS | END_STREAM | PRIORITY, 5, Buffer.concat([priorityOf(5), requestBlock()])),
  ],
  ['WINDOW_UPDATE of a stream by nothing', 1, ErrorCode.protocolError, frame(FrameType.windowUpdate, 0, 1, uint32(0))],
  ['a stream window beyond 2^31-1', 1, ErrorCode.flowControlError, frame(FrameType.windowUpdate, 0, 1, uint32(0x7fff_ffff))],
  ['less than was announced', 5, ErrorCode.protocolError, Buffer.concat([post(5, '/', ['content-length', '3']), data(5, 'ab', true)])],
  ['more than was announced', 5, ErrorCode.protocolError, Buffer.concat([post(5, '/', ['content-length', '3']), data(5, 'abcd')])],
  ['a body announced and not sent', 5, ErrorCode.protocolError, get(5, '/', ['content-length', '3'])],
  ['upper case', 5, ErrorCode.protocolError, get(5, '/', ['X-Upper', '1'])],
];

for (const [what, stream, code, bytes] of endOfStream)
  test(`${what} ends that stream and no other`, async () => {
    const client = await busy();
    client.send(bytes, get(7));
    await client.until(() => client.isAnswered(7));
    assert.equal(client.resetCode(stream), code);
    assert.equal(client.of(FrameType.rstStream).length, 1);
  });

const borneWith: readonly (readonly [string, Buffer])[] = [
  ['unknown frames', frame(0xbe, 0xff, 1, Buffer.from('what?'))],
  ['unknown settings, and the same one twice', settings([9, 1], [4, 1000], [4, 70_000])],
  ['PRIORITY of a stream that is idle', frame(FrameType.priority, 0, 9, priorityOf(0))],
  ['RST_STREAM of a stream that is over', frame(FrameType.rstStream, 0, 3, uint32(8))],
  ['WINDOW_UPDATE of a stream that is over', frame(FrameType.windowUpdate, 0, 3, uint32(8))],
  ['the reserved bit of a stream', frame(FrameType.windowUpdate, 0, 0x8000_0001, uint32(8))],
  ['an answer to a PING that nobody sent', frame(FrameType.ping, ACK, 0, Buffer.alloc(8))],
];

for (const [what, bytes] of borneWith)
  test(`${what}: nothing happens`, async () => {
    const client = await busy();
    client.send(bytes, get(7));
    await client.until(() => client.isAnswered(7));
    assert.deepEqual([client.of(FrameType.rstStream).length, client.goaways().length], [0, 0]);
  });

test('numbers of streams must rise', async () => {
  const client = await busy();
  client.send(get(9));
  await client.until(() => client.isAnswered(9));
  client.send(get(7));
  await client.closed();
  assert.deepEqual(client.goaways(), [{ code: ErrorCode.protocolError, last: 9 }]);
});

test('frames of a stream whose client has said all end it', async () => {
  const { client } = connect((request) => request.readBody(1000).then(() => new Promise<void>(ignore), ignore));
  await client.greet();
  client.send(get(1), data(1, 'more'), post(3), data(3, '', true), frame(FrameType.headers, END_HEADERS | END_STREAM, 3, block(['x-late', '1'])));
  await client.until(() => client.of(FrameType.rstStream).length === 2);
  assert.deepEqual([client.resetCode(1), client.resetCode(3)], [ErrorCode.streamClosed, ErrorCode.streamClosed]);
});

test('a client whose first frame is no SETTINGS, or who speaks something else, is told so', async () => {
  for (const bytes of [
    Buffer.concat([PREFACE, get(1)]),
    Buffer.concat([PREFACE, frame(FrameType.settings, ACK, 0)]),
    Buffer.from('GET / HTTP/1.1\r\n\r\n\r\n\r\n\r\n'),
  ]) {
    const { client, requests } = connect();
    client.send(bytes);
    await client.closed();
    assert.deepEqual(client.goaways(), [{ code: ErrorCode.protocolError, last: 0 }]);
    assert.equal(requests.length, 0);
  }
});

test('a PING comes back as it was', async () => {
  const client = await busy();
  client.send(frame(FrameType.ping, 0, 0, Buffer.from('12345678')));
  await client.until(() => client.of(FrameType.ping).length === 1);
  assert.deepEqual(client.of(FrameType.ping)[0], { type: FrameType.ping, flags: ACK, stream: 0, payload: Buffer.from('12345678') });
});
