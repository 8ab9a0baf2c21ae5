import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { setVolumeAttachmentDefaults } from '../../storage/v1/defaults.ts';
import {
  setLimitRangeDefaults,
  setNamespaceDefaults,
  setNodeDefaults,
  setPersistentVolumeClaimDefaults,
  setReplicationControllerDefaults,
  setSecretDefaults,
  setServiceDefaults,
} from './defaults.ts';

const object = (fields: object = {}): KubeObject => ({ kind: 'X', apiVersion: 'v1', metadata: { name: 'x' }, ...fields });

test('plain text of a secret is stored as data and wins over it', () => {
  const secret = object({ data: { a: 'b2xk', b: 'Yg==' }, stringData: JSON.parse('{"a":"new","__proto__":"p"}') });
  setSecretDefaults(secret);
  assert.equal(secret.type, 'Opaque');
  assert.equal('stringData' in secret, false);
  assert.deepEqual(Object.entries(secret.data as object), [
    ['a', 'bmV3'],
    ['b', 'Yg=='],
    ['__proto__', 'cA=='],
  ]);
});

test('a namespace carries its name as a label, even against a client', () => {
  const namespace = object({ metadata: { name: 'n', labels: { 'kubernetes.io/metadata.name': 'other' } } });
  setNamespaceDefaults(namespace);
  assert.deepEqual(namespace.metadata.labels, { 'kubernetes.io/metadata.name': 'n' });
  const generated = object({ metadata: { generateName: 'n-' } });
  setNamespaceDefaults(generated);
  assert.equal(generated.metadata.labels, undefined, 'the name is not known yet');
});

test('services: types differ in what they expose', () => {
  const service = (spec: object): object => {
    const each = object({ spec });
    setServiceDefaults(each);
    return each.spec as object;
  };
  assert.deepEqual(service({ ports: [{ port: 80 }, { port: 53, protocol: 'UDP', targetPort: 'dns' }] }), {
    ports: [
      { port: 80, protocol: 'TCP', targetPort: 80 },
      { port: 53, protocol: 'UDP', targetPort: 'dns' },
    ],
    sessionAffinity: 'None',
    type: 'ClusterIP',
    internalTrafficPolicy: 'Cluster',
  });
  assert.deepEqual(service({ type: 'LoadBalancer', sessionAffinity: 'ClientIP' }), {
    type: 'LoadBalancer',
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } },
    externalTrafficPolicy: 'Cluster',
    internalTrafficPolicy: 'Cluster',
    allocateLoadBalancerNodePorts: true,
  });
  assert.deepEqual(service({ type: 'ExternalName', sessionAffinityConfig: { clientIP: {} } }), { type: 'ExternalName', sessionAffinity: 'None' });
});

test("a replication controller without selector or labels takes its template's", () => {
  const controller = object({ spec: { template: { metadata: { labels: { a: 'b' } } } } });
  setReplicationControllerDefaults(controller);
  const spec = controller.spec as { replicas: number; selector: object };
  assert.equal(spec.replicas, 1);
  assert.deepEqual(spec.selector, { a: 'b' });
  assert.deepEqual(controller.metadata.labels, { a: 'b' });
});

test('limits default to the maximum, requests to the limit, else to the minimum', () => {
  const range = object({
    spec: {
      limits: [
        { type: 'Container', max: { cpu: '2' }, min: { cpu: '1', memory: '1Mi' } },
        { type: 'Pod', max: { cpu: '2' } },
      ],
    },
  });
  setLimitRangeDefaults(range);
  assert.deepEqual((range.spec as { limits: unknown[] }).limits, [
    { type: 'Container', max: { cpu: '2' }, min: { cpu: '1', memory: '1Mi' }, default: { cpu: '2' }, defaultRequest: { cpu: '2', memory: '1Mi' } },
    { type: 'Pod', max: { cpu: '2' } },
  ]);
});

test('a node can allocate what it has, and its single pod range starts the list', () => {
  const node = object({ spec: { podCIDR: '10.1.0.0/24', podCIDRs: ['10.2.0.0/24', 'fd00::/64'] }, status: { capacity: { cpu: '4' } } });
  setNodeDefaults(node);
  assert.deepEqual(node.spec, { podCIDR: '10.1.0.0/24', podCIDRs: ['10.1.0.0/24'] });
  assert.deepEqual(node.status, { capacity: { cpu: '4' }, allocatable: { cpu: '4' } });
});

test('a claim is pending and for a file system until somebody says otherwise', () => {
  const claim = object({ spec: {} });
  setPersistentVolumeClaimDefaults(claim);
  assert.deepEqual([claim.spec, claim.status], [{ volumeMode: 'Filesystem' }, { phase: 'Pending' }]);
});

test('a volume inside an attachment gets defaults of its source, none of its own', () => {
  const inline = { capacity: { storage: '100u' }, iscsi: {} };
  const attachment = object({ spec: { source: { inlineVolumeSpec: inline } } });
  setVolumeAttachmentDefaults(attachment);
  assert.deepEqual(attachment.spec, { source: { inlineVolumeSpec: { capacity: { storage: '1m' }, iscsi: { iscsiInterface: 'default' } } } });
});
