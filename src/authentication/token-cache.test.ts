import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../base/manual-clock.ts';
import type { Authentication } from './interface.ts';
import { tokenCache } from './token-cache.ts';

const JANE: Authentication = { kind: 'user', user: { name: 'jane', uid: '', groups: [], extra: new Map() } };
const FAILED: Authentication = { kind: 'failed', error: new Error('down') };

function world(answer: () => Promise<Authentication>) {
  const clock = new ManualClock();
  let asked = 0;
  const inner = {
    authenticateToken() {
      asked++;
      return answer();
    },
  };
  return { clock, cache: tokenCache(inner, { clock, successTtl: 10_000, failureTtl: 2000 }), asked: () => asked };
}

test('a user is remembered for a while, by token and audiences', async () => {
  const { clock, cache, asked } = world(async () => JANE);
  for (let i = 0; i < 3; i++) assert.equal(await cache.authenticateToken('t'), JANE);
  assert.equal(asked(), 1);
  await cache.authenticateToken('t', undefined, ['a']);
  await cache.authenticateToken('t', undefined, []);
  assert.equal(asked(), 3);
  clock.advance(10_001);
  await cache.authenticateToken('t');
  assert.equal(asked(), 4);
});

test('that nobody knows a token is remembered for its own time, that nobody could be asked never', async () => {
  const unknown = world(async () => ({ kind: 'unknown' }));
  await unknown.cache.authenticateToken('t');
  await unknown.cache.authenticateToken('t');
  assert.equal(unknown.asked(), 1);
  unknown.clock.advance(2001);
  await unknown.cache.authenticateToken('t');
  assert.equal(unknown.asked(), 2);
  const down = world(async () => FAILED);
  await down.cache.authenticateToken('t');
  await down.cache.authenticateToken('t');
  assert.equal(down.asked(), 2);
});

test('who asks the same at the same time shares the answer, also when it is a mistake', async () => {
  const { cache, asked } = world(async () => JANE);
  await Promise.all(Array.from({ length: 50 }, () => cache.authenticateToken('t')));
  assert.equal(asked(), 1);
  const broken = world(async () => {
    throw new Error('a mistake');
  });
  const both = await Promise.allSettled([broken.cache.authenticateToken('t'), broken.cache.authenticateToken('t')]);
  assert.deepEqual(
    both.map((each) => each.status),
    ['rejected', 'rejected'],
  );
  await assert.rejects(async () => broken.cache.authenticateToken('t'));
  assert.equal(broken.asked(), 2);
});
