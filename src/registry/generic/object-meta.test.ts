import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObjectMeta } from '../../machinery/object.ts';
import { validateMetadata, validateMetadataUpdate } from './object-meta.ts';

const told = (meta: ObjectMeta): string[] =>
  validateMetadata({ name: 'n', namespace: 'x', ...meta }, true, {}).errors.map((each) => `${each.field}: ${each.body}`);

test('a good object passes', () => {
  assert.deepEqual(
    told({
      labels: { 'example.com/Some_Name.x': 'A_b.9', e: '' },
      annotations: { 'Example.COM/Key': 'any\nthing' },
      finalizers: ['example.com/f', 'kubernetes'],
    }),
    [],
  );
});

test('names, namespaces and generations are told with their fields', () => {
  assert.deepEqual(told({ name: '' }), ['metadata.name: Required value: name or generateName is required']);
  assert.deepEqual(told({ namespace: '' }), ['metadata.namespace: Required value']);
  assert.deepEqual(told({ generation: -1 }), ['metadata.generation: Invalid value: -1: must be greater than or equal to 0']);
  assert.equal(told({ generateName: 'BAD-' }).length, 1);
});

test('owner references are told one rule at a time, and printed in field order', () => {
  assert.deepEqual(told({ ownerReferences: [{ apiVersion: 'a/b/c', kind: '', name: 'o', uid: 'u' }] }), [
    'metadata.ownerReferences.apiVersion: Invalid value: "a/b/c": version must not be empty',
    'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
  ]);
  assert.deepEqual(told({ ownerReferences: [{ kind: 'Event', apiVersion: 'v1', uid: 'u', name: 'o' }] }), [
    'metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"o","uid":"u"}: /v1, Kind=Event is disallowed from being an owner',
  ]);
  const controllers = ['o', 'p'].map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', name, uid: name, controller: true }));
  assert.match(told({ ownerReferences: controllers })[0] ?? '', /Found "true" in references for ConfigMap\/o and ConfigMap\/p$/);
});

test('finalizers need a domain, unless they are standard ones, and the two of the garbage collector exclude each other', () => {
  assert.deepEqual(told({ finalizers: ['plain'] }), [
    'metadata.finalizers[0]: Invalid value: "plain": name is neither a standard finalizer name nor is it fully qualified',
  ]);
  assert.deepEqual(told({ finalizers: ['orphan', 'foregroundDeletion'] }), [
    'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
  ]);
});

test('annotations are counted in bytes', () => {
  assert.deepEqual(told({ annotations: { k: 'v'.repeat(256 * 1024 - 1) } }), []);
  assert.deepEqual(told({ annotations: { k: 'é'.repeat(128 * 1024) } }), ['metadata.annotations: Too long: may not be more than 262144 bytes']);
});

test('an update repeats what the kind checks again', () => {
  const old: ObjectMeta = { name: 'n', namespace: 'x', uid: 'u', resourceVersion: '1' };
  const changed: ObjectMeta = { ...old, uid: 'other', labels: { a: '?' } };
  const fields = (rules: readonly ('update' | 'create')[]): string[] =>
    validateMetadataUpdate(changed, old, true, { metadataRules: rules }).errors.map((each) => each.field);
  assert.deepEqual(fields(['update']), ['metadata.labels', 'metadata.uid', 'metadata.labels', 'metadata.uid', 'metadata.labels']);
  assert.equal(fields(['update', 'create']).length, 6);
});

test('a terminating object takes no new finalizers', () => {
  const old: ObjectMeta = { name: 'n', namespace: 'x', uid: 'u', deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a/b'] };
  const errors = validateMetadataUpdate({ ...old, resourceVersion: '1', finalizers: ['c/d', 'a/b', 'b/e'] }, old, true, {}).errors;
  assert.equal(
    errors[0]?.body,
    'Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"b/e", "c/d"}',
  );
});
