import assert from 'node:assert/strict';
import { test } from 'node:test';
import { humanDuration } from './duration.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test('ages get coarser as they grow', () => {
  const ages: readonly (readonly [span: number, text: string])[] = [
    [0, '0s'],
    [119 * SECOND, '119s'],
    [120 * SECOND, '2m'],
    [5 * MINUTE + 10 * SECOND, '5m10s'],
    [10 * MINUTE + 10 * SECOND, '10m'],
    [179 * MINUTE, '179m'],
    [3 * HOUR, '3h'],
    [7 * HOUR + 59 * MINUTE, '7h59m'],
    [8 * HOUR + 59 * MINUTE, '8h'],
    [47 * HOUR, '47h'],
    [2 * DAY, '2d'],
    [2 * DAY + 4 * HOUR, '2d4h'],
    [8 * DAY + 4 * HOUR, '8d'],
    [729 * DAY, '729d'],
    [730 * DAY, '2y'],
    [761 * DAY, '2y31d'],
    [9 * 365 * DAY, '9y'],
  ];
  for (const [span, text] of ages) assert.equal(humanDuration(span), text);
});

test('a clock that is one second ahead is forgiven, more is shown as invalid', () => {
  assert.equal(humanDuration(-1999), '0s');
  assert.equal(humanDuration(-2000), '<invalid>');
});

test('no age is longer than Go counts: 292 years', () => {
  assert.equal(humanDuration(2000 * 365 * DAY), '292y');
});
