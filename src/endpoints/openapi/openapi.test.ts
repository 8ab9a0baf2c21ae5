import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Clock } from '../../base/clock.ts';
import { deployments } from '../../registry/apps/deployments.ts';
import { jobs } from '../../registry/batch/jobs.ts';
import { configmaps } from '../../registry/core/configmaps.ts';
import { pods } from '../../registry/core/pods/pods.ts';
import type { ResourceDeclaration } from '../../registry/generic/declaration.ts';
import { GROUP_PRIORITIES } from '../discovery/priorities.ts';
import { exchange } from '../exchange.fixture.ts';
import { ResourceTable } from '../routing/resources.ts';
import { makeOpenApi } from './handlers.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const clock: Clock = { now: () => NOON, after: () => () => {} };
const PROTOBUF_V2 = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
const PROTOBUF_V3 = 'application/com.github.proto-openapi.spec.v3.v1.0+protobuf';

/** A document far enough to walk into it. */
interface Json {
  readonly [member: string]: Json;
}

function setUp() {
  const table = new ResourceTable(GROUP_PRIORITIES);
  const install = (...declarations: ResourceDeclaration[]) =>
    table.install(declarations.map((declaration) => ({ declaration, store: undefined, virtual: {} })));
  install(configmaps, pods, deployments);
  const api = makeOpenApi({ table, clock, info: { title: 'Kubernetes', version: '1.36' } });
  const ask = async (path: string, options: Parameters<typeof exchange>[1] = {}) => {
    const { context, answer } = exchange(path, options);
    const handler = path.startsWith('/openapi/v2') ? api.v2 : path === '/openapi/v3' ? api.v3Index : api.v3;
    await handler(context);
    return answer;
  };
  const document = async (path: string) => (await ask(path)).json() as Json;
  return { ask, document, install };
}

test('v2 describes kinds, how their lists merge, and what is required', async () => {
  const { definitions } = (await setUp().document('/openapi/v2')) as { definitions: Json };
  assert.deepEqual(definitions['io.k8s.api.core.v1.Pod']?.['x-kubernetes-group-version-kind'], [{ group: '', kind: 'Pod', version: 'v1' }]);
  assert.deepEqual(definitions['io.k8s.api.core.v1.PodSpec']?.required, ['containers']);
  const containers = definitions['io.k8s.api.core.v1.PodSpec']?.properties?.containers;
  assert.deepEqual(containers?.items, { $ref: '#/definitions/io.k8s.api.core.v1.Container' });
  assert.deepEqual(containers?.['x-kubernetes-list-map-keys'], ['name']);
  assert.deepEqual(containers?.['x-kubernetes-patch-merge-key'], 'name');
  assert.equal(definitions['io.k8s.api.core.v1.ContainerPort']?.properties?.protocol?.default, undefined);
});

test('v3 adds defaults and wraps references that are not alone', async () => {
  const { components } = (await setUp().document('/openapi/v3/api/v1')) as { components: Json };
  const schemas = components.schemas as Json;
  assert.deepEqual(schemas['io.k8s.api.core.v1.ContainerPort']?.properties?.protocol?.default, 'TCP');
  const metadata = schemas['io.k8s.api.core.v1.ConfigMap']?.properties?.metadata as Json;
  assert.deepEqual(metadata.allOf, [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }]);
  assert.deepEqual(metadata.default, {});
  assert.deepEqual(schemas['io.k8s.apimachinery.pkg.api.resource.Quantity'], { oneOf: [{ type: 'string' }, { type: 'number' }] });
});

test('operations have the published ids, actions and shared parameters', async () => {
  const { paths, parameters } = (await setUp().document('/openapi/v2')) as { paths: Json; parameters: Json };
  const collection = paths['/api/v1/namespaces/{namespace}/configmaps'] as Json;
  assert.equal(collection.get?.operationId, 'listCoreV1NamespacedConfigMap');
  assert.equal(collection.delete?.operationId, 'deleteCoreV1CollectionNamespacedConfigMap');
  assert.deepEqual(collection.parameters, [{ $ref: '#/parameters/namespace-vgWSWtn3' }, { $ref: '#/parameters/pretty-tJGM1-ng' }]);
  assert.equal(parameters['namespace-vgWSWtn3']?.name, 'namespace');
  assert.equal(paths['/api/v1/watch/pods']?.get?.operationId, 'watchCoreV1PodListForAllNamespaces');
  assert.equal(paths['/api/v1/namespaces/{namespace}/pods/{name}/exec']?.post?.operationId, 'connectCoreV1PostNamespacedPodExec');
  const scale = paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale']?.put as Json;
  assert.deepEqual(scale['x-kubernetes-group-version-kind'], { group: 'autoscaling', kind: 'Scale', version: 'v1' });
});

test('v2 is served in the forms that clients ask for, and refused without a word otherwise', async () => {
  const { ask } = setUp();
  for (const accept of ['*/*', 'application/*', 'application/json']) {
    assert.deepEqual((await ask('/openapi/v2', { accept })).headers.get('content-type'), ['application/json']);
  }
  for (const accept of [PROTOBUF_V2, PROTOBUF_V2.replace('v2.v1', 'v2@v1')]) {
    assert.deepEqual((await ask('/openapi/v2', { accept })).headers.get('content-type'), [PROTOBUF_V2]);
  }
  const refused = await ask('/openapi/v2', { accept: 'application/yaml' });
  assert.equal(refused.status, 406);
  assert.equal(refused.text(), '');
});

test('v2 is compressed for those who can read it, also when they weigh it', async () => {
  const { ask } = setUp();
  const plain = await ask('/openapi/v2');
  const packed = await ask('/openapi/v2', { headers: { 'accept-encoding': 'deflate, gzip;q=0.5' } });
  assert.deepEqual(packed.headers.get('vary'), ['Accept-Encoding', 'Accept']);
  assert.ok(gunzipSync(packed.body).equals(plain.body));
  assert.equal((await ask('/openapi/v2', { headers: { 'accept-encoding': 'gzip;q=0' } })).headers.has('content-encoding'), false);
});

test('a client that has the document gets 304', async () => {
  const { ask } = setUp();
  const etag = (await ask('/openapi/v2')).headers.get('etag')?.[0] ?? '';
  assert.match(etag, /^"[0-9A-F]{128}"$/);
  for (const tags of [etag, '*', `"other", ${etag}`]) assert.equal((await ask('/openapi/v2', { headers: { 'if-none-match': tags } })).status, 304);
  assert.equal((await ask('/openapi/v2', { headers: { 'if-none-match': '"other"' } })).status, 200);
  assert.equal((await ask('/openapi/v2', { headers: { 'if-modified-since': new Date(NOON).toUTCString() } })).status, 304);
  assert.equal((await ask('/openapi/v2', { headers: { 'if-modified-since': new Date(NOON - 1000).toUTCString() } })).status, 200);
});

test('the index leads to documents by their hashes; a wrong hash is redirected, a right one may be kept', async () => {
  const { ask } = setUp();
  const index = await ask('/openapi/v3');
  assert.deepEqual(index.headers.get('content-type'), ['text/plain; charset=utf-8']);
  const { paths } = index.json() as { paths: { [name: string]: { serverRelativeURL: string } } };
  const url = paths['apis/apps/v1']?.serverRelativeURL ?? '';
  assert.deepEqual((await ask(url)).headers.get('cache-control')?.at(-1), 'public, immutable');
  const moved = await ask('/openapi/v3/apis/apps/v1?hash=0000');
  assert.equal(moved.status, 301);
  assert.deepEqual(moved.headers.get('location'), [url]);
  assert.equal((await ask('/openapi/v3/apis/apps/v1?hash=')).status, 200);
  assert.deepEqual((await ask('/openapi/v3/apis/apps/v1', { accept: PROTOBUF_V3 })).headers.get('content-type'), [PROTOBUF_V3]);
});

for (const name of ['', 'sample', 'apis/sample.example.com/v1', 'apis/apps/v1/', '__proto__']) {
  test(`there is no document "${name}"`, async () => {
    const answer = await setUp().ask(`/openapi/v3/${name}`);
    assert.equal(answer.status, 404);
    assert.equal(answer.text(), '');
  });
}

test('what is installed later is described, and documents that did not change keep their hash', async () => {
  const { ask, document, install } = setUp();
  const hashes = async () => ((await ask('/openapi/v3')).json() as { paths: { [name: string]: { serverRelativeURL: string } } }).paths;
  const before = await hashes();
  install(jobs);
  const after = await hashes();
  assert.ok(after['apis/batch/v1']);
  assert.deepEqual(after['apis/apps/v1'], before['apis/apps/v1']);
  assert.ok((await document('/openapi/v2')).paths?.['/apis/batch/v1/jobs']);
});
