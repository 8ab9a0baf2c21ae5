import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { ALL_GATES, type Case, type Change, changed, NO_GATES, reportsOf, workload } from '../../core/validation/workloads.fixture.ts';
import { setJobDefaults } from '../v1/defaults.ts';
import type { Job } from '../v1/objects.gen.ts';
import { validateJob, validateJobUpdate } from './jobs.ts';

/** With a selector of the client's own; those that are generated have a test of their own. */
const stored = (fields: object = {}): ReturnType<typeof workload> =>
  workload(setJobDefaults, {
    manualSelector: true,
    template: { metadata: { labels: { app: 'w' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } },
    ...fields,
  });

const INDEXED: readonly Change[] = [
  ['spec.completionMode', 'Indexed'],
  ['spec.completions', 3],
  ['spec.parallelism', 3],
];
const POLICY = 'spec.podFailurePolicy.rules';
const failing = (rule: object): readonly Change[] => [
  ['spec.podReplacementPolicy', 'Failed'],
  ['spec.podFailurePolicy', { rules: [rule] }],
];
const CONDITION = [{ type: 'DisruptionTarget', status: 'True' }];

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['an indexed job', INDEXED, []],
  [
    'negative numbers',
    [
      ['spec.parallelism', -1],
      ['spec.backoffLimit', -2],
      ['spec.ttlSecondsAfterFinished', -3],
    ],
    [
      'spec.parallelism: Invalid value: -1: must be greater than or equal to 0',
      'spec.backoffLimit: Invalid value: -2: must be greater than or equal to 0',
      'spec.ttlSecondsAfterFinished: Invalid value: -3: must be greater than or equal to 0',
    ],
  ],
  ['an unknown mode', [['spec.completionMode', 'Odd']], ['spec.completionMode: Unsupported value: "Odd": supported values: "NonIndexed", "Indexed"']],
  [
    'indexes without a number of them',
    [
      ['spec.completionMode', 'Indexed'],
      ['spec.completions', undefined],
    ],
    ['spec.completions: Required value: when completion mode is Indexed'],
  ],
  [
    'limits by index of a job without indexes',
    [['spec.maxFailedIndexes', 1]],
    [
      'spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified',
      'spec.maxFailedIndexes: Invalid value: 1: requires indexed completion mode',
    ],
  ],
  [
    'many indexes',
    [...INDEXED, ['spec.completions', 100_001], ['spec.parallelism', 10_001], ['spec.backoffLimitPerIndex', 1]],
    [
      'spec.maxFailedIndexes: Required value: must be specified when completions is above 100000',
      'spec.parallelism: Invalid value: 10001: must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index',
    ],
  ],
  [
    'somebody without a domain',
    [['spec.managedBy', 'me']],
    ['spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")'],
  ],
  [
    'a pod that never ends',
    [['spec.template.spec.restartPolicy', 'Always']],
    ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ],
  [
    'success by index without indexes, shown in its internal form',
    [['spec.successPolicy', { rules: [{ succeededCount: 1 }] }]],
    ['spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":null,"SucceededCount":1}]}: requires indexed completion mode'],
  ],
  [
    'success without rules',
    [...INDEXED, ['spec.successPolicy', {}]],
    ['spec.successPolicy.rules: Required value: at least one rules must be specified when the successPolicy is specified'],
  ],
  [
    'success of more than there is',
    [...INDEXED, ['spec.successPolicy', { rules: [{ succeededIndexes: '0-1', succeededCount: 4 }, {}] }]],
    [
      'spec.successPolicy.rules[0].succeededCount: Invalid value: 4: must be less than or equal to 3 (the number of specified completions)',
      'spec.successPolicy.rules[0].succeededCount: Invalid value: 4: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)',
      'spec.successPolicy.rules[1]: Required value: at least one of succeededCount or succeededIndexes must be specified',
    ],
  ],
  ['a failure policy', failing({ action: 'Ignore', onPodConditions: CONDITION }), []],
  [
    'no action, shown as Go prints lists',
    failing({ action: '', onPodConditions: CONDITION }),
    [`${POLICY}[0].action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"]`],
  ],
  [
    'an index that fails in a job without limits by index',
    failing({ action: 'FailIndex', onPodConditions: CONDITION }),
    [`${POLICY}[0].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set`],
  ],
  [
    'a rule about nothing',
    failing({ action: 'Count' }),
    [`${POLICY}[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required`],
  ],
  [
    'exit codes',
    failing({ action: 'Count', onExitCodes: { containerName: 'x', operator: 'In', values: [2, 0, 2] } }),
    [
      `${POLICY}[0].onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names in the pod template`,
      `${POLICY}[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator`,
      `${POLICY}[0].onExitCodes.values[2]: Duplicate value: 2`,
      `${POLICY}[0].onExitCodes.values: Invalid value: [2,0,2]: must be ordered`,
    ],
  ],
  [
    'pods that are replaced while they end, under a failure policy',
    [...failing({ action: 'Count', onPodConditions: CONDITION }), ['spec.podReplacementPolicy', 'TerminatingOrFailed']],
    ['spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"'],
  ],
  [
    'a name too long for the pods of its indexes',
    [...INDEXED, ['metadata.name', 'n'.repeat(62)]],
    [`metadata.name: Invalid value: "${'n'.repeat(62)}": will not able to create pod with invalid DNS label: ${'n'.repeat(62)}-2`],
  ],
];

test('jobs: what is refused at creation', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(reportsOf(validateJob(changed<Job>(stored(), changes), NO_GATES)), reports, what);
});

test('jobs: generated labels must be those of the job', () => {
  const labels = {
    'batch.kubernetes.io/controller-uid': 'u',
    'batch.kubernetes.io/job-name': 'other',
    'controller-uid': 'u',
    'job-name': 'w',
  };
  const generated: readonly Change[] = [
    ['spec.manualSelector', undefined],
    ['spec.selector', { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u' } }],
    ['spec.template.metadata.labels', labels],
  ];
  assert.deepEqual(reportsOf(validateJob(changed<Job>(stored(), generated), NO_GATES)), [
    `spec.template.metadata.labels[batch.kubernetes.io/job-name]: Invalid value: ${JSON.stringify(labels)}: must be 'w'`,
  ]);
});

const update = (changes: readonly Change[], before: readonly Change[] = [], gate: FeatureEnabled = NO_GATES): readonly string[] =>
  reportsOf(validateJobUpdate(changed<Job>(stored(), [...before, ...changes]), changed<Job>(stored(), before), gate));

test('jobs: indexed ones change their size as a whole, others not at all', () => {
  assert.deepEqual(update([['spec.parallelism', 5]]), []);
  assert.deepEqual(update([['spec.completions', 5]]), ['spec.completions: Invalid value: 5: field is immutable']);
  const resized: readonly Change[] = [
    ['spec.completions', 5],
    ['spec.parallelism', 5],
  ];
  assert.deepEqual(update(resized, INDEXED), []);
  assert.deepEqual(update([['spec.completions', 5]], INDEXED), [
    'spec.completions: Invalid value: 5: can only be modified in tandem with spec.parallelism',
  ]);
});

test('jobs: where pods go is open while a job is suspended and never ran', () => {
  const open: readonly Change[] = [
    ['spec.template.spec.nodeSelector', { zone: 'a' }],
    ['spec.template.spec.tolerations', [{ operator: 'Exists' }]],
    ['spec.template.spec.schedulingGates', [{ name: 'g' }]],
    ['spec.template.metadata.annotations', { a: 'b' }],
  ];
  const suspended: Change = ['spec.suspend', true];
  assert.deepEqual(update(open, [suspended]), []);
  for (const before of [[], [suspended, ['status', { startTime: '2024-01-01T00:00:00Z' }]]] satisfies (readonly Change[])[]) {
    const reports = update(open, before);
    assert.equal(reports.length, 1);
    assert.match(reports[0] ?? '', /^spec\.template: Invalid value: \{"labels":.*"Spec":\{.*\}: field is immutable$/);
  }
  assert.match(
    update([['spec.template.spec.containers.0.image', 'j']], [suspended], ALL_GATES)[0] ?? '',
    /^spec\.template\.spec: Invalid value: \{"Volumes":.*\}: field is immutable$/,
  );
  const status = { startTime: '2024-01-01T00:00:00Z', conditions: [{ type: 'Suspended', status: 'True' }] };
  assert.deepEqual(update(open, [suspended, ['status', status]], ALL_GATES), [], 'it ran, and was stopped');
  assert.equal(update(open, [suspended, ['status', status]]).length, 1, 'only where the gate is on');
  assert.equal(update(open, [suspended, ['status', { ...status, active: 1 }]], ALL_GATES).length, 1, 'it is being stopped');
  const more: readonly Change[] = [['spec.template.spec.containers.0.resources', { requests: { cpu: '1' } }]];
  assert.deepEqual(update(more, [suspended], ALL_GATES), []);
  assert.match(update(more, [suspended])[0] ?? '', /^spec\.template: Invalid value: \{"labels":/, 'only where the gate is on');
});
