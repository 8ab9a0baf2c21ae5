import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeatureEnabled } from '../../../../base/feature-gates.ts';
import type { Pod } from '../../v1/objects.gen.ts';
import { newPod } from '../pods.fixture.ts';
import { ALL_GATES, type Case, type Change, changed, reportsOf } from '../workloads.fixture.ts';
import { validatePodResize } from './pod-resize.ts';

const R = 'spec.containers.0.resources';
const STORED: readonly Change[] = [[R, { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2' } }]];

function check(
  changes: readonly Change[],
  stored: readonly Change[] = STORED,
  quality: (spec: Pod['spec']) => string = () => 'Burstable',
  gate: FeatureEnabled = ALL_GATES,
): readonly string[] {
  const pod = newPod();
  return reportsOf(validatePodResize(changed<Pod>(pod, [...stored, ...changes]), changed<Pod>(pod, stored), gate, quality));
}

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['more of both', [[R, { requests: { cpu: '2', memory: '2Gi' }, limits: { cpu: '2' } }]], []],
  ['a new limit', [[R, { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } }]], []],
  [
    'a limit less',
    [[R, { requests: { cpu: '1', memory: '1Gi' } }]],
    ['spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed'],
  ],
  ['another image', [['spec.containers.0.image', 'j']], ['spec: Forbidden: only cpu and memory resources are mutable']],
  [
    'other resources',
    [[R, { requests: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' }, limits: { cpu: '2' } }]],
    ['spec: Forbidden: only cpu and memory resources are mutable'],
  ],
  [
    'no containers',
    [['spec.containers', []]],
    ['spec.containers: Required value', 'spec.containers: Forbidden: containers may not be added or removed on resize'],
  ],
  ['another name', [['spec.containers.0.name', 'd']], ['spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize']],
];

const I = 'spec.initContainers';
const INIT = { ...(newPod().spec as Pod['spec']).containers?.[0], name: 'i' };

test('pods, resizing: of init containers, only those that nobody starts again', () => {
  assert.deepEqual(check([[I, [{ ...INIT, resources: { requests: { cpu: '2' } } }]]], [...STORED, [I, [INIT]]]), []);
  assert.deepEqual(check([[I, [{ ...INIT, image: 'j' }]]], [...STORED, [I, [INIT]]]), [
    'spec.initContainers[0]: Forbidden: only cpu and memory resources for init or sidecar containers are mutable',
  ]);
  const restarting = { ...INIT, resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] };
  assert.deepEqual(check([], [...STORED, [I, [restarting]]]), []);
  assert.deepEqual(check([[I, [{ ...restarting, resources: { requests: { cpu: '2' } } }]]], [...STORED, [I, [restarting]]]), [
    'spec.initContainers[0]: Forbidden: non-sidecar init containers with a resize policy of RestartContainer cannot be resized',
  ]);
});

test('pods, resizing: resources of the pod stay, and only CPU and memory of them change', () => {
  const amounts = { cpu: '4', memory: '4Gi' };
  const stored: readonly Change[] = [...STORED, ['spec.resources', { requests: amounts, limits: amounts }]];
  const cases: readonly Case[] = [
    ['more', [['spec.resources', { requests: amounts, limits: { cpu: '8', memory: '8Gi' } }]], []],
    ['nothing', [['spec.resources', undefined]], ['spec.resources: Forbidden: pod-level resources cannot be removed']],
    [
      'less',
      [['spec.resources', { requests: amounts, limits: { cpu: '4' } }]],
      ['spec.resources.limits: Forbidden: pod-level resource limits cannot be removed'],
    ],
    [
      'huge pages',
      [['spec.resources', { requests: amounts, limits: { ...amounts, 'hugepages-2Mi': '2Mi' } }]],
      ['spec: Forbidden: only cpu and memory resources are mutable at pod-level'],
    ],
  ];
  for (const [what, changes, reports] of cases) assert.deepEqual(check(changes, stored), reports, what);
});

test('pods, resizing: not of the pod itself, nor of init containers that end, while their features are off', () => {
  const without = (changes: readonly Change[], stored: readonly Change[]): readonly string[] =>
    check(changes, [...STORED, ...stored], undefined, (gate) => gate === 'PodLevelResources');
  const more = { resources: { requests: { cpu: '2' } } };
  assert.deepEqual(without([[I, [{ ...INIT, ...more }]]], [[I, [INIT]]]), [
    'spec: Forbidden: resources for non-sidecar init containers are immutable',
  ]);
  const sidecar = { ...INIT, restartPolicy: 'Always' };
  assert.deepEqual(without([[I, [{ ...sidecar, ...more }]]], [[I, [sidecar]]]), []);
  const amounts = { requests: { cpu: '4', memory: '4Gi' } };
  assert.deepEqual(without([], [['spec.resources', amounts]]), [
    '[]: Forbidden: resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled',
  ]);
});

test('pods, resizing: what is refused', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(check(changes), reports, what);
});

test('pods, resizing: not into another quality of service', () => {
  const quality = (spec: Pod['spec']): string => (spec.containers?.[0]?.resources?.requests?.cpu === '2' ? 'Guaranteed' : 'Burstable');
  const reports = check([[R, { requests: { cpu: '2', memory: '1Gi' }, limits: { cpu: '2' } }]], STORED, quality);
  assert.deepEqual(reports, ['spec: Invalid value: "": Pod QOS Class may not change as a result of resizing']);
});

test('pods, resizing: some pods never are', () => {
  assert.deepEqual(check([], [...STORED, ['metadata.annotations', { 'kubernetes.io/config.mirror': '' }]]), [
    '[]: Forbidden: static pods cannot be resized',
  ]);
  assert.deepEqual(check([], [...STORED, ['spec.os', { name: 'windows' }]]), ['[]: Forbidden: windows pods cannot be resized']);
  assert.deepEqual(check([], [...STORED, ['status', { containerStatuses: [{ name: 'c', state: { running: {} } }] }]]), [
    'spec: Forbidden: Pod running on node without support for resize',
  ]);
  assert.deepEqual(check([], [...STORED, ['status', { nodeAllocatableResourceClaimStatuses: [{ resourceClaimName: 'c' }] }]]), [
    'spec: Forbidden: pods with node allocatable resource claims cannot be resized',
  ]);
});
