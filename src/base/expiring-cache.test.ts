import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpiringCache } from './expiring-cache.ts';
import { ManualClock } from './manual-clock.ts';

test('a value is there for its time, and not at the end of it', () => {
  const clock = new ManualClock();
  const cache = new ExpiringCache<number>(10, clock);
  cache.set('a', 1, 1_000);
  cache.set('never', 2, 0);
  clock.advance(999);
  assert.deepEqual([cache.get('a'), cache.get('never')], [1, undefined]);
  clock.advance(1);
  assert.equal(cache.get('a'), undefined);
});

test('when it is full, what was used longest ago goes', () => {
  const cache = new ExpiringCache<string>(2, new ManualClock());
  cache.set('a', 'a', 1_000);
  cache.set('b', 'b', 1_000);
  cache.get('a');
  cache.set('__proto__', 'c', 1_000);
  assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('__proto__')], ['a', undefined, 'c']);
});
