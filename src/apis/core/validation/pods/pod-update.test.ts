import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../v1/objects.gen.ts';
import { newPod } from '../pods.fixture.ts';
import { type Case, type Change, changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';
import { validateEphemeralContainersUpdate, validatePodUpdate } from './pod-update.ts';

const DEADLINE = 'spec.activeDeadlineSeconds';
const OLD: readonly Change[] = [
  [DEADLINE, 100],
  ['spec.tolerations', [{ key: 'a', operator: 'Exists', tolerationSeconds: 5, effect: 'NoExecute' }]],
];
const REST = /^spec: Forbidden: pod updates may not change fields other than .*\n@@ /;

function updated(changes: readonly Change[], stored: readonly Change[] = OLD): readonly string[] {
  const pod = newPod();
  return reportsOf(validatePodUpdate(changed<Pod>(pod, [...stored, ...changes]), changed<Pod>(pod, stored), NO_GATES));
}

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['an image', [['spec.containers.0.image', 'j']], []],
  [
    'no image, which two rules say',
    [['spec.containers.0.image', '']],
    ['spec.containers[0].image: Required value', 'spec.containers[0].image: Required value'],
  ],
  [
    'no containers',
    [['spec.containers', []]],
    ['spec.containers: Required value', 'spec.containers: Forbidden: pod updates may not add or remove containers'],
  ],
  ['a shorter deadline', [[DEADLINE, 50]], []],
  ['a longer deadline', [[DEADLINE, 101]], [`${DEADLINE}: Invalid value: 101: must be less than or equal to previous value`]],
  ['no deadline', [[DEADLINE, undefined]], [`${DEADLINE}: Invalid value: null: must not update from a positive integer to nil value`]],
  [
    'another toleration',
    [
      [
        'spec.tolerations',
        [
          { key: 'b', operator: 'Exists' },
          { key: 'a', operator: 'Exists', tolerationSeconds: 9, effect: 'NoExecute' },
        ],
      ],
    ],
    [],
  ],
  [
    'one toleration less',
    [['spec.tolerations', []]],
    ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'],
  ],
  [
    'a gate',
    [['spec.schedulingGates', [{ name: 'g' }]]],
    ["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'g'"],
  ],
  [
    'a gate twice',
    [['spec.schedulingGates', [{ name: 'g' }, { name: 'g' }]]],
    [
      'spec.schedulingGates[1]: Duplicate value: "g"',
      "spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new scheduling gate 'g'",
    ],
  ],
];

test('pods, updates: what may change', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(updated(changes), reports, what);
});

test('pods, updates: anything else is refused, with what differs', () => {
  for (const change of [
    ['spec.nodeName', 'n'],
    ['spec.containers.0.command', ['a']],
    ['spec.terminationGracePeriodSeconds', 5],
    ['spec.nodeSelector', { a: 'b' }],
  ] as const) {
    const reports = updated([change]);
    assert.equal(reports.length, 1, change[0]);
    assert.match(reports[0] as string, REST);
  }
  const [report] = updated([['spec.hostname', 'h']]);
  assert.match(report as string, /\n-\s+"Hostname": "",\n\+\s+"Hostname": "h",\n/);
});

test('pods, updates: gated pods may still be told where to run', () => {
  const gated: readonly Change[] = [
    ['spec.schedulingGates', [{ name: 'g' }]],
    ['spec.nodeSelector', { a: 'b' }],
  ];
  assert.deepEqual(updated([['spec.schedulingGates', undefined]], gated), []);
  assert.deepEqual(updated([['spec.nodeSelector', { a: 'b', c: 'd' }]], gated), []);
  assert.notDeepEqual(updated([['spec.nodeSelector', { c: 'd' }]], gated), []);
});

test('pods, updates: what is stored stays valid', () => {
  const stored: readonly Change[] = [['spec.dnsConfig', { nameservers: ['010.0.0.1'] }]];
  assert.deepEqual(updated([['metadata.labels', { a: 'b' }]], stored), []);
  const pages: readonly Change[] = [['spec.overhead', { cpu: '1', 'hugepages-2Mi': '1Mi' }]];
  assert.deepEqual(updated([['metadata.labels', { a: 'b' }]], pages), []);
});

test('ephemeral containers: may come, and then stay as they are', () => {
  const one = { name: 'e', image: 'i', imagePullPolicy: 'Always', terminationMessagePolicy: 'File' };
  const check = (stored: readonly object[], written: readonly object[]): readonly string[] => {
    const pods = [written, stored].map((each) => changed<Pod>(newPod(), [['spec.ephemeralContainers', each]]));
    return reportsOf(validateEphemeralContainersUpdate(pods[0] as Pod, pods[1] as Pod, NO_GATES));
  };
  assert.deepEqual(check([], [one]), []);
  assert.deepEqual(check([one], [one, { ...one, name: 'f' }]), []);
  assert.deepEqual(check([one], []), ['spec.ephemeralContainers: Forbidden: existing ephemeral containers "e" may not be removed\n']);
  assert.match(check([one], [{ ...one, image: 'j' }])[0] as string, /may not be changed\n@@ .*\n(.*\n)*-\s*"Image": "i",\n\+\s*"Image": "j",\n/);
  assert.deepEqual(check([], [{ ...one, resources: {} }]), []);
  assert.deepEqual(check([], [{ ...one, ports: [], lifecycle: {} }]), [
    'spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container',
    'spec.ephemeralContainers[0].lifecycle: Forbidden: cannot be set for an Ephemeral Container',
  ]);
  assert.deepEqual(check([], [{ ...one, name: 'c' }]), ['spec.ephemeralContainers[0].name: Duplicate value: "c"']);
});

test('a pod that is too long to be compared in print is refused without a diff', () => {
  const containers = Array.from({ length: 1_000 }, (_, i) => ({ name: `c${i}`, image: 'i' }));
  const pod = newPod({ containers });
  const [report, ...others] = reportsOf(validatePodUpdate(changed<Pod>(pod, [['spec.containers.0.command', ['x']]]), changed<Pod>(pod), NO_GATES));
  assert.deepEqual(others, []);
  assert.match(report ?? '', /^spec: Forbidden: pod updates may not change fields other than [^\n]*\n$/);
});
