/** A server without watch caches (--watch-cache=false): what depends on lists in memory must ask the store instead. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer } from '../../src/testing/index.ts';

const json = (method: string, body: object): RequestInit => ({ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('reads, watches and limits work as with caches, and the metrics count what is stored', async () => {
  await using server = await startTestServer({ watchCache: false, enableAdmissionPlugins: ['ResourceQuota'], objectCountPeriod: 5 });
  const namespace = '/api/v1/namespaces/default';
  const post = async (resource: string, body: object): Promise<number> => {
    const response = await server.fetch(`${namespace}/${resource}`, json('POST', body));
    await response.arrayBuffer();
    return response.status;
  };
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard: { secrets: '0' } } };
  assert.equal(await post('resourcequotas', quota), 201);
  const status = { ...quota, status: { hard: { secrets: '0' }, used: { secrets: '0' } } };
  await (await server.fetch(`${namespace}/resourcequotas/q/status`, json('PUT', status))).arrayBuffer();
  assert.equal(await post('secrets', { metadata: { name: 's' } }), 403, 'a quota that no cache knows is one all the same');
  const stopped = new AbortController();
  const watch = await server.fetch(`${namespace}/configmaps?watch=1`, { signal: stopped.signal });
  const reader = (watch.body as ReadableStream<Uint8Array>).getReader();
  assert.equal(await post('configmaps', { metadata: { name: 'c' } }), 201);
  assert.match(new TextDecoder().decode((await reader.read()).value), /"type":"ADDED".*"name":"c"/);
  stopped.abort();
  const counted = /^apiserver_resource_objects\{group="",resource="configmaps"\} (?!0$)/m;
  let text = '';
  for (let i = 0; i < 200 && !counted.test(text); i++) text = await (await server.fetch('/metrics')).text();
  assert.match(text, counted);
});
