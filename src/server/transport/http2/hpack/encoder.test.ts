import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../../../../codec/random-objects.fixture.ts';
import { HeaderDecoder } from './decoder.ts';
import { HeaderEncoder } from './encoder.ts';

const NO_LIMIT = 1 << 24;

/** One direction of a connection: what is encoded is decoded at once, and must be the same. */
class Wire {
  readonly encoder = new HeaderEncoder();
  readonly decoder = new HeaderDecoder({ maxTableBytes: 4096 });

  /** @returns the bytes of the block */
  send(status: number, headers: readonly string[]): Buffer {
    const target = Buffer.alloc(3 + this.encoder.maxLength(headers));
    const end = this.encoder.encode(target, 3, status, headers);
    assert.ok(end <= target.length, 'more was written than announced');
    const block = target.subarray(3, end);
    assert.deepEqual(this.decoder.decode(block, NO_LIMIT), { headers: [':status', String(status), ...headers], tooLarge: false });
    return block;
  }
}

function answer(id: number, date = 'Sat, 21 Nov 2026 20:00:00 GMT'): string[] {
  return [
    ...['audit-id', `3b0e7a54-7c1e-4f0e-9a35-${String(id).padStart(12, '0')}`, 'cache-control', 'no-cache, private'],
    ...['content-type', 'application/json', 'x-kubernetes-pf-flowschema-uid', '70b2c18a-74a2-4c5b-a2f8-7a1d0e8b2c11'],
    ...['x-kubernetes-pf-prioritylevel-uid', '0fd3a3a8-3f0c-4b3e-8c07-d3f2b7b6b7a1', 'date', date, 'content-length', String(300 + id)],
  ];
}

test('statuses of the static table take one byte, others from their second time on', () => {
  const wire = new Wire();
  for (const status of [200, 204, 206, 304, 400, 404, 500]) assert.equal(wire.send(status, []).length, 1);
  assert.equal(wire.send(409, []).length, 5);
  assert.equal(wire.send(409, []).length, 1);
});

test('answers that differ in what always differs take no more than that', () => {
  const wire = new Wire();
  const first = wire.send(201, answer(1)).length;
  wire.send(201, answer(2));
  const third = wire.send(201, answer(3)).length;
  // A byte for each of the six fields that repeat; name, length and value of audit-id and content-length.
  assert.equal(third, 6 + (2 + 1 + 36) + (2 + 1 + 3));
  assert.ok(first > 250);
});

test('a value that comes once leaves the table to those that stay', () => {
  const wire = new Wire();
  wire.send(200, answer(0));
  for (let i = 1; i < 2000; i++) wire.send(200, answer(i, `date ${i}`));
  wire.send(200, ['x-note', '0']);
  // The oldest field of all is the first audit-id, which stands there for its name's sake.
  assert.equal(wire.decoder.decode(Buffer.from([0xc3]), NO_LIMIT).headers[0], 'audit-id');
});

test('a few values of one name are all remembered', () => {
  const wire = new Wire();
  const types = ['application/json', 'application/vnd.kubernetes.protobuf', 'application/json;stream=watch'];
  for (const type of types) wire.send(200, ['content-type', type]);
  for (const type of types) assert.equal(wire.send(200, ['content-type', type]).length, 2);
});

test('what may be a secret is never indexed, by us or by anyone on the way', () => {
  const wire = new Wire();
  for (const name of ['set-cookie', 'authorization', 'www-authenticate', 'proxy-authenticate', 'proxy-authorization', 'cookie']) {
    for (let time = 0; time < 3; time++) {
      const block = wire.send(200, [name, 'secret']);
      assert.equal((block[1] as number) & 0xf0, 0x10);
      assert.ok(block.includes('secret'));
    }
  }
  assert.throws(() => wire.decoder.decode(Buffer.from([0xbe]), NO_LIMIT));
});

test('fields that were pushed out of the table are told anew', () => {
  const wire = new Wire();
  for (let round = 0; round < 3; round++) {
    wire.send(200, answer(round));
    // Names that nobody knows, with values that come twice, until the table is full of them.
    for (let i = 0; i < 20; i++) for (let time = 0; time < 2; time++) wire.send(200, [`x-other-${i}`, `${round}`.repeat(700 + i)]);
  }
});

test('names without end are sent, and not remembered', () => {
  const wire = new Wire();
  for (let i = 0; i < 500; i++) wire.send(200, [`x-${i}`, 'value']);
  const name = 'x-late';
  wire.send(200, [name, 'value']);
  assert.ok(wire.send(200, [name, 'value']).includes(name));
  assert.equal(wire.send(200, ['x-3', 'value']).length, 2);
  wire.send(200, ['content-type', 'application/json']);
  assert.equal(wire.send(200, ['content-type', 'application/json']).length, 2);
});

test('a peer without a table gets none, and hears of it', () => {
  const wire = new Wire();
  wire.send(200, answer(1));
  wire.encoder.setMaxTableBytes(0);
  const block = wire.send(200, answer(1));
  assert.equal(block[0], 0x20);
  assert.ok(wire.send(200, answer(1)).includes('no-cache, private'));
  assert.throws(() => wire.decoder.decode(Buffer.from([0xbe]), NO_LIMIT));
});

test('of a larger table than ours is nothing made', () => {
  const wire = new Wire();
  wire.encoder.setMaxTableBytes(65_536);
  assert.deepEqual(wire.send(200, []), Buffer.from([0x88]));
});

test('a table that went down and up again is told in two blocks, the smaller size first', () => {
  const wire = new Wire();
  wire.send(200, answer(1));
  wire.encoder.setMaxTableBytes(100);
  wire.encoder.setMaxTableBytes(4096);
  assert.deepEqual(wire.send(200, []), Buffer.from('3f4588', 'hex'));
  assert.deepEqual(wire.send(200, []), Buffer.from('3fe11f88', 'hex'));
  assert.deepEqual(wire.send(200, []), Buffer.from('88', 'hex'));
  wire.send(200, answer(1));
});

test('values are sent byte by byte, as node:http2 does', () => {
  const wire = new Wire();
  const every = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
  wire.send(200, ['warning', every]);
  wire.send(200, ['warning', 'é']);
});

test('a target may be any view of bytes, not only a Buffer', () => {
  const target = new Uint8Array(new ArrayBuffer(200), 50, 150);
  const end = new HeaderEncoder().encode(target, 2, 200, ['location', '/api/v1/namespaces/default']);
  assert.deepEqual(new HeaderDecoder({ maxTableBytes: 4096 }).decode(target.subarray(2, end), NO_LIMIT).headers, [
    ...[':status', '200', 'location', '/api/v1/namespaces/default'],
  ]);
});

test('whatever is sent arrives, while the peer changes its table', () => {
  const random = randomFrom(7);
  const below = (limit: number): number => Math.floor(random() * limit);
  const names = ['content-type', 'audit-id', 'date', 'set-cookie', 'etag', 'x-kubernetes-pf-flowschema-uid', 'warning', 'x-a', 'x-b'];
  const text = (): string => Array.from({ length: below(50) }, () => String.fromCharCode(below(256))).join('');
  for (let connection = 0; connection < 40; connection++) {
    const wire = new Wire();
    const values = Array.from({ length: 8 }, text);
    for (let block = 0; block < 50; block++) {
      while (below(8) === 0) wire.encoder.setMaxTableBytes([0, 40, 100, 1000, 4096, 1 << 20][below(6)] as number);
      const headers = Array.from({ length: below(12) }, () => {
        const name = below(8) === 0 ? `x-${below(100)}` : (names[below(names.length)] as string);
        return [name, below(10) === 0 ? text().repeat(30) : (values[below(values.length)] as string)];
      });
      wire.send([200, 201, 409, 500][below(4)] as number, headers.flat());
    }
  }
});
