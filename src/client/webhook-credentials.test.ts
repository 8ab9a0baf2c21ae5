/** Calls with credentials from an exec plugin, and calls through a proxy. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { ManualClock } from '../base/manual-clock.ts';
import { type TestAuthority, testAuthority } from '../server/transport/certificates.fixture.ts';
import { CallError } from './call-error.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import { type WebhookClient, webhookClient } from './webhook.ts';

const V1 = 'client.authentication.k8s.io/v1';
const folder = mkdtempSync(path.join(os.tmpdir(), 'credentials-'));
const clients: WebhookClient[] = [];

let authority: TestAuthority;
let server: https.Server;
/** Who called, by token or by certificate. */
let callers: string[];
let code: number;
let clock: ManualClock;

before(async () => {
  authority = await testAuthority();
  const { certificate, privateKey } = await authority.serving(['127.0.0.1']);
  const tls = { cert: certificate, key: privateKey, ca: authority.pem, requestCert: true, rejectUnauthorized: false };
  server = https.createServer(tls, (request, response) => {
    const { CN } = (request.socket as TLSSocket).getPeerCertificate().subject ?? {};
    callers.push(request.headers.authorization ?? String(CN));
    request.resume();
    response.statusCode = code;
    response.end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

after(() => {
  for (const client of clients) client.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  callers = [];
  code = 200;
  clock = new ManualClock();
});

const urlOf = (listening: http.Server | https.Server): string => `127.0.0.1:${(listening.address() as AddressInfo).port}`;

function kubeconfig(exec: object, cluster: object = {}, user: object = {}): string {
  const data = Buffer.from(authority.pem).toString('base64');
  return JSON.stringify({
    clusters: [{ name: '', cluster: { server: `https://${urlOf(server)}/review`, 'certificate-authority-data': data, ...cluster } }],
    users: [{ name: '', user: { ...user, exec: { apiVersion: V1, interactiveMode: 'Never', ...exec } } }],
  });
}

/** A program of the shell, which says what `script` prints. */
function client(script: string, exec: object = {}, more: { readonly cluster?: object; readonly user?: object } = {}) {
  const config = loadKubeconfig(kubeconfig({ command: 'sh', args: ['-c', script], ...exec }, more.cluster, more.user), folder);
  const made = webhookClient({ config, clock, random: () => 0, environment: { PATH: '/usr/bin:/bin', FOLDER: folder } });
  clients.push(made);
  return made;
}

const credential = (status: object): string => JSON.stringify({ kind: 'ExecCredential', apiVersion: V1, status });
const says = (status: object): string => `echo '${credential(status)}'`;
/** Every run gets the next number. */
const counting = (status: string): string =>
  `n=$(($(cat $FOLDER/count)+1)); echo $n > $FOLDER/count; echo "{\\"kind\\":\\"ExecCredential\\",\\"apiVersion\\":\\"${V1}\\",\\"status\\":${status}}"`;
const runs = (): string => readFileSync(path.join(folder, 'count'), 'utf8').trim();

test('a program is asked once, again when what it said has expired, and again when it was refused', async () => {
  writeFileSync(path.join(folder, 'count'), '0');
  const until = new Date(clock.now() + 60_000).toISOString().replace(/\.\d+/, '');
  const { post } = client(counting(`{\\"token\\":\\"t$n\\",\\"expirationTimestamp\\":\\"${until}\\"}`));
  await Promise.all([post({}), post({})]);
  assert.deepEqual(callers, ['Bearer t1', 'Bearer t1']);
  clock.advance(61_000);
  await post({});
  assert.equal(callers.at(-1), 'Bearer t2');
  clock.advance(-61_000);
  code = 401;
  await assert.rejects(post({}), CallError);
  code = 200;
  await post({});
  assert.equal(runs(), '3');
  assert.equal(callers.at(-1), 'Bearer t3');
});

test('a program may hand out a certificate; a token that the file names itself comes first', async () => {
  const { certificate, privateKey } = await authority.client('CN=robot');
  writeFileSync(path.join(folder, 'answer'), credential({ clientCertificateData: certificate, clientKeyData: privateKey }));
  await client('cat $FOLDER/answer').post({});
  await client(says({ token: 'from-program' }), {}, { user: { token: 'from-file' } }).post({});
  assert.deepEqual(callers, ['robot', 'Bearer from-file']);
});

test('a program is told what it may know, and finds the variables of the server and its own', async () => {
  const exec = { env: [{ name: 'OWN', value: 'mine' }], provideClusterInfo: true };
  const cluster = { extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }] };
  await client(`printf %s "$KUBERNETES_EXEC_INFO" > $FOLDER/info; echo '${credential({ token: 'T' })}' | sed "s/T/$OWN/"`, exec, { cluster }).post(
    {},
  );
  assert.match(callers[0] ?? '', /mine/);
  const info = JSON.parse(readFileSync(path.join(folder, 'info'), 'utf8')) as {
    spec: { interactive: boolean; cluster: { [name: string]: unknown } };
  };
  assert.equal(info.spec.interactive, false);
  assert.equal(info.spec.cluster.server, `https://${urlOf(server)}/review`);
  assert.deepEqual(info.spec.cluster.config, { audience: 'x' });
});

test('a command with a slash is a file beside the kubeconfig', async () => {
  const file = path.join(folder, 'plugin');
  writeFileSync(file, `#!/bin/sh\n${says({ token: 'beside' })}\n`);
  chmodSync(file, 0o700);
  await client('', { command: './plugin', args: [] }).post({});
  assert.deepEqual(callers, ['Bearer beside']);
});

test('a program that does not deliver fails the call in one line, and nobody is called', async () => {
  for (const [script, exec, message] of [
    ['exit 3', {}, /^Post "https:[^"]+": getting credentials: exec: executable sh failed with exit code 3$/],
    ['', { command: 'no-such-program', installHint: 'get it' }, /exec: executable no-such-program not found\n\nget it$/],
    ['echo nonsense', {}, /decoding stdout: /],
    ['echo "{}"', {}, /decoding stdout: it is no ExecCredential$/],
    [says({}), {}, /exec plugin didn't return a token or cert\/key pair$/],
    [`echo '{"kind":"ExecCredential","apiVersion":"${V1}"}'`, {}, /exec plugin didn't return a status field$/],
    [
      says({ token: 't' }),
      { apiVersion: `${V1}beta1` },
      /exec plugin is configured to use API version \S+\/v1beta1, plugin returned version \S+\/v1$/,
    ],
    [says({ clientKeyData: 'x' }), {}, /exec plugin returned only certificate or key, not both$/],
    [says({ clientKeyData: 'x', clientCertificateData: 'y' }), {}, /failed parsing client key\/certificate: /],
    [says({ token: 't' }), { interactiveMode: 'Always' }, /exec plugin cannot support interactive mode: standard input is not a terminal$/],
  ] as const)
    await assert.rejects(client(script, exec).post({}), { name: 'CallError', message });
  assert.deepEqual(callers, []);
  assert.throws(() => client('', { apiVersion: 'other/v1' }), { message: 'exec plugin: invalid apiVersion "other/v1"' });
});

test('calls go through the proxy that the cluster names, and TLS ends at the other side', async () => {
  const asked: string[] = [];
  const proxy = http.createServer().on('connect', (request, socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const through = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    for (const each of [through, socket]) each.on('error', () => {});
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  try {
    await client(says({ token: 'proxied' }), {}, { cluster: { 'proxy-url': `http://jane:secret@${urlOf(proxy)}` } }).post({});
    assert.deepEqual(callers, ['Bearer proxied']);
    assert.deepEqual(asked, [`${urlOf(server)} Basic ${Buffer.from('jane:secret').toString('base64')}`]);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
