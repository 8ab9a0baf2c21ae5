import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnce } from './event-loop.ts';
import { sortInSteps } from './sort-in-steps.ts';

test('items come in order, and equal ones in the order in which they were', () => {
  const byKey = (a: readonly [number, number], b: readonly [number, number]): number => a[0] - b[0];
  for (const length of [0, 1, 2047, 2048, 2049, 10_000]) {
    const items = Array.from({ length }, (_, i): [number, number] => [Math.imul(i, 2_654_435_761) % 1000, i]);
    assert.deepEqual(atOnce(sortInSteps(items, byKey)), items.toSorted(byKey));
  }
});
