import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setReplicationControllerDefaults } from '../v1/defaults.ts';
import type { ReplicationController } from '../v1/objects.gen.ts';
import { validateReplicationController, validateReplicationControllerStatus } from './replication.ts';
import { type Case, changed, NO_GATES, reportsOf, workload } from './workloads.fixture.ts';

const stored = (): ReturnType<typeof workload> => workload(setReplicationControllerDefaults, { selector: { app: 'w' } });

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['an empty selector selects everything, but is missing', [['spec.selector', {}]], ['spec.selector: Required value']],
  [
    'a selector of other pods',
    [['spec.selector', { app: 'x' }]],
    ['spec.template.metadata.labels: Invalid value: {"app":"w"}: `selector` does not match template `labels`'],
  ],
  ['no template', [['spec.template', undefined]], ['spec.template: Required value']],
  [
    'negative numbers, in this order',
    [
      ['spec.replicas', -1],
      ['spec.minReadySeconds', -2],
    ],
    [
      'spec.minReadySeconds: Invalid value: -2: must be greater than or equal to 0',
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  [
    'a deadline',
    [['spec.template.spec.activeDeadlineSeconds', 5]],
    ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported'],
  ],
  [
    'containers for debugging',
    [['spec.template.spec.ephemeralContainers', [{ name: 'e', image: 'i', terminationMessagePolicy: 'File', imagePullPolicy: 'Always' }]]],
    ['spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template'],
  ],
];

test('replication controllers: what is refused at creation', () => {
  for (const [what, changes, reports] of CASES)
    assert.deepEqual(reportsOf(validateReplicationController(changed<ReplicationController>(stored(), changes), NO_GATES)), reports, what);
});

test('replication controllers: counts of a status fit each other', () => {
  const status = { replicas: 1, readyReplicas: 1, availableReplicas: 2 };
  assert.deepEqual(reportsOf(validateReplicationControllerStatus(changed<ReplicationController>(stored(), [['status', status]]))), [
    'status.availableReplicas: Invalid value: 2: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas',
  ]);
});
