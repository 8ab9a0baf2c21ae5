import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import type { Authorizer } from '../../../request/authorizer.ts';
import { attributes, getterOf, object, pod, refusal, USER } from '../../admission.fixture.ts';
import type { AdmissionAttributes, AdmissionOperation } from '../../interface.ts';
import { makeNodeRestriction, type NodeRestrictionOptions } from './node-restriction.ts';

const kubelet = { ...USER, name: 'system:node:a', groups: ['system:nodes'] };
const nobody: Authorizer = { authorize: () => ({ decision: 'no-opinion', reason: '' }) };

const named = (of: KubeObject, name: string, metadata: KubeObject['metadata'] = {}): KubeObject => ({
  ...of,
  metadata: { ...of.metadata, ...metadata, name, namespace: 'here', uid: `uid-${name}` },
});

function restriction(given: Partial<NodeRestrictionOptions> = {}) {
  const none = getterOf();
  return makeNodeRestriction({
    pod: getterOf(
      named(pod({ nodeName: 'a', volumes: [{ name: 'v', csi: { driver: 'd' } }] }), 'mine'),
      named(pod({ nodeName: 'a', volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] }), 'claiming'),
      named(pod({ nodeName: 'a', volumes: [{ name: 'v', ephemeral: {} }] }), 'fresh'),
      named(pod({ nodeName: 'b' }), 'theirs'),
      named(
        pod({
          nodeName: 'a',
          serviceAccountName: 's',
          volumes: [{ name: 'v', projected: { sources: [{ podCertificate: { signerName: 'x/y' } }] } }],
        }),
        'certified',
      ),
      named(pod({ nodeName: 'a' }), 'mirrored', { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
    ),
    node: getterOf(named(object('Node', 'a'), 'a')),
    claim: none,
    volume: none,
    csiDriver: none,
    serviceAccount: getterOf(named(object('ServiceAccount', 's'), 's')),
    signerAuthorizer: nobody,
    authorizer: nobody,
    anyCertificate: false,
    ...given,
  });
}

interface Asked extends Partial<AdmissionAttributes> {
  readonly operation?: AdmissionOperation;
}

const ask = (given: Asked, options: Partial<NodeRestrictionOptions> = {}) => refusal(restriction(options), attributes({ user: kubelet, ...given }));

test('only kubelets are restricted: the name and the group make one', async () => {
  const b = { resource: 'nodes', name: 'b', object: object('Node', 'b') };
  assert.match((await ask(b)) ?? '', /node "a" is not allowed to modify node "b"$/);
  assert.equal(await ask({ ...b, user: { ...kubelet, groups: [] } }), undefined);
  assert.equal(await ask({ ...b, user: { ...kubelet, name: 'jane' } }), undefined);
  assert.match(
    (await ask({ resource: 'configmaps', user: { ...kubelet, name: 'system:node:' } })) ?? '',
    /could not determine node from user "system:node:"$/,
  );
});

const labels = (of: { readonly [key: string]: string }): KubeObject => ({ ...object('Node', 'a'), metadata: { name: 'a', labels: of } });
const ownNode = (now: KubeObject, before: KubeObject) => ask({ resource: 'nodes', operation: 'UPDATE', name: 'a', object: now, oldObject: before });

test('a node keeps its own labels, not those by which workloads are kept away from it', async () => {
  for (const key of ['kubernetes.io/arch', 'x.kubelet.kubernetes.io/a', 'node.kubernetes.io/a', 'example.com/a', 'plain'])
    assert.equal(await ownNode(labels({ [key]: '1' }), labels({})), undefined, key);
  for (const key of ['node-restriction.kubernetes.io/a', 'x.node-restriction.kubernetes.io/a', 'kubernetes.io/a', 'x.k8s.io/a']) {
    assert.match((await ownNode(labels({ [key]: '1' }), labels({}))) ?? '', /is not allowed to modify labels: /, `set ${key}`);
    assert.match((await ownNode(labels({}), labels({ [key]: '1' }))) ?? '', /is not allowed to modify labels: /, `remove ${key}`);
    assert.equal(await ownNode(labels({ [key]: '1' }), labels({ [key]: '1' })), undefined, `keep ${key}`);
  }
});

test('taints and where the configuration comes from are not the node’s to choose', async () => {
  const node = (spec: object): KubeObject => object('Node', 'a', { spec });
  const taints = [{ key: 'k', effect: 'NoSchedule' }];
  const source = { configSource: { configMap: { name: 'c' } } };
  assert.match((await ownNode(node({ taints }), node({}))) ?? '', /not allowed to modify taints$/);
  assert.match((await ownNode(node(source), node({}))) ?? '', /new non-nil configSource$/);
  assert.equal(await ownNode(node({}), node(source)), undefined, 'old kubelets drop the field');
});

test('of a claim a kubelet tells how it grows, and nothing else', async () => {
  const claim = (status: object, metadata: KubeObject['metadata'] = {}): KubeObject => ({
    ...object('PersistentVolumeClaim', 'c', { spec: { volumeName: 'v' }, status: { phase: 'Bound', ...status } }),
    metadata: { name: 'c', ...metadata },
  });
  const update = (now: KubeObject, subresource = 'status') =>
    ask({ resource: 'persistentvolumeclaims', subresource, operation: 'UPDATE', object: now, oldObject: claim({}, { resourceVersion: '1' }) });
  const growth = { capacity: { storage: '1Gi' }, conditions: [{ type: 'x' }], allocatedResources: {}, allocatedResourceStatuses: {} };
  assert.equal(await update(claim(growth)), undefined);
  assert.match((await update(claim({ phase: 'Lost' }))) ?? '', /fields other than status.quantity and status.conditions: @@.*-.*Bound.*\+.*Lost/s);
  assert.match((await update(claim({}, { labels: { a: 'b' } }))) ?? '', /fields other than/);
  assert.match((await update(claim({}), '')) ?? '', /may only update PVC status$/);
});

test('slices are made and deleted by the node that they are of', async () => {
  const slice = (nodeName: string): KubeObject => object('ResourceSlice', 's', { spec: { nodeName } });
  const of = { group: 'resource.k8s.io', resource: 'resourceslices' };
  assert.equal(await ask({ ...of, object: slice('a') }), undefined);
  assert.match((await ask({ ...of, object: slice('b') })) ?? '', /can only create ResourceSlice with the same NodeName as the requesting node$/);
  assert.equal(await ask({ ...of, operation: 'DELETE', oldObject: slice('a') }), undefined);
  assert.match((await ask({ ...of, operation: 'DELETE', oldObject: slice('b') })) ?? '', /can only delete ResourceSlice/);
  assert.equal(await ask({ ...of, operation: 'UPDATE', object: slice('b'), oldObject: slice('b') }), undefined, 'the authorizer knows those');
});

test('a lease is the kubelet’s when it has its name and lies among the leases of nodes', async () => {
  const lease = (name: string, namespace: string, operation: AdmissionOperation) =>
    ask({ group: 'coordination.k8s.io', resource: 'leases', operation, namespace, name, object: object('Lease', name) });
  for (const operation of ['CREATE', 'UPDATE', 'DELETE'] as const) {
    assert.equal(await lease('a', 'kube-node-lease', operation), undefined);
    assert.match((await lease('b', 'kube-node-lease', operation)) ?? '', /same name as the requesting node$/);
    assert.match((await lease('a', 'here', operation)) ?? '', /can only access leases in the "kube-node-lease" system namespace$/);
  }
});

function token(podName: string, audiences: readonly string[]): Asked {
  const boundObjectRef = { apiVersion: 'v1', kind: 'Pod', name: podName, uid: `uid-${podName}` };
  return {
    resource: 'serviceaccounts',
    subresource: 'token',
    name: 'default',
    object: object('TokenRequest', 'default', { spec: { audiences, boundObjectRef } }),
  };
}

test('a token is for an audience that the pod uses, also through drivers of its volumes', async () => {
  const csiDriver = getterOf(object('CSIDriver', 'd', { spec: { tokenRequests: [{ audience: 'vault' }] } }));
  const volume = getterOf(object('PersistentVolume', 'pv', { spec: { csi: { driver: 'd' } } }));
  const claims = ['c', 'fresh-v'].map((name) => object('PersistentVolumeClaim', name, { spec: { volumeName: 'pv' } }));
  const options = { csiDriver, volume, claim: getterOf(...claims) };
  for (const name of ['mine', 'claiming', 'fresh']) {
    assert.equal(await ask(token(name, ['vault']), options), undefined, name);
    assert.match((await ask(token(name, ['bank']), options)) ?? '', /audience "bank" not found in pod spec volume, system:node:a is not authorized/);
  }
  assert.match((await ask(token('theirs', ['vault']), options)) ?? '', /bound to a pod scheduled on a different node$/);
});

test('or for an audience that the kubelet may ask for, or for any when audiences are not looked at', async () => {
  const asked: string[] = [];
  const authorizer: Authorizer = {
    authorize({ verb, resource, name }) {
      asked.push(`${verb} ${resource} ${name}`);
      return { decision: 'allow', reason: '' };
    },
  };
  assert.equal(await ask(token('mine', ['bank']), { authorizer }), undefined);
  assert.deepEqual(asked, ['request-serviceaccounts-token-audience bank default']);
  assert.equal(await ask(token('mine', ['a', 'b']), { authorizer: undefined }), undefined);
});

test('a pod certificate is for a pod that runs here, as everything is called now, from a signer that it mounts', async () => {
  const good = {
    signerName: 'x/y',
    podName: 'certified',
    podUID: 'uid-certified',
    serviceAccountName: 's',
    serviceAccountUID: 'uid-s',
    nodeName: 'a',
    nodeUID: 'uid-a',
  };
  const request = (changed: Partial<typeof good>, given: Asked = {}, options: Partial<NodeRestrictionOptions> = {}) =>
    ask(
      {
        group: 'certificates.k8s.io',
        resource: 'podcertificaterequests',
        object: object('PodCertificateRequest', 'r', { spec: { ...good, ...changed } }),
        ...given,
      },
      options,
    );
  assert.equal(await request({}), undefined);
  for (const [changed, says] of [
    [{ nodeName: 'b' }, /Spec\.NodeName="b", which is not the requesting node "a"$/],
    [{ nodeUID: 'old' }, /names node UID "old", inconsistent with the running node \("uid-a"\)$/],
    [{ podName: 'gone' }, /while retrieving pod "here\/gone" named in the PodCertificateRequest: pod "gone" not found$/],
    [{ podUID: 'old' }, /contains pod UID \("old"\) which differs from running pod "uid-certified"$/],
    [{ podName: 'theirs', podUID: 'uid-theirs' }, /pod "here\/theirs" is not running on node "a" named in the PodCertificateRequest$/],
    [{ podName: 'mirrored', podUID: 'uid-mirrored' }, /pod "here\/mirrored" is a mirror pod$/],
    [{ serviceAccountName: 't' }, /contains serviceAccountName \("t"\) that differs from running pod \("s"\)$/],
    [{ serviceAccountUID: 'old' }, /names service account UID "old", which differs from the running service account \("uid-s"\)$/],
    [{ signerName: 'x/z' }, /does not mount a podCertificate projected volume for signer "x\/z"$/],
  ] as const)
    assert.match((await request(changed)) ?? '', says);
  assert.match((await request({}, { operation: 'UPDATE', subresource: 'status' })) ?? '', /unexpected operation UPDATE$/);
  const asked: string[] = [];
  const signerAuthorizer: Authorizer = {
    authorize({ verb, resource, name }) {
      asked.push(`${verb} ${resource} ${name}`);
      return { decision: 'allow', reason: '' };
    },
  };
  assert.equal(await request({ signerName: 'x/z' }, {}, { signerAuthorizer }), undefined);
  assert.deepEqual(asked, ['request-serviceaccounts-podcertificate-signer x:z s']);
});

test('a mirror pod needs nothing from the API', async () => {
  const mirror = (spec: object): KubeObject =>
    pod(
      { nodeName: 'a', ...spec },
      {
        annotations: { 'kubernetes.io/config.mirror': 'x' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'a', uid: 'uid-a', controller: true }],
      },
    );
  const make = (spec: object) => ask({ resource: 'pods', kind: 'Pod', object: mirror(spec) });
  const volumes = (source: object) => make({ volumes: [{ name: 'v', ...source }] });
  assert.equal(await make({}), undefined);
  assert.equal(await volumes({ hostPath: { path: '/' } }), undefined);
  assert.equal(await volumes({ projected: { sources: [{ downwardAPI: {} }] } }), undefined);
  for (const [made, what] of [
    [make({ serviceAccountName: 'x' }), 'serviceaccounts'],
    [make({ imagePullSecrets: [{ name: 's' }] }), 'secrets'],
    [make({ initContainers: [{ name: 'i', envFrom: [{ configMapRef: { name: 'c' } }] }] }), 'configmaps'],
    [make({ resourceClaims: [{ name: 'r' }] }), 'resourceclaims'],
    [volumes({ ephemeral: {} }), 'persistentvolumeclaims (via ephemeral volumes)'],
    [volumes({ csi: { driver: 'd' } }), 'csidrivers (via CSI volumes)'],
    [volumes({ glusterfs: {} }), 'endpoints (via glusterFS volumes)'],
    [volumes({ projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }), 'serviceaccounts (via projected volumes)'],
    [volumes({ projected: { sources: [{ clusterTrustBundle: { path: 't' } }] } }), 'clustertrustbundles'],
    [volumes({ projected: { sources: [{ podCertificate: {} }] } }), 'podcertificates'],
  ] as const)
    assert.equal(await made, `pods "a" is forbidden: node "a" can not create pods that reference ${what}`);
});
