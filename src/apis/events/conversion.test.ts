import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Event as CoreEvent } from '../core/v1/types.ts';
import { eventFromCore, eventToCore } from './conversion.ts';
import { Event } from './v1/types.ts';

test('an event survives the way to the other group and back, every field of it', () => {
  for (const [type, there, back] of [
    [CoreEvent, eventFromCore, eventToCore],
    [Event, eventToCore, eventFromCore],
  ] as const) {
    const apiVersion = type === CoreEvent ? 'v1' : 'events.k8s.io/v1';
    const fields = type.fields.filter(({ name }) => name !== 'kind' && name !== 'apiVersion' && name !== 'metadata');
    const object = {
      kind: 'Event',
      apiVersion,
      metadata: { name: 'e' },
      ...Object.fromEntries(fields.map(({ name }) => [name, `value of ${name}`])),
    };
    const other = there(object);
    assert.notEqual(other.apiVersion, apiVersion);
    assert.deepEqual(back(other), object);
    const known = new Set((type === CoreEvent ? Event : CoreEvent).fields.map(({ name }) => name));
    assert.deepEqual(
      Object.keys(other).filter((each) => !known.has(each)),
      [],
      'the other group has all these fields',
    );
  }
});
