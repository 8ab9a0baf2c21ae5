import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { notFound, timeoutError } from '../../machinery/status.ts';
import { addWarning } from '../../request/context.ts';
import { exchange } from '../exchange.fixture.ts';
import { respondPieces, respondStatus, respondText } from './respond.ts';

const missing = notFound({ group: '', resource: 'configmaps' }, 'none');

async function statusFor(target: string, options: Parameters<typeof exchange>[1] = {}) {
  const { context, answer } = exchange(target, options);
  await respondStatus(context, missing);
  return answer;
}

test('a Status is one line of JSON in the order of its Go struct, with a content length', async () => {
  const answer = await statusFor('/x');
  assert.equal(answer.status, 404);
  assert.equal(
    answer.text(),
    '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"configmaps \\"none\\" not found","reason":"NotFound","details":{"name":"none","kind":"configmaps"},"code":404}\n',
  );
  assert.deepEqual(answer.headers.get('content-length'), ['188']);
  assert.deepEqual(answer.headers.get('content-type'), ['application/json']);
  assert.deepEqual(answer.headers.get('audit-id'), ['a']);
});

for (const [name, target, headers] of [
  ['pretty=true', '/x?pretty=true', {}],
  ['pretty=t', '/x?pretty=t', {}],
  ['curl', '/x', { 'user-agent': 'curl/8.5.0' }],
  ['Wget', '/x', { 'user-agent': 'Wget/1.21' }],
  ['a browser', '/x', { 'user-agent': 'Mozilla/5.0 (X11)' }],
  ['Accept, even against pretty=false', '/x?pretty=false', { accept: 'application/json;pretty=1' }],
] as const) {
  test(`JSON is indented for ${name}`, async () => {
    const answer = await statusFor(target, { headers });
    assert.deepEqual(answer.headers.get('content-length'), ['235']);
    assert.ok(answer.text().startsWith('{\n  "kind": "Status",'));
    assert.ok(answer.text().includes('"metadata": {},'), 'an empty object stays on its line');
  });
}

test('pretty=false keeps curl at one line, and an unknown value is no', async () => {
  assert.deepEqual((await statusFor('/x?pretty=false', { headers: { 'user-agent': 'curl/8' } })).headers.get('content-length'), ['188']);
  assert.deepEqual((await statusFor('/x?pretty=sample')).headers.get('content-length'), ['188']);
});

test('an error is told in indented JSON when the client accepts nothing that we speak', async () => {
  const answer = await statusFor('/x', { accept: 'text/html' });
  assert.equal(answer.status, 404);
  assert.deepEqual(answer.headers.get('content-type'), ['application/json']);
  assert.ok(answer.text().startsWith('{\n  "kind"') && answer.text().endsWith('}'));
});

test('Retry-After follows from the details of a Status', async () => {
  const { context, answer } = exchange('/x');
  await respondStatus(context, timeoutError('Too large resource version', 1));
  assert.deepEqual(answer.headers.get('retry-after'), ['1']);
});

test('only exactly gzip compresses, and only above 128 KiB', async () => {
  const big = Buffer.alloc(200_000, 'x');
  const ask = async (encoding: string, body: Buffer) => {
    const { context, answer } = exchange('/x', { headers: { 'accept-encoding': encoding } });
    await respondPieces(context, 200, 'application/json', [body]);
    return answer;
  };
  const packed = await ask('deflate, gzip', big);
  assert.deepEqual(packed.headers.get('content-encoding'), ['gzip']);
  assert.deepEqual(packed.headers.get('vary'), ['Accept-Encoding']);
  assert.ok(gunzipSync(packed.body).equals(big));
  assert.equal((await ask('gzip;q=1', big)).headers.has('content-encoding'), false);
  assert.equal((await ask('gzip', Buffer.alloc(128 * 1024))).headers.has('content-encoding'), false);
});

test('warnings become Warning headers with quotes escaped, in order', async () => {
  const { context, answer } = exchange('/x');
  for (const text of ['use "a"', 'back\\slash', 'broken\nline', 'ü']) addWarning(context, text);
  await respondText(context, 200, 'ok');
  assert.deepEqual(answer.headers.get('warning'), ['299 - "use \\"a\\""', '299 - "back\\\\slash"', `299 - "${Buffer.from('ü').toString('latin1')}"`]);
});

test('warnings that are too long together are cut one by one', async () => {
  const { context, answer } = exchange('/x');
  for (let i = 0; i < 20; i++) addWarning(context, `${i} ${'x'.repeat(300)}`);
  await respondText(context, 200, 'ok');
  const warnings = answer.headers.get('warning') ?? [];
  assert.equal(warnings.length, 16);
  assert.ok(warnings.every((each) => each.length === '299 - ""'.length + 256));
});

test('a HEAD has the length but no body', async () => {
  const { context, answer } = exchange('/x', { method: 'HEAD' });
  await respondText(context, 200, 'four');
  assert.deepEqual(answer.headers.get('content-length'), ['4']);
  assert.equal(answer.body.length, 0);
});

const PIECES = ['a', 'b', 'c'].map((each) => Buffer.from(each));

test('an answer of several pieces is over with the call when nothing is in its way', () => {
  const { context, answer } = exchange('/x');
  assert.equal(respondPieces(context, 200, 'application/json', PIECES), undefined);
  assert.equal(answer.text(), 'abc');
  assert.equal(context.sink.closed, true);
});

test('an answer of several pieces waits for a slow client before each piece, and gives up with one that is gone', async () => {
  for (const gone of [false, true]) {
    const { context, answer } = exchange('/x');
    const { sink } = context;
    let waits = 0;
    const slow: typeof sink = {
      ...sink,
      get closed() {
        return gone && waits === 1;
      },
      write: (piece) => !sink.write(piece),
      drained: async () => {
        waits++;
      },
    };
    await respondPieces({ ...context, sink: slow }, 200, 'application/json', PIECES);
    assert.equal(answer.text(), gone ? 'a' : 'abc');
    assert.equal(waits, gone ? 1 : 2);
  }
});
