import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiError } from '../../machinery/status.ts';
import { RevisionCompacted, StoreUnavailable } from '../errors.ts';
import type { Store, WatchReceiver } from '../interface.ts';
import type { WatchItem } from '../resource-storage.ts';
import { configMap, listRequest, memory, PODS, pod, put, Recorder, remove, settle, watchRequest, world } from './storage.fixture.ts';
import { resourceStorageContract } from './storage.suite.ts';

resourceStorageContract('memory', memory);

const codeOf = (recorder: Recorder): number | undefined => (recorder.end?.error as ApiError | undefined)?.code;

test('all watchers of an event get the same item: it is encoded once', async () => {
  const here = await world();
  const { storage } = here;
  await put(here, configMap('a'));
  const recorders = Array.from({ length: 20 }, () => new Recorder());
  for (const [i, recorder] of recorders.entries())
    await storage.watch(watchRequest(i % 2 === 0 ? { namespace: 'n' } : { matches: () => true }), recorder);
  await settle();
  await put(here, configMap('a', { k: 'v' }));
  await Promise.all(recorders.map((recorder) => recorder.count(2)));
  assert.equal(new Set(recorders.map((recorder) => recorder.seen[0])).size, 1);
  assert.equal(new Set(recorders.map((recorder) => recorder.seen[1])).size, 1);
});

test('a watch on an indexed field sees objects come to and leave its value, and is not asked about others', async () => {
  const here = await world({ declaration: PODS });
  const { storage } = here;
  let asked = 0;
  const matches = (entry: { readonly fields: { readonly [field: string]: string } }): boolean => {
    asked++;
    return entry.fields['spec.nodeName'] === 'n1';
  };
  const recorder = new Recorder();
  await storage.watch(watchRequest({ matches, indexed: { field: 'spec.nodeName', value: 'n1' } }), recorder);
  await settle();
  await put(here, pod('p'));
  await put(here, pod('q', 'n2'));
  assert.equal(asked, 0);
  await put(here, pod('p', 'n1'));
  await put(here, pod('p', 'n2'));
  await recorder.count(2);
  assert.deepEqual(recorder.text, ['ADDED p', 'DELETED p']);
});

test('a list by an indexed field shows the same before, while and after the index is made', async () => {
  const here = await world({ declaration: PODS });
  for (let i = 0; i < 300; i++) await put(here, pod(`p${String(i).padStart(3, '0')}`, `n${i % 3}`));
  const matches = (entry: { readonly fields: { readonly [field: string]: string } }): boolean => entry.fields['spec.nodeName'] === 'n1';
  const byNode = async (limit = 0, continueToken = '') =>
    here.storage.list(listRequest({ namespace: '', matches, indexed: { field: 'spec.nodeName', value: 'n1' }, limit, continueToken }));
  const expected = async (): Promise<readonly string[]> =>
    (await here.storage.list(listRequest({ namespace: '', matches }))).entries.map((entry) => entry.name);
  const shown = async (): Promise<readonly string[]> => (await byNode()).entries.map((entry) => entry.name);
  const first = shown();
  await put(here, pod('p001', 'n2'));
  await put(here, pod('p000', 'n1'));
  await first;
  assert.deepEqual(await shown(), await expected());
  await settle(20);
  await put(here, pod('p004', 'n0'));
  await put(here, pod('p005', 'n1'));
  await remove(here, 'p007');
  await put(here, pod('p005', 'n1', 'm'));
  assert.deepEqual(await shown(), await expected());
  const page = await byNode(2);
  const next = await byNode(500, page.continueToken);
  assert.deepEqual(
    [...page.entries, ...next.entries].map((entry) => entry.name),
    await expected(),
  );
});

test('watches on one name and on all namespaces', async () => {
  const here = await world();
  const { storage } = here;
  const [one, everywhere, anywhere] = [new Recorder(), new Recorder(), new Recorder()];
  await storage.watch(watchRequest({ namespace: 'n', name: 'a', matches: (entry) => entry.name === 'a' }), one);
  await storage.watch(watchRequest(), everywhere);
  await storage.watch(watchRequest({ name: 'a', matches: (entry) => entry.name === 'a' }), anywhere);
  await settle();
  await put(here, configMap('a'));
  await put(here, configMap('b'));
  await put(here, configMap('a', {}, {}, 'm'));
  await everywhere.count(3);
  assert.deepEqual(one.text, ['ADDED a']);
  assert.deepEqual(anywhere.text, ['ADDED a', 'ADDED a']);
});

test('a watcher whose selector fails is ended with the error, the others go on', async () => {
  const here = await world();
  const { storage } = here;
  const [broken, fine] = [new Recorder(), new Recorder()];
  const matches = (): boolean => {
    throw new Error('broken');
  };
  await storage.watch(watchRequest({ matches }), broken);
  await storage.watch(watchRequest(), fine);
  await settle();
  await put(here, configMap('a'));
  await fine.count(1);
  assert.equal(broken.end?.error?.message, 'broken');
});

/** A store whose watches can be made to fail, as a network or a compaction does. */
function fragile(store: Store, receivers: Set<WatchReceiver>): Store {
  const proxy = Object.create(store) as { -readonly [K in keyof Store]: Store[K] };
  for (const method of ['get', 'list', 'put', 'delete', 'currentRevision', 'compact', 'requestProgress', 'check', 'close'] as const)
    Object.defineProperty(proxy, method, { value: (store[method] as (...args: never[]) => unknown).bind(store) });
  Object.defineProperty(proxy, 'deliversBeforeAcknowledging', { value: store.deliversBeforeAcknowledging });
  Object.defineProperty(proxy, 'watch', {
    value: (...[prefix, options, receiver]: Parameters<Store['watch']>) => {
      const watch = store.watch(prefix, options, receiver);
      const close = (): void => {
        receivers.delete(failing);
        watch.close();
      };
      const fail = (error: Error): void => {
        close();
        receiver.failed(error);
      };
      const failing: WatchReceiver = { ...receiver, failed: fail };
      receivers.add(failing);
      return { close };
    },
  });
  return proxy;
}

test('an outage of the store is waited out: watches go on without gap or duplicate', async () => {
  const receivers = new Set<WatchReceiver>();
  const here = await world({ wrap: (inner) => fragile(inner, receivers) });
  const { storage, store, clock } = here;
  const recorder = new Recorder();
  await storage.watch(watchRequest(), recorder);
  await settle();
  await put(here, configMap('a'));
  for (const receiver of [...receivers]) receiver.failed(new StoreUnavailable('gone for a while', { outcomeUnknown: false }));
  await store.put(here.key('b'), Buffer.from('{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"b","namespace":"n"}}'), 0);
  clock.advance(1_000);
  await recorder.count(2);
  await settle();
  assert.deepEqual(recorder.text, ['ADDED a', 'ADDED b']);
  assert.equal(recorder.end, undefined);
});

test('when the thread is lost the cache reads everything again and its watches are ended', async () => {
  const receivers = new Set<WatchReceiver>();
  const here = await world({ wrap: (inner) => fragile(inner, receivers) });
  const { storage, store } = here;
  const first = await put(here, configMap('a'));
  const recorder = new Recorder();
  await storage.watch(watchRequest(), recorder);
  await recorder.count(1);
  for (const receiver of [...receivers]) receiver.failed(new RevisionCompacted(1));
  await store.put(here.key('b'), Buffer.from('{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"b","namespace":"n"}}'), 0);
  assert.deepEqual(recorder.end, { error: undefined });
  await storage.ready();
  assert.equal((await storage.get(here.key('b'), ''))?.name, 'b');
  const again = new Recorder();
  await storage.watch(watchRequest({ resourceVersion: String(first) }), again);
  await again.untilEnd();
  assert.equal(codeOf(again), 410);
});

test('random writers, watchers that come and go, and compaction: every watcher sees each change after its start once, in order', async () => {
  let state = 11;
  const pick = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const here = await world();
  const { storage, store } = here;
  const history: { readonly revision: number; readonly text: string }[] = [];
  const watches: { readonly from: number; readonly recorder: Recorder; readonly close: () => void }[] = [];
  class Hesitant extends Recorder {
    override items(batch: readonly WatchItem[]): void | Promise<void> {
      void super.items(batch);
      return pick(3) === 0 ? settle(pick(4)) : undefined;
    }
  }
  const write = async (): Promise<void> => {
    const name = `o${pick(6)}`;
    await storage
      .update(here.key(name), {
        dryRun: false,
        transform: async (current) =>
          current !== undefined && pick(3) === 0
            ? { action: 'delete', object: current.object() }
            : { action: 'write', object: configMap(name, { n: String(pick(1e9)) }) },
      })
      .then(({ entry, action }) => history.push({ revision: entry.revision, text: `${action} ${name}` }));
  };
  for (let round = 0; round < 60; round++) {
    await Promise.all(Array.from({ length: 1 + pick(8) }, write));
    const from = history[pick(history.length)]?.revision ?? 0;
    const recorder = new Hesitant();
    const watching = await storage.watch(watchRequest({ resourceVersion: String(from) }), recorder);
    watches.push({ from, recorder, close: () => watching.close() });
    if (round % 20 === 10) await store.compact((await store.currentRevision()) - 5);
    if (pick(4) === 0) await settle();
  }
  await settle(50);
  const events = history.sort((a, b) => a.revision - b.revision);
  const words = new Map([
    ['ADDED', 'created'],
    ['MODIFIED', 'updated'],
    ['DELETED', 'deleted'],
  ]);
  for (const { from, recorder } of watches) {
    assert.equal(recorder.end, undefined);
    const seen = recorder.seen.map((item) => `${item.revision} ${words.get(item.type)} ${item.type === 'BOOKMARK' ? '' : item.entry.name}`);
    assert.deepEqual(
      seen,
      events.filter(({ revision }) => revision > from).map(({ revision, text }) => `${revision} ${text}`),
    );
  }
});
