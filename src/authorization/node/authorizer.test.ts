import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFieldSelector } from '../../machinery/fields.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { person, question } from '../rbac/rbac.fixture.ts';
import { nodeAuthorizer } from './authorizer.ts';
import { NodeGraph } from './graph.ts';

function object(name: string, spec: object, namespace = 'shop'): KubeObject {
  return { kind: '', apiVersion: 'v1', metadata: namespace === '' ? { name } : { name, namespace }, spec };
}

function world() {
  const graph = new NodeGraph();
  graph.put(
    'pods',
    object('here', {
      nodeName: 'a',
      serviceAccountName: 'svc',
      imagePullSecrets: [{ name: 'pull' }],
      containers: [{ name: 'c', env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'cm', key: 'k' } } }] }],
      volumes: [
        { name: 'v', secret: { secretName: 'vol' } },
        { name: 'd', persistentVolumeClaim: { claimName: 'data' } },
      ],
    }),
  );
  graph.put('pods', object('nowhere', { containers: [], volumes: [{ name: 'v', secret: { secretName: 'free' } }] }));
  graph.put(
    'persistentvolumes',
    object('pv', { claimRef: { namespace: 'shop', name: 'data' }, csi: { nodePublishSecretRef: { namespace: 'kube-system', name: 'disk' } } }, ''),
  );
  const authorizer = nodeAuthorizer({ graph: () => graph, rules: [] });
  const ask = (node: string, text: string): string => {
    const answer = authorizer.authorize(question(person(`system:node:${node}`, 'system:nodes'), text));
    assert.ok(!(answer instanceof Promise));
    return answer.decision === 'allow' ? 'allow' : answer.reason;
  };
  return { graph, ask };
}

const UNRELATED = "no relationship found between node 'b' and this object";

test('a node reads what its pods use, through claims and volumes, and nothing else', () => {
  const { ask } = world();
  for (const text of [
    'get - secrets shop vol',
    'watch - secrets shop pull',
    'get - configmaps shop cm',
    'get - persistentvolumeclaims shop data',
    'get - persistentvolumes - pv',
    'get - secrets kube-system disk',
    'create - serviceaccounts/token shop svc',
    'get - pods shop here',
  ]) {
    assert.equal(ask('a', text), 'allow', text);
    assert.equal(ask('b', text), UNRELATED, text);
  }
  assert.equal(ask('a', 'get - secrets shop free'), "no relationship found between node 'a' and this object");
  assert.equal(ask('a', 'delete - secrets shop vol'), 'can only read resources of this type');
});

test('access ends with the pod; what two pods use stays until both are gone', () => {
  const { graph, ask } = world();
  graph.put('pods', object('twin', { nodeName: 'a', containers: [], volumes: [{ name: 'v', secret: { secretName: 'vol' } }] }));
  graph.remove('pods', 'shop', 'here');
  assert.equal(ask('a', 'get - secrets shop vol'), 'allow');
  assert.notEqual(ask('a', 'get - configmaps shop cm'), 'allow');
  graph.remove('pods', 'shop', 'twin');
  assert.notEqual(ask('a', 'get - secrets shop vol'), 'allow');
});

test('its own node, lease and CSI node', () => {
  const { ask } = world();
  assert.equal(ask('a', 'get - nodes - a'), 'allow');
  assert.equal(ask('a', 'get - nodes - b'), "node 'a' cannot read 'b', only its own Node object");
  assert.equal(ask('a', 'update coordination.k8s.io leases kube-node-lease a'), 'allow');
  assert.match(ask('a', 'update coordination.k8s.io leases kube-node-lease b'), /only access node lease with the same name/);
  assert.match(ask('a', 'get storage.k8s.io csinodes - b'), /only access CSINode with the same name/);
});

test('who is not in the group of nodes is none', () => {
  const { graph } = world();
  const authorizer = nodeAuthorizer({ graph: () => graph, rules: [] });
  assert.deepEqual(authorizer.authorize(question(person('system:node:a'), 'get - secrets shop vol')), { decision: 'no-opinion', reason: '' });
});

test('claims made from a template count when the pod has them; what a status claims besides gives nothing', () => {
  const graph = new NodeGraph();
  graph.put('pods', {
    ...object('p', {
      nodeName: 'a',
      containers: [],
      resourceClaims: [
        { name: 'own', resourceClaimName: 'direct' },
        { name: 'gpu', resourceClaimTemplateName: 'template' },
      ],
    }),
    status: {
      resourceClaimStatuses: [
        { name: 'gpu', resourceClaimName: 'made' },
        { name: 'other', resourceClaimName: 'stolen' },
      ],
      extendedResourceClaimStatus: { resourceClaimName: 'extended', requestMappings: [] },
    },
  });
  const authorizer = nodeAuthorizer({ graph: () => graph, rules: [] });
  const may = (name: string): boolean => {
    const answer = authorizer.authorize(question(person('system:node:a', 'system:nodes'), `get resource.k8s.io resourceclaims shop ${name}`));
    return !(answer instanceof Promise) && answer.decision === 'allow';
  };
  assert.deepEqual(['direct', 'made', 'extended', 'stolen'].map(may), [true, true, true, false]);
});

test('of a volume a node gets the secrets that nodes need, not those of controllers', () => {
  const { graph, ask } = world();
  const secret = (name: string): object => ({ name, namespace: 'kube-system' });
  const csi = {
    controllerPublishSecretRef: secret('attach'),
    controllerExpandSecretRef: secret('grow'),
    nodeStageSecretRef: secret('stage'),
    nodeExpandSecretRef: secret('expand'),
  };
  graph.put('persistentvolumes', object('pv', { claimRef: { namespace: 'shop', name: 'data' }, csi }, ''));
  for (const name of ['stage', 'expand']) assert.equal(ask('a', `get - secrets kube-system ${name}`), 'allow', name);
  for (const name of ['attach', 'grow', 'disk']) assert.notEqual(ask('a', `get - secrets kube-system ${name}`), 'allow', name);
});

test('attachments, slices and pod certificate requests belong to the node that they name', () => {
  const { graph } = world();
  graph.put('volumeattachments', object('va', { nodeName: 'a' }, ''));
  graph.put('resourceslices', object('slice', { nodeName: 'a' }, ''));
  graph.put('podcertificaterequests', object('pcr', { nodeName: 'a' }));
  const authorizer = nodeAuthorizer({ graph: () => graph, rules: [], featureEnabled: (gate) => gate === 'PodCertificateRequest' });
  const ask = (node: string, text: string, selector?: string): boolean => {
    const attributes = question(person(`system:node:${node}`, 'system:nodes'), text);
    const fieldSelector = selector === undefined ? undefined : parseFieldSelector(selector).terms;
    const answer = authorizer.authorize(fieldSelector === undefined ? attributes : { ...attributes, fieldSelector });
    return !(answer instanceof Promise) && answer.decision === 'allow';
  };
  const texts = [
    'get storage.k8s.io volumeattachments - va',
    'update resource.k8s.io resourceslices - slice',
    'get certificates.k8s.io podcertificaterequests shop pcr',
  ];
  for (const text of texts) assert.deepEqual([ask('a', text), ask('b', text)], [true, false], text);
  for (const list of ['list - pods', 'watch resource.k8s.io resourceslices', 'list certificates.k8s.io podcertificaterequests'])
    assert.deepEqual(
      [ask('a', list, 'spec.nodeName=a'), ask('a', list, 'spec.nodeName=b'), ask('a', list, 'spec.nodeName!=a'), ask('a', list)],
      [true, false, false, false],
      list,
    );
});
