import assert from 'node:assert/strict';
import { test } from 'node:test';
import { int64, millisecondsOf, parseInt64, parseUint64, successor } from './int64.ts';

test('integers are numbers as long as they are exact, and wrap around where Go does', () => {
  assert.deepEqual([int64(5n), int64(-(2n ** 53n)), int64(2n ** 63n)], [5, -(2n ** 53n), -(2n ** 63n)]);
  assert.deepEqual([successor(0), successor(2 ** 53 - 2), successor(2 ** 53 - 1), successor(2n ** 53n)], [1, 2 ** 53 - 1, 2n ** 53n, 2n ** 53n + 1n]);
  assert.deepEqual([successor(2n ** 63n - 1n), successor(-(2n ** 53n))], [-(2n ** 63n), 1 - 2 ** 53]);
});

test('durations that no time.Duration holds are what overflow leaves of them', () => {
  assert.deepEqual([millisecondsOf(30), millisecondsOf(-1), millisecondsOf(2n ** 63n - 1n)], [30_000, -1000, -1000]);
  assert.equal(millisecondsOf(9_223_372_036), 9_223_372_036_000);
});

test('integers are read as strconv reads them, and no length of a text costs more than one pass', () => {
  const said = ['0', '-0', '+5', '007', '9223372036854775807', '-9223372036854775808'].map(parseInt64);
  assert.deepEqual(said, [0n, 0n, 5n, 7n, 2n ** 63n - 1n, -(2n ** 63n)]);
  for (const text of ['', '+', '-', '1.0', '1e3', ' 1', '0x1', '٣']) assert.equal(parseInt64(text), 'invalid syntax', text);
  for (const text of ['9223372036854775808', '-9223372036854775809']) assert.equal(parseInt64(text), 'value out of range', text);
  assert.deepEqual(['18446744073709551615', '18446744073709551616', '+1', '-1'].map(parseUint64), [
    2n ** 64n - 1n,
    'value out of range',
    'invalid syntax',
    'invalid syntax',
  ]);
  const started = performance.now();
  assert.deepEqual(['9'.repeat(3_000_000), '0'.repeat(3_000_000), `${'0'.repeat(3_000_000)}x`].map(parseInt64), [
    'value out of range',
    0n,
    'invalid syntax',
  ]);
  assert.ok(performance.now() - started < 500);
});
