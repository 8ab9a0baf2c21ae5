/** Claims, slices and taint rules: a valid object, changes to it, and what is said about them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { type Case, changed, reportsOf } from '../../core/validation/workloads.fixture.ts';
import type { ResourceClaim, ResourceSlice } from '../v1/objects.gen.ts';
import type { DeviceTaintRule } from '../v1alpha3/objects.gen.ts';
import { validateResourceClaim, validateResourceClaimUpdate } from './claims.ts';
import { validateResourceSlice, validateResourceSliceUpdate } from './slices.ts';
import { validateDeviceTaintRule, validateDeviceTaintRuleUpdate } from './taint-rules.ts';

const named = (kind: string, spec: object): KubeObject => ({ kind, apiVersion: 'resource.k8s.io/v1', metadata: { name: 'w' }, spec });

const claim = (): KubeObject =>
  named('ResourceClaim', {
    devices: {
      requests: [
        { name: 'one', exactly: { deviceClassName: 'c', allocationMode: 'ExactCount', count: 1 } },
        { name: 'two', firstAvailable: [{ name: 'sub', deviceClassName: 'c', allocationMode: 'ExactCount', count: 1 }] },
      ],
      constraints: [{ requests: ['one', 'two/sub'], matchAttribute: 'gpu.example.com/numa' }],
    },
  });

const NO_REQUEST = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

const CLAIMS: readonly Case[] = [
  ['nothing', [], []],
  [
    'an unknown request',
    [['spec.devices.constraints.0.requests', ['other']]],
    [`spec.devices.constraints[0].requests[0]: Invalid value: "other": ${NO_REQUEST}`],
  ],
  [
    'a request twice',
    [['spec.devices.requests.1.name', 'one']],
    ['spec.devices.requests[1]: Duplicate value: "one"', `spec.devices.constraints[0].requests[1]: Invalid value: "two/sub": ${NO_REQUEST}`],
  ],
  [
    'no attribute',
    [['spec.devices.constraints.0.matchAttribute', 'numa']],
    ['spec.devices.constraints[0].matchAttribute: Invalid value: "numa": a fully qualified name must be a domain and a name separated by a slash'],
  ],
  [
    'no count',
    [['spec.devices.requests.0.exactly.count', 0]],
    ['spec.devices.requests[0].exactly.count: Invalid value: 0: must be greater than zero'],
  ],
];

const slice = (): KubeObject =>
  named('ResourceSlice', {
    driver: 'gpu.example.com',
    pool: { name: 'p', generation: 1, resourceSliceCount: 1 },
    nodeName: 'n',
    devices: [{ name: 'd', attributes: { a: { string: 'x' } }, capacity: { m: { value: '1Gi' } } }],
  });

const SLICES: readonly Case[] = [
  ['nothing', [], []],
  [
    'two places',
    [['spec.allNodes', true]],
    [
      'spec: Invalid value: "{`nodeName`, `allNodes`}": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set',
    ],
  ],
  ['no slices', [['spec.pool.resourceSliceCount', 0]], ['spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero']],
  [
    'two values',
    [['spec.devices.0.attributes.a.int', 1]],
    [
      'spec.devices[0].attributes[a]: Invalid value: {"IntValue":1,"BoolValue":null,"StringValue":"x","VersionValue":null,"IntValues":null,"BoolValues":null,"StringValues":null,"VersionValues":null}: exactly one value must be specified',
    ],
  ],
  ['a taint without effect', [['spec.devices.0.taints', [{ key: 'k', effect: '' }]]], ['spec.devices[0].taints[0].effect: Required value']],
];

const rule = (): KubeObject => named('DeviceTaintRule', { deviceSelector: { driver: 'a.example.com' }, taint: { key: 'k', effect: 'NoSchedule' } });

const RULES: readonly Case[] = [
  ['nothing', [], []],
  [
    'an unknown effect',
    [['spec.taint.effect', 'Never']],
    ['spec.taint.effect: Unsupported value: "Never": supported values: "NoExecute", "NoSchedule", "None"'],
  ],
];

test('claims: what is refused at creation', () => {
  for (const [what, changes, reports] of CLAIMS)
    assert.deepEqual(reportsOf(validateResourceClaim(changed<ResourceClaim>(claim(), changes))), reports, what);
});

test('slices: what is refused at creation', () => {
  for (const [what, changes, reports] of SLICES)
    assert.deepEqual(reportsOf(validateResourceSlice(changed<ResourceSlice>(slice(), changes))), reports, what);
});

test('taint rules: what is refused at creation', () => {
  for (const [what, changes, reports] of RULES)
    assert.deepEqual(reportsOf(validateDeviceTaintRule(changed<DeviceTaintRule>(rule(), changes))), reports, what);
});

test('what is chosen once stays: the spec of a claim, driver and pool of a slice', () => {
  const old = changed<ResourceClaim>(claim());
  const otherClaim = changed<ResourceClaim>(claim(), [['spec.devices.requests.0.exactly.count', 2]]);
  assert.deepEqual(
    validateResourceClaimUpdate(otherClaim, old).errors.map(({ field }) => field),
    ['spec'],
  );
  const otherSlice = changed<ResourceSlice>(slice(), [
    ['spec.driver', 'other.example.com'],
    ['spec.pool.name', 'q'],
  ]);
  assert.deepEqual(
    validateResourceSliceUpdate(otherSlice, changed<ResourceSlice>(slice())).errors.map(({ field }) => field),
    ['spec.pool.name', 'spec.driver'],
  );
});

test('an effect that is stored may stay', () => {
  const stored = changed<DeviceTaintRule>(rule(), [['spec.taint.effect', 'Never']]);
  assert.deepEqual(reportsOf(validateDeviceTaintRuleUpdate(stored, stored)), []);
});
