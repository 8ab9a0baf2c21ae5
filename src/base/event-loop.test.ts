import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnce, inSlices, type Steps } from './event-loop.ts';

function* counting(to: number, spend: () => void): Steps<number> {
  for (let i = 0; i < to; i++) {
    spend();
    yield;
  }
  return to;
}

/** As long as three slices. */
function tenMilliseconds(): void {
  const until = performance.now() + 10;
  while (performance.now() < until);
}

test('others have their turn between the steps of long work', async () => {
  let turns = 0;
  let over = false;
  const others = (): void => {
    if (over) return;
    turns++;
    setImmediate(others);
  };
  setImmediate(others);
  assert.equal(await inSlices(counting(5, tenMilliseconds)), 5);
  over = true;
  assert.ok(turns >= 5, `${turns} turns`);
});

test('short work in steps ends without giving up its turn but for the promise', async () => {
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  assert.equal(await inSlices(counting(3, () => {})), 3);
  assert.equal(turned, false);
});

test('what a step throws reaches the caller', async () => {
  const broken = (): Steps<number> =>
    counting(2, () => {
      throw new Error('broken');
    });
  assert.throws(() => atOnce(broken()), /broken/);
  await assert.rejects(inSlices(broken()), /broken/);
});
