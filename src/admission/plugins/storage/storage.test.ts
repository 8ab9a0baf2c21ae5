/** Plugins about volume claims. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { attributes, getterOf, listerOf, object, refusal, specOf } from '../../admission.fixture.ts';
import { makeDefaultStorageClass } from './default-storage-class.ts';
import { makePersistentVolumeClaimResize } from './persistent-volume-claim-resize.ts';
import { makeStorageObjectInUseProtection } from './storage-object-in-use-protection.ts';

function classOf(name: string, created: string, annotation: string): KubeObject {
  return { ...object('Class', name), metadata: { name, creationTimestamp: created, annotations: { [annotation]: 'true' } } };
}

test('the newest default class is taken, where none is named', async () => {
  const annotation = 'storageclass.kubernetes.io/is-default-class';
  const classes = [classOf('a', '2026-01-01T00:00:00Z', annotation), classOf('b', '2026-01-02T00:00:00Z', annotation)];
  const plugin = makeDefaultStorageClass({ storageClasses: listerOf(...classes) });
  const claim = (spec: object) => attributes({ resource: 'persistentvolumeclaims', object: object('PersistentVolumeClaim', 'a', { spec }) });
  const open = claim({});
  const none = claim({ storageClassName: '' });
  await plugin.mutate?.(open);
  await plugin.mutate?.(none);
  assert.equal(specOf(open).storageClassName, 'b');
  assert.equal(specOf(none).storageClassName, '');
});

test('volumes and claims are protected while they are used', async () => {
  const claim = attributes({ resource: 'persistentvolumeclaims', object: object('PersistentVolumeClaim', 'a') });
  await makeStorageObjectInUseProtection().mutate?.(claim);
  await makeStorageObjectInUseProtection().mutate?.(claim);
  assert.deepEqual(claim.object?.metadata.finalizers, ['kubernetes.io/pvc-protection']);
});

test('a bound claim grows where its class lets it', async () => {
  const plugin = makePersistentVolumeClaimResize({
    storageClass: getterOf(object('StorageClass', 'elastic', { allowVolumeExpansion: true }), object('StorageClass', 'stiff')),
  });
  const claim = (storage: string, storageClassName: string, phase = 'Bound') =>
    object('PersistentVolumeClaim', 'a', { spec: { storageClassName, resources: { requests: { storage } } }, status: { phase } });
  const grow = (name: string, phase?: string): Promise<string | undefined> =>
    refusal(
      plugin,
      attributes({ resource: 'persistentvolumeclaims', operation: 'UPDATE', object: claim('2Gi', name), oldObject: claim('1Gi', name, phase) }),
    );
  assert.equal(await grow('elastic'), undefined);
  assert.match((await grow('stiff')) ?? '', /only dynamically provisioned pvc can be resized/);
  assert.match((await grow('elastic', 'Pending')) ?? '', /Only bound persistent volume claims can be expanded/);
});
