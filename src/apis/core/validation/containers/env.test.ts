import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../../machinery/object.ts';
import type { Pod } from '../../v1/objects.gen.ts';
import { validatePod } from '../pods/pods.ts';
import { newPod } from '../pods.fixture.ts';
import { ALL_GATES, type Case, changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';

const CASES: readonly Case[] = [
  [
    'dots, dashes and spaces in a name',
    [
      [
        'spec.containers.0.env',
        [
          { name: 'a.b-c', value: 'x' },
          { name: 'a b', value: 'x' },
        ],
      ],
    ],
    [],
  ],
  [
    'an equals sign in a name',
    [['spec.containers.0.env', [{ name: 'a=b', value: 'x' }]]],
    [
      'spec.containers[0].env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than \'=\'',
    ],
  ],
  ['no name', [['spec.containers.0.env', [{ name: '', value: 'x' }]]], ['spec.containers[0].env[0].name: Required value']],
  [
    'a value and a source',
    [['spec.containers.0.env', [{ name: 'A', value: 'x', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } }]]],
    ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'],
  ],
  [
    'two sources',
    [
      [
        'spec.containers.0.env',
        [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' }, secretKeyRef: { name: 's', key: 'k' } } }],
      ],
    ],
    ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not have more than one field specified at a time'],
  ],
  [
    'a field that is not exposed',
    [['spec.containers.0.env', [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.priority' } } }]]],
    [
      'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.priority": error converting fieldPath: field label not supported: spec.priority',
    ],
  ],
  [
    'all labels',
    [['spec.containers.0.env', [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.labels' } } }]]],
    [
      'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"',
    ],
  ],
  ['one label', [['spec.containers.0.env', [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: "metadata.labels['app']" } } }]]], []],
  [
    'a subscript where none is',
    [['spec.containers.0.env', [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: "metadata.name['app']" } } }]]],
    [
      "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"metadata.name['app']\": error converting fieldPath: field label does not support subscript: metadata.name['app']",
    ],
  ],
  [
    'a field of another version',
    [['spec.containers.0.env', [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v2', fieldPath: 'metadata.name' } } }]]],
    [
      'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.name": error converting fieldPath: unsupported pod version: v2',
    ],
  ],
  [
    'a field without a version',
    [['spec.containers.0.env', [{ name: 'A', valueFrom: { fieldRef: { apiVersion: '', fieldPath: 'metadata.name' } } }]]],
    ['spec.containers[0].env[0].valueFrom.fieldRef.apiVersion: Required value'],
  ],
  [
    'a resource that is not exposed',
    [['spec.containers.0.env', [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.x', divisor: '0' } } }]]],
    [
      'spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: "limits.x": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"',
    ],
  ],
  [
    'a divisor that is none',
    [['spec.containers.0.env', [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '2' } } }]]],
    [
      'spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor\'s values 1m and 1 are supported with the cpu resource',
    ],
  ],
  [
    'a bad key',
    [['spec.containers.0.env', [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'c', key: 'a/b' } } }]]],
    [
      "spec.containers[0].env[0].valueFrom.configMapKeyRef.key: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ],
  ],
  [
    'no key',
    [['spec.containers.0.env', [{ name: 'A', valueFrom: { secretKeyRef: { name: 'c', key: '' } } }]]],
    ['spec.containers[0].env[0].valueFrom.secretKeyRef.key: Required value'],
  ],
  [
    'all keys of nothing',
    [['spec.containers.0.envFrom', [{}]]],
    ['spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`'],
  ],
  [
    'all keys of two things',
    [['spec.containers.0.envFrom', [{ configMapRef: { name: 'a' }, secretRef: { name: 'b' } }]]],
    ['spec.containers[0].envFrom: Invalid value: "": may not have more than one field specified at a time'],
  ],
  [
    'all keys, with an equals sign before them',
    [['spec.containers.0.envFrom', [{ prefix: 'a=', configMapRef: { name: 'a' } }]]],
    [
      'spec.containers[0].envFrom[0].prefix: Invalid value: "a=": a valid environment variable name must consist only of printable ASCII characters other than \'=\'',
    ],
  ],
  [
    'all keys of a map without a name',
    [['spec.containers.0.envFrom', [{ configMapRef: { name: '' } }]]],
    ['spec.containers[0].envFrom[0].configMapRef.name: Required value'],
  ],
];

test('pods, environment: what is refused', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(reportsOf(validatePod(changed<Pod>(newPod(), changes), NO_GATES)), reports, what);
});

test('pods, variables of files: where the file is, and at last whether its volume is one that can have it', () => {
  const from = (fileKeyRef: object): Pod => changed<Pod>(newPod(), [['spec.containers.0.env', [{ name: 'A', valueFrom: { fileKeyRef } }]]]);
  const at = 'spec.containers[0].env[0].valueFrom.fileKeyRef';
  const reports = reportsOf(validatePod(from({ key: 'K', volumeName: 'V', path: 'a/../b' }), NO_GATES));
  assert.equal(reports.length, 3);
  assert.ok(reports[0]?.startsWith(`${at}.volumeName: Invalid value: "V": a lowercase RFC 1123 label`));
  assert.equal(reports[1], `${at}.path: Invalid value: "a/../b": must not contain '..'`);
  assert.equal(reports[2], `${at}.volumeName: Not found: "V"`);
  const volumes = (source: object): Pod =>
    changed<Pod>(from({ key: 'K', volumeName: 'v', path: '/..a' }) as unknown as KubeObject, [['spec.volumes', [{ name: 'v', ...source }]]]);
  assert.deepEqual(reportsOf(validatePod(volumes({ emptyDir: {} }), NO_GATES)), []);
  assert.deepEqual(reportsOf(validatePod(volumes({ hostPath: { path: '/', type: '' } }), NO_GATES)), [
    `${at}.volumeName: Invalid value: "v": referenced volume must be of type emptyDir`,
  ]);
});

test('pods, variables: a source of nothing, which may be a file while the feature is on', () => {
  const pod = changed<Pod>(newPod(), [['spec.containers.0.env', [{ name: 'A', valueFrom: {} }]]]);
  const text = 'spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`';
  assert.deepEqual(reportsOf(validatePod(pod, ALL_GATES)), [`${text}, \`secretKeyRef\` or \`fileKeyRef\``]);
  assert.deepEqual(reportsOf(validatePod(pod, NO_GATES)), [`${text} or \`secretKeyRef\``]);
});
