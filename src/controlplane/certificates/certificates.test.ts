import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { makeAuthority, makeServing } from './authority.ts';
import { ensureCertificates, issueClient } from './certificates.ts';
import { pemMemory } from './files.ts';
import { servingNames } from './names.ts';

const DAY = 24 * 60 * 60 * 1000;
const now = Date.now();
const names = servingNames({ hostName: 'box', bindAddress: '0.0.0.0', advertiseAddress: '192.0.2.7', serviceClusterIpRange: '10.96.0.0/12' });

test('the serving certificate carries every usual name of the server', () => {
  assert.deepEqual(names, {
    dns: ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', 'box'],
    ips: ['127.0.0.1', '::1', '10.96.0.1', '192.0.2.7'],
  });
});

test('what is made fits together, and is used again', async () => {
  const files = pemMemory();
  const first = await ensureCertificates(files, names, now);
  assert.deepEqual(first.made, ['ca.crt', 'apiserver.crt', 'admin.crt', 'sa.key']);
  const authority = new X509Certificate(first.authority);
  const serving = new X509Certificate(first.serving.certificate);
  const admin = new X509Certificate(first.admin.certificate);
  assert.ok(serving.verify(authority.publicKey) && admin.verify(authority.publicKey));
  assert.equal(serving.checkIP('::1'), '::1');
  assert.equal(serving.checkHost('kubernetes.default.svc'), 'kubernetes.default.svc');
  assert.equal(admin.subject, 'O=system:masters\nCN=kubernetes-admin');
  const second = await ensureCertificates(files, names, now);
  assert.deepEqual(second, { ...first, made: [] });
});

test('keys name their algorithm, which clients in Java choose the decoder by', async () => {
  const { serving, admin, serviceAccountKey } = await ensureCertificates(pemMemory(), names, now);
  for (const key of [serving.privateKey, admin.privateKey, serviceAccountKey]) assert.match(key, /^-----BEGIN EC PRIVATE KEY-----\n/);
});

test('renewed: what expires within 30 days, and a serving certificate that lacks a name', async () => {
  const files = pemMemory();
  await ensureCertificates(files, names, now);
  assert.deepEqual((await ensureCertificates(files, { ...names, dns: [...names.dns, 'new.example'] }, now)).made, ['apiserver.crt']);
  assert.deepEqual((await ensureCertificates(files, names, now + 334 * DAY)).made, []);
  assert.deepEqual((await ensureCertificates(files, names, now + 336 * DAY)).made, ['apiserver.crt', 'admin.crt']);
});

test('renewed: what was made while the clock was ahead, and would not be believed for long', async () => {
  const files = pemMemory();
  await ensureCertificates(files, names, now + 90 * DAY);
  assert.deepEqual((await ensureCertificates(files, names, now)).made, ['ca.crt', 'apiserver.crt', 'admin.crt']);
});

test('replaced: a key that does not belong, and all that another authority signed', async () => {
  const files = pemMemory();
  const first = await ensureCertificates(files, names, now);
  files.write('admin.key', first.serving.privateKey);
  assert.deepEqual((await ensureCertificates(files, names, now)).made, ['admin.crt']);
  files.write('ca.crt', 'garbage');
  assert.deepEqual((await ensureCertificates(files, names, now)).made, ['ca.crt', 'apiserver.crt', 'admin.crt']);
});

test('a serving certificate that somebody else has put there is used as it is, whatever its names', async () => {
  const files = pemMemory();
  const theirs = await makeServing(await makeAuthority('envtest', now), { dns: ['other'], ips: [] }, now);
  files.write('apiserver.crt', theirs.certificate);
  files.write('apiserver.key', theirs.privateKey);
  const found = await ensureCertificates(files, names, now);
  assert.deepEqual([found.serving, found.servingIsOwn], [theirs, false]);
  assert.deepEqual(found.made, ['ca.crt', 'admin.crt', 'sa.key']);
  assert.deepEqual((await ensureCertificates(files, names, now)).made, []);
});

test("somebody else's certificate without its key is refused, never overwritten", async () => {
  const { certificate } = await makeAuthority('theirs', now);
  for (const name of ['ca.crt', 'apiserver.crt'] as const) {
    const files = pemMemory();
    files.write(name, certificate);
    await assert.rejects(ensureCertificates(files, names, now), /^Error: \S+ was not made by this server and cannot be used .*folder of its own$/);
    assert.equal(files.read(name), certificate);
  }
});

test('a client certificate for any user', async () => {
  const files = pemMemory();
  const { authority } = await ensureCertificates(files, names, now);
  const { certificate } = await issueClient(files, 'jane', ['dev', 'ops'], now);
  const client = new X509Certificate(certificate);
  assert.equal(client.subject, 'O=dev\nO=ops\nCN=jane');
  assert.ok(client.verify(new X509Certificate(authority).publicKey));
  const brief = new X509Certificate((await issueClient(files, 'jane', [], now, 0.5)).certificate);
  assert.equal(Date.parse(brief.validTo), Math.floor((now + DAY / 2) / 1000) * 1000);
  await assert.rejects(issueClient(pemMemory(), 'jane', [], now), /no certificate authority/);
});
