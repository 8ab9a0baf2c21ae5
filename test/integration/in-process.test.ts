/** The library: servers inside a program, without sockets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { startTestServer } from '../../src/testing/index.ts';

interface ConfigMap {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly resourceVersion: string };
  readonly data?: { readonly [key: string]: string };
}

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const configMap = (name: string, data: { [key: string]: string }): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }),
});

test('fetch answers without a socket, and what was written is read back', async () => {
  await using server = await startTestServer();
  const created = await server.fetch(CONFIG_MAPS, configMap('one', { a: '1' }));
  assert.equal(created.status, 201);
  const read = (await (await server.fetch(`${CONFIG_MAPS}/one`)).json()) as ConfigMap;
  assert.equal(read.kind, 'ConfigMap');
  assert.deepEqual(read.data, { a: '1' });
});

test('two servers in one process share nothing', async () => {
  await using first = await startTestServer();
  await using second = await startTestServer({ featureGates: { CBORServingAndStorage: true } });
  await first.fetch(CONFIG_MAPS, configMap('only-first', {}));
  assert.equal((await first.fetch(`${CONFIG_MAPS}/only-first`)).status, 200);
  assert.equal((await second.fetch(`${CONFIG_MAPS}/only-first`)).status, 404);
});

test('a watch streams events until it is cancelled', async () => {
  await using server = await startTestServer();
  const watch = await server.fetch(`${CONFIG_MAPS}?watch=true&resourceVersion=0`);
  assert.equal(watch.status, 200);
  const reader = (watch.body as ReadableStream<Uint8Array>).getReader();
  await server.fetch(CONFIG_MAPS, configMap('seen', { k: 'v' }));
  let text = '';
  while (!text.includes('\n')) {
    const { value, done } = await reader.read();
    assert.ok(!done, 'the watch goes on');
    text += new TextDecoder().decode(value);
  }
  const event = JSON.parse(text.slice(0, text.indexOf('\n'))) as { type: string; object: ConfigMap };
  assert.equal(event.type, 'ADDED');
  assert.equal(event.object.metadata.name, 'seen');
  await reader.cancel();
});

test('closing breaks off answers that nobody reads, long before their deadline', async () => {
  const server = await startTestServer();
  const big = configMap('big', { text: 'x'.repeat(900_000) });
  assert.equal((await server.fetch(CONFIG_MAPS, big)).status, 201);
  const unread = await server.fetch(CONFIG_MAPS, { headers: { accept: 'application/yaml' } });
  assert.equal(unread.status, 200);
  const started = performance.now();
  await server.close();
  assert.ok(performance.now() - started < 10_000, 'the deadline of a request is a minute');
  await assert.rejects(unread.text(), /closed before its answer was read/);
});

test('what a cluster needs exists from the first request on', async () => {
  await using server = await startTestServer({ serviceClusterIpRange: '10.96.0.0/16' });
  for (const path of [
    '/api/v1/namespaces/default',
    '/api/v1/namespaces/kube-system',
    '/api/v1/namespaces/kube-public',
    '/api/v1/namespaces/kube-node-lease',
    '/apis/scheduling.k8s.io/v1/priorityclasses/system-node-critical',
    '/apis/apiregistration.k8s.io/v1/apiservices/v1.apps',
  ]) {
    assert.equal((await server.fetch(path)).status, 200, path);
  }
  const service = (await (await server.fetch('/api/v1/namespaces/default/services/kubernetes')).json()) as { spec: { clusterIP: string } };
  assert.equal(service.spec.clusterIP, '10.96.0.1');
});

test('closing a server that nobody asks anything waits for no timer', async () => {
  const server = await startTestServer({ clock: new ManualClock() });
  await (await server.fetch('/version')).json();
  await server.close();
});
