import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigMap } from '../../apis/core/v1/types.ts';
import { type KubeObject, linksOf } from '../../machinery/object.ts';
import { DecodeError } from '../interface.ts';
import { encodeProtobuf } from './encode.ts';
import { peekLabels, peekLinks } from './peek.ts';

const object: KubeObject = {
  kind: 'ConfigMap',
  apiVersion: 'v1',
  metadata: {
    name: 'a',
    namespace: 'n',
    uid: 'u',
    deletionTimestamp: '2026-01-01T00:00:00Z',
    labels: { one: '1', ['__proto__']: 'label' },
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'w', controller: true, blockOwnerDeletion: true },
      { apiVersion: 'v1', kind: 'Secret', name: 's', uid: 'x' },
    ],
    finalizers: ['orphan', 'example.com/f'],
  },
  data: { k: 'v' },
};

test('links are those of the object', () => {
  assert.deepEqual(peekLinks(encodeProtobuf(object, ConfigMap)), linksOf(object.metadata));
});

test('an object without any has none', () => {
  const bare: KubeObject = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a', uid: 'u' } };
  assert.deepEqual(peekLinks(encodeProtobuf(bare, ConfigMap)), { uid: 'u', owners: [], finalizers: [], deleting: false });
});

test('labels are those of the object, whatever they are called', () => {
  assert.deepEqual(Object.entries(peekLabels(encodeProtobuf(object, ConfigMap))), Object.entries(object.metadata.labels ?? {}).sort());
});

test('cut off bytes are refused', () => {
  assert.throws(() => peekLinks(encodeProtobuf(object, ConfigMap).subarray(0, 40)), DecodeError);
});
