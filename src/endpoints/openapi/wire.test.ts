import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from './model.ts';
import { encodeSteps, type WireMessage } from './wire.ts';

const INNER: WireMessage = { form: 'members', fields: { name: { number: 1, kind: 'string' }, yes: { number: 2, kind: 'bool' } } };
const OUTER: WireMessage = {
  form: 'members',
  fields: {
    map: { number: 1, kind: 'message', of: () => ({ form: 'map', field: { number: 1, kind: 'named', of: () => INNER } }) },
    tags: { number: 2, kind: 'strings' },
    one: {
      number: 3,
      kind: 'message',
      of: () => ({ form: 'wrapper', choose: (value) => [typeof value === 'string' ? 1 : 2, { form: 'strings', number: 1 }] }),
    },
    default: { number: 4, kind: 'message', of: () => ({ form: 'scalar', double: 1, bool: 2, string: 3 }) },
  },
  extensions: 5,
};

function hex(value: JsonValue): string {
  const steps = encodeSteps(OUTER, value);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return Buffer.from(step.value).toString('hex');
  }
}

test('maps become named messages in their order, empty members included', () => {
  assert.equal(hex({ map: { a: { name: 'x', yes: true }, b: {} } }), '0a130a0a0a016112050a017810010a050a01621200');
});

test('empty strings and false are left out of messages but kept in lists', () => {
  assert.equal(hex({ map: { b: { name: '', yes: false } } }), '0a070a050a01621200');
  assert.equal(hex({ tags: ['a', ''] }), '1201611200');
});

test('a oneof holds what the value is', () => {
  assert.equal(hex({ one: 'q' }), '1a050a030a0171');
  assert.equal(hex({ one: ['q', 'r'] }), '1a0812060a01710a0172');
  assert.equal(hex({ default: 1.5 }), '220909000000000000f83f');
  assert.equal(hex({ default: false }), '22021000');
  assert.equal(hex({ default: '' }), '22021a00');
  assert.equal(hex({ default: {} }), '2200');
});

test('extensions carry JSON, and lengths may take several bytes', () => {
  assert.equal(hex({ 'x-a': ['v'] }), '2a0f0a03782d61120812065b2276225d0a');
  assert.ok(hex({ tags: ['z'.repeat(300)] }).startsWith('12ac027a'));
  assert.equal(hex({ tags: ['z'.repeat(200_000)] }).length, 2 * (200_000 + 4));
});

test('nothing is dropped silently', () => {
  assert.throws(() => hex({ unknown: 1 }), { message: 'unknown has no place in the message' });
  assert.throws(() => hex({ __proto__: null, constructor: 1 }), { message: 'constructor has no place in the message' });
});
