import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawJson } from '../raw.ts';
import { formatGoString, formatGoValue, goTypeName } from './format.ts';

test('floats print with an exponent from a million on, integers as they are', () => {
  const said = [999999.5, 1234567.5, 0.0001, 0.00001, 1e21, 2 ** 63, 1_000_000, 2n ** 60n].map(formatGoValue);
  assert.deepEqual(said, ['999999.5', '1.2345675e+06', '0.0001', '1e-05', '1e+21', '9.223372036854776e+18', '1000000', '1152921504606846976']);
  assert.deepEqual([goTypeName(1), goTypeName(2 ** 63), goTypeName(0.5)], ['int64', 'float64', 'float64']);
});

test('where a text is wanted, everything else prints with its type', () => {
  const said = ['x', null, 5, 1.5, true, ['a', 1, null], { b: 'c', a: false }, new RawJson('7')].map((each) => formatGoString(each));
  assert.deepEqual(said, [
    'x',
    '%!s(<nil>)',
    '%!s(int64=5)',
    '%!s(float64=1.5)',
    '%!s(bool=true)',
    '[a %!s(int64=1) <nil>]',
    'map[a:%!s(bool=false) b:c]',
    '%!s(int64=7)',
  ]);
});
