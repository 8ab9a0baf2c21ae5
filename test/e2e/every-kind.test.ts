/** kubectl with every kind that a server has: made, shown in every form, explained; and the commands that are about one kind only. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onEveryBackend } from './backends.ts';
import { signingRequest } from './certificate-request.ts';
import { EVERY_KIND, type KindObject, NAMESPACE } from './every-kind-objects.ts';
import { Kubectl } from './kubectl.ts';
import { missing } from './processes.ts';

/** As many kubectls at once as a small machine bears. */
const AT_ONCE = 4;
/** Names are made of letters, dashes and dots. */
const escaped = (name: string): string => name.replaceAll('.', '\\.');
const REVIEWS = /^(bindings|componentstatuses|.*reviews)$/;

onEveryBackend('kubectl and every kind', missing('kubectl'), ({ server }) => {
  let kubectl: Kubectl;
  let objects: readonly KindObject[] = [];
  before(async () => {
    objects = [...EVERY_KIND, await signingRequest('certificatesigningrequests')];
    kubectl = await Kubectl.inNamespace(server(), NAMESPACE);
    const items = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const made = await kubectl.ok(['create', '-f', '-'], { input: items });
    assert.equal(made.trim().split('\n').length, objects.length);
  });

  /** What holds objects: name, group/version and kind of each resource. */
  const served = async (): Promise<readonly { readonly resource: string; readonly apiVersion: string; readonly kind: string }[]> => {
    const lines = (await kubectl.ok(['api-resources', '--no-headers'])).trim().split('\n');
    return lines
      .map((line) => line.trim().split(/\s+/))
      .map((columns) => ({ resource: columns[0] ?? '', apiVersion: columns.at(-3) ?? '', kind: columns.at(-1) ?? '' }))
      .filter(({ resource, kind }) => !REVIEWS.test(resource) && kind !== 'Thing');
  };

  /** As arguments of get and describe: "pods,deployments.apps". */
  const names = async (): Promise<string> =>
    (await served())
      .map(({ resource, apiVersion }) => (apiVersion.includes('/') ? `${resource}.${apiVersion.split('/', 1)[0]}` : resource))
      .join(',');

  test('there is an object of each', async () => {
    const made = new Set(objects.map(({ kind }) => kind));
    for (const { resource, kind } of await served()) assert.ok(made.has(kind), `no object of ${resource}`);
  });

  test('get shows all of them, plain, wide and as YAML', async () => {
    const kinds = await names();
    const [plain, wide, yaml] = await Promise.all([
      kubectl.ok(['get', kinds, '--show-kind']),
      kubectl.ok(['get', kinds, '--show-kind', '-o', 'wide']),
      kubectl.ok(['get', kinds, '-o', 'yaml']),
    ]);
    for (const { kind, metadata } of objects) {
      assert.ok(yaml.includes(`name: ${metadata.name}\n`), metadata.name);
      // Events are shown by what they are about.
      if (kind === 'Event') continue;
      for (const text of [plain, wide]) assert.match(text, new RegExp(`/${escaped(metadata.name)}\\s`));
    }
  });

  test('describe knows all of them', async () => {
    const text = await kubectl.ok(['describe', await names()], { patience: 60_000 });
    for (const { metadata } of objects) assert.match(text, new RegExp(`Name:\\s+${escaped(metadata.name)}\\n`));
  });

  test('explain describes every field of all of them', async () => {
    const todo = [...(await served())];
    const work = async (): Promise<void> => {
      for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
        const text = await kubectl.ok(['explain', next.resource, `--api-version=${next.apiVersion}`, '--recursive']);
        assert.match(text, /DESCRIPTION:\n {4}\S/, next.resource);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });

  test('the generators of create', async () => {
    const commands = [
      'clusterrole reader --verb=get --resource=pods',
      'clusterrolebinding readers --clusterrole=reader --user=jane',
      'configmap settings --from-literal=a=b',
      'cronjob nightly --image=busybox --schedule=0 3 * * *',
      'deployment shop --image=nginx --replicas=2 --port=80',
      'ingress shop --rule=shop.example.com/=services:80',
      'job once --image=busybox',
      'namespace other-place',
      'poddisruptionbudget shop --selector=app=shop --min-available=1',
      'priorityclass low --value=1',
      'quota small --hard=pods=10',
      'role reader --verb=get --resource=pods',
      'rolebinding readers --role=reader --user=jane',
      'secret generic key --from-literal=a=b',
      'secret docker-registry registry --docker-username=u --docker-password=p',
      'service clusterip plain --tcp=80',
      'service nodeport ported --tcp=80',
      'service loadbalancer balanced --tcp=80',
      'service externalname outside --external-name=example.com',
      'serviceaccount robot',
    ];
    for (const command of commands) {
      const [kind = '', ...rest] = command.replace('0 3 * * *', '0_3_*_*_*').split(' ');
      await kubectl.ok(['create', kind, ...rest.map((each) => each.replace('0_3_*_*_*', '0 3 * * *'))]);
    }
  });

  test('set, expose and autoscale a deployment', async () => {
    await kubectl.ok(['set', 'image', 'deployment/deployments', 'main=nginx:1.28']);
    await kubectl.ok(['set', 'env', 'deployment/deployments', 'MODE=test']);
    await kubectl.ok(['set', 'resources', 'deployment/deployments', '--limits=cpu=200m']);
    await kubectl.ok(['set', 'serviceaccount', 'deployment/deployments', 'serviceaccounts']);
    await kubectl.ok(['set', 'selector', 'service/services', 'app=other']);
    await kubectl.ok(['set', 'subject', 'rolebinding/rolebindings', '--user=joe']);
    const spec = 'jsonpath={.spec.template.spec.containers[0].image} {.spec.template.spec.serviceAccountName}';
    assert.equal(await kubectl.ok(['get', 'deployment', 'deployments', '-o', spec]), 'nginx:1.28 serviceaccounts');
    await kubectl.ok(['expose', 'deployment', 'deployments', '--name=exposed', '--port=80']);
    assert.match(await kubectl.ok(['get', 'service', 'exposed', '-o', 'jsonpath={.spec.clusterIP}']), /^\d+\./);
    await kubectl.ok(['autoscale', 'deployment', 'deployments', '--name=scaled', '--max=5', '--cpu=50%']);
    assert.equal(await kubectl.ok(['get', 'hpa', 'scaled', '-o', 'jsonpath={.spec.maxReplicas}']), '5');
  });

  test('cordon, drain and uncordon a node', async () => {
    const unschedulable = ['get', 'node', 'nodes', '-o', 'jsonpath={.spec.unschedulable}'];
    await kubectl.ok(['cordon', 'nodes']);
    assert.equal(await kubectl.ok(unschedulable), 'true');
    await kubectl.ok(['uncordon', 'nodes']);
    assert.equal(await kubectl.ok(unschedulable), '');
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare' }, spec: { nodeName: 'nodes', containers: [{ name: 'c', image: 'i' }] } };
    await kubectl.ok(['create', '-f', '-'], { input: JSON.stringify(pod) });
    await kubectl.ok(['drain', 'nodes', '--force', '--grace-period=0', '--ignore-daemonsets']);
    assert.equal(await kubectl.ok(['get', 'pods', '--field-selector=spec.nodeName=nodes', '-o', 'name']), '');
    await kubectl.ok(['taint', 'nodes', 'nodes', 'kind=every:NoSchedule']);
  });

  test('a certificate is asked for and approved, another one denied', async () => {
    for (const [name, verb, shown] of [
      ['yes', 'approve', 'Approved'],
      ['no', 'deny', 'Denied'],
    ] as const) {
      await kubectl.ok(['create', '-f', '-'], { input: JSON.stringify(await signingRequest(name)) });
      await kubectl.ok(['certificate', verb, name]);
      assert.match(await kubectl.ok(['get', 'csr', name]), new RegExp(shown));
    }
    await kubectl.ok(['describe', 'csr', 'yes']);
  });

  test('a token for an account is good for what the account may do', async () => {
    const token = (await kubectl.ok(['create', 'token', 'serviceaccounts', '--duration=1h'])).trim();
    assert.equal(token.split('.').length, 3);
    // Without the administrator's certificate, which would be believed first.
    const as = ['--kubeconfig=/dev/null', `--server=${await serverUrl(kubectl)}`, '--insecure-skip-tls-verify', `--token=${token}`];
    assert.match(await kubectl.ok(['auth', 'whoami', ...as]), new RegExp(`system:serviceaccount:${NAMESPACE}:serviceaccounts`));
  });
});

function serverUrl(kubectl: Kubectl): Promise<string> {
  return kubectl.ok(['config', 'view', '-o', 'jsonpath={.clusters[0].cluster.server}']);
}
