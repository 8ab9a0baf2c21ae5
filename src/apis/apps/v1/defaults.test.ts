import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { setDaemonSetDefaults, setDeploymentDefaults, setStatefulSetDefaults } from './defaults.ts';

function specOf(setDefaults: (object: KubeObject) => void, spec: object): { [field: string]: unknown } {
  const object: KubeObject = { kind: 'X', apiVersion: 'apps/v1', metadata: { name: 'x' }, spec };
  setDefaults(object);
  const { template, ...rest } = object.spec as { [field: string]: unknown };
  assert.equal((template as { spec: { restartPolicy: string } }).spec.restartPolicy, 'Always', 'the template has pod defaults');
  return rest;
}

test('a deployment rolls a quarter of its pods at a time', () => {
  assert.deepEqual(specOf(setDeploymentDefaults, {}), {
    replicas: 1,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  });
  assert.deepEqual(specOf(setDeploymentDefaults, { replicas: 0, strategy: { type: 'Recreate' } }).strategy, { type: 'Recreate' });
});

test('a daemon set replaces one pod at a time', () => {
  assert.deepEqual(specOf(setDaemonSetDefaults, {}), {
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    revisionHistoryLimit: 10,
  });
});

test('a stateful set keeps its claims, and the claims inside name their kind', () => {
  const spec = specOf(setStatefulSetDefaults, { volumeClaimTemplates: [{ metadata: { name: 'v' }, spec: {} }] });
  assert.deepEqual(spec, {
    podManagementPolicy: 'OrderedReady',
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    replicas: 1,
    revisionHistoryLimit: 10,
    volumeClaimTemplates: [
      { kind: 'PersistentVolumeClaim', apiVersion: 'v1', metadata: { name: 'v' }, spec: { volumeMode: 'Filesystem' }, status: { phase: 'Pending' } },
    ],
  });
  assert.deepEqual(specOf(setStatefulSetDefaults, { updateStrategy: { type: 'RollingUpdate' } }).updateStrategy, { type: 'RollingUpdate' });
});
