import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import { MetricsRegistry } from '../../base/metrics.ts';
import type { Authentication } from '../interface.ts';
import { tokenCache } from './cache.ts';
import { tokenCacheMetrics } from './cache-metrics.ts';

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
  const registry = new MetricsRegistry();
  const cache = tokenCache(inner, { clock, successTtl: 10_000, failureTtl: 2000, metrics: tokenCacheMetrics(registry) });
  return { clock, cache, registry, asked: () => asked };
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

test('it is counted what was remembered, what others were asked, and who waits', async () => {
  const answers = [Promise.withResolvers<Authentication>(), Promise.withResolvers<Authentication>()];
  let next = 0;
  const { cache, registry } = world(() => (answers[next++] ?? Promise.withResolvers<Authentication>()).promise);
  const counts = (): readonly string[] =>
    registry
      .render()
      .split('\n')
      .filter((line) => /^authentication_token_cache_(active|fetch|request_total)/.test(line))
      .map((line) => line.replace('authentication_token_cache_', ''));
  const waiting = Promise.all([cache.authenticateToken('t'), cache.authenticateToken('t')]);
  assert.deepEqual(counts(), ['active_fetch_count{status="blocked"} 2', 'active_fetch_count{status="in_flight"} 1']);
  answers[0]?.resolve(JANE);
  await waiting;
  await cache.authenticateToken('t');
  const failing = cache.authenticateToken('u');
  answers[1]?.resolve(FAILED);
  await failing;
  assert.deepEqual(counts(), [
    'active_fetch_count{status="blocked"} 0',
    'active_fetch_count{status="in_flight"} 0',
    'fetch_total{status="error"} 1',
    'fetch_total{status="ok"} 1',
    'request_total{status="hit"} 1',
    'request_total{status="miss"} 3',
  ]);
});
