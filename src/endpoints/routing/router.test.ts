import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MetricsRegistry } from '../../base/metrics.ts';
import { ALL_VERBS, type ResourceDeclaration, type Verb } from '../../registry/generic/declaration.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import { exchange } from '../exchange.fixture.ts';
import { respondText } from '../responses/respond.ts';
import { PathTable } from './paths.ts';
import { readRequestInfo } from './request-info.ts';
import { RequestMetrics } from './request-metrics.ts';
import { type InstalledResource, type ResourceHandler, ResourceTable, type VerbHandlers, type VirtualHandler } from './resources.ts';
import { makeRouter } from './router.ts';

const say =
  (verb: string): ResourceHandler =>
  (context, target) =>
    respondText(context, 200, `${verb} ${target.namespace}/${target.name}/${target.subresourceName}`);

function declare(group: string, resource: string, namespaced: boolean, verbs: readonly Verb[], subresources: object = {}): ResourceDeclaration {
  const part = { group, resource, namespaced, verbs, subresources, versions: [{ version: 'v1' }] };
  return part as unknown as ResourceDeclaration;
}

const virtualSubresource = (verbs: readonly Verb[]): object => ({ kind: 'virtual', verbs });
const pods = declare('', 'pods', true, ALL_VERBS, {
  status: { kind: 'stored', verbs: ['get', 'patch', 'update'] },
  log: virtualSubresource(['get']),
  binding: virtualSubresource(['create']),
  proxy: virtualSubresource(['create', 'delete', 'get', 'patch', 'update']),
});
const install = (declaration: ResourceDeclaration, virtual: { readonly [name: string]: VirtualHandler } = {}): InstalledResource => ({
  declaration,
  store: virtual[''] === undefined ? ({} as RegistryStore) : undefined,
  virtual,
});

const table = new ResourceTable([]);
table.install([
  install(pods, { log: say('log'), proxy: say('proxy') }),
  install(
    declare('', 'namespaces', false, ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'], {
      finalize: { kind: 'stored', verbs: ['update'] },
    }),
  ),
  install(declare('', 'componentstatuses', false, ['get', 'list'])),
  install(declare('authorization.k8s.io', 'subjectaccessreviews', false, ['create']), { '': say('review') }),
]);
const paths = new PathTable();
paths.exact('/metrics', (context) => respondText(context, 200, 'metrics'));
const registry = new MetricsRegistry();
const verbs = Object.fromEntries(ALL_VERBS.map((verb) => [verb, say(verb)])) as unknown as VerbHandlers;
const route = makeRouter({ table, verbs, paths, metrics: new RequestMetrics(registry) });

async function ask(method: string, target: string): Promise<string> {
  const { context, answer } = exchange(target, { method });
  context.info = readRequestInfo(method, target);
  await route(context);
  if (answer.status === 200) return answer.text();
  return `${answer.status} ${answer.text().startsWith('{') ? 'Status' : answer.text().trim()}`;
}

test('each verb finds its handler', async () => {
  assert.equal(await ask('GET', '/api/v1/namespaces/a/pods/x'), 'get a/x/');
  assert.equal(await ask('GET', '/api/v1/namespaces/a/pods'), 'list a//');
  assert.equal(await ask('GET', '/api/v1/pods?watch=1'), 'watch //');
  assert.equal(await ask('GET', '/api/v1/watch/namespaces/a/pods/x'), 'watch a/x/');
  assert.equal(await ask('POST', '/api/v1/namespaces/a/pods'), 'create a//');
  assert.equal(await ask('DELETE', '/api/v1/namespaces/a/pods'), 'deletecollection a//');
  assert.equal(await ask('PATCH', '/api/v1/namespaces/a/pods/x/status'), 'patch a/x/status');
  assert.equal(await ask('GET', '/api/v1/namespaces/a/'), 'get /a/');
  assert.equal(await ask('PUT', '/api/v1/namespaces/a/finalize'), 'update /a/finalize');
  assert.equal(await ask('GET', '/api/v1/namespaces/a/pods/x/log'), 'log a/x/log');
  assert.equal(await ask('OPTIONS', '/api/v1/namespaces/a/pods/x/proxy/deep/path'), 'proxy a/x/proxy');
  assert.equal(await ask('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews'), 'review //');
});

test('a path that no method could ever be right for is 404', async () => {
  for (const path of [
    '/api/v1/samples',
    '/api/v1/pods/x',
    '/api/v1/namespaces/a/namespaces',
    '/api/v1/namespaces/a/pods/x/sample',
    '/api/v1/namespaces/a/pods/x/status/y',
    '/api/v1/namespaces/a/pods/x/__proto__',
    '/api/v1//namespaces',
    '/api/v2/pods',
    '/api/v1/proxy/namespaces/a/pods/x',
    '/api/v1/watch/namespaces/a/pods/x/status',
    '/apis/authorization.k8s.io/v1/subjectaccessreviews/x',
    '/apis/authorization.k8s.io/v2/subjectaccessreviews',
  ]) {
    assert.equal(await ask('GET', path), '404 Status', path);
  }
});

test('a declared subresource that nobody answers yet is 404', async () => {
  assert.equal(await ask('POST', '/api/v1/namespaces/a/pods/x/binding'), '404 Status');
});

test('a path that exists for other methods is 405', async () => {
  for (const [method, path] of [
    ['PUT', '/api/v1/namespaces/a/pods'],
    ['POST', '/api/v1/namespaces/a/pods/x'],
    ['POST', '/api/v1/pods'],
    ['DELETE', '/api/v1/pods'],
    ['DELETE', '/api/v1/namespaces'],
    ['GET', '/api/v1/namespaces/a/finalize'],
    ['GET', '/api/v1/namespaces/a/pods/x/binding'],
    ['HEAD', '/api/v1/namespaces/a/pods/x'],
    ['OPTIONS', '/api/v1/namespaces/a/pods'],
    ['POST', '/api/v1/watch/namespaces/a/pods'],
    ['GET', '/apis/authorization.k8s.io/v1/subjectaccessreviews'],
    ['GET', '/api/v1/componentstatuses?watch=1'],
  ] as const) {
    assert.equal(await ask(method, path), method === 'HEAD' ? '405 ' : '405 Status', `${method} ${path}`);
  }
});

test('unknown groups and paths are 404 in plain text, those below owned roots a Status', async () => {
  for (const path of ['/sample', '/apis/sample.example.com/v1/things/x', '/apis/v1/namespaces/default/pods', '//version', '/metrics/']) {
    assert.equal(await ask('GET', path), '404 404 page not found', path);
  }
  assert.equal(await ask('GET', '/version/sample'), '404 Status');
  assert.equal(await ask('GET', '/metrics'), 'metrics');
});

test('requests that reach a handler are counted, others are not', async () => {
  registry.reset();
  await ask('GET', '/api/v1/namespaces/a/pods/x/log');
  await ask('PUT', '/api/v1/namespaces/a/pods');
  const lines = registry
    .render()
    .split('\n')
    .filter((line) => line.startsWith('apiserver_request_total{') && !line.endsWith(' 0'));
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /code="200".*verb="CONNECT"/);
});
