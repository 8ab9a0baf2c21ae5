import assert from 'node:assert/strict';
import { test } from 'node:test';
import { struct } from '../../machinery/descriptor.ts';
import { type ResourceDeclaration, resource } from '../../registry/generic/declaration.ts';
import { exchange } from '../exchange.fixture.ts';
import { ResourceTable } from '../routing/resources.ts';
import { makeDiscovery } from './handlers.ts';
import { GROUP_PRIORITIES } from './priorities.ts';

const V2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const type = struct('k8s.io/api/x/v1.X', () => []);

function declare(group: string, name: string, kind: string, more: Partial<ResourceDeclaration> = {}): ResourceDeclaration {
  return resource({
    group,
    resource: name,
    kind,
    namespaced: true,
    storageVersionHash: 'hash=',
    storageVersion: 'v1',
    versions: [{ version: 'v1', type }],
    storagePrefix: `/registry/${name}/`,
    strategy: {},
    columns: { columns: [], row: () => ({ cells: [] }) },
    selectableFields: { values: {}, refusal: () => '' },
    ...more,
  });
}

const deployments = declare('apps', 'deployments', 'Deployment', {
  shortNames: ['deploy'],
  categories: ['all'],
  subresources: {
    status: { kind: 'stored', verbs: ['get', 'update', 'patch'], strategy: {} },
    scale: { kind: 'virtual', verbs: ['get'], group: 'autoscaling', version: 'v1', objectKind: 'Scale', type },
  },
});

function setUp() {
  const table = new ResourceTable(GROUP_PRIORITIES);
  const installed = (declaration: ResourceDeclaration) => ({ declaration, store: undefined, virtual: {} });
  table.install([declare('', 'pods', 'Pod'), declare('policy', 'poddisruptionbudgets', 'PodDisruptionBudget'), deployments].map(installed));
  const discovery = makeDiscovery({ table, serverAddresses: () => [{ clientCIDR: '0.0.0.0/0', serverAddress: '192.0.2.1:6443' }] });
  const ask = async (path: string, options: Parameters<typeof exchange>[1] = {}) => {
    const { context, answer } = exchange(path, options);
    await discovery.handle(context);
    return answer;
  };
  return { table, ask, install: (declaration: ResourceDeclaration) => table.install([installed(declaration)]) };
}

test('the core group lists its versions and addresses, without an apiVersion', async () => {
  assert.equal(
    (await setUp().ask('/api')).text(),
    '{"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[{"clientCIDR":"0.0.0.0/0","serverAddress":"192.0.2.1:6443"}]}\n',
  );
});

test('groups come in the published order, without the core group', async () => {
  const version = '{"groupVersion":"apps/v1","version":"v1"}';
  assert.ok(
    (await setUp().ask('/apis'))
      .text()
      .startsWith(
        `{"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"apps","versions":[${version}],"preferredVersion":${version}},{"name":"policy"`,
      ),
  );
  assert.equal(
    (await setUp().ask('/apis/apps/')).text(),
    `{"kind":"APIGroup","apiVersion":"v1","name":"apps","versions":[${version}],"preferredVersion":${version}}\n`,
  );
});

test('a version lists resources and subresources with what they speak', async () => {
  const verbs = '["create","delete","deletecollection","get","list","patch","update","watch"]';
  assert.equal(
    (await setUp().ask('/apis/apps/v1')).text(),
    `{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"apps/v1","resources":[{"name":"deployments","singularName":"deployment","namespaced":true,"kind":"Deployment","verbs":${verbs},"shortNames":["deploy"],"categories":["all"],"storageVersionHash":"hash="},{"name":"deployments/scale","singularName":"","namespaced":true,"group":"autoscaling","version":"v1","kind":"Scale","verbs":["get"]},{"name":"deployments/status","singularName":"","namespaced":true,"kind":"Deployment","verbs":["get","patch","update"]}]}\n`,
  );
});

test('an unknown group is plain text, an unknown version a Status', async () => {
  const { ask } = setUp();
  const group = await ask('/apis/sample.example.com');
  assert.equal(group.status, 404);
  assert.equal(group.text(), '404 page not found\n');
  const version = await ask('/apis/apps/v1beta1');
  assert.equal(version.status, 404);
  assert.deepEqual((version.json() as { details: unknown }).details, {});
});

test('a method that the router does not know is 405, except where no router stands before the handler', async () => {
  const { ask } = setUp();
  assert.equal((await ask('/api', { method: 'POST' })).status, 405);
  assert.equal((await ask('/apis/apps/v1', { method: 'POST' })).status, 405);
  assert.equal((await ask('/apis', { method: 'POST' })).status, 200);
  assert.equal((await ask('/apis/apps', { method: 'DELETE' })).status, 200);
});

test('the aggregated form wins over the plain one, whatever is preferred, and has an ETag', async () => {
  const { ask } = setUp();
  const answer = await ask('/apis', { accept: `${V2};q=0.1,application/json;q=0.9` });
  const document = answer.json() as {
    kind: string;
    items: { metadata: { name: string }; versions: { resources: { resource: string; subresources: object[] }[] }[] }[];
  };
  assert.equal(document.kind, 'APIGroupDiscoveryList');
  assert.deepEqual(
    document.items.map((each) => each.metadata.name),
    ['apps', 'policy'],
  );
  assert.deepEqual(document.items[0]?.versions[0]?.resources[0]?.subresources[0], {
    subresource: 'scale',
    responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
    verbs: ['get'],
  });
  assert.deepEqual(answer.headers.get('content-type'), [V2]);
  assert.deepEqual(answer.headers.get('cache-control'), ['public']);
  const etag = answer.headers.get('etag')?.[0] ?? '';
  assert.equal((await ask('/apis', { accept: V2, headers: { 'if-none-match': etag } })).status, 304);
  assert.equal((await ask('/apis', { accept: V2, headers: { 'if-none-match': '*' } })).status, 200);
});

test('the aggregated form is not on /apis/ nor on a group', async () => {
  const { ask } = setUp();
  for (const path of ['/apis/', '/apis/apps', '/apis/apps/v1']) await assert.rejects(ask(path, { accept: V2 }), { name: 'ApiError' });
});

test('what is installed later is discovered', async () => {
  const { ask, install } = setUp();
  const before = (await ask('/apis', { accept: V2 })).headers.get('etag');
  install(declare('batch', 'jobs', 'Job'));
  assert.equal((await ask('/apis/batch/v1')).status, 200);
  assert.notDeepEqual((await ask('/apis', { accept: V2 })).headers.get('etag'), before);
});
