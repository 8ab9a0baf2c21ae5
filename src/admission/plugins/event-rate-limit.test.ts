import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import { attributes, object, refusal } from '../admission.fixture.ts';
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

test('objects with very long names have buckets of their own', async () => {
  const plugin = makeEventRateLimit({ clock: new ManualClock(), limits: [{ type: 'SourceAndObject', qps: 1, burst: 1, cacheSize: 0 }] });
  const about = (name: string): Promise<string | undefined> =>
    refusal(plugin, attributes({ resource: 'events', object: object('Event', 'e', { involvedObject: { name } }) }));
  const long = 'n'.repeat(10_000);
  assert.deepEqual([await about(`${long}a`), await about(`${long}b`)], [undefined, undefined]);
  assert.equal(await about(`${long}a`), `Too many requests: limit reached on type SourceAndObject for key ${long}a`);
});
