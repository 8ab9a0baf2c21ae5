import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Case, type Change, changed, NO_GATES, reportsOf, workload } from '../../core/validation/workloads.fixture.ts';
import { setDeploymentDefaults } from '../v1/defaults.ts';
import type { Deployment } from '../v1/objects.gen.ts';
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from './deployments.ts';

const stored = (fields: object = {}): ReturnType<typeof workload> => workload(setDeploymentDefaults, fields);
const create = (changes: readonly Change[]): readonly string[] => reportsOf(validateDeployment(changed<Deployment>(stored(), changes), NO_GATES));

const NEGATIVE = 'Invalid value: -1: must be greater than or equal to 0';
const ROLLING = 'spec.strategy.rollingUpdate';

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['zero replicas', [['spec.replicas', 0]], []],
  ['negative replicas', [['spec.replicas', -1]], [`spec.replicas: ${NEGATIVE}`]],
  // A selector that is not there selects nothing, which is an error of its own.
  [
    'no selector',
    [['spec.selector', undefined]],
    ['spec.selector: Required value', 'spec.template.metadata.labels: Invalid value: {"app":"w"}: `selector` does not match template `labels`'],
  ],
  ['an empty selector', [['spec.selector', {}]], ['spec.selector: Invalid value: {}: empty selector is invalid for deployment']],
  [
    'a selector of other pods',
    [['spec.selector.matchLabels.app', 'x']],
    ['spec.template.metadata.labels: Invalid value: {"app":"w"}: `selector` does not match template `labels`'],
  ],
  [
    'a selector without sense: the template goes unchecked',
    [
      ['spec.selector', { matchExpressions: [{ key: 'app', operator: 'Near' }] }],
      ['spec.template.spec.restartPolicy', 'Never'],
    ],
    [
      'spec.selector.matchExpressions[0].operator: Invalid value: "Near": not a valid selector operator',
      'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Near"}]}: invalid label selector',
    ],
  ],
  [
    'a pod that ends',
    [['spec.template.spec.restartPolicy', 'Never']],
    ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  ],
  [
    'a deadline, reported with the kind of its replica sets',
    [['spec.template.spec.activeDeadlineSeconds', 5]],
    ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported'],
  ],
  ['recreation', [['spec.strategy', { type: 'Recreate' }]], []],
  [
    'recreation that rolls',
    [['spec.strategy.type', 'Recreate']],
    [`${ROLLING}: Forbidden: may not be specified when strategy \`type\` is 'Recreate'`],
  ],
  [
    'an unknown strategy, shown in its internal form',
    [['spec.strategy', { type: 'Blue' }]],
    ['spec.strategy: Unsupported value: {"Type":"Blue","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"'],
  ],
  ['a strategy without numbers', [[ROLLING, undefined]], [`${ROLLING}: Required value: this should be defaulted and never be nil`]],
  ['more than all', [[`${ROLLING}.maxUnavailable`, '101%']], [`${ROLLING}.maxUnavailable: Invalid value: "101%": must not be greater than 100%`]],
  ['a surge of more than all', [[`${ROLLING}.maxSurge`, '101%']], []],
  [
    'no progress possible',
    [
      [`${ROLLING}.maxUnavailable`, '0%'],
      [`${ROLLING}.maxSurge`, 0],
    ],
    [`${ROLLING}.maxUnavailable: Invalid value: "0%": may not be 0 when \`maxSurge\` is 0`],
  ],
  [
    'a deadline before readiness',
    [['spec.minReadySeconds', 600]],
    ['spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'],
  ],
  [
    'two errors of one field',
    [['spec.progressDeadlineSeconds', -1]],
    [`spec.progressDeadlineSeconds: ${NEGATIVE}`, 'spec.progressDeadlineSeconds: Invalid value: -1: must be greater than minReadySeconds'],
  ],
];

test('deployments: what is refused at creation', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(create(changes), reports, what);
});

test('deployments: the selector stays as it was created', () => {
  const changes: readonly Change[] = [
    ['spec.selector.matchLabels.tier', 'x'],
    ['spec.template.metadata.labels.tier', 'x'],
  ];
  const errors = validateDeploymentUpdate(changed<Deployment>(stored(), changes), changed<Deployment>(stored()), NO_GATES);
  assert.deepEqual(reportsOf(errors), ['spec.selector: Invalid value: {"matchLabels":{"app":"w","tier":"x"}}: field is immutable']);
});

test('deployments: counts of a status fit each other, and collisions only grow', () => {
  const old = changed<Deployment>(stored(), [['status', { collisionCount: 2 }]]);
  const status = { replicas: 1, readyReplicas: 2, availableReplicas: 3, unavailableReplicas: -1, collisionCount: 1 };
  assert.deepEqual(reportsOf(validateDeploymentStatus(changed<Deployment>(stored(), [['status', status]]), old)), [
    `status.unavailableReplicas: ${NEGATIVE}`,
    'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas',
    'status.collisionCount: Invalid value: 1: cannot be decremented',
  ]);
});
