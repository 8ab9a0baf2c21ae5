/** No way to change a pod leads past the standards of its namespace: whichever endpoint is used, what is stored satisfies them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodLike } from '../../src/admission/plugins/pod-security/check.ts';
import { CONTAINER_CONTROLS, type Fields, GOOD, POD_CONTROLS } from '../../src/admission/plugins/pod-security/controls.fixture.ts';
import { evaluate, reasonsText } from '../../src/admission/plugins/pod-security/evaluate.ts';
import { LATEST } from '../../src/admission/plugins/pod-security/policy.ts';
import { type Server, startTestServer } from '../../src/testing/index.ts';

const PODS = '/api/v1/namespaces/strict/pods';
const CONTAINER = { name: 'c', image: 'i', securityContext: GOOD };
const SPEC = { initContainers: [{ ...CONTAINER, name: 'i' }], containers: [CONTAINER] };

async function send(server: Server, method: string, path: string, body?: object, type = 'application/json'): Promise<{ code: number; body: Fields }> {
  const init = body === undefined ? { method } : { method, headers: { 'content-type': type }, body: JSON.stringify(body) };
  const response = await server.fetch(path, init);
  return { code: response.status, body: JSON.parse(await response.text()) as Fields };
}

async function strictServer(): Promise<Server> {
  const server = await startTestServer();
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await send(server, 'POST', '/api/v1/namespaces', { metadata: { name: 'strict', labels } });
  await send(server, 'POST', '/api/v1/namespaces/strict/serviceaccounts', { metadata: { name: 'default' }, automountServiceAccountToken: false });
  assert.equal((await send(server, 'POST', PODS, { metadata: { name: 'a' }, spec: SPEC })).code, 201);
  return server;
}

/** Changes of a pod's spec that a control refuses, each in every place where it can be said. */
function* refusedSpecs(): Generator<Fields> {
  for (const [, , , refused] of POD_CONTROLS) yield { ...SPEC, ...refused };
  for (const [, , , refused] of CONTAINER_CONTROLS) {
    yield { ...SPEC, containers: [{ ...CONTAINER, ...refused }] };
    yield { ...SPEC, initContainers: [{ ...CONTAINER, name: 'i', ...refused }] };
    yield { ...SPEC, ephemeralContainers: [{ ...CONTAINER, name: 'e', ...refused }] };
  }
}

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
const APPLY_PATCH = 'application/apply-patch+yaml';

/** Everything that takes a pod, or a part of one, and could write its spec. */
async function tryEveryEndpoint(server: Server, spec: Fields): Promise<void> {
  const whole = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec };
  for (const subresource of ['', '/ephemeralcontainers', '/resize', '/status']) {
    const path = `${PODS}/a${subresource}`;
    await send(server, 'PUT', path, whole);
    await send(server, 'PATCH', path, { spec }, MERGE_PATCH);
    await send(server, 'PATCH', path, { spec }, STRATEGIC_PATCH);
    await send(server, 'PATCH', path, [{ op: 'replace', path: '/spec', value: spec }] as unknown as object, JSON_PATCH);
    await send(server, 'PATCH', `${path}?fieldManager=f&force=true`, whole, APPLY_PATCH);
  }
  await send(server, 'POST', `${PODS}/a/binding`, { ...whole, kind: 'Binding', target: { kind: 'Node', name: '' } });
}

test('a refused field enters a stored pod through no endpoint', async () => {
  await using server = await strictServer();
  let tried = 0;
  for (const spec of refusedSpecs()) {
    await tryEveryEndpoint(server, spec);
    const { body } = await send(server, 'GET', `${PODS}/a`);
    assert.equal(reasonsText(evaluate({ level: 'restricted', version: LATEST }, body as unknown as PodLike)), '', JSON.stringify(spec));
    tried += 1;
  }
  assert.ok(tried > 50);
});

test('nor a new pod, whichever verb makes it', async () => {
  await using server = await strictServer();
  for (const spec of refusedSpecs()) {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' }, spec };
    await send(server, 'POST', PODS, pod);
    await send(server, 'PATCH', `${PODS}/b?fieldManager=f`, pod, APPLY_PATCH);
    assert.equal((await send(server, 'GET', `${PODS}/b`)).code, 404, JSON.stringify(spec));
  }
});

test('an ephemeral container that satisfies the standards comes in', async () => {
  await using server = await strictServer();
  const ephemeral = { spec: { ephemeralContainers: [{ ...CONTAINER, name: 'e' }] } };
  assert.equal((await send(server, 'PATCH', `${PODS}/a/ephemeralcontainers`, ephemeral, STRATEGIC_PATCH)).code, 200);
});
