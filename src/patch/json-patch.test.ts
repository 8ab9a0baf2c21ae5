import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyPatch } from 'rfc6902';
import { clone } from '../machinery/clone.ts';
import { RawJson } from '../machinery/raw.ts';
import { ApiError } from '../machinery/status.ts';
import { jsonPatch, MAX_JSON_PATCH_OPERATIONS } from './json-patch.ts';

const refused = (document: unknown, operations: unknown[], code = 422): void => {
  assert.throws(
    () => jsonPatch(clone(document), operations),
    (error) => error instanceof ApiError && error.code === code,
  );
};

test('the six operations change maps and lists', () => {
  const document = { data: { a: '1', b: '2' }, list: ['x', 'y'] };
  const result = jsonPatch(document, [
    { op: 'add', path: '/data/c', value: '3' },
    { op: 'replace', path: '/data/a', value: 'one' },
    { op: 'move', from: '/data/b', path: '/data/moved' },
    { op: 'copy', from: '/list/0', path: '/list/-' },
    { op: 'remove', path: '/list/1' },
    { op: 'test', path: '/list', value: ['x', 'x'] },
  ]);
  assert.deepEqual(result, { data: { a: 'one', c: '3', moved: '2' }, list: ['x', 'x'] });
});

test('keys with slashes and tildes are escaped', () => {
  assert.deepEqual(
    jsonPatch({ 'a/b': 1, 'c~d': 2, '~1': 3 }, [
      { op: 'remove', path: '/a~1b' },
      { op: 'remove', path: '/c~0d' },
      { op: 'remove', path: '/~01' },
    ]),
    {},
  );
});

test('what the reference accepts beyond the RFC: absent keys, missing values, signed and negative indexes', () => {
  assert.deepEqual(jsonPatch({ a: {} }, [{ op: 'replace', path: '/a/new', value: 1 }]), { a: { new: 1 } });
  assert.deepEqual(jsonPatch({ a: {} }, [{ op: 'copy', from: '/a/none', path: '/a/copy' }]), { a: { copy: null } });
  assert.deepEqual(jsonPatch({ a: {} }, [{ op: 'add', path: '/a/x' }]), { a: { x: null } });
  assert.deepEqual(
    jsonPatch(
      [1, 2, 3],
      [
        { op: 'remove', path: '/-1' },
        { op: 'add', path: '/-1', value: 9 },
        { op: 'replace', path: '/+0', value: 7 },
      ],
    ),
    [7, 2, 9],
  );
  assert.deepEqual(jsonPatch({ a: 1 }, [{ op: 'test', path: '/none', value: null }]), { a: 1 });
  assert.deepEqual(jsonPatch({ a: 1 }, [{ op: 'test', path: '', value: { a: new RawJson('1') } }]), { a: 1 });
  assert.deepEqual(jsonPatch({ a: 1 }, null), { a: 1 });
});

test('an operation that cannot be carried out is refused', () => {
  const document = { data: { a: '1' }, list: [1, 2] };
  for (const operation of [
    { op: 'remove', path: '/data/none' },
    { op: 'add', path: '/none/x', value: 1 },
    { op: 'add', path: 'data', value: 1 },
    { op: 'add', path: '', value: {} },
    { op: 'replace', path: '', value: 'scalar' },
    { op: 'add', path: '/list/9', value: 1 },
    { op: 'add', path: '/list/one', value: 1 },
    { op: 'replace', path: '/list/-', value: 1 },
    { op: 'remove', path: '/list/-9' },
    { op: 'add', path: '/data/a/x', value: 1 },
    { op: 'move', from: '/data/none', path: '/data/x' },
    { op: 'test', path: '/data/a', value: 1 },
    { op: 'test', path: '/list/7', value: null },
    // Numbers are compared as they are written.
    { op: 'test', path: '/list/0', value: new RawJson('1.0') },
    { op: 'Add', path: '/data/x', value: 1 },
    { op: 'add', value: 1 },
    { path: '/data/x' },
    null,
  ]) {
    refused(document, [operation]);
  }
});

test('too many operations and copies that add up are refused before they cost memory', () => {
  refused({}, Array(MAX_JSON_PATCH_OPERATIONS + 1).fill({ op: 'test', path: '/x', value: null }), 413);
  const doubling = Array.from({ length: 60 }, () => ({ op: 'copy', from: '/a', path: '/a/-' }));
  refused({ a: ['x'.repeat(1000)] }, doubling);
});

test('__proto__ is a key like any other', () => {
  const result = jsonPatch({ data: {} }, [{ op: 'add', path: '/data/__proto__', value: { polluted: true } }]) as { data: object };
  assert.equal(Object.getPrototypeOf(result.data), Object.prototype);
  assert.ok(Object.hasOwn(result.data, '__proto__'));
  refused({ data: {} }, [{ op: 'add', path: '/__proto__/polluted', value: 1 }]);
});

test('agrees with an independent implementation on random patches within the RFC', () => {
  let seed = 7;
  const random = (n: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % n;
  };
  for (let round = 0; round < 2000; round++) {
    const document = { a: { b: 1, c: [1, 2, 3] }, d: ['x', { e: 'f' }], g: 'h' };
    const paths = ['/a/b', '/a/c/0', '/a/c/2', '/a/c/-', '/d/1/e', '/d/0', '/g', '/a', '/new', '/a/c'];
    const pick = (): string => paths[random(paths.length)] as string;
    const operations = Array.from({ length: 1 + random(3) }, () => {
      const op = ['add', 'remove', 'test', 'move'][random(4)] as string;
      return { op, path: pick(), from: pick(), value: random(3) };
    });
    // A list's end cannot be read, and moving a value into itself is left open by the RFC: both implementations may differ there.
    if (
      operations.some(
        (each) =>
          (each.op !== 'add' && each.path.endsWith('-')) || each.from.endsWith('-') || (each.op === 'move' && each.path.startsWith(each.from)),
      )
    )
      continue;
    const theirs = structuredClone(document);
    const failed = applyPatch(theirs, operations as Parameters<typeof applyPatch>[1]).some((each) => each !== null);
    if (failed) refused(document, operations);
    else assert.deepEqual(jsonPatch(structuredClone(document), operations), theirs, JSON.stringify(operations));
  }
});
