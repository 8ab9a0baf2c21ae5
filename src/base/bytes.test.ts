import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copyBytes, decimalLength, writeDecimal } from './bytes.ts';

test('numbers are written as String writes them', () => {
  const target = new Uint8Array(32);
  const numbers = [0, 1, 9, 10, 11, 99, 100, 12345, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 999_999_999_999, 1_000_000_000_000, Number.MAX_SAFE_INTEGER];
  for (const number of numbers) {
    const end = writeDecimal(target, 3, number);
    assert.equal(Buffer.from(target.subarray(3, end)).toString('latin1'), String(number));
    assert.equal(decimalLength(number), String(number).length);
  }
});

test('a range of any length is copied, and nothing beside it', () => {
  const source = Uint8Array.from({ length: 100 }, (_, i) => i + 1);
  for (const length of [0, 1, 31, 32, 33, 90]) {
    const target = new Uint8Array(120);
    assert.equal(copyBytes(source, 5, 5 + length, target, 7), 7 + length);
    assert.deepEqual([...target.subarray(7, 7 + length)], [...source.subarray(5, 5 + length)]);
    assert.equal(target[6], 0);
    assert.equal(target[7 + length], 0);
  }
});
