import assert from 'node:assert/strict';
import { test } from 'node:test';
import { field, int32, list, map, type StructType, string, struct } from '../machinery/descriptor.ts';
import { ApiError } from '../machinery/status.ts';
import type { JsonMap } from './document.ts';
import { strategicMergePatch } from './strategic-merge.ts';

const Port: StructType = struct('test.Port', () => [field('port', int32, 1), field('name', string, 2)]);
const Container: StructType = struct('test.Container', () => [
  field('name', string, 1),
  field('image', string, 2),
  field('command', list(string), 3),
  field('ports', list(Port), 4, { patch: 'merge', mergeKey: 'port' }),
]);
const Strategy: StructType = struct('test.Strategy', () => [field('type', string, 1), field('rolling', Port, 2)]);
const Spec: StructType = struct('test.Spec', () => [
  field('containers', list(Container), 1, { patch: 'merge', mergeKey: 'name' }),
  field('finalizers', list(string), 2, { patch: 'merge' }),
  field('labels', map(string), 3),
  field('strategy', Strategy, 4, { patch: 'retainKeys' }),
  field('whole', Strategy, 5, { patch: 'replace' }),
]);

const merge = (document: JsonMap, patch: JsonMap): JsonMap => strategicMergePatch(document, patch, Spec);
const names = (result: JsonMap): string[] => (result.containers as { name: string }[]).map((each) => each.name);
const containers = (...n: string[]): { name: string; image: string }[] => n.map((name) => ({ name, image: `${name}:1` }));
const failsWith = (code: number, message: string | RegExp, document: JsonMap, patch: JsonMap): void => {
  assert.throws(
    () => merge(document, patch),
    (error) => {
      assert.ok(error instanceof ApiError);
      assert.equal(error.code, code);
      if (typeof message === 'string') assert.equal(error.message, message);
      else assert.match(error.message, message);
      return true;
    },
  );
};

test('lists with a merge key merge element by element, others are replaced', () => {
  const result = merge(
    { containers: [{ name: 'a', image: 'a:1', command: ['x'], ports: [{ port: 80 }] }] },
    { containers: [{ name: 'a', command: ['y'], ports: [{ port: 80, name: 'http' }, { port: 443 }] }] },
  );
  assert.deepEqual(result, { containers: [{ name: 'a', image: 'a:1', command: ['y'], ports: [{ port: 80, name: 'http' }, { port: 443 }] }] });
});

test('new elements stand before those that the patch does not name, known ones keep their place', () => {
  assert.deepEqual(names(merge({ containers: containers('one', 'two') }, { containers: [{ name: 'three' }] })), ['three', 'one', 'two']);
  assert.deepEqual(names(merge({ containers: containers('three', 'one', 'two') }, { containers: [{ name: 'two' }, { name: 'one' }] })), [
    'three',
    'two',
    'one',
  ]);
});

test('$setElementOrder orders, and must agree with the patch', () => {
  const order = (...n: string[]): JsonMap => ({ '$setElementOrder/containers': n.map((name) => ({ name })) });
  assert.deepEqual(names(merge({ containers: containers('a', 'b', 'c') }, order('c', 'b', 'a'))), ['c', 'b', 'a']);
  assert.deepEqual(names(merge({ containers: containers('d', 'c', 'b', 'a') }, order('a', 'd'))), ['c', 'b', 'a', 'd']);
  failsWith(
    500,
    /The order in patch list:\n\[map\[name:b\]\]\n doesn't match \$setElementOrder list:\n\[map\[name:a\]\]\n/,
    { containers: containers('a', 'b') },
    { ...order('a'), containers: [{ name: 'b' }] },
  );
  failsWith(400, 'invalid patch format of setElementOrder list', {}, { $setElementOrder: ['x'] });
  failsWith(500, 'expected a []interface {}, but received a string', {}, { '$setElementOrder/containers': 'x' });
});

test('$patch replaces and deletes maps and elements', () => {
  assert.deepEqual(merge({ labels: { a: '1' } }, { labels: { $patch: 'replace', b: '2' } }), { labels: { b: '2' } });
  assert.deepEqual(merge({ labels: { a: '1' } }, { labels: { $patch: 'delete' } }), { labels: {} });
  assert.deepEqual(merge({}, { labels: { $patch: 'replace', b: '2' } }), {}, 'there is nothing to replace in a new map');
  assert.deepEqual(names(merge({ containers: containers('a', 'b') }, { containers: [{ name: 'a', $patch: 'delete' }] })), ['b']);
  assert.deepEqual(names(merge({ containers: containers('a', 'b') }, { containers: [{ $patch: 'replace' }, { name: 'z' }] })), ['z']);
  failsWith(500, 'unknown patch type: merge in map: map[$patch:merge d:4]', { labels: { a: '1' } }, { labels: { $patch: 'merge', d: '4' } });
  failsWith(500, 'unknown patch type: %!s(int64=5) in map: map[$patch:5]', { labels: {} }, { labels: { $patch: 5 } });
});

test('$retainKeys clears what it does not name, and must name what is patched', () => {
  assert.deepEqual(merge({ strategy: { type: 'Rolling', rolling: { port: 1 } } }, { strategy: { $retainKeys: ['type'], type: 'Recreate' } }), {
    strategy: { type: 'Recreate' },
  });
  failsWith(400, 'invalid patch format of retainKeys', { strategy: {} }, { strategy: { $retainKeys: ['type'], rolling: { port: 1 } } });
  failsWith(400, 'invalid patch format of retainKeys', { strategy: {} }, { strategy: { $retainKeys: 'type' } });
});

test('lists of scalars merge as sets and lose what $deleteFromPrimitiveList names', () => {
  assert.deepEqual(merge({ finalizers: ['a', 'b'] }, { finalizers: ['c', 'a'] }), { finalizers: ['c', 'a', 'b'] });
  assert.deepEqual(merge({ finalizers: ['a', 'b'] }, { '$deleteFromPrimitiveList/finalizers': ['a'] }), { finalizers: ['b'] });
  assert.deepEqual(merge({ finalizers: ['a'] }, { '$deleteFromPrimitiveList/finalizers': 'a' }), { finalizers: ['a'] });
  failsWith(400, 'invalid patch format of primitive list', {}, { $deleteFromPrimitiveList: ['a'] });
});

test('elements without their key and mixed lists are refused in the words clients know', () => {
  failsWith(500, 'map: map[image:x] does not contain declared merge key: name', { containers: containers('q') }, { containers: [{ image: 'x' }] });
  failsWith(500, 'list element types are not identical: [[map[image:q:1 name:q]] [q]]', { containers: containers('q') }, { containers: ['q'] });
});

test('messages quote what is left of the patch: its directives are gone', () => {
  const patch = { containers: [{ name: 'a', $patch: 'delete' }], labels: { $patch: 'replace', x: 'y' } };
  merge({ containers: containers('a'), labels: { l: 'm' } }, patch);
  assert.deepEqual(patch, { containers: [{ name: 'a', $patch: 'delete' }], labels: { x: 'y' } });
});

test('in what is new to the document a $patch has nothing to work on; other directives stay and are unknown fields', () => {
  const order = { '$setElementOrder/ports': [{ port: 1 }] };
  assert.deepEqual(merge({}, { strategy: { type: null, rolling: { $patch: 'replace', port: 1 }, ...order } }), { strategy: order });
  assert.deepEqual(merge({}, { '$setElementOrder/containers': [{ name: 'a' }], containers: [{ name: 'a' }, { name: 'b', $patch: 'delete' }] }), {
    containers: [{ name: 'a' }],
  });
  const added = { name: 'b', image: null, ...order };
  assert.deepEqual(merge({ containers: [{ name: 'a' }] }, { containers: [added] }), { containers: [added, { name: 'a' }] });
});

test('$deleteFromPrimitiveList works on lists that are replaced otherwise', () => {
  const document = { containers: [{ name: 'a', command: ['x', 'y'] }] };
  assert.deepEqual(merge(document, { containers: [{ name: 'a', '$deleteFromPrimitiveList/command': ['x'] }] }), {
    containers: [{ name: 'a', command: ['y'] }],
  });
});
