import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from './duration.ts';

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
