/**
 * Real clients' HTTP/2 against ours, on a server that now and then asks them to come back on another connection (--goaway-chance): nobody notices.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Kubectl } from './kubectl.ts';
import { missing, programs, run, TestServer } from './processes.ts';

const PATIENCE_MS = 60_000;
const KIB = 1024;
const WATCHES = 30;

let server: TestServer;
before(async () => {
  server = new TestServer(['--goaway-chance=0.02']);
  await server.start();
});
after(() => server.remove());

test("Go's transport: bodies of all sizes both ways, crowds, slow readers, requests broken off", {
  skip: missing('clientGo', 'kubectl'),
}, async () => {
  await Kubectl.inNamespace(server, 'transfers');
  const { code, stdout, stderr } = await run(programs.clientGo ?? '', ['transfers', server.kubeconfig, 'transfers'], { patience: PATIENCE_MS });
  assert.equal(code, 0, stderr + stdout);
  assert.deepEqual(stdout.trim().split('\n'), ['sizes', 'too large', 'crowd', 'slow readers', 'broken off']);
});

test('kubectl writes and reads nearly a megabyte', { skip: missing('kubectl') }, async () => {
  const kubectl = await Kubectl.inNamespace(server, 'large');
  const large = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'large' }, data: { value: 'x'.repeat(900 * KIB) } };
  assert.equal(await kubectl.ok(['apply', '--server-side', '-f', '-'], { input: JSON.stringify(large) }), 'configmap/large serverside-applied\n');
  assert.deepEqual(JSON.parse(await kubectl.ok(['get', 'configmap', 'large', '-o', 'json'])).data, large.data);
});

test(`${WATCHES} kubectls watch, each sees its own object, and the server stops while they do`, { skip: missing('kubectl') }, async () => {
  const kubectl = await Kubectl.inNamespace(server, 'watched');
  const names = Array.from({ length: WATCHES }, (_, i) => `object-${i}`);
  const items = names.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }));
  await kubectl.ok(['create', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
  const watches = names.map((name) =>
    kubectl.start(['get', 'configmap', name, '--watch', '-o', 'jsonpath={.metadata.name} {.metadata.labels.seen};']),
  );
  try {
    await Promise.all(watches.map((watch, i) => watch.until(new RegExp(`${names[i]} ;`), PATIENCE_MS)));
    await kubectl.ok(['label', 'configmap', '--all', 'seen=yes']);
    await Promise.all(watches.map((watch, i) => watch.until(new RegExp(`${names[i]} yes;`), PATIENCE_MS)));
    assert.equal(await server.stop(), 0);
    await Promise.all(watches.map((watch) => watch.until(/\(ended\)/, PATIENCE_MS)));
  } finally {
    await Promise.all(watches.map((watch) => watch.stop()));
  }
});
