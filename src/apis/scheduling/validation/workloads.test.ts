import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { type Case, changed, reportsOf } from '../../core/validation/workloads.fixture.ts';
import type { PodGroup, Workload } from '../v1alpha2/objects.gen.ts';
import { validatePodGroup, validatePodGroupStatus, validatePodGroupUpdate, validateWorkload, validateWorkloadUpdate } from './workloads.ts';

const apiVersion = 'scheduling.k8s.io/v1alpha2';
const group = (): KubeObject => ({
  kind: 'PodGroup',
  apiVersion,
  metadata: { name: 'g', namespace: 'n' },
  spec: { podGroupTemplateRef: { workload: { workloadName: 'w', podGroupTemplateName: 't' } }, schedulingPolicy: { basic: {} } },
  status: {},
});
const workload = (): KubeObject => ({
  kind: 'Workload',
  apiVersion,
  metadata: { name: 'w', namespace: 'n' },
  spec: { podGroupTemplates: [{ name: 't', schedulingPolicy: { gang: { minCount: 2 } } }] },
});

const GROUPS: readonly Case[] = [
  ['nothing', [], []],
  ['no template', [['spec.podGroupTemplateRef', null]], []],
  [
    'a template of nothing',
    [['spec.podGroupTemplateRef', { workload: null }]],
    ['spec.podGroupTemplateRef: Invalid value: "": must specify one of: `workload`'],
  ],
  ['no policy', [['spec.schedulingPolicy', {}]], ['spec.schedulingPolicy: Invalid value: "": must specify one of: `basic`, `gang`']],
  [
    'two policies, one of them bad',
    [['spec.schedulingPolicy.gang', { minCount: -1 }]],
    [
      'spec.schedulingPolicy: Invalid value: "{`basic`, `gang`}": exactly one of `basic`, `gang` is required, but multiple fields are set',
      'spec.schedulingPolicy.gang.minCount: Invalid value: -1: must be greater than or equal to 1',
    ],
  ],
  [
    'two topologies',
    [['spec.schedulingConstraints', { topology: [{ key: 'a' }, { key: 'b' }] }]],
    ['spec.schedulingConstraints.topology: Too many: 2: must have at most 1 item'],
  ],
  [
    'a topology of nothing',
    [['spec.schedulingConstraints', { topology: [{ key: '' }] }]],
    ['spec.schedulingConstraints.topology[0].key: Required value'],
  ],
  [
    'claims',
    [['spec.resourceClaims', [{ name: 'a', resourceClaimName: 'x' }, { name: 'a', resourceClaimTemplateName: 'y' }, { name: 'b' }]]],
    [
      'spec.resourceClaims[1]: Duplicate value: {"name":"a","resourceClaimTemplateName":"y"}',
      'spec.resourceClaims[2]: Invalid value: "": must specify one of: `resourceClaimName`, `resourceClaimTemplateName`',
    ],
  ],
  [
    'how it is disrupted',
    [
      ['spec.disruptionMode', 'All'],
      ['spec.priority', 1_000_000_001],
    ],
    [
      'spec.disruptionMode: Unsupported value: "All": supported values: "Pod", "PodGroup"',
      'spec.priority: Invalid value: 1000000001: must be less than or equal to 1000000000',
    ],
  ],
];

test('what a pod group says', () => {
  for (const [name, changes, expected] of GROUPS) assert.deepEqual(reportsOf(validatePodGroup(changed<PodGroup>(group(), changes))), expected, name);
});

test('a pod group stays as it was made', () => {
  const now = changed<PodGroup>(group(), [
    ['spec.schedulingPolicy', { gang: { minCount: 1 } }],
    ['spec.priority', 3],
  ]);
  assert.deepEqual(reportsOf(validatePodGroupUpdate(now, changed<PodGroup>(group()))), [
    'spec.schedulingPolicy: Invalid value: {"gang":{"minCount":1}}: field is immutable',
    'spec.priority: Invalid value: 3: field is immutable',
  ]);
});

test('the status of a pod group has conditions and the claims that the group has', () => {
  const now = changed<PodGroup>(group(), [
    ['spec.resourceClaims', [{ name: 'a', resourceClaimTemplateName: 'x' }]],
    ['status.conditions', [{ type: 'A', status: 'True', reason: '', message: '', lastTransitionTime: '2020-01-01T00:00:00Z' }]],
    ['status.resourceClaimStatuses', [{ name: 'a' }, { name: 'b' }]],
  ]);
  assert.deepEqual(reportsOf(validatePodGroupStatus(now)), [
    'status.conditions[0].reason: Required value',
    'status.resourceClaimStatuses[1].name: Invalid value: "b": must match the name of an entry in `spec.resourceClaims`',
  ]);
});

test('a workload has one to eight templates, with names of their own, which stay', () => {
  const said = (templates: unknown): readonly string[] =>
    reportsOf(validateWorkload(changed<Workload>(workload(), [['spec.podGroupTemplates', templates]])));
  const template = (name: string) => ({ name, schedulingPolicy: { basic: {} } });
  assert.deepEqual(said([template('a'), template('b')]), []);
  assert.deepEqual(said([]), ['spec.podGroupTemplates: Required value']);
  assert.deepEqual(said(Array.from({ length: 9 }, (_, i) => template(`t${i}`))), ['spec.podGroupTemplates: Too many: 9: must have at most 8 items']);
  assert.deepEqual(said([template('a'), template('a')]), [
    'spec.podGroupTemplates[1]: Duplicate value: {"name":"a","schedulingPolicy":{"basic":{}}}',
  ]);
  const now = changed<Workload>(workload(), [['spec.controllerRef', { kind: 'Job', name: 'j' }]]);
  assert.deepEqual(reportsOf(validateWorkloadUpdate(now, changed<Workload>(workload()))), [
    'spec.controllerRef: Invalid value: {"kind":"Job","name":"j"}: field is immutable',
  ]);
});
