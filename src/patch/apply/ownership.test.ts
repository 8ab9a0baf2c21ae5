import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clone, emptyMap } from '../../machinery/clone.ts';
import { RawJson } from '../../machinery/raw.ts';
import { ApiError } from '../../machinery/status.ts';
import type { JsonMap } from '../document.ts';
import { conflictError } from './conflict.ts';
import { FieldMatcher } from './field-matcher.ts';
import { toySchema, World } from './toy-world.fixture.ts';
import { ApplyConflicts } from './updater.ts';

const messageOf = (write: () => unknown): string => {
  try {
    write();
  } catch (error) {
    if (error instanceof ApplyConflicts) return conflictError(error.conflicts).message;
    assert.ok(error instanceof ApiError, String(error));
    return `${error.code} ${error.message}`;
  }
  return 'accepted';
};

test('who makes duplicates owns them as one thing; once one is left, all of it belongs to who left it', () => {
  const twins = {
    ports: [
      { port: 80, name: 'a' },
      { port: 80, name: 'b' },
    ],
  };
  const key = 'k:{"port":80,"protocol":"TCP"}';
  const world = new World().update('one', { spec: { ports: [{ port: 80, name: 'a' }] } }).update('two', { spec: twins });
  assert.deepEqual(world.owners()['two/Update'], { 'f:spec': { 'f:ports': { [key]: {} } } });
  world.update('three', { spec: { ...twins, replicas: 1 } });
  assert.deepEqual(world.owners()['three/Update'], { 'f:spec': { 'f:replicas': {} } }, 'the same duplicates are no change');
  world.update('four', { spec: { ports: [{ port: 80, name: 'b' }], replicas: 1 } });
  assert.deepEqual(world.owners()['four/Update'], { 'f:spec': { 'f:ports': { [key]: { '.': {}, 'f:port': {}, 'f:name': {} } } } });
  assert.equal(world.owners()['two/Update'], undefined);
});

test('what is explicitly empty is no change in an atomic struct, but is one inside an atomic list', () => {
  const spec = { selector: { match: { a: 'b' } }, rules: [{ name: 'r' }] };
  const world = new World().update('creator', { spec });
  world.update('other', { spec: { selector: { match: { a: 'b' }, expressions: [] }, rules: [{ name: 'r' }] } });
  assert.deepEqual(Object.keys(world.owners()), ['creator/Update']);
  world.update('other', { spec: { selector: { match: { a: 'b' } }, rules: [{ name: 'r', hosts: [] }] } });
  assert.deepEqual(world.owners()['other/Update'], { 'f:spec': { 'f:rules': {} } });
});

test('an object with elements that nothing tells apart loses its owners, and cannot be applied to', () => {
  const keyless = { spec: { mounts: [{ path: '/a' }, { readOnly: true }] } };
  const world = new World().update('creator', { data: { a: '1' } }).update('other', { data: { a: '1' }, ...keyless });
  assert.deepEqual(world.entries(), []);
  const why = 'associative list with keys has an element that omits all key fields ["path"] (and doesn\'t have default values for any key fields)';
  assert.equal(
    messageOf(() => world.apply('alice', {})),
    `500 failed to create manager for existing fields: failed to convert new object (/x; /v1, Kind=Toy) to smd typed: .spec.mounts: element 1: ${why}`,
  );
  const owned = new World().update('creator', { data: { a: '1' } });
  (owned.live as JsonMap).spec = keyless.spec;
  assert.equal(
    messageOf(() => owned.apply('alice', {})),
    `500 failed to create typed live object (/x; /v1, Kind=Toy): .spec.mounts: element 1: ${why}`,
  );
});

test('owners of fields below what is one thing today own the thing', () => {
  const world = new World().update('creator', { spec: { selector: { match: { a: 'b' } }, args: ['x'] } });
  const fields = { 'f:spec': { 'f:selector': { 'f:match': { 'f:a': {} } }, 'f:args': { 'i:0': {} }, 'f:replicas': {} } };
  const entry = { manager: 'old', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: new RawJson(JSON.stringify(fields)) };
  (world.live as JsonMap).metadata = { ...world.live?.metadata, managedFields: [entry] };
  world.update('new', { spec: { selector: { match: { a: 'b' } }, args: ['x'], paused: true } });
  assert.deepEqual(world.owners()['old/Update'], { 'f:spec': { 'f:selector': {}, 'f:args': {}, 'f:replicas': {} } });
});

test('a write that may own a few fields owns these and the elements on the way', () => {
  const world = new World({ ...toySchema, ownable: FieldMatcher.of([['spec', 'ports', '*', 'name']]) });
  world.apply('alice', { data: { a: '1' }, spec: { replicas: 1, ports: [{ port: 80, name: 'http' }] } });
  assert.deepEqual(world.owners(), { 'alice/Apply': { 'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:name': {} } } } } });
  world.update('bob', { data: { a: '2' }, spec: { replicas: 2, ports: [{ port: 80, name: 'web' }] } });
  assert.deepEqual(world.owners()['bob/Update'], { 'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:name': {} } } } });
});

test('keys are written with the escapes of JSON as Go writes it, and told as Go quotes them', () => {
  const world = new World().update('creator', { spec: { mounts: [{ path: '/<a>\u00a0', readOnly: true }] } });
  assert.deepEqual(world.owners()['creator/Update'], {
    'f:spec': { '.': {}, 'f:mounts': { '.': {}, 'k:{"path":"/\\u003ca\\u003e\u00a0"}': { '.': {}, 'f:path': {}, 'f:readOnly': {} } } },
  });
  assert.equal(
    messageOf(() => world.apply('alice', { spec: { mounts: [{ path: '/<a>\u00a0', readOnly: false }] } })),
    'Apply failed with 1 conflict: conflict with "creator" using v1: .spec.mounts[path="/<a>\\u00a0"].readOnly',
  );
});

test('an annotation of another kind proves nothing to kubectl', () => {
  const annotation = (kind: string): JsonMap => ({
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ apiVersion: 'v1', kind, metadata: {}, data: { a: '1' } }) },
  });
  const applied = (kind: string): string =>
    messageOf(() => new World().update('client', { data: { a: '1' } }, annotation(kind)).apply('kubectl', { data: { a: '2' } }));
  assert.equal(applied('Toy'), 'accepted');
  assert.equal(applied('Other'), 'Apply failed with 1 conflict: conflict with "client" using v1: .data.a');
});

/** A generator of small numbers that is the same on every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * sides);
  };
}

function randomConfiguration(roll: (sides: number) => number): JsonMap {
  const some = <T>(items: readonly T[]): T[] => items.filter(() => roll(2) === 0);
  const config: JsonMap = {};
  if (roll(3) > 0) config.data = Object.fromEntries(some(['a', 'b', 'c']).map((key) => [key, String(roll(2))]));
  if (roll(3) > 0) {
    config.spec = {
      ...(roll(2) === 0 ? { replicas: roll(3) } : {}),
      ...(roll(2) === 0 ? { ports: some([80, 81, 82]).map((port) => ({ port, ...(roll(2) === 0 ? { name: `n${roll(2)}` } : {}) })) } : {}),
      ...(roll(2) === 0 ? { tags: some(['x', 'y', 'z']) } : {}),
      ...(roll(2) === 0 ? { args: some(['1', '2']) } : {}),
      ...(roll(2) === 0 ? { selector: { match: { k: String(roll(2)) } } } : {}),
    };
  }
  return config;
}

test('to apply twice is to apply once, and to apply nothing afterwards takes back all that nobody else owns', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const roll = dice(seed);
    const world = new World().update('creator', randomConfiguration(roll)).apply('bob', randomConfiguration(roll), true);
    const before = clone(world.live);
    const config = randomConfiguration(roll);
    world.apply('alice', clone(config), true);
    const once = clone(world.live);
    world.now += 60_000;
    world.apply('alice', clone(config), true);
    assert.deepEqual(world.live, once, `seed ${seed}`);
    // What is left once alice lets go: nothing that only she had.
    world.apply('alice', {});
    assert.equal(world.owners()['alice/Apply'], undefined, `seed ${seed}`);
    const added = Object.keys((config.data ?? {}) as object).filter((key) => !Object.hasOwn((before?.data ?? {}) as object, key));
    for (const key of added) assert.ok(!Object.hasOwn((world.live?.data ?? {}) as object, key), `seed ${seed}: ${key} stayed`);
  }
});

test('an explicitly empty map is nothing to own, whatever its prototype', () => {
  const world = new World().update('creator', { data: emptyMap(), spec: { replicas: 1 } }, { labels: emptyMap() });
  assert.deepEqual(world.owners(), { 'creator/Update': { 'f:spec': { '.': {}, 'f:replicas': {} } } });
});
