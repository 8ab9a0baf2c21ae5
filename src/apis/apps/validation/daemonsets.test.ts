import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Case, changed, NO_GATES, reportsOf, workload } from '../../core/validation/workloads.fixture.ts';
import { setDaemonSetDefaults } from '../v1/defaults.ts';
import type { DaemonSet } from '../v1/objects.gen.ts';
import { validateDaemonSet, validateDaemonSetStatus, validateDaemonSetUpdate } from './daemonsets.ts';

const stored = (): ReturnType<typeof workload> => workload(setDaemonSetDefaults);
const ROLLING = 'spec.updateStrategy.rollingUpdate';
const MISMATCH = 'spec.template.metadata.labels: Invalid value: {"app":"w"}: `selector` does not match template `labels`';

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['no selector: it matches nothing, but is not said to be missing', [['spec.selector', undefined]], [MISMATCH]],
  ['an empty selector', [['spec.selector', {}]], ['spec.selector: Invalid value: {}: empty selector is invalid for daemonset']],
  ['replacement by hand', [['spec.updateStrategy', { type: 'OnDelete' }]], []],
  [
    'an unknown strategy',
    [['spec.updateStrategy', { type: 'Blue' }]],
    ['spec.updateStrategy: Unsupported value: {"Type":"Blue","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"'],
  ],
  ['a strategy without numbers', [[ROLLING, undefined]], [`${ROLLING}: Required value`]],
  [
    'both before and after',
    [[ROLLING, { maxUnavailable: 1, maxSurge: '10%' }]],
    [`${ROLLING}.maxSurge: Invalid value: "10%": may not be set when maxUnavailable is non-zero`],
  ],
  [
    'neither before nor after',
    [[ROLLING, { maxUnavailable: 0, maxSurge: 0 }]],
    [`${ROLLING}.maxUnavailable: Required value: cannot be 0 when maxSurge is 0`],
  ],
  [
    'a surge of more than all',
    [[ROLLING, { maxUnavailable: 0, maxSurge: '101%' }]],
    [`${ROLLING}.maxSurge: Invalid value: "101%": must not be greater than 100%`],
  ],
  [
    'a pod that ends',
    [['spec.template.spec.restartPolicy', 'Never']],
    ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  ],
  [
    'negative numbers',
    [
      ['spec.minReadySeconds', -1],
      ['spec.revisionHistoryLimit', -2],
    ],
    [
      'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.revisionHistoryLimit: Invalid value: -2: must be greater than or equal to 0',
    ],
  ],
];

test('daemon sets: what is refused at creation', () => {
  for (const [what, changes, reports] of CASES)
    assert.deepEqual(reportsOf(validateDaemonSet(changed<DaemonSet>(stored(), changes), NO_GATES)), reports, what);
});

test('daemon sets: the selector stays as it was created', () => {
  const errors = validateDaemonSetUpdate(
    changed<DaemonSet>(stored(), [['spec.selector.matchLabels', { app: 'x' }]]),
    changed<DaemonSet>(stored()),
    NO_GATES,
  );
  assert.deepEqual(reportsOf(errors), [MISMATCH, 'spec.selector: Invalid value: {"matchLabels":{"app":"x"}}: field is immutable']);
});

test('daemon sets: counts of a status are not negative', () => {
  const written = changed<DaemonSet>(stored(), [['status', { numberReady: -1, numberMisscheduled: 3 }]]);
  assert.deepEqual(reportsOf(validateDaemonSetStatus(written, changed<DaemonSet>(stored()))), [
    'status.numberReady: Invalid value: -1: must be greater than or equal to 0',
  ]);
});
