import assert from 'node:assert/strict';
import { test } from 'node:test';
import { int64, millisecondsOf, successor } from './int64.ts';

test('integers are numbers as long as they are exact, and wrap around where Go does', () => {
  assert.deepEqual([int64(5n), int64(-(2n ** 53n)), int64(2n ** 63n)], [5, -(2n ** 53n), -(2n ** 63n)]);
  assert.deepEqual([successor(0), successor(2 ** 53 - 2), successor(2 ** 53 - 1), successor(2n ** 53n)], [1, 2 ** 53 - 1, 2n ** 53n, 2n ** 53n + 1n]);
  assert.deepEqual([successor(2n ** 63n - 1n), successor(-(2n ** 53n))], [-(2n ** 63n), 1 - 2 ** 53]);
});

test('durations that no time.Duration holds are what overflow leaves of them', () => {
  assert.deepEqual([millisecondsOf(30), millisecondsOf(-1), millisecondsOf(2n ** 63n - 1n)], [30_000, -1000, -1000]);
  assert.equal(millisecondsOf(9_223_372_036), 9_223_372_036_000);
});
