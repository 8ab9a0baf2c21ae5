/**
 * Quotas, limit ranges and pod security as Kubernetes' public documentation walks through them (kubernetes.io: "Manage Memory, CPU, and API
 * Resources", "Resource Quotas", "Limit Ranges", "Apply Pod Security Standards at the Namespace Level"), with the names and numbers that readers type
 * and expect.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEveryBackend } from './backends.ts';
import { Kubectl } from './kubectl.ts';
import { missing } from './processes.ts';

type Amounts = { readonly [name: string]: string };

function quota(name: string, hard: Amounts, more: object = {}): object {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec: { hard, ...more } };
}

function limitRange(name: string, limits: object): object {
  return { apiVersion: 'v1', kind: 'LimitRange', metadata: { name }, spec: { limits: [{ ...limits, type: 'Container' }] } };
}

function podOf(name: string, resources: { readonly requests?: Amounts; readonly limits?: Amounts } = {}, more: object = {}): object {
  const containers = [{ name: `${name}-ctr`, image: 'nginx', resources }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers, ...more } };
}

function claim(name: string, storage: string): object {
  const spec = { storageClassName: 'manual', accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec };
}

const nginx = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'nginx' }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } };

/** What keeps the pod of the tutorial from being restricted. */
const RESTRICTED =
  'allowPrivilegeEscalation != false (container "nginx" must set securityContext.allowPrivilegeEscalation=false), ' +
  'unrestricted capabilities (container "nginx" must set securityContext.capabilities.drop=["ALL"]), ' +
  'runAsNonRoot != true (pod or container "nginx" must set securityContext.runAsNonRoot=true), ' +
  'seccompProfile (pod or container "nginx" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';

async function apply(kubectl: Kubectl, object: object): Promise<string> {
  return kubectl.ok(['apply', '-f', '-'], { input: JSON.stringify(object) });
}

/** @returns why it was refused */
async function refused(kubectl: Kubectl, object: object): Promise<string> {
  const { code, stderr } = await kubectl.run(['create', '-f', '-'], { input: JSON.stringify(object) });
  assert.notEqual(code, 0, 'it was not refused');
  return stderr;
}

/** A quota admits nothing before its use has been counted. */
async function applyQuota(kubectl: Kubectl, object: object): Promise<void> {
  const { name } = (object as { readonly metadata: { readonly name: string } }).metadata;
  await apply(kubectl, object);
  await kubectl.ok(['wait', `resourcequota/${name}`, '--for=jsonpath={.status.used}', '--timeout=20s']);
}

async function used(kubectl: Kubectl, name: string): Promise<Amounts> {
  return JSON.parse(await kubectl.ok(['get', 'resourcequota', name, '-o', 'jsonpath={.status.used}'])) as Amounts;
}

async function resourcesOf(kubectl: Kubectl, pod: string): Promise<object> {
  return JSON.parse(await kubectl.ok(['get', 'pod', pod, '-o', 'jsonpath={.spec.containers[0].resources}'])) as object;
}

onEveryBackend('walkthroughs', missing('kubectl'), ({ server }) => {
  test('memory and CPU quota of a namespace', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'quota-mem-cpu-example');
    const hard = { 'requests.cpu': '1', 'requests.memory': '1Gi', 'limits.cpu': '2', 'limits.memory': '2Gi' };
    await applyQuota(kubectl, quota('mem-cpu-demo', hard));
    await apply(kubectl, podOf('quota-mem-cpu-demo', { limits: { memory: '800Mi', cpu: '800m' }, requests: { memory: '600Mi', cpu: '400m' } }));
    const demo = { 'limits.cpu': '800m', 'limits.memory': '800Mi', 'requests.cpu': '400m', 'requests.memory': '600Mi' };
    assert.deepEqual(await used(kubectl, 'mem-cpu-demo'), demo);
    const second = podOf('quota-mem-cpu-demo-2', { limits: { memory: '1Gi', cpu: '800m' }, requests: { memory: '700Mi', cpu: '400m' } });
    assert.equal(
      await refused(kubectl, second),
      'Error from server (Forbidden): error when creating "STDIN": pods "quota-mem-cpu-demo-2" is forbidden: exceeded quota: mem-cpu-demo, ' +
        'requested: requests.memory=700Mi, used: requests.memory=600Mi, limited: requests.memory=1Gi\n',
    );
    assert.match(
      await refused(kubectl, podOf('silent')),
      /failed quota: mem-cpu-demo: must specify limits\.cpu for: silent-ctr; limits\.memory for: silent-ctr/,
    );
    await kubectl.ok(['delete', 'pod', 'quota-mem-cpu-demo', '--now']);
    await kubectl.ok(['wait', 'resourcequota/mem-cpu-demo', '--for=jsonpath={.status.used.requests\\.memory}=0', '--timeout=20s']);
    await apply(kubectl, second);
  });

  test('pod quota of a namespace', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'quota-pod-example');
    await applyQuota(kubectl, quota('pod-demo', { pods: '2' }));
    for (const name of ['one', 'two']) await apply(kubectl, podOf(name));
    assert.match(
      await refused(kubectl, podOf('three')),
      /pods "three" is forbidden: exceeded quota: pod-demo, requested: pods=1, used: pods=2, limited: pods=2/,
    );
    assert.match(await kubectl.ok(['describe', 'quota', 'pod-demo']), /Resource +Used +Hard\n-+ +-+ +-+\npods +2 +2/);
  });

  test('quotas for API objects', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'quota-object-example');
    await applyQuota(kubectl, quota('object-quota-demo', { persistentvolumeclaims: '1', 'services.loadbalancers': '2', 'services.nodeports': '0' }));
    await apply(kubectl, claim('pvc-quota-demo', '3Gi'));
    assert.equal(
      await refused(kubectl, claim('pvc-quota-demo-2', '4Gi')),
      'Error from server (Forbidden): error when creating "STDIN": persistentvolumeclaims "pvc-quota-demo-2" is forbidden: exceeded quota: ' +
        'object-quota-demo, requested: persistentvolumeclaims=1, used: persistentvolumeclaims=1, limited: persistentvolumeclaims=1\n',
    );
    const { stderr } = await kubectl.run(['create', 'service', 'nodeport', 'web', '--tcp=80']);
    assert.match(
      stderr,
      /exceeded quota: object-quota-demo, requested: services\.nodeports=1, used: services\.nodeports=0, limited: services\.nodeports=0/,
    );
    assert.deepEqual(await used(kubectl, 'object-quota-demo'), {
      persistentvolumeclaims: '1',
      'services.loadbalancers': '0',
      'services.nodeports': '0',
    });
  });

  test('object count quota: kubectl create quota --hard=count/...', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'myspace');
    await kubectl.ok(['create', 'quota', 'test', '--hard=count/deployments.apps=2,count/replicasets.apps=4,count/pods=3,count/secrets=4']);
    await kubectl.ok(['wait', 'resourcequota/test', '--for=jsonpath={.status.used}', '--timeout=20s']);
    await kubectl.ok(['create', 'deployment', 'nginx', '--image=nginx', '--replicas=2']);
    const described = await kubectl.ok(['describe', 'quota']);
    assert.match(described, /count\/deployments\.apps +1 +2\ncount\/pods +0 +3\ncount\/replicasets\.apps +0 +4\ncount\/secrets +0 +4/);
  });

  test('quotas of priority classes', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'quota-priority');
    for (const [name, cpu] of Object.entries({ high: '1000', medium: '10', low: '5' })) {
      await kubectl.ok(['create', 'priorityclass', name, '--value=1000']);
      const scopeSelector = { matchExpressions: [{ operator: 'In', scopeName: 'PriorityClass', values: [name] }] };
      await applyQuota(kubectl, quota(`pods-${name}`, { cpu, memory: '20Gi', pods: '10' }, { scopeSelector }));
    }
    const amounts = { memory: '10Gi', cpu: '500m' };
    await apply(kubectl, podOf('high-priority', { requests: amounts, limits: amounts }, { priorityClassName: 'high' }));
    assert.deepEqual(await used(kubectl, 'pods-high'), { cpu: '500m', memory: '10Gi', pods: '1' });
    for (const name of ['pods-medium', 'pods-low']) assert.deepEqual(await used(kubectl, name), { cpu: '0', memory: '0', pods: '0' });
  });

  test('default memory requests and limits', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'default-mem-example');
    await apply(kubectl, limitRange('mem-limit-range', { default: { memory: '512Mi' }, defaultRequest: { memory: '256Mi' } }));
    await apply(kubectl, podOf('default-mem-demo'));
    assert.deepEqual(await resourcesOf(kubectl, 'default-mem-demo'), { limits: { memory: '512Mi' }, requests: { memory: '256Mi' } });
    await apply(kubectl, podOf('default-mem-demo-2', { limits: { memory: '1Gi' } }));
    assert.deepEqual(await resourcesOf(kubectl, 'default-mem-demo-2'), { limits: { memory: '1Gi' }, requests: { memory: '1Gi' } });
    await apply(kubectl, podOf('default-mem-demo-3', { requests: { memory: '128Mi' } }));
    assert.deepEqual(await resourcesOf(kubectl, 'default-mem-demo-3'), { limits: { memory: '512Mi' }, requests: { memory: '128Mi' } });
  });

  test('minimum and maximum memory', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'constraints-mem-example');
    await apply(kubectl, limitRange('mem-min-max-demo-lr', { max: { memory: '1Gi' }, min: { memory: '500Mi' } }));
    assert.match(await kubectl.ok(['describe', 'limitrange', 'mem-min-max-demo-lr']), /Container +memory +500Mi +1Gi +1Gi +1Gi +-/);
    await apply(kubectl, podOf('constraints-mem-demo', { limits: { memory: '800Mi' }, requests: { memory: '600Mi' } }));
    assert.match(
      await refused(kubectl, podOf('constraints-mem-demo-2', { limits: { memory: '1.5Gi' }, requests: { memory: '800Mi' } })),
      /pods "constraints-mem-demo-2" is forbidden: maximum memory usage per Container is 1Gi, but limit is 1536Mi/,
    );
    assert.match(
      await refused(kubectl, podOf('constraints-mem-demo-3', { limits: { memory: '800Mi' }, requests: { memory: '100Mi' } })),
      /pods "constraints-mem-demo-3" is forbidden: minimum memory usage per Container is 500Mi, but request is 100Mi/,
    );
    await apply(kubectl, podOf('constraints-mem-demo-4'));
    assert.deepEqual(await resourcesOf(kubectl, 'constraints-mem-demo-4'), { limits: { memory: '1Gi' }, requests: { memory: '1Gi' } });
  });

  test('a default limit below what a pod asks for', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'limit-conflict');
    const cpu = (amount: string): Amounts => ({ cpu: amount });
    await apply(
      kubectl,
      limitRange('cpu-resource-constraint', { default: cpu('500m'), defaultRequest: cpu('500m'), max: cpu('1'), min: cpu('100m') }),
    );
    assert.equal(
      await refused(kubectl, podOf('example-conflict-with-limitrange-cpu', { requests: cpu('700m') })),
      'The Pod "example-conflict-with-limitrange-cpu" is invalid: spec.containers[0].resources.requests: Invalid value: "700m": must be less than ' +
        'or equal to cpu limit of 500m\n',
    );
    await apply(kubectl, podOf('example-no-conflict-with-limitrange-cpu', { limits: cpu('700m'), requests: cpu('700m') }));
  });

  test('pod security standards of a namespace', async () => {
    const kubectl = await Kubectl.inNamespace(server(), 'example');
    const label = (...labels: readonly string[]): string[] => [
      'label',
      '--overwrite',
      'ns',
      'example',
      ...labels.map((each) => `pod-security.kubernetes.io/${each}`),
    ];
    await kubectl.ok(label('warn=baseline', 'warn-version=latest'));
    await kubectl.ok(
      label('enforce=baseline', 'enforce-version=latest', 'warn=restricted', 'warn-version=latest', 'audit=restricted', 'audit-version=latest'),
    );
    const input = JSON.stringify(nginx);
    const warned = await kubectl.run(['apply', '-n', 'example', '-f', '-'], { input });
    assert.equal(warned.stderr, `Warning: would violate PodSecurity "restricted:latest": ${RESTRICTED}\n`);
    assert.equal(warned.stdout, 'pod/nginx created\n');
    const quiet = await kubectl.run(['apply', '-n', 'default', '-f', '-'], { input });
    assert.deepEqual([quiet.stdout, quiet.stderr], ['pod/nginx created\n', '']);
    const containers = [{ name: 'root', image: 'nginx', securityContext: { privileged: true } }];
    assert.match(
      await refused(kubectl, podOf('privileged', {}, { containers })),
      /pods "privileged" is forbidden: violates PodSecurity "baseline:latest": privileged \(container "root" must not set securityContext\.privileged=true\)/,
    );
    const tried = await kubectl.run([...label('enforce=restricted'), '--dry-run=server']);
    assert.match(
      tried.stderr,
      /^Warning: existing pods in namespace "example" violate the new PodSecurity enforce level "restricted:latest"\nWarning: nginx: allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile$/m,
    );
  });
});
