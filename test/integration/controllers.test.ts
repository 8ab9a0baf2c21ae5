/** The controllers inside the server, seen from outside: what appears, goes and is counted by itself. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { type Server, startTestServer } from '../../src/testing/index.ts';
import { exists, type Item, send, until } from './until.ts';

const NAMESPACES = '/api/v1/namespaces';

async function withControllers(...controllers: readonly string[]): Promise<Server> {
  return startTestServer({ controllers: controllers.length === 0 ? ['*'] : controllers, rootCa: 'PEM' });
}

async function namespace(server: Server, name: string): Promise<string> {
  await send(server, 'POST', NAMESPACES, { metadata: { name } });
  return `${NAMESPACES}/${name}`;
}

function configMap(server: Server, place: string, name: string, metadata: object = {}): Promise<Item> {
  return send(server, 'POST', `${place}/configmaps`, { metadata: { name, ...metadata } });
}

function ownedBy(owner: Item, more: object = {}): object {
  return { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: owner.metadata.name, uid: owner.metadata.uid, ...more }] };
}

const named = (items: readonly Item[], name: string): Item | undefined => items.find((each) => each.metadata.name === name);
const isNamed =
  (...names: readonly string[]) =>
  (items: readonly Item[]) =>
    names.every((name) => named(items, name) !== undefined);
const lacks =
  (...names: readonly string[]) =>
  (items: readonly Item[]) =>
    names.every((name) => named(items, name) === undefined);

test('without being asked for none runs', async () => {
  await using server = await startTestServer();
  const place = await namespace(server, 'a');
  await send(server, 'DELETE', place);
  assert.equal((await send(server, 'GET', place)).status?.phase, 'Terminating');
});

test('every namespace gets its account and the authority, and gets them back', async () => {
  await using server = await withControllers();
  const place = await namespace(server, 'a');
  await until(server, `${place}/serviceaccounts`, isNamed('default'));
  await until(server, '/api/v1/namespaces/kube-system/serviceaccounts', isNamed('default'));
  const [authority] = await until(server, `${place}/configmaps`, isNamed('kube-root-ca.crt'));
  assert.deepEqual(authority?.data, { 'ca.crt': 'PEM' });
  assert.match(authority?.metadata.annotations?.['kubernetes.io/description'] ?? '', /^Contains a CA bundle/);
  assert.equal(authority?.metadata.managedFields?.[0]?.manager, 'kube-controller-manager');
  const account = await send(server, 'GET', `${place}/serviceaccounts/default`);
  await send(server, 'DELETE', `${place}/serviceaccounts/default`);
  await until(server, `${place}/serviceaccounts`, ([first]) => first !== undefined && first.metadata.uid !== account.metadata.uid);
  await send(server, 'PATCH', `${place}/configmaps/kube-root-ca.crt`, { data: { 'ca.crt': 'forged', more: 'x' } });
  await until(server, `${place}/configmaps`, ([first]) => first?.data?.['ca.crt'] === 'PEM' && first.data.more === undefined);
});

test('a deleted namespace goes with everything in it', async () => {
  await using server = await withControllers();
  const place = await namespace(server, 'a');
  for (let i = 0; i < 20; i++) await configMap(server, place, `c${i}`);
  await until(server, `${place}/serviceaccounts`, isNamed('default'));
  await send(server, 'POST', `${place}/pods`, { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } });
  await send(server, 'DELETE', place);
  await until(server, NAMESPACES, lacks('a'));
  assert.deepEqual(
    ((await send(server, 'GET', '/api/v1/configmaps')) as unknown as { items: Item[] }).items.filter((each) => each.metadata.namespace === 'a'),
    [],
  );
});

test('a namespace says what holds it up, pods before everything else, and goes when that is gone', async () => {
  await using server = await withControllers();
  const place = await namespace(server, 'a');
  await until(server, `${place}/serviceaccounts`, isNamed('default'));
  await configMap(server, place, 'free');
  await configMap(server, place, 'held', { finalizers: ['example.com/held'] });
  const pod = { metadata: { name: 'p', finalizers: ['example.com/pod'] }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  await send(server, 'POST', `${place}/pods`, pod);
  await send(server, 'DELETE', place);
  const message = (items: readonly Item[], type: string): string =>
    (named(items, 'a')?.status?.conditions as { type: string; message: string }[] | undefined)?.find((each) => each.type === type)?.message ?? '';
  await until(
    server,
    NAMESPACES,
    (items) => message(items, 'NamespaceContentRemaining') === 'Some resources are remaining: pods. has 1 resource instances',
  );
  assert.ok(await exists(server, `${place}/configmaps/free`), 'nothing else goes before the pods');
  await send(server, 'PATCH', `${place}/pods/p`, { metadata: { finalizers: null } });
  const text = 'Some content in the namespace has finalizers remaining: example.com/held in 1 resource instances';
  await until(server, NAMESPACES, (items) => message(items, 'NamespaceFinalizersRemaining') === text);
  assert.ok(!(await exists(server, `${place}/configmaps/free`)));
  await send(server, 'PATCH', `${place}/configmaps/held`, { metadata: { finalizers: null } });
  await until(server, NAMESPACES, lacks('a'));
});

test('dependents go after their owner', async () => {
  await using server = await withControllers('garbage-collector-controller');
  const place = await namespace(server, 'a');
  const owner = await configMap(server, place, 'owner');
  const child = await configMap(server, place, 'child', ownedBy(owner));
  await configMap(server, place, 'grandchild', ownedBy(child));
  await configMap(server, place, 'stranger');
  await send(server, 'DELETE', `${place}/configmaps/owner`);
  await until(server, `${place}/configmaps`, lacks('owner', 'child', 'grandchild'));
  assert.ok(await exists(server, `${place}/configmaps/stranger`));
});

test('in the foreground the owner waits for dependents that block it', async () => {
  await using server = await withControllers('garbage-collector-controller');
  const place = await namespace(server, 'a');
  const owner = await configMap(server, place, 'owner');
  await configMap(server, place, 'blocking', { ...ownedBy(owner, { blockOwnerDeletion: true }), finalizers: ['example.com/held'] });
  await configMap(server, place, 'free', ownedBy(owner));
  await send(server, 'DELETE', `${place}/configmaps/owner`, { propagationPolicy: 'Foreground' });
  await until(server, `${place}/configmaps`, (items) => named(items, 'blocking')?.metadata.deletionTimestamp !== undefined && lacks('free')(items));
  assert.deepEqual((await send(server, 'GET', `${place}/configmaps/owner`)).metadata.finalizers, ['foregroundDeletion']);
  await send(server, 'PATCH', `${place}/configmaps/blocking`, { metadata: { finalizers: null } });
  await until(server, `${place}/configmaps`, lacks('owner', 'blocking'));
});

test('orphaned dependents stay and forget their owner', async () => {
  await using server = await withControllers('garbage-collector-controller');
  const place = await namespace(server, 'a');
  const owner = await configMap(server, place, 'owner');
  await configMap(server, place, 'child', ownedBy(owner));
  await send(server, 'DELETE', `${place}/configmaps/owner`, { propagationPolicy: 'Orphan' });
  await until(server, `${place}/configmaps`, (items) => lacks('owner')(items) && named(items, 'child')?.metadata.ownerReferences === undefined);
  assert.ok(await exists(server, `${place}/configmaps/child`));
});

test('an object with one owner left stays, and forgets the other', async () => {
  await using server = await withControllers('garbage-collector-controller');
  const place = await namespace(server, 'a');
  const [one, two] = [await configMap(server, place, 'one'), await configMap(server, place, 'two')];
  const references = [ownedBy(one), ownedBy(two)].flatMap((each) => (each as { ownerReferences: object[] }).ownerReferences);
  await configMap(server, place, 'child', { ownerReferences: references });
  await send(server, 'DELETE', `${place}/configmaps/one`);
  await until(server, `${place}/configmaps`, (items) => named(items, 'child')?.metadata.ownerReferences?.length === 1);
});

test('an object whose owner never was, or is in another namespace, goes', async () => {
  await using server = await withControllers('garbage-collector-controller');
  const [a, b] = [await namespace(server, 'a'), await namespace(server, 'b')];
  const owner = await configMap(server, a, 'owner');
  await configMap(server, b, 'stray', ownedBy(owner));
  await configMap(server, a, 'lost', { ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name: 'no', uid: 'x' }] });
  await until(server, '/api/v1/configmaps', lacks('stray', 'lost'));
  assert.ok(await exists(server, `${a}/configmaps/owner`));
});

test('who names an owner in another namespace is told', async () => {
  await using server = await withControllers('garbage-collector-controller');
  const [a, b] = [await namespace(server, 'a'), await namespace(server, 'b')];
  const owner = await configMap(server, a, 'owner');
  await configMap(server, a, 'child', ownedBy(owner));
  await configMap(server, b, 'stray', ownedBy(owner));
  await until(server, `${b}/configmaps`, lacks('stray'));
  const [event] = (await until(server, `${b}/events`, ([first]) => first !== undefined)) as readonly (Item & { readonly message: string })[];
  assert.equal(event?.message, `ownerRef [v1/ConfigMap, namespace: b, name: owner, uid: ${owner.metadata.uid}] does not exist in namespace "b"`);
  assert.ok(await exists(server, `${a}/configmaps/child`));
});

test('a circle of objects that block each other goes', async () => {
  await using server = await withControllers('garbage-collector-controller');
  const place = await namespace(server, 'a');
  const a = await configMap(server, place, 'a');
  const b = await configMap(server, place, 'b', ownedBy(a, { blockOwnerDeletion: true }));
  await send(server, 'PATCH', `${place}/configmaps/a`, { metadata: ownedBy(b, { blockOwnerDeletion: true }) });
  await send(server, 'DELETE', `${place}/configmaps/a`, { propagationPolicy: 'Foreground' });
  await until(server, `${place}/configmaps`, lacks('a', 'b'));
});

test('a quota counts what is there when it is made, and gives back what goes', async () => {
  await using server = await withControllers('resourcequota-controller');
  const place = await namespace(server, 'a');
  await configMap(server, place, 'one');
  await send(server, 'POST', `${place}/resourcequotas`, { metadata: { name: 'q' }, spec: { hard: { configmaps: '2', 'count/secrets': '5' } } });
  const used = (items: readonly Item[]): string => JSON.stringify(items[0]?.status?.used);
  await until(server, `${place}/resourcequotas`, (items) => used(items) === '{"configmaps":"1","count/secrets":"0"}');
  await configMap(server, place, 'two');
  await assert.rejects(configMap(server, place, 'three'), /exceeded quota: q/);
  await send(server, 'DELETE', `${place}/configmaps/one`);
  const [quota] = await until(server, `${place}/resourcequotas`, (items) => used(items) === '{"configmaps":"1","count/secrets":"0"}');
  assert.deepEqual(quota?.status?.hard, { configmaps: '2', 'count/secrets': '5' });
  await configMap(server, place, 'three');
  await send(server, 'PATCH', `${place}/resourcequotas/q`, { spec: { hard: { configmaps: '7', 'count/secrets': null } } });
  await until(
    server,
    `${place}/resourcequotas`,
    (items) => JSON.stringify(items[0]?.status) === '{"hard":{"configmaps":"7"},"used":{"configmaps":"2"}}',
  );
});

test('a quota is never exceeded while many create and delete, and in the end it knows what is there', async () => {
  await using server = await withControllers('resourcequota-controller');
  const place = await namespace(server, 'a');
  await send(server, 'POST', `${place}/resourcequotas`, { metadata: { name: 'q' }, spec: { hard: { configmaps: '20' } } });
  const used = (items: readonly Item[]): string => (items[0]?.status?.used as { readonly configmaps?: string } | undefined)?.configmaps ?? '';
  await until(server, `${place}/resourcequotas`, (items) => used(items) === '0');
  const count = async (): Promise<number> => ((await send(server, 'GET', `${place}/configmaps`)) as unknown as { items: Item[] }).items.length;
  let most = 0;
  let made = 0;
  const churn = async (_: unknown, worker: number): Promise<void> => {
    for (let i = 0; i < 12; i++) {
      const name = `c${worker}-${i}`;
      const created = await configMap(server, place, name).catch((error: unknown) => assert.match(String(error), /exceeded quota/));
      if (created === undefined) continue;
      made++;
      most = Math.max(most, await count());
      if (i % 3 !== 0) await send(server, 'DELETE', `${place}/configmaps/${name}`);
    }
  };
  await Promise.all(Array.from({ length: 50 }, churn));
  assert.ok(most <= 20, `${most} at once`);
  assert.ok(made >= 20, `only ${made} were made`);
  const left = await count();
  await until(server, `${place}/resourcequotas`, (items) => used(items) === String(left));
});

test('every five minutes a quota is counted whatever it says', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({ controllers: ['resourcequota-controller'], clock });
  const place = await namespace(server, 'a');
  await configMap(server, place, 'one');
  await send(server, 'POST', `${place}/resourcequotas`, { metadata: { name: 'q' }, spec: { hard: { configmaps: '2' } } });
  const says = (used: string) => (items: readonly Item[]) => JSON.stringify(items[0]?.status?.used) === `{"configmaps":"${used}"}`;
  const [quota] = await until(server, `${place}/resourcequotas`, says('1'));
  await send(server, 'PUT', `${place}/resourcequotas/q/status`, { ...quota, status: { ...quota?.status, used: { configmaps: '0' } } });
  const counted = until(server, `${place}/resourcequotas`, says('1'));
  clock.advance(300_000);
  await counted;
});

test('what happened while no controller ran is made good when one does', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-test-'));
  const storage = { backend: 'embedded', folder } as const;
  try {
    {
      await using server = await startTestServer({ storage });
      const [a] = [await namespace(server, 'a'), await namespace(server, 'b')];
      const owner = await configMap(server, a, 'owner');
      await configMap(server, a, 'child', ownedBy(owner));
      await send(server, 'DELETE', `${a}/configmaps/owner`);
      const held = await configMap(server, a, 'held');
      await configMap(server, a, 'blocking', ownedBy(held, { blockOwnerDeletion: true }));
      await send(server, 'DELETE', `${a}/configmaps/held`, { propagationPolicy: 'Foreground' });
      const left = await configMap(server, a, 'left');
      await configMap(server, a, 'orphan', ownedBy(left));
      await send(server, 'DELETE', `${a}/configmaps/left`, { propagationPolicy: 'Orphan' });
      await send(server, 'DELETE', `${NAMESPACES}/b`);
    }
    await using server = await startTestServer({ storage, controllers: ['*'] });
    await until(server, NAMESPACES, lacks('b'));
    const items = await until(server, `${NAMESPACES}/a/configmaps`, lacks('child', 'held', 'blocking', 'left'));
    assert.equal(named(items, 'orphan')?.metadata.ownerReferences, undefined);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('two servers with controllers in one process do not know each other, and close at once', async () => {
  await using first = await withControllers();
  await using second = await withControllers();
  await namespace(first, 'only-first');
  await until(first, `${NAMESPACES}/only-first/serviceaccounts`, isNamed('default'));
  assert.equal(await exists(second, `${NAMESPACES}/only-first/serviceaccounts/default`), false);
});

test('a controller that does not exist keeps the server from starting', async () => {
  await assert.rejects(withControllers('coffee-controller'), { message: '"coffee-controller" is not in the list of known controllers' });
});
