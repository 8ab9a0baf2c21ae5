import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { type Clock, systemClock } from '../base/clock.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { MetricsRegistry } from '../base/metrics.ts';
import { type TestAuthority, testAuthority } from '../server/transport/certificates.fixture.ts';
import { webhookBackoff } from './backoff.ts';
import { callMetricsOf } from './call-metrics.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import { type WebhookClient, type WebhookClientOptions, webhookClient } from './webhook.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let authority: TestAuthority;
let server: https.Server;
let answer: Answer;
let seen: IncomingMessage[];
const clients: WebhookClient[] = [];
const folder = mkdtempSync(path.join(os.tmpdir(), 'webhook-'));

before(async () => {
  authority = await testAuthority();
  const { certificate, privateKey } = await authority.serving(['127.0.0.1', 'hook.example.com']);
  server = https.createServer(
    { cert: certificate, key: privateKey, ca: authority.pem, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      seen.push(request);
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => {
        body += piece;
      });
      request.on('end', () => answer(request, response, body));
    },
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

after(async () => {
  for (const client of clients) client.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  seen = [];
  answer = (_, response, body) => response.end(JSON.stringify({ echo: JSON.parse(body) as unknown }));
});

function url(): string {
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/review`;
}

interface ClientParts extends Partial<WebhookClientOptions> {
  readonly user?: object;
  readonly cluster?: object;
}

function client({ user = {}, cluster = { 'certificate-authority-data': Buffer.from(authority.pem).toString('base64') }, ...rest }: ClientParts = {}) {
  const text = JSON.stringify({ clusters: [{ name: '', cluster: { server: url(), ...cluster } }], users: [{ name: '', user }] });
  const made = webhookClient({ config: loadKubeconfig(text, folder), clock: systemClock, random: () => 0, ...rest });
  clients.push(made);
  return made;
}

test('a review is posted as JSON to the address of the kubeconfig, and the answer is an object', async () => {
  const { post } = client({ userAgent: 'kube-apiserver/v1.36.0' });
  assert.deepEqual(await post({ a: [1, '2'] }), { echo: { a: [1, '2'] } });
  await post({}, { path: '/v1', query: 'timeout=3s' });
  assert.deepEqual(
    seen.map((each) => [each.method, each.url]),
    [
      ['POST', '/review'],
      ['POST', '/review/v1?timeout=3s'],
    ],
  );
  assert.equal(seen[0]?.headers['content-type'], 'application/json');
  assert.equal(seen[0]?.headers['user-agent'], 'kube-apiserver/v1.36.0');
  assert.equal(seen[0]?.socket, seen[1]?.socket, 'the connection is kept');
});

test('calls are counted by what came of them, for all clients together', async () => {
  const registry = new MetricsRegistry();
  const of = (): ClientParts => ({ metrics: callMetricsOf(registry), backoff: { ...webhookBackoff(), steps: 1 } });
  await client(of()).post({});
  answer = (_, response) => {
    response.statusCode = 503;
    response.end();
  };
  await assert.rejects(client(of()).post({}));
  answer = (_, response) => void response.destroy();
  await assert.rejects(client(of()).post({}));
  const { host } = new URL(url());
  const counts = registry.render().match(/^rest_client_requests_total.*|^rest_client_request_duration_seconds_count.*/gm);
  assert.deepEqual(counts, [
    `rest_client_request_duration_seconds_count{host="${host}",verb="POST"} 3`,
    ...['200', '503', '<error>'].map((code) => `rest_client_requests_total{code="${code}",host="${host}",method="POST"} 1`),
  ]);
});

test('the caller shows its certificate', async () => {
  const jane = await authority.client('CN=jane');
  const data = (value: string): string => Buffer.from(value).toString('base64');
  const subjects: unknown[] = [];
  answer = (request, response) => {
    subjects.push((request.socket as TLSSocket).getPeerCertificate().subject.CN);
    response.end('{}');
  };
  await client({ user: { 'client-certificate-data': data(jane.certificate), 'client-key-data': data(jane.privateKey) } }).post({});
  assert.deepEqual(subjects, ['jane']);
});

test('tokens and passwords are sent, and a rotated token file is read again', async () => {
  const file = path.join(folder, 'token');
  writeFileSync(file, 'one\n');
  let now = 0;
  const clock: Clock = { now: () => now, after: systemClock.after };
  const { post } = client({ user: { tokenFile: 'token' }, clock });
  await post({});
  writeFileSync(file, 'two\n');
  await post({});
  now = 60_000;
  await post({});
  await client({ user: { username: 'u', password: 'p' } }).post({});
  assert.deepEqual(
    seen.map((each) => each.headers.authorization),
    ['Bearer one', 'Bearer one', 'Bearer two', 'Basic dTpw'],
  );
});

test('a server that the kubeconfig does not trust sees nothing', async () => {
  const other = await testAuthority('other');
  const cluster = { 'certificate-authority-data': Buffer.from(other.pem).toString('base64') };
  await assert.rejects(client({ cluster }).post({}), {
    message: `Post "${url()}": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
  });
  assert.equal(seen.length, 0);
  await client({ cluster: { 'insecure-skip-tls-verify': true } }).post({});
  assert.equal(seen.length, 1);
});

test('the certificate must carry the name that is asked for', async () => {
  const trusted = { 'certificate-authority-data': Buffer.from(authority.pem).toString('base64') };
  await client({ cluster: { ...trusted, 'tls-server-name': 'hook.example.com' } }).post({});
  await assert.rejects(client({ cluster: { ...trusted, 'tls-server-name': 'else.example.com' } }).post({}), /certificate is not valid for/);
});

/** Runs every pause at once and notes it. */
function hurriedClock(pauses: number[]): Clock {
  return {
    now: () => 0,
    after(ms, task) {
      if (ms === 30_000) return () => {};
      pauses.push(Math.round(ms));
      queueMicrotask(task);
      return () => {};
    },
  };
}

for (const [code, name] of [
  [500, 'InternalError'],
  [429, 'TooManyRequests'],
  [504, 'Timeout'],
] as const) {
  test(`${code} is tried five times with growing pauses`, async () => {
    answer = (_, response) => response.writeHead(code).end('broken');
    const pauses: number[] = [];
    await assert.rejects(client({ clock: hurriedClock(pauses) }).post({}), { name: 'CallError', code, reason: name });
    assert.equal(seen.length, 5);
    assert.deepEqual(pauses, [500, 750, 1125, 1688]);
  });
}

test('other refusals are told at once', async () => {
  answer = (_, response) => response.writeHead(404).end();
  await assert.rejects(client().post({}), { message: 'the server could not find the requested resource' });
  answer = (_, response) =>
    response.writeHead(403).end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', message: 'go away', reason: 'Forbidden' }));
  await assert.rejects(client().post({}), { message: 'go away', reason: 'Forbidden' });
  answer = (_, response) => response.end('[1]');
  await assert.rejects(client().post({}), { message: 'the answer is not a JSON object' });
  assert.equal(seen.length, 3);
});

test('Retry-After makes any answer worth another try, not before that time', async () => {
  answer = (_, response) => (seen.length === 1 ? response.writeHead(503, { 'Retry-After': '7' }).end() : response.end('{}'));
  const pauses: number[] = [];
  assert.deepEqual(await client({ clock: hurriedClock(pauses) }).post({}), {});
  assert.deepEqual(pauses, [7000]);
});

test('a connection that the server closed while it was idle is replaced without a pause', async () => {
  const { post } = client();
  await post({});
  answer = (request, response, body) => (seen.length === 2 ? request.socket.destroy() : response.end(body));
  assert.deepEqual(await post({ n: 1 }), { n: 1 });
  assert.equal(seen.length, 3);
});

test('nobody listening is one error in one line', async () => {
  const config = loadKubeconfig(JSON.stringify({ clusters: [{ name: '', cluster: { server: 'http://127.0.0.1:1' } }] }), folder);
  const made = webhookClient({ config, clock: systemClock });
  await assert.rejects(made.post({}), { message: 'Post "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused' });
});

test('a call ends at its time limit, and when whoever asked has gone', async () => {
  const clock = new ManualClock();
  answer = () => clock.advance(2_000);
  await assert.rejects(client({ clock }).post({}, { timeoutMs: 2_000 }), /context deadline exceeded/);
  const controller = new AbortController();
  answer = () => controller.abort();
  await assert.rejects(client().post({}, { signal: controller.signal }), /context canceled/);
  await assert.rejects(client().post({}, { signal: controller.signal }), /context canceled/);
});
