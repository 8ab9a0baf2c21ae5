/**
 * What happens by itself behind kubectl: accounts appear, namespaces empty themselves, dependents follow their owners; and who does it when several
 * servers run.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onEveryBackend } from './backends.ts';
import { Kubectl } from './kubectl.ts';
import { configMap, deployment, pod } from './manifests.ts';
import { missing, startEtcd, TestServer } from './processes.ts';

/** Nobody runs deployments here, so the test makes what the deployment's controllers would have made. */
async function deploymentWithPods(kubectl: Kubectl, name: string): Promise<void> {
  await kubectl.ok(['create', '-f', '-'], { input: deployment(name) });
  const uid = (kind: string): Promise<string> => kubectl.ok(['get', kind, name, '-o', 'jsonpath={.metadata.uid}']);
  const owned = (manifest: string, kind: string, ownerUid: string): object => {
    const object = JSON.parse(manifest) as { metadata: object };
    const ownerReferences = [{ apiVersion: 'apps/v1', kind, name, uid: ownerUid, controller: true, blockOwnerDeletion: true }];
    return { ...object, metadata: { ...object.metadata, ownerReferences } };
  };
  const asJson = async (manifest: string): Promise<string> =>
    kubectl.ok(['create', '--dry-run=client', '-o', 'json', '-f', '-'], { input: manifest });
  const set = await asJson(deployment(name).replace('kind: Deployment', 'kind: ReplicaSet'));
  await kubectl.ok(['create', '-f', '-'], { input: JSON.stringify(owned(set, 'Deployment', await uid('deployment'))) });
  await kubectl.ok(['create', '-f', '-'], { input: JSON.stringify(owned(await asJson(pod(name)), 'ReplicaSet', await uid('replicaset'))) });
}

onEveryBackend('controllers', missing('kubectl'), ({ server }) => {
  test('a pod can be run in a new namespace at once, as its account and with the authority at hand', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'fresh');
    assert.equal(await kubectl.ok(['run', 'web', '--image=nginx']), 'pod/web created\n');
    assert.equal(await kubectl.ok(['get', 'pod', 'web', '-o', 'jsonpath={.spec.serviceAccountName}']), 'default');
    assert.match(await kubectl.ok(['get', 'configmap', 'kube-root-ca.crt', '-o', 'jsonpath={.data.ca\\.crt}']), /^-----BEGIN CERTIFICATE-----/);
  });

  test('a deleted account comes back', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'account');
    const before = await kubectl.ok(['get', 'serviceaccount', 'default', '-o', 'jsonpath={.metadata.uid}']);
    await kubectl.ok(['delete', 'serviceaccount', 'default']);
    await kubectl.ok(['wait', '--for=create', 'serviceaccount/default', '--timeout=20s']);
    assert.notEqual(await kubectl.ok(['get', 'serviceaccount', 'default', '-o', 'jsonpath={.metadata.uid}']), before);
  });

  test('a namespace goes with everything in it', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'full');
    const many = Array.from({ length: 200 }, (_, index) => configMap(`many-${index}`, { a: '1' })).join('---\n');
    await kubectl.ok(['create', '-f', '-'], { input: many });
    await kubectl.ok(['create', 'deployment', 'web', '--image=nginx']);
    await kubectl.ok(['create', 'secret', 'generic', 'password', '--from-literal=a=b']);
    await kubectl.ok(['run', 'web', '--image=nginx']);
    assert.equal(await kubectl.ok(['delete', 'namespace', 'full', '--timeout=25s']), 'namespace "full" deleted\n');
    assert.match((await kubectl.run(['get', 'namespace', 'full'])).stderr, /namespaces "full" not found/);
    await Kubectl.inNamespace(server(), 'full');
    assert.equal(await kubectl.ok(['get', 'configmaps', '-o', 'name']), 'configmap/kube-root-ca.crt\n', 'a new one is empty');
  });

  test('a namespace says which finalizers it waits for, and goes when they are gone', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'held');
    await kubectl.ok(['create', '-f', '-'], { input: configMap('a', { one: '1' }) });
    await kubectl.ok(['patch', 'configmap', 'a', '--type=merge', '-p', '{"metadata":{"finalizers":["example.com/held"]}}']);
    await kubectl.ok(['delete', 'namespace', 'held', '--wait=false']);
    await kubectl.ok(['wait', 'namespace/held', '--for=condition=NamespaceFinalizersRemaining', '--timeout=20s']);
    const described = await kubectl.ok(['describe', 'namespace', 'held']);
    assert.match(described, /Some content in the namespace has finalizers remaining: example\.com\/held in 1 resource instances/);
    await kubectl.ok(['patch', 'configmap', 'a', '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
    await kubectl.ok(['wait', 'namespace/held', '--for=delete', '--timeout=20s']);
  });

  test('delete deployment --cascade=background: what it owns goes after it', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'background');
    await deploymentWithPods(kubectl, 'web');
    await kubectl.ok(['delete', 'deployment', 'web', '--cascade=background']);
    await kubectl.ok(['wait', 'replicaset/web', 'pod/web', '--for=delete', '--timeout=20s']);
  });

  test('delete deployment --cascade=foreground: it goes when everything that it owns has gone', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'foreground');
    await deploymentWithPods(kubectl, 'web');
    await kubectl.ok(['patch', 'pod', 'web', '--type=merge', '-p', '{"metadata":{"finalizers":["example.com/held"]}}']);
    await kubectl.ok(['delete', 'deployment', 'web', '--cascade=foreground', '--wait=false']);
    await kubectl.ok(['wait', 'pod/web', '--for=jsonpath={.metadata.deletionTimestamp}', '--timeout=20s']);
    assert.equal(await kubectl.ok(['get', 'deployment', 'web', '-o', 'jsonpath={.metadata.finalizers}']), '["foregroundDeletion"]');
    await kubectl.ok(['patch', 'pod', 'web', '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
    await kubectl.ok(['wait', 'deployment/web', 'replicaset/web', 'pod/web', '--for=delete', '--timeout=20s']);
  });

  test('delete deployment --cascade=orphan: what it owned stays, and has no owner', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'orphan');
    await deploymentWithPods(kubectl, 'web');
    await kubectl.ok(['delete', 'deployment', 'web', '--cascade=orphan']);
    assert.equal(await kubectl.ok(['get', 'replicaset', 'web', '-o', 'jsonpath={.metadata.ownerReferences}']), '');
    assert.match(await kubectl.ok(['get', 'pod', 'web', '-o', 'jsonpath={.metadata.ownerReferences}']), /ReplicaSet/);
  });
});

describe('controllers of two servers on one etcd', { skip: missing('kubectl', 'etcd') }, () => {
  let etcd: Awaited<ReturnType<typeof startEtcd>>;
  let servers: readonly TestServer[] = [];
  before(async () => {
    etcd = await startEtcd();
    servers = [1, 2].map(() => new TestServer([`--etcd-servers=${etcd.endpoint}`, '--bind-address=127.0.0.1', '--controllers=*', '-v=2']));
    for (const each of servers) await each.start();
  });
  after(async () => {
    for (const each of servers) await each.remove();
    await etcd.stop();
  });

  test('one leads; when it stops the other takes over within seconds', async () => {
    const [first, second] = servers as [TestServer, TestServer];
    await first.until(/"Started controller" controller="namespace-controller"/);
    assert.doesNotMatch(second.log, /controller="namespace-controller"/);
    const kubectl = await Kubectl.inNamespace(second, 'one');
    const lease = ['get', 'lease', 'coxswain-controllers', '--namespace=kube-system', '-o', 'jsonpath={.spec.holderIdentity}'];
    const leader = await kubectl.ok(lease);
    await first.stop();
    await second.until(/"Started controller" controller="namespace-controller"/);
    assert.notEqual(await kubectl.ok(lease), leader);
    await Kubectl.inNamespace(second, 'two');
  });
});

describe('a server that stands in for kube-apiserver', { skip: missing('kubectl', 'etcd') }, () => {
  test('runs no controllers, as kube-controller-manager does', async () => {
    const etcd = await startEtcd();
    const server = new TestServer([`--etcd-servers=${etcd.endpoint}`, '--bind-address=127.0.0.1', '-v=2']);
    try {
      await server.start();
      assert.doesNotMatch(server.log, /controller="namespace-controller"/);
      assert.ok(!server.log.includes('coxswain-controllers'));
    } finally {
      await server.remove();
      await etcd.stop();
    }
  });
});
