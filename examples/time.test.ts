/** Time in the hand of a test: nothing waits for a real minute. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock, startTestServer } from '../src/testing/index.ts';

const EVENTS = '/api/v1/namespaces/default/events';
const HOUR_MS = 3_600_000;

test('an event is gone after an hour', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({ clock, eventTtl: HOUR_MS });
  const event = { metadata: { name: 'started', namespace: 'default' }, involvedObject: { kind: 'Pod', name: 'web', namespace: 'default' } };
  const created = await server.fetch(EVENTS, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) });
  assert.equal(created.status, 201);
  clock.advance(HOUR_MS);
  assert.equal((await server.fetch(`${EVENTS}/started`)).status, 404);
});
