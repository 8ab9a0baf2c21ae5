import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfPrefix, orderKey } from './key-order.ts';

const SAMPLES = [
  '',
  '/',
  '/a',
  '/a/',
  '/a\u007f',
  '/\u0080',
  '/\u07ff',
  '/\u0800',
  '/\ud7ff',
  '/\ue000',
  '/\uffff',
  '/\u{10000}',
  '/\u{1f600}',
  '/\u{10ffff}',
  '/\u{10ffff}a',
  '0',
];

test('order keys compare as UTF-8 bytes do', () => {
  for (const left of SAMPLES) {
    for (const right of SAMPLES) {
      assert.equal(
        Math.sign(Buffer.compare(Buffer.from(left), Buffer.from(right))),
        Number(orderKey(left) > orderKey(right)) - Number(orderKey(left) < orderKey(right)),
      );
    }
  }
});

test('the end of a prefix lies between what starts with it and everything behind', () => {
  for (const prefix of SAMPLES) {
    const end = orderKey(endOfPrefix(prefix));
    for (const key of SAMPLES) {
      if (key.startsWith(prefix)) {
        assert.ok(orderKey(key) < end, `${key} is in ${prefix}`);
      } else if (orderKey(key) > orderKey(prefix)) {
        assert.ok(orderKey(key) >= end, `${key} is behind ${prefix}`);
      }
    }
  }
});
