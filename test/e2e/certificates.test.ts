/** The certificates that a server shows: where they lie, which one a client gets, and how they are renewed and replaced while it runs. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import tls, { type PeerCertificate, type TLSSocket } from 'node:tls';
import { makeAuthority, makeClient, makeServing, type PemPair } from '../../src/controlplane/certificates/authority.ts';
import { ensureCertificates } from '../../src/controlplane/certificates/certificates.ts';
import { pemFolder } from '../../src/controlplane/certificates/files.ts';
import { TestServer, temporaryFolder } from './processes.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What the server shows to a client that asks for `servername`. */
async function shown(port: number, servername = 'localhost'): Promise<PeerCertificate> {
  const socket = tls.connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}

/** A certificate for one name in two files. */
async function writePair(folder: string, file: string, name: string): Promise<readonly [string, string]> {
  const now = Date.now();
  const pair = await makeServing(await makeAuthority('test', now), { dns: [name], ips: [] }, now);
  const files = [path.join(folder, `${file}.crt`), path.join(folder, `${file}.key`)] as const;
  writeFileSync(files[1], pair.privateKey);
  writeFileSync(files[0], pair.certificate);
  return files;
}

test('--cert-dir holds the certificates that the server makes, and a second start uses them', async () => {
  const folder = temporaryFolder();
  const server = new TestServer([`--cert-dir=${folder.path}`]);
  await server.start();
  const certificate = readFileSync(path.join(folder.path, 'apiserver.crt'), 'utf8');
  const { fingerprint256 } = await shown(server.port);
  await server.stop();
  await server.start();
  assert.equal((await shown(server.port)).fingerprint256, fingerprint256);
  assert.equal(readFileSync(path.join(folder.path, 'apiserver.crt'), 'utf8'), certificate);
  assert.throws(() => readFileSync(path.join(path.dirname(server.kubeconfig), 'pki', 'apiserver.crt')), /ENOENT/);
  await server.remove();
  folder.remove();
});

test('--tls-sni-cert-key: a client gets the certificate of the name that it asks for', async () => {
  const folder = temporaryFolder();
  const [ownCertificate, ownKey] = await writePair(folder.path, 'own', 'own.example');
  const [wildCertificate, wildKey] = await writePair(folder.path, 'wild', 'anything.example');
  const server = new TestServer([
    `--tls-sni-cert-key=${ownCertificate},${ownKey}`,
    `--tls-sni-cert-key=${wildCertificate},${wildKey}:*.wild.example`,
  ]);
  await server.start();
  assert.equal((await shown(server.port, 'own.example')).subjectaltname, 'DNS:own.example');
  assert.equal((await shown(server.port, 'a.wild.example')).subjectaltname, 'DNS:anything.example');
  assert.match((await shown(server.port, 'somebody.else')).subjectaltname ?? '', /DNS:kubernetes\.default\.svc/);
  await server.remove();
  folder.remove();
});

test('a certificate that expires within 30 days is renewed at the start, by the same authority', async () => {
  const folder = temporaryFolder();
  const names = { dns: ['localhost'], ips: ['127.0.0.1'] };
  const old = await ensureCertificates(pemFolder(folder.path), names, Date.now() - 340 * DAY);
  const server = new TestServer([`--cert-dir=${folder.path}`]);
  await server.start();
  const { valid_to } = await shown(server.port);
  assert.ok(Date.parse(valid_to) - Date.now() > 300 * DAY);
  assert.equal(readFileSync(path.join(folder.path, 'ca.crt'), 'utf8'), old.authority);
  assert.notEqual(readFileSync(path.join(folder.path, 'admin.crt'), 'utf8'), old.admin.certificate);
  await server.remove();
  folder.remove();
});

test('a certificate that lacks a name of the server is made anew', async () => {
  const folder = temporaryFolder();
  const before = new TestServer([`--cert-dir=${folder.path}`]);
  await before.start();
  const { fingerprint256 } = await shown(before.port);
  await before.remove();
  const server = new TestServer([`--cert-dir=${folder.path}`, '--external-hostname=api.example.com']);
  await server.start();
  const renewed = await shown(server.port);
  assert.notEqual(renewed.fingerprint256, fingerprint256);
  assert.match(renewed.subjectaltname ?? '', /DNS:api\.example\.com/);
  await server.remove();
  folder.remove();
});

test('--tls-cert-file is read again when it changes; connections that are open stay open', async () => {
  const folder = temporaryFolder();
  const [certificate, key] = await writePair(folder.path, 'tls', 'first.example');
  const server = new TestServer([`--tls-cert-file=${certificate}`, `--tls-private-key-file=${key}`]);
  await server.start();
  assert.equal((await shown(server.port)).subjectaltname, 'DNS:first.example');
  const open = tls.connect({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
  await once(open, 'secureConnect');
  await writePair(folder.path, 'tls', 'second.example');
  await server.until(/Serving certificates were reloaded/);
  assert.equal((await shown(server.port)).subjectaltname, 'DNS:second.example');
  open.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [answer] = (await once(open, 'data')) as [Buffer];
  assert.match(answer.toString(), /^HTTP\/1\.1 200/);
  open.destroy();
  await server.remove();
  folder.remove();
});

/** A connection of a client with a certificate, and what the server says on it. */
async function connectAs(
  port: number,
  { certificate, privateKey }: PemPair,
): Promise<{ readonly ask: () => Promise<string>; readonly socket: TLSSocket }> {
  const socket = tls.connect({ host: '127.0.0.1', port, cert: certificate, key: privateKey, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
  await once(socket, 'secureConnect');
  const ask = async (): Promise<string> => {
    socket.write('GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString().slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length);
  };
  return { ask, socket };
}

test('--client-ca-file is read again when it changes: who is not trusted any more is refused on connections that are open', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder.path, 'clients.crt');
  const now = Date.now();
  const authorities = [await makeAuthority('first', now), await makeAuthority('second', now)] as const;
  writeFileSync(file, authorities[0].certificate);
  const server = new TestServer([`--client-ca-file=${file}`]);
  await server.start();
  const john = await makeClient(authorities[1], 'john', [], now);
  const first = await connectAs(server.port, await makeClient(authorities[0], 'jane', [], now));
  const early = await connectAs(server.port, john);
  assert.deepEqual([await first.ask(), await early.ask()], ['200', '401']);
  writeFileSync(file, authorities[1].certificate);
  await server.until(/reloaded authentication/);
  const second = await connectAs(server.port, john);
  assert.deepEqual([await first.ask(), await second.ask()], ['401', '200']);
  for (const { socket } of [first, early, second]) socket.destroy();
  await server.remove();
  folder.remove();
});
