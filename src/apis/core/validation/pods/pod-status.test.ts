import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../../machinery/object.ts';
import type { Pod } from '../../v1/objects.gen.ts';
import { newPod } from '../pods.fixture.ts';
import { type Case, changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';
import { validatePodStatus } from './pod-status.ts';

const ENDED = { name: 'c', state: { terminated: { exitCode: 0 } } };
const RUNNING = { name: 'c', state: { running: {} } };

function check(stored: object, written: object, spec: object = {}): readonly string[] {
  const pod = newPod(spec);
  return reportsOf(validatePodStatus(changed<Pod>(pod, [['status', written]]), changed<Pod>(pod, [['status', stored]]), NO_GATES));
}

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['another quality of service', [['status.qosClass', 'Burstable']], ['status.qosClass: Invalid value: "Burstable": field is immutable']],
  ['a bad nominated node', [['status.nominatedNodeName', '-']], ['status.nominatedNodeName']],
  ['a condition of any type', [['status.conditions', [{ type: 'example.com/a', status: 'True' }]]], []],
  ['a condition of no type', [['status.conditions', [{ type: 'a b', status: 'True' }]]], ['status.conditions[0].Type']],
  ['a negative generation', [['status.observedGeneration', -1]], ['status.observedGeneration: Invalid value: -1: must be a non-negative integer']],
  ['an address of each family', [['status.podIPs', [{ ip: '10.0.0.1' }, { ip: '::1' }]]], []],
  [
    'two addresses of a family',
    [['status.podIPs', [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }]]],
    ['status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family'],
  ],
  ['no address', [['status.podIPs', [{ ip: 'a' }]]], ['status.podIPs[0]']],
  [
    'a host address that is another',
    [['status.hostIPs', [{ ip: '10.0.0.1' }]]],
    ['status.hostIPs[0].ip: Invalid value: "10.0.0.1": must be equal to `hostIP`'],
  ],
  [
    'a host address twice',
    [
      ['status.hostIP', '10.0.0.1'],
      ['status.hostIPs', [{ ip: '10.0.0.1' }, { ip: '10.0.0.1' }]],
    ],
    ['status.hostIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.1"}]: may specify no more than one IP for each IP family'],
  ],
  [
    'a claim that the pod does not have',
    [['status.resourceClaimStatuses', [{ name: 'x' }]]],
    ['status.resourceClaimStatuses[0].name: Invalid value: "x": must match the name of an entry in `spec.resourceClaims`'],
  ],
  [
    'a bad name of a claim',
    [
      ['spec.resourceClaims', [{ name: 'x' }]],
      ['status.resourceClaimStatuses', [{ name: 'x', resourceClaimName: '-' }]],
    ],
    ['status.resourceClaimStatuses[0].resourceClaimName: Invalid value: "-": a lowercase RFC 1123 subdomain'],
  ],
  [
    'an extended claim for nothing',
    [['status.extendedResourceClaimStatus', { requestMappings: [], resourceClaimName: '' }]],
    [
      'status.extendedResourceClaimStatus.requestMappings: Required value: at least one request mapping is required',
      'status.extendedResourceClaimStatus.resourceClaimName: Required value',
    ],
  ],
  [
    'an extended claim of others',
    [
      ['spec.containers.0.resources', { requests: { 'example.com/gpu': '1' } }],
      [
        'status.extendedResourceClaimStatus',
        {
          requestMappings: [
            { containerName: 'c', resourceName: 'example.com/gpu', requestName: 'r' },
            { containerName: 'c', resourceName: 'example.com/gpu', requestName: 'r' },
            { containerName: 'c', resourceName: 'example.com/tpu', requestName: '-' },
            { containerName: 'other', resourceName: 'example.com/gpu', requestName: 's' },
          ],
          resourceClaimName: 'claim',
        },
      ],
    ],
    [
      'status.extendedResourceClaimStatus.requestMappings[1].containerName: Duplicate value: "c"',
      'status.extendedResourceClaimStatus.requestMappings[1].resourceName: Duplicate value: "example.com/gpu"',
      'status.extendedResourceClaimStatus.requestMappings[1].requestName: Duplicate value: "r"',
      'status.extendedResourceClaimStatus.requestMappings[2].resourceName: Invalid value: "example.com/tpu": must match the extended resource name of',
      'status.extendedResourceClaimStatus.requestName: Invalid value: "-"',
      'status.extendedResourceClaimStatus.requestMappings[3].containerName: Invalid value: "other": must match the name of an entry in spec.initContainers.name or spec.containers.name',
    ],
  ],
  [
    "a claim of the node's resources",
    [['status.nodeAllocatableResourceClaimStatuses', [{ resourceClaimName: 'c', resources: { cpu: '-1', 'example.com/gpu': '1' } }, {}]]],
    [
      'status.nodeAllocatableResourceClaimStatuses[0].resourceClaimName: Invalid value: "c": no mapping found in pod reference',
      'status.nodeAllocatableResourceClaimStatuses[0].containers: Required value: must not be empty',
      'status.nodeAllocatableResourceClaimStatuses[0].resources[cpu]: Invalid value: "-1": must be non-negative',
      'status.nodeAllocatableResourceClaimStatuses[0].resources[example.com/gpu]: Invalid value: "example.com/gpu": must be a node allocatable',
      'status.nodeAllocatableResourceClaimStatuses[1].resourceClaimName: Required value: must not be empty',
      'status.nodeAllocatableResourceClaimStatuses[1].resourceClaimName: Invalid value: "": no mapping found in pod reference',
      'status.nodeAllocatableResourceClaimStatuses[1].containers: Required value',
      'status.nodeAllocatableResourceClaimStatuses[1].resources: Required value',
    ],
  ],
  [
    'a message about health that is empty, or long',
    [
      ['spec.containers.0.resources', { requests: { 'example.com/gpu': '1' } }],
      [
        'status.containerStatuses',
        [
          {
            name: 'c',
            allocatedResourcesStatus: [
              {
                name: 'example.com/gpu',
                resources: [
                  { resourceID: 'a', health: 'Healthy', message: '' },
                  { resourceID: 'b', health: 'Healthy', message: 'm'.repeat(1025) },
                ],
              },
            ],
          },
        ],
      ],
    ],
    [
      'status.containerStatuses[0].allocatedResourcesStatus[0].resources[0].message: Required value: must be non-empty if specified',
      'status.containerStatuses[0].allocatedResourcesStatus[0].resources[1].message: Too long: may not be more than 1024 bytes',
    ],
  ],
  [
    'a negative user',
    [['status.containerStatuses', [{ name: 'c', user: { linux: { uid: -1, gid: 0 } } }]]],
    ['status.containerStatuses[0].user.linux.uid'],
  ],
];

test('pods, status: what is refused', () => {
  for (const [what, changes, reports] of CASES) {
    const old = changed<Pod>(newPod(), [['status', { qosClass: 'BestEffort' }]]);
    const got = reportsOf(validatePodStatus(changed<Pod>(newPod(), [['status', { qosClass: 'BestEffort' }], ...changes]), old, NO_GATES));
    assert.equal(got.length, reports.length, what);
    for (const [i, report] of reports.entries()) assert.ok(got[i]?.startsWith(report), `${what}: ${got[i]}`);
  }
});

test('pods, status: containers that are over do not run again, unless their policy restarts them', () => {
  const refused = ['status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state'];
  const stored = { containerStatuses: [ENDED] };
  const written = { containerStatuses: [RUNNING] };
  assert.deepEqual(check(stored, written, { restartPolicy: 'Never' }), refused);
  assert.deepEqual(check(stored, written, { restartPolicy: 'OnFailure' }), refused);
  assert.deepEqual(
    check({ containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 1 } } }] }, written, { restartPolicy: 'OnFailure' }),
    [],
  );
  assert.deepEqual(check(stored, written, { restartPolicy: 'Always' }), []);
  assert.deepEqual(check(stored, stored, { restartPolicy: 'Never' }), []);
});

test('pods, status: rules of a container, and of any container for all, start what is over again', () => {
  const on = (name: string): boolean => name === 'ContainerRestartRules' || name === 'RestartAllContainersOnContainerExits';
  const ended = (name: string, exitCode: number): object => ({ name, state: { terminated: { exitCode } } });
  const refused = (fields: object, exitCode: number, name = 'c'): number => {
    const pod = changed<Pod>(newPod(), [
      ['spec.restartPolicy', 'Never'],
      ...Object.entries(fields).map(([field, value]): [string, unknown] => [`spec.containers.0.${field}`, value]),
    ]);
    const stored = changed<Pod>(pod as unknown as KubeObject, [['status', { containerStatuses: [ended(name, exitCode)] }]]);
    const written = changed<Pod>(pod as unknown as KubeObject, [['status', { containerStatuses: [{ ...RUNNING, name }] }]]);
    return validatePodStatus(written, stored, on).length;
  };
  const rule = (action: string, operator: string): object => ({ action, exitCodes: { operator, values: [42] } });
  const ruled = (action: string, operator: string): object => ({ restartPolicy: 'Never', restartPolicyRules: [rule(action, operator)] });
  assert.equal(refused(ruled('Restart', 'In'), 42), 0);
  assert.equal(refused(ruled('Restart', 'In'), 1), 1);
  assert.equal(refused(ruled('Restart', 'NotIn'), 1), 0);
  assert.equal(refused(ruled('Restart', 'NotIn'), 42), 1);
  assert.equal(refused(ruled('RestartAllContainers', 'In'), 1), 0);
  assert.equal(refused({ restartPolicy: 'OnFailure' }, 1), 0);
  assert.equal(refused({ restartPolicy: 'OnFailure' }, 0), 1);
  assert.equal(refused({ restartPolicy: 'Always' }, 0, 'unknown'), 1, 'what the pod does not have');
});

test('pods, status: no node is nominated for a pod that has one', () => {
  const bound = changed<Pod>(newPod({ nodeName: 'n' }), [['status', { nominatedNodeName: 'm' }]]);
  const other = changed<Pod>(newPod({ nodeName: 'n' }), [['status', { nominatedNodeName: 'n' }]]);
  const gate = (name: string): boolean => name === 'ClearingNominatedNodeNameAfterBinding';
  assert.deepEqual(reportsOf(validatePodStatus(other, bound, gate)), [
    'status.nominatedNodeName: Forbidden: may not be set on pods that are already bound to a node',
  ]);
  assert.deepEqual(reportsOf(validatePodStatus(other, bound, NO_GATES)), []);
  assert.deepEqual(reportsOf(validatePodStatus(bound, bound, gate)), []);
});

test('pods, status: images of mounted volumes are named while the feature is on', () => {
  const of = (imageRef: string): Pod =>
    changed<Pod>(newPod(), [
      ['status', { containerStatuses: [{ name: 'c', volumeMounts: [{ name: 'v', volumeStatus: { image: { imageRef } } }] }] }],
    ]);
  const at = 'status.containerStatuses[0].volumeMounts[0].volumeStatus.imageVolumeStatus.imageRef';
  const reports = (imageRef: string, on: boolean): readonly string[] =>
    reportsOf(validatePodStatus(of(imageRef), of(imageRef), (gate) => on && gate === 'ImageVolumeWithDigest'));
  assert.deepEqual(reports('', true), [`${at}: Required value: imageRef must not be empty`]);
  assert.deepEqual(reports('i'.repeat(257), true), [`${at}: Too long: may not be more than 256 bytes`]);
  assert.deepEqual(reports('i', true), []);
  assert.deepEqual(reports('', false), []);
});
