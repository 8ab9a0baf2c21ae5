import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../base/manual-clock.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { object } from '../../admission.fixture.ts';
import { type DeviceSources, deviceClaimEvaluator } from './device-claims.ts';
import type { QuotaEvaluator } from './evaluator.ts';
import { podEvaluator } from './pods.ts';
import type { ReadonlyUsage } from './usage.ts';

const CLASSES = [object('DeviceClass', 'gold', { spec: { extendedResourceName: 'example.com/gpu' } }), object('DeviceClass', 'plain', { spec: {} })];
const PODS = podEvaluator(new ManualClock());

function evaluator(sources: Partial<DeviceSources> = {}): QuotaEvaluator {
  const all = { extended: () => true, classes: async () => CLASSES, claims: async () => [], pod: async () => undefined, ...sources };
  return deviceClaimEvaluator(all, (pod) => PODS.usage(pod));
}

const claim = (name: string, requests: readonly object[], metadata: object = {}): KubeObject => {
  const made = object('ResourceClaim', name, { spec: { devices: { requests } } });
  return { ...made, metadata: { ...made.metadata, ...metadata } };
};

const shown = (usage: ReadonlyUsage): object => Object.fromEntries([...usage].map(([name, amount]) => [name, amount.toString()]));

async function usageOf(each: KubeObject, evaluates: QuotaEvaluator = evaluator()): Promise<object> {
  await evaluates.prepare?.([each]);
  return shown(evaluates.usage(each));
}

test('devices count by class and, with extended resources, by the names of the class', async () => {
  const two = claim('c', [
    { exactly: { deviceClassName: 'gold', allocationMode: 'ExactCount', count: 2 } },
    {
      firstAvailable: [
        { deviceClassName: 'plain', allocationMode: 'All' },
        { deviceClassName: 'gold', allocationMode: 'ExactCount', count: 1 },
      ],
    },
  ]);
  const byClass = {
    'count/resourceclaims.resource.k8s.io': '1',
    'gold.deviceclass.resource.k8s.io/devices': '3',
    'plain.deviceclass.resource.k8s.io/devices': '32',
  };
  assert.deepEqual(await usageOf(two, evaluator({ extended: () => false })), byClass);
  assert.deepEqual(await usageOf(two), {
    ...byClass,
    'requests.deviceclass.resource.kubernetes.io/gold': '3',
    'requests.example.com/gpu': '3',
    'requests.deviceclass.resource.kubernetes.io/plain': '32',
  });
});

test('only names of devices that there are are measured', async () => {
  const names = ['requests.example.com/gpu', 'requests.example.com/tpu', 'requests.deviceclass.resource.kubernetes.io/plain', 'requests.cpu'];
  const measured = async (sources?: Partial<DeviceSources>): Promise<readonly string[]> => {
    const each = evaluator(sources);
    await each.prepare?.([]);
    return names.filter((name) => each.measures(name));
  };
  assert.deepEqual(await measured(), [names[0], names[2]]);
  assert.deepEqual(await measured({ extended: () => false }), []);
});

test('what a pod has been charged for, its claim is not charged for again', async () => {
  const pod = object('Pod', 'p', { spec: { containers: [{ name: 'c', resources: { requests: { 'example.com/gpu': '1' } } }] } });
  pod.metadata.uid = 'u';
  const made = {
    annotations: { 'resource.kubernetes.io/extended-resource-claim': 'true' },
    ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u', controller: true }],
    creationTimestamp: '2024-01-01T00:00:00Z',
  };
  const request = [{ exactly: { deviceClassName: 'gold', allocationMode: 'ExactCount', count: 1 } }];
  const left = async (each: KubeObject, sources: Partial<DeviceSources> = {}): Promise<unknown> =>
    ((await usageOf(each, evaluator({ pod: async () => pod, ...sources }))) as { [name: string]: string })['requests.example.com/gpu'];
  assert.equal(await left(claim('b', request, made)), undefined);
  assert.equal(await left(claim('b', request)), '1', 'nobody says so');
  assert.equal(await left(claim('b', request, made), { pod: async () => undefined }), '1', 'the pod is gone');
  assert.equal(await left(claim('b', request, made), { claims: async () => [claim('a', request, made)] }), '1', 'another came first');
  const other = { ...pod, status: { extendedResourceClaimStatus: { resourceClaimName: 'x', requestMappings: [] } } } as KubeObject;
  assert.equal(await left(claim('b', request, made), { pod: async () => other }), '1', 'the pod has another');
});

test('pods ask for devices of a class by its name', () => {
  const pod = object('Pod', 'p', {
    spec: { containers: [{ name: 'c', resources: { requests: { 'deviceclass.resource.kubernetes.io/gold': '2' } } }] },
  });
  assert.deepEqual(shown(PODS.usage(pod)), { 'count/pods': '1', pods: '1', 'requests.deviceclass.resource.kubernetes.io/gold': '2' });
  assert.ok(PODS.measures('requests.deviceclass.resource.kubernetes.io/gold'));
});
