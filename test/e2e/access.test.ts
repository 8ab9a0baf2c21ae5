/**
 * Who may do what, with the real kubectl: users with certificates of their own, lists of what they may do, roles that are reconciled, rights that are
 * taken back.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { dump, load } from 'js-yaml';
import { onEveryBackend, type World } from './backends.ts';
import { Kubectl } from './kubectl.ts';
import { missing, programs, run, startEtcd, TestServer, temporaryFolder } from './processes.ts';

const REVOKED_WITHIN_MS = 1_000;

async function asUser(server: TestServer, user: string, ...flags: readonly string[]) {
  const folder = temporaryFolder();
  const made = await server.command('kubeconfig', `--user=${user}`, ...flags);
  assert.equal(made.code, 0, made.stderr);
  const file = path.join(folder.path, 'kubeconfig');
  writeFileSync(file, made.stdout);
  return {
    /** In place of the certificate. */
    changeUser(credentials: object): void {
      const config = load(made.stdout) as { readonly users: { user: object }[] };
      for (const each of config.users) each.user = credentials;
      writeFileSync(file, dump(config));
    },
    kubectl: (...args: readonly string[]) => run(programs.kubectl ?? 'kubectl', ['--kubeconfig', file, ...args], { env: { HOME: folder.path } }),
    [Symbol.dispose]: () => folder.remove(),
  };
}

onEveryBackend('access', missing('kubectl'), ({ server }: World) => {
  test('two lines make a user who may read, and kubectl lists what they may do', async () => {
    const admin = await Kubectl.inNamespace(server(), 'access-list');
    using alice = await asUser(server(), 'alice', '--group=dev', '--expires=30d');
    assert.match((await alice.kubectl('get', 'pods')).stderr, /User "alice" cannot list resource "pods" in API group "" in the namespace "default"/);
    await admin.ok(['create', 'clusterrolebinding', 'alice-view', '--clusterrole=view', '--user=alice']);
    assert.equal((await alice.kubectl('get', 'pods')).code, 0);
    assert.match((await alice.kubectl('auth', 'whoami')).stdout, /Groups\s+\[dev system:authenticated\]/);
    const { stdout, stderr } = await alice.kubectl('auth', 'can-i', '--list', '--namespace=access-list');
    assert.equal(stderr, '');
    assert.match(stdout, /^pods\s+\[\]\s+\[\]\s+\[get list watch\]$/m);
    assert.match(stdout, /^selfsubjectreviews\.authentication\.k8s\.io\s+\[\]\s+\[\]\s+\[create\]$/m);
    assert.match(stdout, /^\s+\[\/healthz\]\s+\[\]\s+\[get\]$/m);
    assert.equal((await alice.kubectl('auth', 'can-i', 'create', 'pods')).stdout.trim(), 'no');
    assert.equal((await alice.kubectl('auth', 'can-i', 'list', 'pods', '--subresource=log')).stdout.trim(), 'yes');
    assert.equal((await admin.run(['auth', 'can-i', 'get', 'secrets', '--as=alice', '--as-group=dev'])).stdout.trim(), 'no');
  });

  test('a service account, and whoever a credential plugin says, are let in with their own rights', async () => {
    const admin = await Kubectl.inNamespace(server(), 'access-accounts');
    await admin.ok(['create', 'serviceaccount', 'robot']);
    await admin.ok(['create', 'role', 'reader', '--verb=get,list', '--resource=configmaps']);
    await admin.ok(['create', 'rolebinding', 'robot-reads', '--role=reader', '--serviceaccount=access-accounts:robot']);
    const token = (await admin.ok(['create', 'token', 'robot'])).trim();
    const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } };
    using nobody = await asUser(server(), 'nobody');
    const plugin = { apiVersion: 'client.authentication.k8s.io/v1', command: 'echo', args: [JSON.stringify(credential)], interactiveMode: 'Never' };
    nobody.changeUser({ exec: plugin });
    const as = (...args: readonly string[]) => nobody.kubectl('--namespace=access-accounts', ...args);
    assert.match((await as('auth', 'whoami')).stdout, /Username\s+system:serviceaccount:access-accounts:robot/);
    assert.equal((await as('get', 'configmaps')).code, 0);
    const refused = await as('get', 'secrets');
    assert.match(refused.stderr, /User "system:serviceaccount:access-accounts:robot" cannot list resource "secrets"/);
    nobody.changeUser({ token });
    assert.equal((await as('auth', 'can-i', 'list', 'configmaps')).stdout.trim(), 'yes');
    assert.equal((await as('auth', 'can-i', 'delete', 'configmaps')).stdout.trim(), 'no');
  });

  test('kubectl auth reconcile makes roles and bindings, adds what is missing and removes extras when asked', async () => {
    const admin = await Kubectl.inNamespace(server(), 'access-reconcile');
    const manifest = (verbs: string, role: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: ${role}, namespace: access-reconcile}
rules: [{apiGroups: [""], resources: [pods], verbs: [${verbs}]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers, namespace: access-reconcile}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${role}}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: rob}]
`;
    const reconcile = (input: string, ...flags: readonly string[]) => admin.ok(['auth', 'reconcile', '-f', '-', ...flags], { input });
    const can = async (verb: string) => (await admin.run(['auth', 'can-i', verb, 'pods', '--as=rob'])).stdout.trim();
    assert.match(await reconcile(manifest('get', 'one')), /reconciled/);
    assert.deepEqual([await can('get'), await can('list')], ['yes', 'no']);
    await reconcile(manifest('list', 'one'));
    assert.deepEqual([await can('get'), await can('list')], ['yes', 'yes'], 'what was there stays');
    await reconcile(manifest('list', 'one'), '--remove-extra-permissions');
    assert.deepEqual([await can('get'), await can('list')], ['no', 'yes']);
    assert.match(await reconcile(manifest('watch', 'two')), /reconciled/);
    assert.deepEqual([await can('list'), await can('watch')], ['no', 'yes'], 'a binding to another role is made anew');
  });
});

test('names of the cluster itself get certificates with --force only, and times have to be times', async () => {
  const server = new TestServer();
  await server.start();
  try {
    for (const [args, message] of [
      [['--user=system:admin'], /"system:admin" belongs to the cluster itself/],
      [['--user=ann', '--group=dev,system:masters'], /"system:masters" belongs to the cluster itself/],
      [['--user=ann', '--expires=soon'], /--expires "soon" is no time: write 30d, 12h or 90m/],
      [['--expires=1d'], /--expires needs --user/],
    ] as const) {
      const { code, stderr } = await server.command('kubeconfig', ...args);
      assert.equal(code, 1);
      assert.match(stderr, message);
    }
    assert.equal((await server.command('kubeconfig', '--user=ann', '--group=system:masters', '--force')).code, 0);
  } finally {
    await server.remove();
  }
});

describe('two servers on one etcd', { skip: missing('etcd') }, () => {
  let etcd: Awaited<ReturnType<typeof startEtcd>> | undefined;
  const servers: TestServer[] = [];
  const tokens = temporaryFolder();
  const RBAC = '/apis/rbac.authorization.k8s.io/v1';

  before(async () => {
    etcd = await startEtcd();
    const file = path.join(tokens.path, 'tokens.csv');
    writeFileSync(file, 'ANN,ann,1\nROOT,root,2,system:masters\n');
    for (let i = 0; i < 2; i++) {
      const server = new TestServer([`--etcd-servers=${etcd.endpoint}`, '--bind-address=127.0.0.1', `--token-auth-file=${file}`]);
      await server.start();
      servers.push(server);
    }
  });

  after(async () => {
    for (const server of servers) await server.remove();
    await etcd?.stop();
    tokens.remove();
  });

  test('a right that is taken back on one is gone on the other within a second', async (context) => {
    const [here, there] = servers as [TestServer, TestServer];
    const post = (target: string, body: object) => ask(here, 'ROOT', target, 'POST', body);
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }];
    assert.equal(await post(`${RBAC}/clusterroles`, { metadata: { name: 'readers' }, rules }), 201);
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'readers' };
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'ann' }];
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      assert.equal(await post(`${RBAC}/clusterrolebindings`, { metadata: { name: 'readers' }, roleRef, subjects }), 201);
      await until(there, 200);
      const started = performance.now();
      assert.equal(await ask(here, 'ROOT', `${RBAC}/clusterrolebindings/readers`, 'DELETE'), 200);
      assert.equal(await ask(here, 'ANN', '/api/v1/pods'), 403, 'at once where it was taken back');
      await until(there, 403);
      times.push(performance.now() - started);
    }
    const longest = Math.max(...times);
    context.diagnostic(`taken back everywhere after ${longest.toFixed(0)} ms at most`);
    assert.ok(longest < REVOKED_WITHIN_MS, `${longest} ms`);
  });

  async function until(server: TestServer, code: number): Promise<void> {
    const patience = performance.now() + 10_000;
    while ((await ask(server, 'ANN', '/api/v1/pods')) !== code) assert.ok(performance.now() < patience, `no ${code} within 10 s`);
  }
});

/** The status code. */
function ask(server: TestServer, token: string, target: string, method = 'GET', body?: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = https.request(`https://127.0.0.1:${server.port}${target}`, { method, headers, rejectUnauthorized: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
