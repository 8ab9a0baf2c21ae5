/** Plugins about other things than pods: classes, claims, nodes, certificates, namespaces, owners, events. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError, alreadyExists } from '../../machinery/status.ts';
import type { Authorizer } from '../../request/authorizer.ts';
import { attributes, getterOf, listerOf, object, pod, podRequest, refusal, specOf } from '../admission.fixture.ts';
import { makeAdmissionChain } from '../chain.ts';
import { makeCertificateApproval, makeCertificateSigning, makeCertificateSubjectRestriction, makeClusterTrustBundleAttest } from './certificates.ts';
import { makeDefaultIngressClass } from './default-ingress-class.ts';
import { makeDefaultStorageClass } from './default-storage-class.ts';
import { makeDenyServiceExternalIPs } from './deny-service-external-ips.ts';
import { makeEventRateLimit } from './event-rate-limit.ts';
import { makeNamespaceAutoProvision, makeNamespaceExists } from './namespace-exists.ts';
import { makeOwnerReferencesPermissionEnforcement } from './owner-references-permission-enforcement.ts';
import { makePersistentVolumeClaimResize } from './persistent-volume-claim-resize.ts';
import { makePodNodeSelector } from './pod-node-selector.ts';
import { makePodTolerationRestriction, type PodTolerationRestrictionOptions } from './pod-toleration-restriction.ts';
import { makeStorageObjectInUseProtection } from './storage-object-in-use-protection.ts';
import { makeTaintNodesByCondition } from './taint-nodes-by-condition.ts';

function classOf(name: string, created: string, annotation: string): KubeObject {
  return { ...object('Class', name), metadata: { name, creationTimestamp: created, annotations: { [annotation]: 'true' } } };
}

test('the newest default class is taken, where none is named', async () => {
  const annotation = 'storageclass.kubernetes.io/is-default-class';
  const classes = [classOf('a', '2026-01-01T00:00:00Z', annotation), classOf('b', '2026-01-02T00:00:00Z', annotation)];
  const plugin = makeDefaultStorageClass({ storageClasses: listerOf(...classes) });
  const claim = (spec: object) => attributes({ resource: 'persistentvolumeclaims', object: object('PersistentVolumeClaim', 'a', { spec }) });
  const open = claim({});
  const none = claim({ storageClassName: '' });
  await plugin.mutate?.(open);
  await plugin.mutate?.(none);
  assert.equal(specOf(open).storageClassName, 'b');
  assert.equal(specOf(none).storageClassName, '');
  const ingress = attributes({ resource: 'ingresses', object: object('Ingress', 'a', { spec: {} }) });
  await makeDefaultIngressClass({
    ingressClasses: listerOf(classOf('i', '2026-01-01T00:00:00Z', 'ingressclass.kubernetes.io/is-default-class')),
  }).mutate?.(ingress);
  assert.equal(specOf(ingress).ingressClassName, 'i');
});

test('volumes and claims are protected while they are used, new nodes take no pods', async () => {
  const claim = attributes({ resource: 'persistentvolumeclaims', object: object('PersistentVolumeClaim', 'a') });
  await makeStorageObjectInUseProtection().mutate?.(claim);
  await makeStorageObjectInUseProtection().mutate?.(claim);
  assert.deepEqual(claim.object?.metadata.finalizers, ['kubernetes.io/pvc-protection']);
  const node = attributes({ resource: 'nodes', object: object('Node', 'n') });
  await makeTaintNodesByCondition().mutate?.(node);
  assert.deepEqual(specOf(node).taints, [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
});

test('a bound claim grows where its class lets it', async () => {
  const plugin = makePersistentVolumeClaimResize({
    storageClass: getterOf(object('StorageClass', 'elastic', { allowVolumeExpansion: true }), object('StorageClass', 'stiff')),
  });
  const claim = (storage: string, storageClassName: string, phase = 'Bound') =>
    object('PersistentVolumeClaim', 'a', { spec: { storageClassName, resources: { requests: { storage } } }, status: { phase } });
  const grow = (name: string, phase?: string): Promise<string | undefined> =>
    refusal(
      plugin,
      attributes({ resource: 'persistentvolumeclaims', operation: 'UPDATE', object: claim('2Gi', name), oldObject: claim('1Gi', name, phase) }),
    );
  assert.equal(await grow('elastic'), undefined);
  assert.match((await grow('stiff')) ?? '', /only dynamically provisioned pvc can be resized/);
  assert.match((await grow('elastic', 'Pending')) ?? '', /Only bound persistent volume claims can be expanded/);
});

/** Allows what is listed: "approve signers sample.test/app". */
function allowing(...permissions: readonly string[]): Authorizer {
  return {
    authorize: ({ verb, resource, subresource, name }) => {
      const asked = `${verb} ${resource}${subresource === '' ? '' : `/${subresource}`}${name === '' ? '' : ` ${name}`}`;
      return { decision: permissions.includes(asked) ? 'allow' : 'no-opinion', reason: '' };
    },
  };
}

test('approving and signing need the permission for the signer or its domain', async () => {
  const csr = (signerName: string, status: object = {}) => object('CertificateSigningRequest', 'a', { spec: { signerName }, status });
  const approve = (authorizer: Authorizer) =>
    refusal(makeCertificateApproval({ authorizer }), attributes({ object: csr('sample.test/app'), oldObject: csr('sample.test/app') }));
  assert.equal(await approve(allowing('approve signers sample.test/app')), undefined);
  assert.equal(await approve(allowing('approve signers sample.test/*')), undefined);
  assert.match(
    (await approve(allowing('sign signers sample.test/app'))) ?? '',
    /user not permitted to approve requests with signerName "sample\.test\/app"/,
  );
  const sign = (status: object) =>
    refusal(makeCertificateSigning({ authorizer: allowing() }), attributes({ object: csr('s.test/x', status), oldObject: csr('s.test/x') }));
  assert.equal(await sign({}), undefined);
  assert.match((await sign({ certificate: 'QQ==' })) ?? '', /user not permitted to sign requests/);
});

test('what is no certificate request is refused for the signer of clients only', async () => {
  const ask = (signerName: string) =>
    refusal(
      makeCertificateSubjectRestriction(),
      attributes({ object: object('CertificateSigningRequest', 'a', { spec: { signerName, request: 'AAAA' } }) }),
    );
  assert.match((await ask('kubernetes.io/kube-apiserver-client')) ?? '', /failed to parse CSR/);
  assert.equal(await ask('sample.test/app'), undefined);
});

test('whom to trust for a signer is said by who may attest for it; garbage collection needs no permission', async () => {
  const bundle = (signerName: string, trustBundle = 'a', metadata: KubeObject['metadata'] = {}): KubeObject => ({
    ...object('ClusterTrustBundle', 'a', { spec: { signerName, trustBundle } }),
    metadata: { name: 'a', ...metadata },
  });
  const ask = (now: KubeObject, old?: KubeObject, authorizer = allowing()) =>
    refusal(
      makeClusterTrustBundleAttest({ authorizer }),
      attributes({ operation: old === undefined ? 'CREATE' : 'UPDATE', object: now, oldObject: old }),
    );
  assert.equal(await ask(bundle('')), undefined);
  assert.match((await ask(bundle('s.test/x'))) ?? '', /user not permitted to attest for signerName "s\.test\/x"$/);
  assert.equal(await ask(bundle('s.test/x'), undefined, allowing('attest signers s.test/*')), undefined);
  assert.equal(await ask(bundle('s.test/x', 'a', { finalizers: ['f'] }), bundle('s.test/x')), undefined);
  assert.match((await ask(bundle('s.test/x', 'b'), bundle('s.test/x'))) ?? '', /not permitted to attest/);
});

test('services get no external addresses beyond those they have', async () => {
  const service = (...externalIPs: readonly string[]) => object('Service', 'a', { spec: { externalIPs } });
  const plugin = makeDenyServiceExternalIPs();
  const update = (now: KubeObject, old: KubeObject) =>
    refusal(plugin, attributes({ resource: 'services', operation: 'UPDATE', object: now, oldObject: old }));
  assert.match((await refusal(plugin, attributes({ object: service('9.9.9.9') }))) ?? '', /Use of external IPs is denied by admission control/);
  assert.equal(await update(service('9.9.9.9'), service('9.9.9.9', '8.8.8.8')), undefined);
  assert.notEqual(await update(service('9.9.9.9', '7.7.7.7'), service('9.9.9.9')), undefined);
});

test('a missing namespace is made, or refused', async () => {
  const made: string[] = [];
  const provision = makeNamespaceAutoProvision({
    getNamespace: async () => undefined,
    createNamespace: async (name) => {
      if (name === 'late') throw alreadyExists({ group: '', resource: 'namespaces' }, name);
      if (name === 'Bad') throw new ApiError(422, 'Invalid', 'Namespace "Bad" is invalid');
      made.push(name);
    },
  });
  assert.equal(await refusal(provision, attributes({ namespace: 'new' })), undefined);
  assert.equal(await refusal(provision, attributes({ namespace: 'late' })), undefined);
  assert.equal(await refusal(provision, attributes({ namespace: 'dry', dryRun: true })), undefined);
  assert.equal(await refusal(provision, attributes({ namespace: 'Bad' })), 'configmaps "a" is forbidden: Namespace "Bad" is invalid');
  assert.deepEqual(made, ['new']);
  const exists = makeNamespaceExists({
    getNamespace: async (name, from) => (name === 'here' || (name === 'fresh' && from === 'store') ? object('Namespace', name) : undefined),
  });
  assert.equal(await refusal(exists, attributes({})), undefined);
  assert.equal(await refusal(exists, attributes({ namespace: 'fresh' })), undefined);
  assert.equal(await refusal(exists, attributes({ namespace: 'gone' })), 'namespaces "gone" not found');
});

test('owners are changed by those who may delete the object; deletions are blocked by those who may set finalizers of the owner', async () => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'o', uid: '1' };
  const owned = (...ownerReferences: readonly object[]): KubeObject => ({
    ...object('ConfigMap', 'a'),
    metadata: { name: 'a', ownerReferences: ownerReferences as never },
  });
  const check = (authorizer: Authorizer, now: KubeObject, operation: 'CREATE' | 'UPDATE') =>
    refusal(
      makeOwnerReferencesPermissionEnforcement({
        authorizer,
        resourcesOf: (apiVersion) => (apiVersion === 'apps/v1' ? [{ group: 'apps', version: 'v1', resource: 'replicasets', namespaced: true }] : []),
      }),
      attributes({ operation, object: now, ...(operation === 'UPDATE' ? { oldObject: owned() } : {}) }),
    );
  assert.equal(await check(allowing(), owned(owner), 'CREATE'), undefined);
  assert.match((await check(allowing(), owned(owner), 'UPDATE')) ?? '', /cannot set an ownerRef on a resource you can't delete: , <nil>/);
  assert.equal(await check(allowing('delete configmaps a'), owned(owner), 'UPDATE'), undefined);
  const blocking = { ...owner, blockOwnerDeletion: true };
  assert.match((await check(allowing(), owned(blocking), 'CREATE')) ?? '', /a resource you can't set finalizers on: , <nil>/);
  assert.equal(await check(allowing('update replicasets/finalizers o'), owned(blocking), 'CREATE'), undefined);
  assert.match(
    (await check(allowing(), owned({ ...blocking, apiVersion: 'void.test/v1' }), 'CREATE')) ?? '',
    /no matches for kind "ReplicaSet" in version "void\.test\/v1"/,
  );
});

const annotated = (annotations: { [name: string]: string }): KubeObject => ({
  ...object('Namespace', 'here'),
  metadata: { name: 'here', annotations },
});

test('a namespace says on which nodes its pods run and what they tolerate', async () => {
  const select = makePodNodeSelector({ namespace: getterOf(annotated({ 'scheduler.alpha.kubernetes.io/node-selector': 'env=prod, disk=ssd' })) });
  const request = podRequest(pod({ nodeSelector: { own: '1' } }));
  assert.equal(await refusal(select, request), undefined);
  assert.deepEqual(specOf(request).nodeSelector, { env: 'prod', disk: 'ssd', own: '1' });
  assert.match((await refusal(select, podRequest(pod({ nodeSelector: { env: 'dev' } })))) ?? '', /conflicts with its namespace node label selector/);
  const restrict = makePodTolerationRestriction({
    namespace: getterOf(annotated({ 'scheduler.alpha.kubernetes.io/tolerationsWhitelist': '[{"key":"ok","operator":"Exists"}]' })),
  });
  assert.equal(await refusal(restrict, podRequest(pod({ tolerations: [{ key: 'ok', operator: 'Equal', value: 'v' }] }))), undefined);
  assert.match((await refusal(restrict, podRequest(pod({ tolerations: [{ operator: 'Exists' }] })))) ?? '', /conflict with its namespace whitelist/);
});

test('a namespace selector that cannot be read says which part is wrong; a pod without a name is refused without one', async () => {
  const select = (text: string) => makePodNodeSelector({ namespace: getterOf(annotated({ 'scheduler.alpha.kubernetes.io/node-selector': text })) });
  assert.equal(await refusal(select('a=b=c'), podRequest(pod())), 'invalid selector: [a b c]');
  assert.match((await refusal(select('a=-'), podRequest(pod()))) ?? '', /^\[a\]: Invalid value: "-": a valid label must be/);
  assert.match((await refusal(select('-=a'), podRequest(pod()))) ?? '', /^<nil>: Invalid value: "-": /);
  const unnamed = pod({ nodeSelector: { env: 'dev' } }, { generateName: 'p-' });
  delete unnamed.metadata.name;
  assert.equal(
    await refusal(select('env=prod'), podRequest(unnamed, { name: '' })),
    'pods is forbidden: pod node label selector conflicts with its namespace node label selector',
  );
});

test('tolerations of a namespace come after those of the pod, of equal ones the first stays; an empty list hides the server configuration', async () => {
  const DEFAULTS = 'scheduler.alpha.kubernetes.io/defaultTolerations';
  const restrict = (text: string, options: Partial<PodTolerationRestrictionOptions> = {}) =>
    makePodTolerationRestriction({ namespace: getterOf(annotated({ [DEFAULTS]: text })), ...options });
  const one = { key: 'one', operator: 'Exists', effect: 'NoSchedule' };
  const two = { key: 'two', operator: 'Exists', effect: 'NoSchedule' };
  const request = podRequest(pod({ tolerations: [one, two] }));
  await refusal(restrict(JSON.stringify([{ key: 'x', operator: 'Exists' }, one])), request);
  assert.deepEqual(specOf(request).tolerations, [one, two, { key: 'x', operator: 'Exists' }]);
  const hidden = podRequest(pod());
  await refusal(restrict('[]', { defaults: [one] }), hidden);
  assert.equal(specOf(hidden).tolerations, undefined);
  assert.match(
    (await refusal(restrict('', { allowed: [one] }), podRequest(pod({ tolerations: [two] })))) ?? '',
    /conflict with its cluster whitelist$/,
  );
  assert.equal(await refusal(restrict('{'), podRequest(pod())), 'unexpected end of JSON input');
  assert.equal(await refusal(restrict('x'), podRequest(pod())), "invalid character 'x' looking for beginning of value");
  assert.equal(await refusal(restrict('{}'), podRequest(pod())), 'json: cannot unmarshal object into Go value of type []v1.Toleration');
  assert.equal(await refusal(restrict('["a"]'), podRequest(pod())), 'json: cannot unmarshal string into Go value of type v1.Toleration');
  assert.equal(
    await refusal(restrict('[{"key":1}]'), podRequest(pod())),
    'json: cannot unmarshal number into Go struct field Toleration.key of type string',
  );
});

test('external IPs are looked at when a service is written, not when its status is', async () => {
  const service = (externalIPs: readonly string[]) => object('Service', 'a', { spec: { externalIPs } });
  const chain = makeAdmissionChain([makeDenyServiceExternalIPs()]);
  const write = (subresource: string): string => {
    try {
      const request = { operation: 'UPDATE', resource: 'services', subresource, object: service(['1.2.3.4', '5.6.7.8']) } as const;
      chain.validate(attributes({ ...request, oldObject: service(['1.2.3.4']) }));
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.equal(write(''), 'services "a" is forbidden: Use of external IPs is denied by admission control');
  assert.equal(write('status'), '');
});

test('events are limited by bursts that fill up again', async () => {
  const clock = new ManualClock();
  const plugin = makeEventRateLimit({ clock, limits: [{ type: 'Namespace', qps: 1, burst: 2, cacheSize: 0 }] });
  const event = (namespace: string) => refusal(plugin, attributes({ resource: 'events', namespace }));
  assert.deepEqual([await event('a'), await event('a')], [undefined, undefined]);
  assert.equal(await event('a'), 'Too many requests: limit reached on type Namespace for key a');
  assert.equal(await event('b'), undefined);
  clock.advance(1000);
  assert.equal(await event('a'), undefined);
});
