import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { testAuthority } from '../server/transport/certificates.fixture.ts';
import { loadKubeconfig, readKubeconfig } from './kubeconfig.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'kubeconfig-'));
after(() => rmSync(folder, { recursive: true }));
const authority = await testAuthority();
const jane = await authority.client('CN=jane');
writeFileSync(path.join(folder, 'ca.pem'), authority.pem);
writeFileSync(path.join(folder, 'jane.pem'), jane.certificate);
writeFileSync(path.join(folder, 'jane.key'), jane.privateKey);

interface Parts {
  readonly cluster?: object;
  readonly user?: object;
  readonly clusterName?: string;
  readonly userName?: string;
  readonly context?: object;
  readonly current?: string;
}

function text({ cluster, user, clusterName = 'c', userName = 'u', context = { cluster: 'c', user: 'u' }, current = 'x' }: Parts): string {
  return JSON.stringify({
    kind: 'Config',
    apiVersion: 'v1',
    clusters: cluster === undefined ? [] : [{ name: clusterName, cluster }],
    users: user === undefined ? [] : [{ name: userName, user }],
    contexts: [{ name: 'x', context }],
    'current-context': current,
  });
}

const load = (parts: Parts) => loadKubeconfig(text(parts), folder);
const server = 'https://hook.example.com:8443/review';

test('files are named relative to the kubeconfig', () => {
  writeFileSync(
    path.join(folder, 'config'),
    text({ cluster: { server, 'certificate-authority': 'ca.pem' }, user: { 'client-certificate': 'jane.pem', 'client-key': 'jane.key' } }),
  );
  const config = readKubeconfig(path.join(folder, 'config'));
  assert.equal(config.server, server);
  assert.deepEqual(config.tls, {
    authority: authority.pem,
    certificate: jane.certificate,
    privateKey: jane.privateKey,
    serverName: undefined,
    insecure: false,
  });
});

test('YAML is read as well, and embedded data needs no file', () => {
  const data = Buffer.from(authority.pem).toString('base64');
  const yaml = `clusters:\n- name: c\n  cluster:\n    server: ${server}?a=b#c\n    tls-server-name: other\n    certificate-authority-data: ${data}\ncontexts:\n- name: x\n  context: {cluster: c, user: u}\nusers:\n- name: u\n  user: {token: abc}\ncurrent-context: x\n`;
  const config = loadKubeconfig(yaml, '/');
  assert.equal(config.server, server);
  assert.equal(config.bearerToken, 'abc');
  assert.equal(config.tls.authority, authority.pem);
  assert.equal(config.tls.serverName, 'other');
});

test('without a current context the entries without a name are taken', () => {
  const config = load({ cluster: { server }, clusterName: '', user: { token: 't' }, userName: '', current: '' });
  assert.equal(config.server, server);
  assert.equal(config.bearerToken, 't');
});

test('a user that does not exist makes the call anonymous', () => {
  assert.deepEqual(Object.keys(load({ cluster: { server } })), ['server', 'tls']);
});

test('credentials are not sent over plain HTTP', () => {
  assert.equal(load({ cluster: { server: 'http://127.0.0.1:80' }, user: { token: 't' } }).bearerToken, undefined);
});

test('an address without a scheme is HTTPS only when TLS is spoken of', () => {
  assert.equal(load({ cluster: { server: 'hook:443' } }).server, 'http://hook:443/');
  assert.equal(load({ cluster: { server: 'hook:443', 'insecure-skip-tls-verify': true } }).server, 'https://hook/');
});

test('impersonation becomes headers', () => {
  const config = load({ cluster: { server }, user: { token: 't', as: 'bob', 'as-groups': ['g1', 'g2'], 'as-user-extra': { 'a/b': ['1'] } } });
  assert.deepEqual(config.impersonate, [
    ['Impersonate-User', 'bob'],
    ['Impersonate-Group', 'g1'],
    ['Impersonate-Group', 'g2'],
    ['Impersonate-Extra-a%2Fb', '1'],
  ]);
});

const base64 = (value: string): string => Buffer.from(value).toString('base64');
const refused: readonly (readonly [why: string, parts: Parts, message: RegExp])[] = [
  ['a context that is missing', { cluster: { server }, current: 'y' }, /^invalid configuration: context was not found for specified context: y$/],
  ['no cluster', {}, /^invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable$/],
  ['no server', { cluster: { 'tls-server-name': 'x' } }, /^invalid configuration: no server found for cluster "c"$/],
  [
    'a missing authority',
    { cluster: { server, 'certificate-authority': '/no/ca.pem' } },
    /unable to read certificate-authority \/no\/ca.pem for c due to open \/no\/ca.pem: no such file/,
  ],
  [
    'an authority that is a key',
    { cluster: { server, 'certificate-authority-data': base64(jane.privateKey) } },
    /^unable to load root certificates: no valid certificate authority data seen$/,
  ],
  [
    'an authority that is nothing',
    { cluster: { server, 'certificate-authority-data': base64('x') } },
    /^unable to load root certificates: unable to parse bytes as PEM block$/,
  ],
  [
    'an authority that is not asked',
    { cluster: { server, 'insecure-skip-tls-verify': true, 'certificate-authority-data': base64(authority.pem) } },
    /^specifying a root certificates file with the insecure flag is not allowed$/,
  ],
  [
    'a certificate without a key',
    { cluster: { server }, user: { 'client-certificate-data': base64(jane.certificate) } },
    /client-key-data or client-key must be specified for u to use the clientCert authentication method\.$/,
  ],
  [
    'a certificate and the key of another',
    { cluster: { server }, user: { 'client-certificate-data': base64(jane.certificate), 'client-key-data': base64(jane.certificate) } },
    /^tls: /,
  ],
  ['two ways to say who calls', { cluster: { server }, user: { token: 't', username: 'x' } }, /found \[token basicAuth\], only one is allowed$/],
  [
    'a program that is half described',
    { cluster: { server }, user: { exec: { env: [{}] } } },
    /^invalid configuration: \[command must be specified for u to use exec authentication plugin, apiVersion must be .*, env variable name must be .*, interactiveMode must be specified for u/,
  ],
  [
    'a program in no known mode',
    { cluster: { server }, user: { exec: { command: 'x', apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Maybe' } } },
    /^invalid configuration: invalid interactiveMode for u: "Maybe"$/,
  ],
  [
    'a provider of credentials',
    { cluster: { server }, user: { 'auth-provider': { name: 'gcp' } } },
    /^invalid configuration: no Auth Provider found for name "gcp"$/,
  ],
  [
    'a proxy of another kind',
    { cluster: { server, 'proxy-url': 'ftp://proxy' } },
    /^invalid configuration: invalid 'proxy-url' "ftp:\/\/proxy" for cluster "c": unsupported scheme "ftp", must be http, https, or socks5$/,
  ],
];

for (const [why, parts, message] of refused) {
  test(`a kubeconfig is refused for ${why}`, () => assert.throws(() => load(parts), { name: 'KubeconfigError', message }));
}

test('what is no YAML map is refused in one line', () => {
  assert.throws(() => loadKubeconfig('- a', '/'), { name: 'KubeconfigError' });
  assert.throws(() => loadKubeconfig('{', '/'), { name: 'KubeconfigError' });
  assert.throws(() => readKubeconfig('/no/such'), { name: 'KubeconfigError', message: 'stat /no/such: no such file or directory' });
});
