import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, parseDuration } from './duration.ts';

test("Go's durations", () => {
  assert.equal(parseDuration('1h30m'), 5_400_000);
  assert.equal(parseDuration('-1.5s'), -1500);
  assert.equal(parseDuration('0'), 0);
  assert.equal(parseDuration('+300ms'), 300);
  assert.equal(parseDuration('.5m'), 30_000);
});

test('what is none is told in the words of Go', () => {
  for (const [text, message] of [
    ['x', 'time: invalid duration "x"'],
    ['', 'time: invalid duration ""'],
    ['5', 'time: missing unit in duration "5"'],
    ['5d', 'time: unknown unit "d" in duration "5d"'],
  ] as const) {
    assert.throws(() => parseDuration(text), { message });
  }
});

test('a duration is printed as Go prints it', () => {
  assert.deepEqual([0, 0.0005, 0.1234, 1.5, 62_500, 3_600_000].map(formatDuration), ['0s', '500ns', '123.4\u00b5s', '1.5ms', '1m2.5s', '1h0m0s']);
});
