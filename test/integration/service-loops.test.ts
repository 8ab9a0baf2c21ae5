/** What a server keeps in order by itself: addresses and ports of services, service `kubernetes`, its identity, the conditions of flow schemas. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { createServer, type Server } from '../../src/controlplane/server.ts';

interface Answer {
  readonly metadata: { readonly name: string; readonly uid: string; readonly managedFields?: readonly { readonly manager: string }[] };
  readonly [field: string]: unknown;
}

const MEMORY = { storage: { backend: 'memory' }, controllers: ['none'] } as const;
const SERVICES = '/api/v1/namespaces/default/services';
const ADDRESSES = '/apis/networking.k8s.io/v1/ipaddresses';
const SCHEMAS = '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas';

async function send(server: Server, method: string, path: string, object?: object): Promise<Answer> {
  const body = object === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) };
  const answer = await server.fetch(path, { method, ...body });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return (await answer.json()) as Answer;
}

/** The first event of a resource that `wanted` says yes to, from its present state on. */
async function until(server: Server, path: string, wanted: (type: string, object: Answer) => boolean): Promise<Answer> {
  const answer = await server.fetch(`${path}?watch=true&resourceVersion=0`);
  let text = '';
  const decoder = new TextDecoder();
  for await (const piece of answer.body as ReadableStream<Uint8Array>) {
    const lines = (text + decoder.decode(piece, { stream: true })).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: Answer };
      if (wanted(type, object)) return object;
    }
  }
  throw new Error(`the watch of ${path} ended`);
}

const service = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { ports: [{ port: 80 }], ...spec },
});

test('an address that somebody deleted comes back, held by its service', async () => {
  await using server = await createServer(MEMORY);
  const { spec } = (await send(server, 'POST', SERVICES, service('web'))) as unknown as { readonly spec: { readonly clusterIP: string } };
  const before = await send(server, 'GET', `${ADDRESSES}/${spec.clusterIP}`);
  await send(server, 'DELETE', `${ADDRESSES}/${spec.clusterIP}`);
  const after = await until(
    server,
    ADDRESSES,
    (type, { metadata }) => type === 'ADDED' && metadata.name === spec.clusterIP && metadata.uid !== before.metadata.uid,
  );
  assert.deepEqual(after.spec, { parentRef: { resource: 'services', namespace: 'default', name: 'web' } });
});

test('an address that no service holds goes, but not while its service may still be under way', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  await using server = await createServer({ ...MEMORY, clock });
  const labels = { 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io', 'ipaddress.kubernetes.io/ip-family': 'IPv4' };
  const parentRef = { resource: 'services', namespace: 'default', name: 'never-made' };
  const leaked = { apiVersion: 'networking.k8s.io/v1', kind: 'IPAddress', metadata: { name: '10.0.0.77', labels }, spec: { parentRef } };
  await send(server, 'POST', ADDRESSES, leaked);
  const gone = until(server, ADDRESSES, (type, { metadata }) => type === 'DELETED' && metadata.name === '10.0.0.77');
  for (let second = 0; second < 60; second += 10) await turn(clock, 10_000);
  await send(server, 'GET', `${ADDRESSES}/10.0.0.77`);
  for (let second = 0; second < 30; second += 10) await turn(clock, 10_000);
  await gone;
});

/** Lets time pass, and what is due then run. */
async function turn(clock: ManualClock, ms: number): Promise<void> {
  clock.advance(ms);
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}

test('service kubernetes and its endpoints are there, owned by the server, and come back', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  await using server = await createServer({ ...MEMORY, clock, advertiseAddress: '192.0.2.10' });
  const { metadata, subsets } = await send(server, 'GET', '/api/v1/namespaces/default/endpoints/kubernetes');
  assert.deepEqual(subsets, [{ addresses: [{ ip: '192.0.2.10' }], ports: [{ name: 'https', port: 443, protocol: 'TCP' }] }]);
  assert.deepEqual(
    metadata.managedFields?.map(({ manager }) => manager),
    ['kube-apiserver'],
  );
  const slice = await send(server, 'GET', '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes');
  assert.deepEqual(slice.endpoints, [{ addresses: ['192.0.2.10'], conditions: { ready: true } }]);
  const old = await send(server, 'DELETE', `${SERVICES}/kubernetes`);
  const back = until(
    server,
    SERVICES,
    (type, object) => type === 'ADDED' && object.metadata.uid !== old.metadata.uid && object.metadata.name === 'kubernetes',
  );
  await turn(clock, 11_000);
  assert.equal(((await back).spec as { readonly clusterIP: string }).clusterIP, '10.0.0.1');
});

test('a server on loopback publishes no endpoints, for nobody could reach them', async () => {
  await using server = await createServer({ ...MEMORY, advertiseAddress: '127.0.0.1' });
  assert.equal((await server.fetch('/api/v1/namespaces/default/endpoints/kubernetes')).status, 404);
  assert.equal((await server.fetch(`${SERVICES}/kubernetes`)).status, 200);
});

test('a cluster of two families gives a service one address of each, and takes the second one back', async () => {
  await using server = await createServer({ ...MEMORY, serviceClusterIpRange: '10.0.0.0/16,fd00:1::/112' });
  const specOf = (answer: Answer) => answer.spec as { readonly clusterIPs: readonly string[]; readonly ipFamilies: readonly string[] };
  const both = specOf(await send(server, 'POST', SERVICES, service('both', { ipFamilyPolicy: 'RequireDualStack' })));
  assert.deepEqual(both.ipFamilies, ['IPv4', 'IPv6']);
  const [first = '', second = ''] = both.clusterIPs;
  await send(server, 'GET', `${ADDRESSES}/${second}`);
  const headers = { 'content-type': 'application/merge-patch+json' };
  await server.fetch(`${SERVICES}/both`, { method: 'PATCH', headers, body: JSON.stringify({ spec: { ipFamilyPolicy: 'SingleStack' } }) });
  assert.deepEqual(specOf(await send(server, 'GET', `${SERVICES}/both`)).clusterIPs, [first]);
  assert.equal((await server.fetch(`${ADDRESSES}/${second}`)).status, 404);
});

test('node ports come from the range that was asked for', async () => {
  await using server = await createServer({ ...MEMORY, serviceNodePorts: { first: 40_000, size: 4 } });
  const taken = new Set<number>();
  for (let i = 0; i < 4; i++) {
    const { spec } = (await send(server, 'POST', SERVICES, service(`p${i}`, { type: 'NodePort' }))) as { readonly spec?: unknown };
    taken.add((spec as { readonly ports: readonly { readonly nodePort: number }[] }).ports[0]?.nodePort ?? 0);
  }
  assert.deepEqual([...taken].sort(), [40_000, 40_001, 40_002, 40_003]);
});

test('a flow schema says whether its priority level exists', async () => {
  await using server = await createServer(MEMORY);
  const spec = { priorityLevelConfiguration: { name: 'not-there' }, matchingPrecedence: 1234 };
  await send(server, 'POST', SCHEMAS, { apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema', metadata: { name: 'lost' }, spec });
  const dangling = ({ status }: Answer): string | undefined =>
    (status as { readonly conditions?: readonly { readonly status: string }[] } | undefined)?.conditions?.[0]?.status;
  await until(server, SCHEMAS, (_type, object) => object.metadata.name === 'lost' && dangling(object) === 'True');
  await send(server, 'POST', '/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations', {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    kind: 'PriorityLevelConfiguration',
    metadata: { name: 'not-there' },
    spec: { type: 'Limited', limited: { nominalConcurrencyShares: 1, limitResponse: { type: 'Reject' } } },
  });
  await until(server, SCHEMAS, (_type, object) => object.metadata.name === 'lost' && dangling(object) === 'False');
});

test('a flow schema of the cluster that somebody changed or deleted is itself again, unless it says that it is not to be updated', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  await using server = await createServer({ ...MEMORY, clock });
  const patch = async (name: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/merge-patch+json' };
    assert.equal((await server.fetch(`${SCHEMAS}/${name}`, { method: 'PATCH', headers, body: JSON.stringify(body) })).status, 200);
  };
  const precedence = async (name: string): Promise<number> =>
    ((await send(server, 'GET', `${SCHEMAS}/${name}`)).spec as { readonly matchingPrecedence: number }).matchingPrecedence;
  await patch('probes', { spec: { matchingPrecedence: 77 } });
  await patch('system-nodes', { spec: { matchingPrecedence: 78 }, metadata: { annotations: { 'apf.kubernetes.io/autoupdate-spec': 'false' } } });
  await send(server, 'DELETE', `${SCHEMAS}/service-accounts`);
  await turn(clock, 61_000);
  assert.deepEqual([await precedence('probes'), await precedence('system-nodes'), await precedence('service-accounts')], [2, 78, 9000]);
});

test('an extension server that is not there is shown in discovery, answers 503, and says why', async () => {
  await using server = await createServer(MEMORY);
  const path = '/apis/apiregistration.k8s.io/v1/apiservices';
  const spec = { group: 'far.example.com', version: 'v1', groupPriorityMinimum: 100, versionPriority: 10, service: { namespace: 'x', name: 'far' } };
  const metadata = { name: 'v1.far.example.com' };
  await send(server, 'POST', path, { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata, spec });
  const reason = ({ status }: Answer): string | undefined =>
    (status as { readonly conditions?: readonly { readonly reason: string }[] } | undefined)?.conditions?.[0]?.reason;
  await until(server, path, (_type, object) => object.metadata.name === metadata.name && reason(object) === 'ServiceNotFound');
  const group = (await (await server.fetch('/apis/far.example.com')).json()) as { readonly preferredVersion: { readonly groupVersion: string } };
  assert.equal(group.preferredVersion.groupVersion, 'far.example.com/v1');
  for (const refused of ['/apis/far.example.com/v1', '/apis/far.example.com/v1/namespaces/default/things/a']) {
    const answer = await server.fetch(refused);
    assert.deepEqual([answer.status, await answer.text()], [503, 'service unavailable\n']);
  }
  assert.equal((await server.fetch('/apis/far.example.com/v2')).status, 404);
  await send(server, 'DELETE', `${path}/${metadata.name}`);
  const gone = await turnsInto(404, () => server.fetch('/apis/far.example.com'));
  assert.equal(await gone.text(), '404 page not found\n');
});

/** Asks until the answer has this status: what happened is a few turns of the event loop away. */
async function turnsInto(status: number, ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await ask();
    if (answer.status === status) return answer;
    await answer.arrayBuffer();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
