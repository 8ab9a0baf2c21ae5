import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { type Case, changed, reportsOf } from '../../core/validation/workloads.fixture.ts';
import type { PodDisruptionBudget } from '../v1/objects.gen.ts';
import { validatePodDisruptionBudget, validatePodDisruptionBudgetStatus, validatePodDisruptionBudgetUpdate } from './poddisruptionbudgets.ts';

const stored = (): KubeObject => ({
  kind: 'PodDisruptionBudget',
  apiVersion: 'policy/v1',
  metadata: { name: 'w', namespace: 'n' },
  spec: { selector: { matchLabels: { app: 'w' } }, minAvailable: 1 },
});

const BAD_VALUE = { matchExpressions: [{ key: 'app', operator: 'In', values: ['a b'] }] };

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['no spec', [['spec', undefined]], []],
  ['everything', [['spec.minAvailable', '100%']], []],
  ['more than everything', [['spec.minAvailable', '101%']], ['spec.minAvailable: Invalid value: "101%": must not be greater than 100%']],
  ['less than nothing', [['spec.minAvailable', -1]], ['spec.minAvailable: Invalid value: -1: must be greater than or equal to 0']],
  [
    'both sides',
    [['spec.maxUnavailable', '10%']],
    [
      'spec: Invalid value: {"MinAvailable":1,"Selector":{"matchLabels":{"app":"w"}},"MaxUnavailable":"10%","UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
    ],
  ],
  [
    'an unknown policy',
    [['spec.unhealthyPodEvictionPolicy', 'Never']],
    ['spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"'],
  ],
];

test('disruption budgets: what is refused at creation', () => {
  for (const [what, changes, reports] of CASES)
    assert.deepEqual(reportsOf(validatePodDisruptionBudget(changed<PodDisruptionBudget>(stored(), changes))), reports, what);
});

test('disruption budgets: a bad value in a selector stays where it is stored', () => {
  const bad = changed<PodDisruptionBudget>(stored(), [['spec.selector', BAD_VALUE]]);
  assert.equal(validatePodDisruptionBudget(bad).length, 1);
  assert.deepEqual(reportsOf(validatePodDisruptionBudgetUpdate(bad, bad)), []);
  assert.equal(validatePodDisruptionBudgetUpdate(bad, changed<PodDisruptionBudget>(stored())).length, 1);
});

test('disruption budgets: conditions and counts of a status', () => {
  const condition = { type: 'A', status: 'True', lastTransitionTime: '2024-01-01T00:00:00Z', reason: 'R', message: '' };
  const status = { disruptionsAllowed: -1, conditions: [condition, { ...condition, status: 'Yes', reason: '' }] };
  assert.deepEqual(reportsOf(validatePodDisruptionBudgetStatus(changed<PodDisruptionBudget>(stored(), [['status', status]]))), [
    'status.conditions[1].type: Duplicate value: "A"',
    'status.conditions[1].status: Unsupported value: "Yes": supported values: "False", "True", "Unknown"',
    'status.conditions[1].reason: Required value',
    'status.disruptionsAllowed: Invalid value: -1: must be greater than or equal to 0',
  ]);
});
