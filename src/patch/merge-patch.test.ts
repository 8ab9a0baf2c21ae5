import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../machinery/status.ts';
import { mergePatch } from './merge-patch.ts';

test('maps merge, null removes, lists and scalars replace', () => {
  assert.deepEqual(mergePatch({ a: { b: 1, c: 2 }, l: [1, 2], x: 'y' }, { a: { b: null, d: 3 }, l: [null, { n: null }], x: { z: null, k: 1 } }), {
    a: { c: 2, d: 3 },
    l: [null, {}],
    x: { k: 1 },
  });
});

test('a patch that is neither an object nor a list is refused; a list takes the place of the document', () => {
  for (const patch of [null, 'x', 1, true]) assert.throws(() => mergePatch({}, patch), ApiError);
  assert.deepEqual(mergePatch({ a: 1 }, [null, { n: null }]), [null, {}]);
});

test('a list in place of a map keeps its nulls', () => {
  assert.deepEqual(mergePatch({ a: { b: 1 } }, { a: [{ n: null }] }), { a: [{ n: null }] });
});

test('__proto__ is a key like any other', () => {
  const patch = JSON.parse('{"data":{"__proto__":{"polluted":true}}}') as unknown;
  const result = mergePatch({ data: {} }, patch) as { data: object };
  assert.equal(Object.getPrototypeOf(result.data), Object.prototype);
  assert.deepEqual(Object.keys(result.data), ['__proto__']);
});
