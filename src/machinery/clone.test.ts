import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clone, emptyMap, equal } from './clone.ts';
import { RawJson } from './raw.ts';

test('a copy shares nothing but raw JSON, and hostile keys stay keys', () => {
  const raw = new RawJson('{"a":1}');
  const original = JSON.parse('{"labels":{"__proto__":"x","constructor":"y"},"list":[{"a":1}]}') as { [key: string]: unknown };
  original.raw = raw;
  original.big = 2n ** 60n;
  const copy = clone(original);
  assert.deepEqual(Object.keys(copy.labels as object), ['__proto__', 'constructor']);
  assert.equal(Object.getPrototypeOf(copy.labels), Object.prototype);
  assert.notEqual(copy.list, original.list);
  assert.notEqual((copy.list as unknown[])[0], (original.list as unknown[])[0]);
  assert.equal(copy.raw, raw);
  assert.equal(copy.big, 2n ** 60n);
});

test('absent, null and an empty list are the same nothing; an empty object is not', () => {
  assert.ok(equal({ a: null, b: [] }, {}));
  assert.ok(!equal({ a: {} }, {}));
  assert.ok(!equal({ a: '' }, {}));
  assert.ok(equal({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }));
  assert.ok(!equal({ a: [1, 2] }, { a: [2, 1] }));
  assert.ok(!equal(JSON.parse('{"__proto__":1}'), {}));
});

test('an explicitly empty map is nothing as well, a copy of it too', () => {
  assert.ok(equal({ labels: emptyMap() }, {}));
  assert.ok(equal({}, clone({ labels: emptyMap() })));
  assert.ok(equal(emptyMap(), {}));
  const filled = emptyMap();
  filled.a = '1';
  assert.ok(!equal({ labels: filled }, {}));
  assert.ok(equal({ labels: filled }, { labels: { a: '1' } }));
});
