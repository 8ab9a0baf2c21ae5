import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Case, changed, NO_GATES, reportsOf, workload } from '../../core/validation/workloads.fixture.ts';
import { setReplicaSetDefaults } from '../v1/defaults.ts';
import type { ReplicaSet } from '../v1/objects.gen.ts';
import { validateReplicaSet, validateReplicaSetStatus, validateReplicaSetUpdate } from './replicasets.ts';

const stored = (): ReturnType<typeof workload> => workload(setReplicaSetDefaults);
const MISMATCH = 'spec.template.metadata.labels: Invalid value: {"app":"w"}: `selector` does not match template `labels`';

const CASES: readonly Case[] = [
  ['nothing', [], []],
  [
    'negative numbers',
    [
      ['spec.minReadySeconds', -1],
      ['spec.replicas', -2],
    ],
    [
      'spec.replicas: Invalid value: -2: must be greater than or equal to 0',
      'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  ['no selector', [['spec.selector', undefined]], ['spec.selector: Required value', MISMATCH]],
  ['an empty selector, called a deployment', [['spec.selector', {}]], ['spec.selector: Invalid value: {}: empty selector is invalid for deployment']],
  [
    'a label that is none, at a path without "metadata"',
    [['spec.template.metadata.labels', { app: 'w', '-': 'x' }]],
    [
      "spec.template.labels: Invalid value: \"-\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ],
];

test('replica sets: what is refused at creation', () => {
  for (const [what, changes, reports] of CASES)
    assert.deepEqual(reportsOf(validateReplicaSet(changed<ReplicaSet>(stored(), changes), NO_GATES)), reports, what);
});

test('replica sets: the selector stays as it was created', () => {
  const errors = validateReplicaSetUpdate(changed<ReplicaSet>(stored(), [['spec.selector', {}]]), changed<ReplicaSet>(stored()), NO_GATES);
  assert.deepEqual(reportsOf(errors), [
    'spec.selector: Invalid value: {}: empty selector is invalid for deployment',
    'spec.selector: Invalid value: {}: field is immutable',
  ]);
});

test('replica sets: counts of a status fit each other', () => {
  const status = { replicas: 1, fullyLabeledReplicas: 2, observedGeneration: -1 };
  assert.deepEqual(reportsOf(validateReplicaSetStatus(changed<ReplicaSet>(stored(), [['status', status]]))), [
    'status.observedGeneration: Invalid value: -1: must be greater than or equal to 0',
    'status.fullyLabeledReplicas: Invalid value: 2: cannot be greater than status.replicas',
  ]);
});
