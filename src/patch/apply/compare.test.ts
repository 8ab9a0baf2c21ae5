import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigMap, PodSpec } from '../../apis/core/v1/types.ts';
import { inSlices } from '../../base/event-loop.ts';
import { compareInSteps, compareValues } from './compare.ts';
import type { FieldSet } from './field-set.ts';
import { shapeOfStruct } from './shape.ts';

const paths = (set: FieldSet): string[] => [...set.paths()].map((path) => path.join(' ')).sort();

/** `from` to before `until`; the first `changed` of them say something new. */
const variables = (from: number, until: number, changed: number): object[] =>
  Array.from({ length: until - from }, (_, i) => ({ name: `E${from + i}`, value: i < changed ? 'new' : 'old' }));
const spec = (env: readonly object[]): object => ({ containers: [{ name: 'c', env }] });
const at = (name: string, field = ''): string => `f:containers k:{"name":"c"} f:env k:{"name":"${name}"}${field}`;

test('in a list of thousands is found what was added, changed and removed, as in a list of a few', async () => {
  for (const length of [10, 3000]) {
    const before = spec(variables(0, length, 0));
    const after = spec(variables(2, length + 2, 1));
    const found = compareValues(before, after, shapeOfStruct(PodSpec));
    const gone = ['E0', 'E1'].flatMap((name) => [at(name), at(name, ' f:name'), at(name, ' f:value')]);
    const come = [`E${length}`, `E${length + 1}`].flatMap((name) => [at(name), at(name, ' f:name'), at(name, ' f:value')]);
    assert.deepEqual([paths(found.removed), paths(found.added), paths(found.modified)], [gone, come.sort(), [at('E2', ' f:value')]]);
    assert.deepEqual(await inSlices(compareInSteps(before, after, shapeOfStruct(PodSpec))), found);
  }
});

test('so it is in a map of thousands', () => {
  const data = (from: number, until: number, value: string): object =>
    Object.fromEntries(Array.from({ length: until - from }, (_, i) => [`k${from + i}`, i === 0 ? value : '']));
  for (const length of [10, 3000]) {
    const found = compareValues({ data: data(1, length, 'a') }, { data: data(1, length + 1, 'b') }, shapeOfStruct(ConfigMap));
    assert.deepEqual([paths(found.removed), paths(found.added), paths(found.modified)], [[], [`f:data f:k${length}`], ['f:data f:k1']]);
  }
});
