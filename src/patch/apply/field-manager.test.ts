import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ApiError } from '../../machinery/status.ts';
import type { JsonMap } from '../document.ts';
import { MAX_UPDATE_MANAGERS } from './cap-updaters.ts';
import { conflictError } from './conflict.ts';
import { World } from './toy-world.fixture.ts';
import { ApplyConflicts } from './updater.ts';

test('a creator owns what it wrote, an updater what it changed, and who changes a field takes it over', () => {
  const world = new World().update('creator', { data: { a: '1', b: '2' } });
  assert.deepEqual(world.owners(), { 'creator/Update': { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } } });
  world.update('editor', { data: { a: '1', b: '3', c: '4' } });
  assert.deepEqual(world.owners(), {
    'creator/Update': { 'f:data': { '.': {}, 'f:a': {} } },
    'editor/Update': { 'f:data': { 'f:b': {}, 'f:c': {} } },
  });
});

test('nobody owns an empty list or map that is not written; one that always is has an owner', () => {
  const world = new World().update('creator', { data: {}, spec: { ports: [], args: [], steps: [], paused: false } }, { labels: {} });
  assert.deepEqual(world.owners(), { 'creator/Update': { 'f:spec': { '.': {}, 'f:paused': {}, 'f:steps': {} } } });
  world.update('editor', { data: {}, spec: { ports: [], args: [], steps: [], paused: true } });
  assert.deepEqual(world.owners()['editor/Update'], { 'f:spec': { 'f:paused': {} } });
});

test('an object with elements that nothing tells apart is stored without owners', () => {
  const world = new World().update('creator', { spec: { mounts: [{ readOnly: true }] } });
  assert.deepEqual(world.entries(), []);
});

test('an applier owns what it says, without containers, and loses what it no longer says', () => {
  const world = new World().apply('alice', { data: { a: '1', b: '2' } });
  assert.deepEqual(world.owners(), { 'alice/Apply': { 'f:data': { 'f:a': {}, 'f:b': {} } } });
  world.apply('alice', { data: { a: '1' } });
  assert.deepEqual(world.live?.data, { a: '1' });
  assert.deepEqual(world.owners(), { 'alice/Apply': { 'f:data': { 'f:a': {} } } });
});

test('a conflict names the field and its owner; force takes the field over', () => {
  const world = new World().update('creator', { data: { a: '1' } });
  assert.throws(
    () => world.apply('alice', { data: { a: '2' } }),
    (error) => {
      assert.ok(error instanceof ApplyConflicts);
      const told = conflictError(error.conflicts);
      assert.equal(told.message, 'Apply failed with 1 conflict: conflict with "creator" using v1: .data.a');
      assert.deepEqual(told.status.details?.causes, [
        { reason: 'FieldManagerConflict', message: 'conflict with "creator" using v1', field: '.data.a' },
      ]);
      return true;
    },
  );
  world.apply('alice', { data: { a: '2' } }, true);
  assert.deepEqual(world.owners(), { 'alice/Apply': { 'f:data': { 'f:a': {} } }, 'creator/Update': { 'f:data': {} } });
});

test('shared fields stay as long as one owner applies them', () => {
  const world = new World().apply('alice', { data: { a: '1' } }).apply('bob', { data: { a: '1', b: '1' } });
  world.apply('alice', { data: {} });
  assert.deepEqual(world.live?.data, { a: '1', b: '1' });
  world.apply('bob', { data: { b: '1' } });
  assert.deepEqual(world.live?.data, { b: '1' });
});

test('elements of keyed lists have owners of their own, absent keys are defaulted', () => {
  const world = new World().apply('alice', { spec: { ports: [{ port: 80, name: 'http' }] } });
  assert.deepEqual(world.owners(), {
    'alice/Apply': { 'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:name': {}, 'f:port': {} } } } },
  });
  world.apply('bob', { spec: { ports: [{ port: 443 }] } });
  assert.deepEqual(world.live?.spec, { ports: [{ port: 80, name: 'http' }, { port: 443 }] });
  world.apply('alice', { spec: {} });
  assert.deepEqual(world.live?.spec, { ports: [{ port: 443 }] });
});

test('sets merge by value, atomic lists and structs are one thing', () => {
  const world = new World().apply('alice', { spec: { tags: ['a', 'b'], args: ['x'], selector: { match: { k: 'v' } } } });
  assert.deepEqual(world.owners()['alice/Apply'], { 'f:spec': { 'f:args': {}, 'f:selector': {}, 'f:tags': { 'v:"a"': {}, 'v:"b"': {} } } });
  assert.throws(() => world.apply('bob', { spec: { args: ['y'] } }), ApplyConflicts);
  world.apply('bob', { spec: { tags: ['b', 'c'] } });
  assert.deepEqual((world.live?.spec as JsonMap | undefined)?.tags, ['a', 'b', 'c']);
});

test('the same apply again changes neither object nor time; a change of ownership alone has no time', () => {
  const world = new World().apply('alice', { data: { a: '1' } });
  const before = structuredClone(world.entries().map((each) => each.time));
  world.now += 5000;
  world.apply('alice', { data: { a: '1' } });
  assert.deepEqual(
    world.entries().map((each) => each.time),
    before,
  );
  world.apply('bob', { data: { a: '1' } });
  assert.equal(world.entries().find((each) => each.manager === 'bob')?.time, undefined);
});

test('an empty list resets ownership, and updates stay untracked until the next apply', () => {
  const world = new World().update('creator', { data: { a: '1' } });
  world.update('editor', { data: { a: '1' } }, { managedFields: [] });
  assert.deepEqual(world.entries(), []);
  world.update('editor', { data: { a: '2' } });
  assert.deepEqual(world.entries(), []);
  world.apply('alice', { data: { a: '2' } });
  assert.deepEqual(Object.keys(world.owners()).sort(), ['alice/Apply', 'before-first-apply/Update']);
});

test('the oldest updaters become one when there are too many', () => {
  const world = new World().update('m0', { data: { m0: 'x' } });
  const data: JsonMap = { m0: 'x' };
  for (let i = 1; i <= MAX_UPDATE_MANAGERS + 2; i++) {
    world.now += 1000;
    data[`m${i}`] = 'x';
    world.update(`m${i}`, { data: { ...data } });
  }
  const updaters = world.entries().filter((each) => each.operation === 'Update');
  assert.equal(updaters.length, MAX_UPDATE_MANAGERS);
  assert.ok(updaters.some((each) => each.manager === 'ancient-changes'));
});

test('documents that do not fit are refused in the words clients know', () => {
  const refusal = (rest: JsonMap): string => {
    try {
      new World().apply('alice', rest);
    } catch (error) {
      assert.ok(error instanceof ApiError);
      return error.message;
    }
    return 'accepted';
  };
  assert.equal(refusal({ colour: 'red' }), 'failed to create typed patch object (/x; /v1, Kind=Toy): .colour: field not declared in schema');
  assert.equal(
    refusal({ data: { a: { b: 'c' } } }),
    'failed to create typed patch object (/x; /v1, Kind=Toy): .data.a: expected string, got &value.valueUnstructured{Value:map[string]interface {}{"b":"c"}}',
  );
  assert.equal(
    refusal({ spec: { paused: 'yes' } }),
    'failed to create typed patch object (/x; /v1, Kind=Toy): .spec.paused: expected boolean, got &{yes}',
  );
  assert.equal(
    refusal({ spec: { ports: [{ port: 1 }, { port: 1 }] } }),
    'failed to create typed patch object (/x; /v1, Kind=Toy): .spec.ports: duplicate entries for key [port=1,protocol="TCP"]',
  );
  assert.equal(refusal({ kind: 'Other' }), 'invalid object type: /v1, Kind=Other');
});

test('apply, then apply nothing, is as if nothing had been applied', () => {
  const world = new World().update('creator', { data: { a: '1' }, spec: { replicas: 1 } });
  const before = structuredClone(world.live);
  world.apply('alice', { data: { b: '2' }, spec: { ports: [{ port: 80 }], tags: ['t'] } }).apply('alice', {});
  assert.deepEqual(world.live?.data, before?.data);
  assert.deepEqual(world.live?.spec, before?.spec);
  assert.deepEqual(Object.keys(world.owners()), ['creator/Update']);
});
