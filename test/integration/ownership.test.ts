/** Who owns what through subresources and versions, on a whole server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Server, startTestServer } from '../../src/testing/index.ts';

const NAMESPACE = '/api/v1/namespaces/default';
const MERGE = 'application/merge-patch+json';
const APPLY = 'application/apply-patch+yaml';

interface Answer {
  readonly code: number;
  readonly message: string | undefined;
  readonly generation: number | undefined;
  /** manager/operation/subresource -> fieldsV1 */
  readonly owners: { readonly [who: string]: unknown };
  readonly spec: { readonly [field: string]: unknown };
}

interface Entry {
  readonly manager: string;
  readonly operation: string;
  readonly subresource?: string;
  readonly fieldsV1: unknown;
}

async function ask(server: Server, method: string, path: string, body: object, type = 'application/json'): Promise<Answer> {
  const response = await server.fetch(path, { method, headers: { 'content-type': type }, body: JSON.stringify(body) });
  const { message, metadata, spec } = JSON.parse(await response.text());
  const entries: readonly Entry[] = metadata.managedFields ?? [];
  const owners = Object.fromEntries(
    entries.map(({ manager, operation, subresource, fieldsV1 }) => [[manager, operation, subresource].filter(Boolean).join('/'), fieldsV1]),
  );
  return { code: response.status, message, generation: metadata.generation, owners, spec };
}

async function withServer(run: (server: Server) => Promise<void>): Promise<void> {
  const server = await startTestServer();
  try {
    await run(server);
  } finally {
    await server.close();
  }
}

test('who writes ephemeral containers or resources of a pod owns nothing else of it', () =>
  withServer(async (server) => {
    await ask(server, 'POST', `${NAMESPACE}/serviceaccounts`, { metadata: { name: 'default' } });
    const container = { name: 'c', image: 'i', resources: { requests: { cpu: '1' } } };
    await ask(server, 'POST', `${NAMESPACE}/pods`, { metadata: { name: 'p' }, spec: { containers: [container] } });
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', labels: { a: 'b' } } };
    const debug = { ...pod, spec: { containers: [{ name: 'c', image: 'other' }], ephemeralContainers: [{ name: 'd', image: 'i' }] } };
    const debugged = await ask(server, 'PATCH', `${NAMESPACE}/pods/p/ephemeralcontainers?fieldManager=d`, debug, APPLY);
    assert.deepEqual(debugged.owners['d/Apply/ephemeralcontainers'], {
      'f:spec': { 'f:ephemeralContainers': { 'k:{"name":"d"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
    });
    const resize = { ...pod, spec: { containers: [{ ...container, image: 'other' }] } };
    const resized = await ask(server, 'PATCH', `${NAMESPACE}/pods/p/resize?fieldManager=r`, resize, APPLY);
    assert.deepEqual(resized.owners['r/Apply/resize'], {
      'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:resources': { 'f:requests': { 'f:cpu': {} } } } } },
    });
  }));

test('a patch may make an object of another version of its kind', () =>
  withServer(async (server) => {
    const scalers = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
    const spec = { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } };
    assert.equal((await ask(server, 'POST', scalers, { metadata: { name: 'h' }, spec })).code, 201);
    const older = { apiVersion: 'autoscaling/v1', spec: { metrics: null, targetCPUUtilizationPercentage: 30 } };
    const patched = await ask(server, 'PATCH', `${scalers}/h`, older, MERGE);
    assert.deepEqual(patched.spec.metrics, [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 30 } } },
    ]);
  }));

test('an explicitly empty list is another network policy, as long as it is in memory', () =>
  withServer(async (server) => {
    const policies = '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies';
    const spec = { podSelector: {}, policyTypes: ['Ingress'] };
    assert.equal((await ask(server, 'POST', policies, { metadata: { name: 'n' }, spec: { ...spec, ingress: [] } })).generation, 1);
    assert.equal((await ask(server, 'PATCH', `${policies}/n`, { spec }, MERGE)).generation, 1);
    assert.equal((await ask(server, 'PATCH', `${policies}/n`, { spec: { ingress: [] } }, MERGE)).generation, 2);
  }));

test('explicitly empty data is a change of an immutable config map', () =>
  withServer(async (server) => {
    const maps = `${NAMESPACE}/configmaps`;
    assert.equal((await ask(server, 'POST', maps, { metadata: { name: 'c' }, immutable: true })).code, 201);
    const patched = await ask(server, 'PATCH', `${maps}/c`, { data: {} }, MERGE);
    assert.equal(patched.code, 422);
    assert.match(patched.message ?? '', /data: Forbidden: field is immutable when `immutable` is set$/);
    assert.equal((await ask(server, 'PATCH', `${maps}/c`, { data: null }, MERGE)).code, 200);
  }));

test('a status write owns metadata where the kind lets it change that, and nothing of it else', () =>
  withServer(async (server) => {
    const written = { metadata: { labels: { via: 'status' } }, status: { conditions: [{ type: 'Dangling', status: 'True' }] } };
    const schema = await ask(server, 'PATCH', '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas/catch-all/status?fieldManager=me', written, MERGE);
    assert.deepEqual(Object.keys(schema.owners['me/Update/status'] as object), ['f:status']);
    const ranges = '/apis/networking.k8s.io/v1/servicecidrs';
    await ask(server, 'POST', ranges, { metadata: { name: 's' }, spec: { cidrs: ['192.168.0.0/24'] } });
    const range = { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name: 's' }, spec: { cidrs: ['192.168.0.0/24'] } };
    const applied = await ask(server, 'PATCH', `${ranges}/s/status?fieldManager=me`, range, APPLY);
    assert.deepEqual(applied.owners['me/Apply/status'], { 'f:spec': { 'f:cidrs': {} } });
  }));
