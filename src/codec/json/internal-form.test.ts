import assert from 'node:assert/strict';
import { test } from 'node:test';
import { field, inline, int32, list, map, type StructType, string, struct } from '../../machinery/descriptor.ts';
import { InternalTypes } from './internal-form.ts';

const Base: StructType = struct('example.Base', () => [field('name', string, 1, { omitempty: false })]);
const Part: StructType = struct('example.Part', () => [field('size', int32, 1, { omitempty: false })]);
const Whole: StructType = struct('example.Whole', () => [
  inline(Base),
  field('parts', list(Part), 2, { optional: true }),
  field('labels', map(string), 3, { optional: true }),
  field('spare', Part, 4, { pointer: true, optional: true }),
  field('count', int32, 5, { optional: true }),
]);

const TYPES = new InternalTypes(`
Base: Name
Part: Size int
Whole: ...Base, Parts []Part, Labels {}string, Spare *Part, Count int
`);

test('internal form: zero values and nulls are written, fields have their Go names', () => {
  assert.equal(TYPES.print({ name: 'a' }, Whole, 'Whole'), '{"Name":"a","Parts":null,"Labels":null,"Spare":null,"Count":0}');
  assert.equal(
    TYPES.print({ name: 'a', parts: [{ size: 1 }, { size: 2 }], labels: { b: '2', a: '1' }, spare: { size: 0 }, count: 3 }, Whole, 'Whole'),
    '{"Name":"a","Parts":[{"Size":1},{"Size":2}],"Labels":{"a":"1","b":"2"},"Spare":{"Size":0},"Count":3}',
  );
});

test('internal form: lists of objects, and one level per line', () => {
  assert.equal(TYPES.print([{ size: 1 }], list(Part), 'Part'), '[{"Size":1}]');
  assert.equal(TYPES.print({ name: 'a', parts: [{ size: 1 }] }, Whole, 'Whole', ' ').split('\n').length, 11);
});
