/**
 * Every way in, with the real clients: an account's token, a credential plugin, a password, a certificate of an authority that is exchanged while the
 * server runs.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import bcrypt from 'bcryptjs';
import { type TestAuthority, testAuthority } from '../../src/server/transport/certificates.fixture.ts';
import { Kubectl } from './kubectl.ts';
import { missing, programs, Running, run, TestServer, temporaryFolder } from './processes.ts';

const NAMESPACE = 'credentials';
const PASSWORD = 'correct horse battery staple';

describe('credentials', { skip: missing('kubectl') }, () => {
  const folder = temporaryFolder();
  const file = (name: string): string => path.join(folder.path, name);
  let server: TestServer;
  let admin: Kubectl;
  let authority: TestAuthority;

  before(async () => {
    authority = await testAuthority('first');
    writeFileSync(file('ca.pem'), authority.pem);
    writeFileSync(file('passwords.csv'), `${bcrypt.hashSync(PASSWORD, 10)},pat,7,"dev,qa"\n`);
    server = new TestServer([`--client-ca-file=${file('ca.pem')}`, `--basic-auth-file=${file('passwords.csv')}`, '-v=10']);
    await server.start();
    admin = await Kubectl.inNamespace(server, NAMESPACE);
  });

  after(async () => {
    await server.remove();
    folder.remove();
  });

  /** A kubeconfig whose only credentials are these. */
  function kubeconfig(name: string, user: object): string {
    const own = /certificate-authority-data: (\S+)/.exec(readFileSync(server.kubeconfig, 'utf8'))?.[1] ?? '';
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: `https://127.0.0.1:${server.port}`, 'certificate-authority-data': own } }],
      users: [{ name: 'u', user }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: NAMESPACE } }],
      'current-context': 'x',
    };
    const place = file(`${name}.kubeconfig`);
    writeFileSync(place, JSON.stringify(config));
    return place;
  }

  const kubectl = (config: string, ...args: readonly string[]) =>
    run(programs.kubectl ?? 'kubectl', ['--kubeconfig', config, ...args], { env: { HOME: folder.path } });

  async function whoami(config: string): Promise<string> {
    const { code, stdout, stderr } = await kubectl(config, 'auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username} {.status.userInfo.groups}');
    return code === 0 ? stdout : stderr.trim();
  }

  async function accountToken(): Promise<string> {
    await admin.run(['create', 'serviceaccount', 'robot']);
    return (await admin.ok(['create', 'token', 'robot', '--duration=1h'])).trim();
  }

  test('a service account by its token: what it is, what it may do, and nothing once it is gone', async () => {
    const config = kubeconfig('robot', { token: await accountToken() });
    const groups = `["system:serviceaccounts","system:serviceaccounts:${NAMESPACE}","system:authenticated"]`;
    assert.equal(await whoami(config), `system:serviceaccount:${NAMESPACE}:robot ${groups}`);
    assert.match((await kubectl(config, 'get', 'configmaps')).stderr, /cannot list resource "configmaps"/);
    await admin.ok(['create', 'rolebinding', 'robot-view', '--clusterrole=view', `--serviceaccount=${NAMESPACE}:robot`]);
    assert.equal((await kubectl(config, 'get', 'configmaps')).code, 0);
    assert.match((await kubectl(config, 'get', 'secrets')).stderr, /cannot list resource "secrets"/);
    await admin.ok(['delete', 'serviceaccount', 'robot']);
    assert.match(await whoami(config), /Unauthorized/);
  });

  test('an informer of client-go as a service account, from a token that a credential plugin hands out', { skip: missing('clientGo') }, async () => {
    const token = await accountToken();
    await admin.ok(['create', 'rolebinding', 'robot-edit', '--clusterrole=edit', `--serviceaccount=${NAMESPACE}:robot`]);
    const credential = { kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status: { token } };
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', `process.stdout.write(${JSON.stringify(JSON.stringify(credential))})`],
      interactiveMode: 'Never',
    };
    const config = kubeconfig('plugin', { exec });
    assert.match(await whoami(config), new RegExp(`^system:serviceaccount:${NAMESPACE}:robot `));
    const informer = new Running(programs.clientGo ?? '', ['informer', config, NAMESPACE]);
    try {
      await informer.until(/synced \d+/);
      assert.equal((await kubectl(config, 'create', 'configmap', 'seen', '--from-literal=a=b')).code, 0);
      await informer.until(/added seen/);
    } finally {
      await informer.stop();
    }
  });

  test('a password that is kept as a bcrypt hash', async () => {
    assert.equal(await whoami(kubeconfig('pat', { username: 'pat', password: PASSWORD })), 'pat ["dev","qa","system:authenticated"]');
    assert.match(await whoami(kubeconfig('wrong', { username: 'pat', password: 'guess' })), /Unauthorized|provide credentials/);
  });

  test('an authority in a file may be exchanged: new certificates count within seconds, old ones no longer', async () => {
    const client = async (from: TestAuthority, name: string): Promise<string> => {
      const { certificate, privateKey } = await from.client(`CN=${name},O=crew`);
      const encode = (pem: string): string => Buffer.from(pem).toString('base64');
      return kubeconfig(name, { 'client-certificate-data': encode(certificate), 'client-key-data': encode(privateKey) });
    };
    const old = await client(authority, 'olga');
    assert.equal(await whoami(old), 'olga ["crew","system:authenticated"]');
    const next = await testAuthority('second');
    const reloaded = server.until(/reloaded authentication/);
    writeFileSync(file('ca.pem'), next.pem);
    await reloaded;
    assert.equal(await whoami(await client(next, 'nina')), 'nina ["crew","system:authenticated"]');
    assert.match(await whoami(old), /Unauthorized|provide credentials/);
    await admin.ok(['get', 'namespaces']);
  });

  test('the log of all that, at the highest verbosity, holds no password', () => {
    assert.match(server.log, /Passwords are accepted/);
    assert.match(server.log, /verb="POST"/);
    for (const secret of [PASSWORD, Buffer.from(`pat:${PASSWORD}`).toString('base64'), 'eyJhbGciOi']) assert.ok(!server.log.includes(secret), secret);
  });
});
