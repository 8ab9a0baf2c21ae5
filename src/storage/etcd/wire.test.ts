import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import { Leases } from './leases.ts';
import { MessageReader, MessageWriter } from './wire.ts';

function encode(message: MessageWriter): Buffer {
  const bytes = Buffer.alloc(message.length);
  message.copyTo(bytes, 0);
  return bytes;
}

test('wire: numbers, ids of 64 bits, bytes and messages come back as they were written', () => {
  const numbers = [1, 127, 128, 16383, 16384, 2 ** 31, 2 ** 32, 2 ** 53 - 1];
  const ids = [1n, 2n ** 53n + 1n, 2n ** 63n + 12345n, 2n ** 64n - 1n];
  const message = new MessageWriter();
  for (const number of numbers) {
    message.number(1, number);
  }
  for (const id of ids) {
    message.bigint(2, id);
  }
  message.boolean(3, true).bytes(4, Buffer.from('héllo')).message(500, new MessageWriter().number(1, 7));
  const seen: unknown[] = [];
  const reader = new MessageReader(encode(message));
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        seen.push(reader.number());
        break;
      case 2:
        seen.push(reader.bigint());
        break;
      case 3:
        seen.push(reader.boolean());
        break;
      case 4:
        seen.push(reader.string());
        break;
      case 500: {
        const inner = reader.message();
        assert.ok(inner.next());
        seen.push([inner.field, inner.number(), inner.next()]);
      }
    }
  }
  assert.deepEqual(seen, [...numbers, ...ids, true, 'héllo', [1, 7, false]]);
});

test('wire: fields that nobody reads are skipped, whatever their type', () => {
  // 1: varint, 2: 64 bits, 3: bytes, 4: 32 bits, 5: the one that is wanted
  const bytes = Buffer.concat([
    Buffer.of(0x08, 0x96, 0x01),
    Buffer.of(0x11, 1, 2, 3, 4, 5, 6, 7, 8),
    Buffer.of(0x1a, 2, 9, 9),
    Buffer.of(0x25, 1, 2, 3, 4),
    Buffer.of(0x28, 42),
  ]);
  const reader = new MessageReader(bytes);
  while (reader.next()) {
    if (reader.field === 5) {
      assert.equal(reader.number(), 42);
      return;
    }
  }
  assert.fail('the field was not found');
});

test('wire: what is cut off or of the wrong type is an error, not a value', () => {
  const whole = encode(new MessageWriter().bytes(1, Buffer.alloc(300, 'x')));
  for (let length = 1; length < whole.length; length += 7) {
    const reader = new MessageReader(whole.subarray(0, length));
    assert.throws(() => reader.next() && reader.bytes(), /cut off/);
  }
  const reader = new MessageReader(whole);
  assert.ok(reader.next());
  assert.throws(() => reader.number(), /another type/);
  const huge = new MessageReader(encode(new MessageWriter().bigint(1, 2n ** 60n)));
  assert.ok(huge.next());
  assert.throws(() => huge.number(), /too large/);
});

test('leases: keys of one minute share one, a thousand at most, and none ends before its time', async () => {
  const clock = new ManualClock();
  const granted: number[] = [];
  const leases = new Leases(clock, 60, async (ttlSeconds) => ({ id: BigInt(granted.push(ttlSeconds)), ttlSeconds }));
  const first = await leases.leaseFor(3600);
  assert.deepEqual(granted, [3660]);
  clock.advance(59_000);
  assert.equal(await leases.leaseFor(3600), first);
  clock.advance(2_000);
  assert.notEqual(await leases.leaseFor(3600), first, 'it would end a second too early');
  const second = await leases.leaseFor(3600);
  for (let key = 2; key < 1000; key++) {
    assert.equal(await leases.leaseFor(3600), second);
  }
  assert.notEqual(await leases.leaseFor(3600), second, 'a thousand keys are enough');
  assert.notEqual(await leases.leaseFor(60), await leases.leaseFor(3600), 'a short one does not take a long one');
});
