import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Case, type Change, changed, NO_GATES, reportsOf, workload } from '../../core/validation/workloads.fixture.ts';
import { setStatefulSetDefaults } from '../v1/defaults.ts';
import type { StatefulSet } from '../v1/objects.gen.ts';
import { validateStatefulSet, validateStatefulSetStatus, validateStatefulSetUpdate } from './statefulsets.ts';

const CLAIMS = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }];

const stored = (): ReturnType<typeof workload> =>
  workload(setStatefulSetDefaults, { serviceName: 's', volumeClaimTemplates: structuredClone(CLAIMS) });
const ROLLING = 'spec.updateStrategy.rollingUpdate';

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['a mount of a claim', [['spec.template.spec.containers.0.volumeMounts', [{ name: 'data', mountPath: '/data' }]]], []],
  ['no management', [['spec.podManagementPolicy', '']], ['spec.podManagementPolicy: Required value']],
  [
    'another management',
    [['spec.podManagementPolicy', 'Random']],
    ["spec.podManagementPolicy: Invalid value: \"Random\": must be 'OrderedReady' or 'Parallel'"],
  ],
  ['no strategy', [['spec.updateStrategy', { type: '' }]], ['spec.updateStrategy: Required value']],
  [
    'another strategy',
    [['spec.updateStrategy', { type: 'Blue' }]],
    ['spec.updateStrategy: Invalid value: {"Type":"Blue","RollingUpdate":null}: must be \'RollingUpdate\' or \'OnDelete\''],
  ],
  [
    'replacement by hand that rolls',
    [['spec.updateStrategy.type', 'OnDelete']],
    [`${ROLLING}: Invalid value: {"Partition":0,"MaxUnavailable":null}: only allowed for updateStrategy 'RollingUpdate'`],
  ],
  ['a negative partition', [[`${ROLLING}.partition`, -1]], [`${ROLLING}.partition: Invalid value: -1: must be greater than or equal to 0`]],
  ['none at a time', [[`${ROLLING}.maxUnavailable`, 0]], [`${ROLLING}.maxUnavailable: Invalid value: 0: cannot be 0`]],
  [
    'an unknown retention of claims',
    [['spec.persistentVolumeClaimRetentionPolicy.whenScaled', 'Sell']],
    ['spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: "Sell": supported values: "Retain", "Delete"'],
  ],
  ['a negative start', [['spec.ordinals', { start: -1 }]], ['spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0']],
  ['an empty selector', [['spec.selector', {}]], ['spec.selector: Invalid value: {}: empty selector is invalid for statefulset']],
];

test('stateful sets: what is refused at creation', () => {
  for (const [what, changes, reports] of CASES)
    assert.deepEqual(reportsOf(validateStatefulSet(changed<StatefulSet>(stored(), changes), NO_GATES)), reports, what);
});

const update = (changes: readonly Change[]): readonly string[] =>
  reportsOf(validateStatefulSetUpdate(changed<StatefulSet>(stored(), changes), changed<StatefulSet>(stored()), NO_GATES));

test('stateful sets: only named fields of the spec may change', () => {
  const forbidden =
    "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  assert.deepEqual(update([['spec.serviceName', 'other']]), [forbidden]);
  assert.deepEqual(update([['spec.podManagementPolicy', 'Parallel']]), [forbidden]);
  const open: readonly Change[] = [
    ['spec.replicas', 5],
    ['spec.ordinals', { start: 1 }],
    ['spec.minReadySeconds', 3],
    ['spec.revisionHistoryLimit', 1],
    ['spec.updateStrategy', { type: 'OnDelete' }],
    ['spec.persistentVolumeClaimRetentionPolicy.whenDeleted', 'Delete'],
    ['spec.template.spec.containers.0.image', 'j'],
  ];
  assert.deepEqual(update(open), []);
});

test('stateful sets: a template that was stored with mistakes stays, and can be changed; a good one cannot become bad', () => {
  const bad: Change = ['spec.template.spec.containers.0.name', 'Not_A_Name'];
  const template = (before: readonly Change[], after: readonly Change[]): number =>
    validateStatefulSetUpdate(changed<StatefulSet>(stored(), after), changed<StatefulSet>(stored(), before), NO_GATES).length;
  assert.equal(template([bad], [bad, ['spec.replicas', 5]]), 0);
  assert.equal(template([bad], [bad, ['spec.template.spec.containers.0.image', 'j']]), 0);
  assert.equal(template([], [bad]), 1);
  const claims: Change = ['spec.volumeClaimTemplates', [{ metadata: { name: 'data' }, spec: {} }]];
  assert.equal(template([claims], [claims, ['spec.replicas', 5]]), 0);
  const service: Change = ['spec.serviceName', 'Not_A_Name'];
  assert.equal(template([service], [service, ['spec.replicas', 5]]), 0);
});

test('stateful sets: the name of a service is checked before the selector', () => {
  const bad = changed<StatefulSet>(stored(), [
    ['spec.serviceName', 'A'],
    ['spec.selector', {}],
  ]);
  const fields = validateStatefulSet(bad, NO_GATES).errors.map((each) => each.field);
  assert.deepEqual(fields.slice(0, 2), ['spec.serviceName', 'spec.selector']);
});

test('stateful sets: counts of a status fit each other', () => {
  const status = { replicas: 2, readyReplicas: 1, currentReplicas: 3, availableReplicas: 2 };
  const written = changed<StatefulSet>(stored(), [['status', status]]);
  assert.deepEqual(reportsOf(validateStatefulSetStatus(written, changed<StatefulSet>(stored(), [['status', { collisionCount: 1 }]]))), [
    'status.currentReplicas: Invalid value: 3: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 2: cannot be greater than status.readyReplicas',
    'status.collisionCount: Invalid value: 0: cannot be decremented',
  ]);
});
