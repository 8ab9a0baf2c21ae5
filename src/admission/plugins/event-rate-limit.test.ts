import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import { attributes, refusal } from '../admission.fixture.ts';
import { makeEventRateLimit } from './event-rate-limit.ts';

test('events are limited by bursts that fill up again', async () => {
  const clock = new ManualClock();
  const plugin = makeEventRateLimit({ clock, limits: [{ type: 'Namespace', qps: 1, burst: 2, cacheSize: 0 }] });
  const event = (namespace: string) => refusal(plugin, attributes({ resource: 'events', namespace }));
  assert.deepEqual([await event('a'), await event('a')], [undefined, undefined]);
  assert.equal(await event('a'), 'Too many requests: limit reached on type Namespace for key a');
  assert.equal(await event('b'), undefined);
  clock.advance(1000);
  assert.equal(await event('a'), undefined);
});
