/** The subresources of pods: binding, eviction, log, exec, proxy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Server, startTestServer } from '../../src/testing/index.ts';

const NAMESPACE = '/api/v1/namespaces/default';
const BUDGETS = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';

interface Answer {
  readonly code: number;
  readonly body: { readonly [field: string]: unknown } & {
    readonly message?: string;
    readonly metadata?: { readonly labels?: object; readonly annotations?: object };
    readonly spec?: { readonly nodeName?: string };
    readonly status?: unknown;
    readonly details?: unknown;
  };
}

async function ask(server: Server, method: string, path: string, body?: object, type = 'application/json'): Promise<Answer> {
  const init = body === undefined ? { method } : { method, headers: { 'content-type': type }, body: JSON.stringify(body) };
  const response = await server.fetch(path, init);
  const text = await response.text();
  return { code: response.status, body: text === '' ? {} : JSON.parse(text) };
}

async function withPods(...names: readonly string[]): Promise<Server> {
  const server = await startTestServer();
  await ask(server, 'POST', `${NAMESPACE}/serviceaccounts`, { metadata: { name: 'default' } });
  for (const name of names) {
    const spec = { containers: [{ name: 'c', image: 'i' }] };
    const made = await ask(server, 'POST', `${NAMESPACE}/pods`, { metadata: { name, labels: { app: 'w' } }, spec });
    assert.equal(made.code, 201, String(made.body.message));
  }
  return server;
}

const status = (server: Server, path: string, fields: object): Promise<Answer> =>
  ask(server, 'PATCH', `${path}/status`, { status: fields }, 'application/merge-patch+json');
const ready = (server: Server, name: string): Promise<Answer> =>
  status(server, `${NAMESPACE}/pods/${name}`, { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });

test('a binding assigns a pod once, and takes its annotations along', async () => {
  await using server = await withPods('a');
  const bind = (node: string, name = 'a'): Promise<Answer> =>
    ask(server, 'POST', `${NAMESPACE}/pods/a/binding`, { metadata: { name, annotations: { by: 'me' } }, target: { kind: 'Node', name: node } });
  assert.equal((await bind('n', 'b')).body.message, 'name in URL does not match name in Binding object');
  assert.deepEqual([(await bind('n')).code, (await bind('m')).code], [201, 409]);
  const { body } = await ask(server, 'GET', `${NAMESPACE}/pods/a`);
  assert.deepEqual([body.spec?.nodeName, body.metadata?.annotations], ['n', { by: 'me' }]);
  const old = await ask(server, 'POST', `${NAMESPACE}/bindings`, { metadata: { name: 'a' }, target: { name: 'n' } });
  assert.equal(old.body.message, 'Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "n"');
});

test('an order whose answer cannot be had in the form that is asked for is not carried out', async () => {
  await using server = await withPods('a');
  const headers = { 'content-type': 'application/json', accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' };
  for (const [order, body] of [
    ['pods/a/binding', { metadata: { name: 'a' }, target: { name: 'n' } }],
    ['pods/a/eviction', { metadata: { name: 'a' } }],
    ['bindings', { metadata: { name: 'a' }, target: { name: 'n' } }],
  ] as const) {
    const { status: code } = await server.fetch(`${NAMESPACE}/${order}`, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal(code, 406, order);
  }
  const { body } = await ask(server, 'GET', `${NAMESPACE}/pods/a`);
  assert.equal(body.spec?.nodeName, undefined);
});

test('a refused eviction says what the budget says of itself, and that before its numbers when these could not be computed', async () => {
  await using server = await withPods('a');
  await ready(server, 'a');
  await ask(server, 'POST', BUDGETS, { metadata: { name: 'w' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'w' } } } });
  const cause = async (reason: string, currentHealthy: number, message = 'because'): Promise<unknown> => {
    const condition = { type: 'DisruptionAllowed', status: 'False', reason, message, lastTransitionTime: '2024-01-01T00:00:00Z' };
    const numbers = { observedGeneration: 1, disruptionsAllowed: 0, currentHealthy, desiredHealthy: 1, expectedPods: 1 };
    await status(server, `${BUDGETS}/w`, { ...numbers, conditions: [condition] });
    const { body } = await ask(server, 'POST', `${NAMESPACE}/pods/a/eviction`, { metadata: { name: 'a' } });
    return (body.details as { causes: { message: string }[] }).causes[0]?.message;
  };
  const refused = 'The disruption budget w does not allow evicting pods currently';
  assert.equal(await cause('SyncFailed', 0), `${refused} because it failed sync: because`);
  assert.equal(await cause('InsufficientPods', 1), 'The disruption budget w needs 1 healthy pods and has 1 currently');
  assert.equal(await cause('InsufficientPods', 2), `${refused} (InsufficientPods): because`);
  assert.equal(await cause('InsufficientPods', 2, ''), refused);
});

test('of concurrent evictions a budget lets through as many as it allows', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  await using server = await withPods(...names);
  for (const name of names) await ready(server, name);
  await ask(server, 'POST', BUDGETS, { metadata: { name: 'w' }, spec: { minAvailable: 3, selector: { matchLabels: { app: 'w' } } } });
  const evict = (name: string): Promise<Answer> => ask(server, 'POST', `${NAMESPACE}/pods/${name}/eviction`, { metadata: { name } });
  assert.equal((await evict('a')).code, 429, 'a budget that its controller has not seen lets nobody go');
  await status(server, `${BUDGETS}/w`, { observedGeneration: 2, disruptionsAllowed: 2, currentHealthy: 5, desiredHealthy: 3, expectedPods: 5 });
  const codes = (await Promise.all(names.map(evict))).map((each) => each.code);
  assert.deepEqual([codes.filter((code) => code === 201).length, codes.filter((code) => code === 429).length], [2, 3]);
  const left = (await ask(server, 'GET', `${NAMESPACE}/pods`)).body.items as readonly unknown[];
  assert.equal(left.length, 3);
  const charged = (await ask(server, 'GET', `${BUDGETS}/w`)).body.status as {
    readonly conditions: readonly { readonly observedGeneration: number }[];
  };
  assert.equal(charged.conditions[0]?.observedGeneration, 2, "that of the status, not the budget's own");
});

test('what needs a node says what is missing', async () => {
  await using server = await withPods('a');
  const log = await server.fetch(`${NAMESPACE}/pods/a/log`);
  assert.equal(log.status, 204);
  const message = async (method: string, path: string): Promise<unknown> => (await ask(server, method, `${NAMESPACE}/${path}`)).body.message;
  assert.equal(await message('GET', 'pods/a/log?container=z'), 'container z is not valid for pod a');
  assert.equal(await message('POST', 'pods/a/exec?command=ls'), 'pod a does not have a host assigned');
  assert.equal(await message('GET', 'pods/a/proxy/healthz'), 'address not allowed');
  assert.equal(await message('GET', 'services/none/proxy/'), 'services "none" not found');
});

test('a WebSocket comes as GET, and needs the permission to create all the same', async () => {
  await using server = await startTestServer({ tokenFile: 'R,reader,1\nW,writer,2\n' });
  const grant = async (name: string, verbs: readonly string[]): Promise<void> => {
    const rules = [{ apiGroups: [''], resources: ['pods/exec', 'pods/attach', 'pods/portforward'], verbs }];
    await ask(server, 'POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', { metadata: { name }, rules });
    await ask(server, 'POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'User', name }],
    });
  };
  await grant('reader', ['get']);
  await grant('writer', ['get', 'create']);
  const message = async (token: string, path: string): Promise<string> => {
    const response = await server.fetch(`${NAMESPACE}/pods/a/${path}`, { headers: { authorization: `Bearer ${token}` } });
    return ((await response.json()) as { readonly message: string }).message;
  };
  for (const path of ['exec?command=ls', 'attach', 'portforward']) {
    const refused = await message('R', path);
    assert.match(refused, /^pods "a" is forbidden: /);
    assert.doesNotMatch(refused, /cannot get/);
    assert.equal(await message('W', path), 'pods "a" not found');
  }
  assert.equal(await message('W', 'portforward?ports=x'), 'strconv.ParseInt: parsing "x": invalid syntax');
});

test('component statuses say that the store is well', async () => {
  await using server = await startTestServer();
  const { body } = await ask(server, 'GET', '/api/v1/componentstatuses/etcd-0');
  assert.deepEqual(body.conditions, [{ type: 'Healthy', status: 'True', message: 'ok' }]);
});
