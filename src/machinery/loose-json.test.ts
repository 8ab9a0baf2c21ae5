import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, jsonTypeName, objectAt, stringAt, stringsAt } from './loose-json.ts';
import { RawJson } from './raw.ts';

test('what is not of the wanted type, or not an own property, counts as absent', () => {
  const object = { text: 'a', list: ['b', 1, 'c'], map: { d: 'e' }, nothing: null };
  const names = [...Object.keys(object), 'constructor'];
  assert.deepEqual(
    names.map((name) => stringAt(object, name)),
    ['a', '', '', '', ''],
  );
  assert.deepEqual(
    names.map((name) => stringsAt(object, name)),
    [[], ['b', 'c'], [], [], []],
  );
  assert.deepEqual(
    names.map((name) => objectAt(object, name)),
    [{}, {}, { d: 'e' }, {}, {}],
  );
  assert.deepEqual([{}, [], null, 'a'].map(isJsonObject), [true, false, false, false]);
});

test('decoded values have the type names of encoding/json', () => {
  const values = ['', true, 1.5, 1n, new RawJson('1e400'), null, [], {}];
  assert.deepEqual(values.map(jsonTypeName), ['string', 'bool', 'number', 'number', 'number', 'null', 'array', 'object']);
});
