/** What requests leave in /metrics: upstream's names and labels, which dashboards and alerts look for. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Server, startTestServer } from '../../src/testing/index.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

let server: Server;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

/** The value of a series by its whole line up to the value; 0 for one that is not there. */
async function figure(series: string): Promise<number> {
  const text = await (await server.fetch('/metrics')).text();
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}

/** By how much series grow while `task` runs. */
async function growth(series: readonly string[], task: () => Promise<unknown>): Promise<number[]> {
  const before = await Promise.all(series.map(figure));
  await task();
  const now = await Promise.all(series.map(figure));
  return now.map((value, i) => value - (before[i] as number));
}

async function read(target: string, init?: RequestInit): Promise<number> {
  const response = await server.fetch(target, init);
  await response.arrayBuffer();
  return response.status;
}

const create = (name: string): Promise<number> =>
  read(CONFIG_MAPS, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }),
  });

const total = (verb: string, code: number, rest = 'scope="resource",subresource=""'): string =>
  `apiserver_request_total{code="${code}",component="apiserver",dry_run="",group="",resource="configmaps",${rest},verb="${verb}",version="v1"}`;

test('a request that reached its handler is counted, one that its route refused is not', async () => {
  const counted = await growth([total('POST', 201), total('GET', 200), total('GET', 404), total('GET', 406)], async () => {
    await create('a');
    await read(`${CONFIG_MAPS}/a`);
    await read(`${CONFIG_MAPS}/none`);
    assert.equal(await read(`${CONFIG_MAPS}/a`, { headers: { accept: 'text/html' } }), 406);
  });
  assert.deepEqual(counted, [1, 1, 1, 0]);
});

test('the watch cache counts events, lists, and how it was read', async () => {
  const place = 'group="",resource="configmaps"';
  const series = [
    `apiserver_watch_cache_events_received_total{${place}}`,
    'apiserver_cache_list_total{group="",index="",resource="configmaps"}',
    `apiserver_cache_list_returned_objects_total{${place}}`,
    'apiserver_watch_cache_consistent_read_total{fallback="false",group="",resource="configmaps",success="true"}',
    `apiserver_resource_objects{${place}}`,
    'apiserver_storage_objects{resource="configmaps"}',
  ];
  const counted = await growth(series, async () => {
    await create('b');
    await read(`${CONFIG_MAPS}?limit=1`);
    await read(`${CONFIG_MAPS}?resourceVersion=0&labelSelector=none`);
  });
  assert.deepEqual(counted, [1, 2, 1, 1, 1, 1]);
  assert.ok((await figure(`apiserver_watch_cache_resource_version{${place}}`)) > 0);
});

test('health checks are counted by their path, single checks and documents are not', async () => {
  const path = (subresource: string): string =>
    `apiserver_request_total{code="200",component="",dry_run="",group="",resource="",scope="",subresource="${subresource}",verb="GET",version=""}`;
  const counted = await growth([path('/livez'), path('/livez/ping'), path('openapi/v3'), path('/version')], async () => {
    for (const target of ['/livez', '/livez/ping', '/openapi/v3', '/version']) assert.equal(await read(target), 200);
  });
  assert.deepEqual(counted, [1, 0, 1, 0]);
});

test('features and versions are told', async () => {
  assert.equal(await figure('kubernetes_feature_enabled{name="AllAlpha",stage="ALPHA"}'), 0);
  assert.equal(await figure('version_info{binary="1.36.2",component="kube",emulation="1.36",min_compat="1.35"}'), 1);
});

test('steps in front of the handler, bodies, admission and own requests are measured under upstream names', async () => {
  const step = (filter: string): string => `apiserver_request_filter_duration_seconds_count{filter="${filter}"}`;
  const admission = (type: string): string =>
    `apiserver_admission_step_admission_duration_seconds_count{operation="CREATE",rejected="false",type="${type}"}`;
  const series = [
    'apiserver_request_body_size_bytes_count{group="",resource="configmaps",verb="create"}',
    'apiserver_selfrequest_total{resource="configmaps",subresource="",verb="POST"}',
    admission('admit'),
    admission('validate'),
  ];
  assert.deepEqual(await growth(series, () => create('measured')), [1, 1, 1, 1]);
  const [authentication = 0, authorization = 0] = await growth([step('authentication'), step('authorization')], () => create('another'));
  assert.ok(authentication > 0 && authorization > 0);
  assert.equal(await figure('apiserver_current_inqueue_requests{request_kind="mutating"}'), 0);
});

test('the embedded store tells how much disk it takes', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-size-'));
  try {
    await using embedded = await startTestServer({ storage: { backend: 'embedded', folder } });
    const text = await (await embedded.fetch('/metrics')).text();
    assert.ok(Number(/^apiserver_storage_size_bytes\{storage_cluster_id="etcd-0"\} (.+)$/m.exec(text)?.[1]) > 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a watch that begins with a list is measured until it has sent the list', async () => {
  const series = 'apiserver_watch_list_duration_seconds_count{group="",resource="configmaps",scope="namespace",version="v1"}';
  const query = 'watch=1&allowWatchBookmarks=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1';
  assert.deepEqual(await growth([series], () => read(`${CONFIG_MAPS}?${query}`)), [1]);
});

test('what an operator leaves out is gone, and counted', async () => {
  await using limited = await startTestServer({
    metricsLimits: { disabled: ['apiserver_request_total'], allowedLabelValues: new Map([['apiserver_response_sizes,verb', ['GET']]]) },
  });
  await (await limited.fetch('/api/v1/namespaces/default')).text();
  await (await limited.fetch('/api/v1/namespaces')).text();
  const text = await (await limited.fetch('/metrics')).text();
  assert.ok(!text.includes('\napiserver_request_total'));
  assert.match(text, /^apiserver_response_sizes_count\{.*verb="GET".*\} 1$/m);
  assert.match(text, /^apiserver_response_sizes_count\{.*verb="unexpected".*\} 1$/m);
  assert.match(text, /^disabled_metrics_total 1$/m);
  assert.match(text, /^registered_metrics_total\{deprecated_version="",stability_level="STABLE"\} \d+$/m);
});
