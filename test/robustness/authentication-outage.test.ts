/** When those who know tokens are away: everybody else is served as ever, who depends on them is refused in time, and nothing is remembered of it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { loadKubeconfig } from '../../src/client/kubeconfig.ts';
import { type Server, startTestServer } from '../../src/testing/index.ts';
import { SkippingClock } from '../integration/skipping-clock.fixture.ts';

const SELF = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const CLIENTS = 100;
/** For those who need nobody else, however many wait for others. */
const SERVED_WITHIN_MS = 5000;
const ISSUER = 'https://127.0.0.1:1/provider';

type Mode = 'hangs' | 'fails' | 'knows';

const clock = new SkippingClock();
let mode: Mode = 'hangs';
let reviews = 0;
let hook: http.Server;
let server: Server;

/** A service that knows every token that begins with "remote-". */
function answer(request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.setEncoding('utf8').on('data', (piece: string) => {
    body += piece;
  });
  request.on('end', () => {
    reviews++;
    if (mode === 'fails') response.writeHead(503).end('no');
    if (mode !== 'knows') return;
    const { spec, apiVersion } = JSON.parse(body) as { spec: { token: string; audiences: string[] }; apiVersion: string };
    const isKnown = spec.token.startsWith('remote-');
    const user = { username: `hook:${spec.token.slice(7)}`, groups: ['crew'], extra: { __proto__: null, 'acme.com/berth': ['3'] } };
    const status = isKnown ? { authenticated: true, user, audiences: spec.audiences } : { authenticated: false };
    response.end(JSON.stringify({ kind: 'TokenReview', apiVersion, status }));
  });
}

before(async () => {
  hook = http.createServer(answer);
  await once(hook.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/review`;
  const kubeconfig = `clusters: [{name: c, cluster: {server: "${address}"}}]\nusers: []\ncontexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x\n`;
  server = await startTestServer({
    tokenFile: Array.from({ length: CLIENTS }, (_, i) => `local-${i},local:${i},${i}\n`).join(''),
    authentication: { jwt: [{ issuer: { url: ISSUER, audiences: ['app'] }, claimMappings: { username: { claim: 'sub', prefix: '' } } }] },
    tokenWebhook: { config: loadKubeconfig(kubeconfig, '/'), version: 'v1', cacheTtl: 120_000 },
    clock,
  });
});

after(async () => {
  await server.close();
  hook.closeAllConnections();
  hook.close();
});

async function whoami(token: string): Promise<string | number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await server.fetch(SELF, { method: 'POST', headers, body: '{}' });
  const body = (await response.json()) as { readonly status: { readonly userInfo?: { readonly username: string } } };
  return response.status === 201 ? (body.status.userInfo?.username ?? '') : response.status;
}

/** Of the provider that is away. */
function idToken(i: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part({ iss: ISSUER, aud: 'app', sub: `${i}`, exp: clock.now() / 1000 + 3600 })}.AAAA`;
}

test('100 clients while the provider is away and the webhook hangs', async () => {
  const third = Math.floor(CLIENTS / 3);
  const strangers = Array.from({ length: third }, (_, i) => whoami(`remote-${i}`));
  const holders = Array.from({ length: third }, (_, i) => whoami(idToken(i)));
  await until(() => reviews >= 2 * third);
  const started = performance.now();
  const locals = await Promise.all(Array.from({ length: CLIENTS - 2 * third }, (_, i) => whoami(`local-${i}`)));
  assert.ok(performance.now() - started < SERVED_WITHIN_MS);
  assert.deepEqual(
    locals,
    locals.map((_, i) => `local:${i}`),
  );
  clock.skip(31_000);
  assert.deepEqual(new Set(await Promise.all([...strangers, ...holders])), new Set([401]), 'refused when the time is over');
});

test('an outage is not remembered: when the webhook is back, it is asked, and its answers are', async () => {
  mode = 'fails';
  assert.equal(await whoami('remote-9'), 401);
  mode = 'knows';
  assert.equal(await whoami('remote-9'), 'hook:9');
  const asked = reviews;
  for (let i = 0; i < 5; i++) assert.equal(await whoami('remote-9'), 'hook:9');
  assert.equal(reviews, asked);
  assert.equal(await whoami('unknown'), 401);
  assert.equal(await whoami('unknown'), 401);
  assert.equal(reviews, asked + 1, 'that nobody knows a token is remembered, too');
  clock.skip(120_001);
  mode = 'fails';
  assert.equal(await whoami('remote-9'), 401, 'no longer than agreed');
});

test('the provider stays the provider: its tokens are never believed unverified', async () => {
  mode = 'knows';
  assert.equal(await whoami(idToken(1)), 401);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}
