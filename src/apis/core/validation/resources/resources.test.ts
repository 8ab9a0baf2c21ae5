import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../v1/objects.gen.ts';
import { validatePod } from '../pods/pods.ts';
import { newPod } from '../pods.fixture.ts';
import { ALL_GATES, type Case, changed, reportsOf } from '../workloads.fixture.ts';

const CASES: readonly Case[] = [
  [
    'more requested than allowed',
    [['spec.containers.0.resources', { requests: { cpu: '2' }, limits: { cpu: '1' } }]],
    ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
  ],
  [
    'a negative amount',
    [['spec.containers.0.resources', { requests: { cpu: '-1' }, limits: {} }]],
    ['spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0'],
  ],
  [
    'a name that is not standard',
    [['spec.containers.0.resources', { requests: { gpu: '1' } }]],
    [
      'spec.containers[0].resources.requests[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified',
      'spec.containers[0].resources.requests[gpu]: Invalid value: "gpu": must be a standard resource for containers',
    ],
  ],
  [
    'an extended resource without a limit',
    [['spec.containers.0.resources', { requests: { 'a.b/c': '1' } }]],
    ['spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources'],
  ],
  [
    'an extended resource that differs',
    [['spec.containers.0.resources', { requests: { 'a.b/c': '1' }, limits: { 'a.b/c': '2' } }]],
    ['spec.containers[0].resources.requests: Invalid value: "1": must be equal to a.b/c limit of 2'],
  ],
  [
    'half of an extended resource',
    [['spec.containers.0.resources', { requests: { 'a.b/c': '500m' }, limits: { 'a.b/c': '500m' } }]],
    [
      'spec.containers[0].resources.limits[a.b/c]: Invalid value: "500m": must be an integer',
      'spec.containers[0].resources.requests[a.b/c]: Invalid value: "500m": must be an integer',
    ],
  ],
  [
    'a bad name',
    [['spec.containers.0.resources', { limits: { 'a b': '1' } }]],
    [
      "spec.containers[0].resources.limits[a b]: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      'spec.containers[0].resources.limits[a b]: Invalid value: "a b": must be a standard resource for containers',
    ],
  ],
  [
    'huge pages without anything else',
    [['spec.containers.0.resources', { requests: { 'hugepages-2Mi': '2Mi' }, limits: { 'hugepages-2Mi': '2Mi' } }]],
    ['spec.containers[0].resources: Forbidden: HugePages require cpu or memory'],
  ],
  [
    'part of a huge page',
    [['spec.containers.0.resources', { requests: { cpu: '1', 'hugepages-2Mi': '1Mi' }, limits: { 'hugepages-2Mi': '1Mi' } }]],
    [
      'spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "1Mi": 1Mi is not positive integer multiple of hugepages-2Mi',
      'spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: "1Mi": 1Mi is not positive integer multiple of hugepages-2Mi',
    ],
  ],
  [
    'huge pages beyond the request',
    [['spec.containers.0.resources', { requests: { cpu: '1', 'hugepages-2Mi': '2Mi' }, limits: { 'hugepages-2Mi': '4Mi' } }]],
    ['spec.containers[0].resources.requests: Invalid value: "2Mi": must be equal to hugepages-2Mi limit of 4Mi'],
  ],
  [
    'a claim that the pod does not have',
    [['spec.containers.0.resources', { claims: [{ name: 'x' }] }]],
    ['spec.containers[0].resources.claims[0]: Not found: "x": must be one of the names in pod.spec.resourceClaims which is empty'],
  ],
  [
    'a claim twice',
    [
      ['spec.resourceClaims', [{ name: 'x', resourceClaimName: 'r' }]],
      ['spec.containers.0.resources', { claims: [{ name: 'x' }, { name: 'x' }] }],
    ],
    ['spec.containers[0].resources.claims[1]: Duplicate value: "x"'],
  ],
  [
    'a claim of nothing',
    [['spec.resourceClaims', [{ name: 'x' }]]],
    [
      'spec.resourceClaims[0]: Invalid value: {"Name":"x","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`',
    ],
  ],
  [
    'a claim of two things',
    [['spec.resourceClaims', [{ name: 'x', resourceClaimName: 'r', resourceClaimTemplateName: 't' }]]],
    [
      'spec.resourceClaims[0]: Invalid value: {"Name":"x","ResourceClaimName":"r","ResourceClaimTemplateName":"t"}: at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified',
    ],
  ],
  [
    'overhead below nothing',
    [['spec.overhead', { cpu: '-1' }]],
    ['spec.overhead.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0'],
  ],
  [
    'less for the pod than for its containers',
    [
      ['spec.containers.0.resources', { requests: { cpu: '2' } }],
      ['spec.resources', { requests: { cpu: '1' } }],
    ],
    ['spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2'],
  ],
  [
    'fewer huge pages for the pod than for its containers',
    [
      ['spec.containers.0.resources', { requests: { cpu: '1', 'hugepages-2Mi': '4Mi' }, limits: { cpu: '1', 'hugepages-2Mi': '4Mi' } }],
      ['spec.resources', { requests: { cpu: '1', 'hugepages-2Mi': '2Mi' }, limits: { cpu: '1', 'hugepages-2Mi': '2Mi' } }],
    ],
    [
      'spec.resources.requests[hugepages-2Mi]: Invalid value: "2Mi": must be greater than or equal to aggregate container requests of 4Mi',
      'spec.resources.limits[hugepages-2Mi]: Invalid value: "2Mi": must be greater than or equal to aggregate container limits of 4Mi',
      'spec.resources.containers[0][hugepages-2Mi].limits: Invalid value: "4Mi": must be less than or equal to pod limits of 2Mi',
    ],
  ],
  [
    'resources of a windows pod',
    [
      ['spec.os', { name: 'windows' }],
      ['spec.resources', { requests: { 'a.b/c': '1' } }],
    ],
    ['spec.resources: Forbidden: may not be set for a windows pod'],
  ],
  [
    'devices for the pod',
    [['spec.resources', { requests: { 'a.b/c': '1' } }]],
    [
      'spec.resources.requests[a.b/c]: Unsupported value: "a.b/c": supported values: "cpu", "hugepages-", "memory"',
      'spec.resources.limits: Required value: Limit must be set for non overcommitable resources',
    ],
  ],
];

test('pods, resources: what is refused', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(reportsOf(validatePod(changed<Pod>(newPod(), changes), ALL_GATES)), reports, what);
});
