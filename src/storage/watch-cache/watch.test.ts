import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiError } from '../../machinery/status.ts';
import { RevisionCompacted, StoreUnavailable } from '../errors.ts';
import type { Store, WatchReceiver } from '../interface.ts';
import type { WatchItem } from '../resource-storage.ts';
import { CONFIG_MAPS, configMap, keyOf, labelled, PODS, pod, put, Recorder, remove, settle, watchRequest, world } from './storage.fixture.ts';

const codeOf = (recorder: Recorder): number | undefined => (recorder.end?.error as ApiError | undefined)?.code;

for (const watchCache of [true, false]) {
  const kind = watchCache ? 'cached' : 'uncached';
  const declaration = { ...CONFIG_MAPS, watchCache };

  test(`${kind}: a watch without version begins with what there is, then goes on live`, async () => {
    const { storage } = await world(declaration);
    await put(storage, configMap('b'));
    await put(storage, configMap('a'));
    const recorder = new Recorder();
    await storage.watch(watchRequest({ namespace: 'n' }), recorder);
    await recorder.count(2);
    await settle();
    await put(storage, configMap('c'));
    await put(storage, configMap('c', { k: 'v' }));
    await put(storage, configMap('x', {}, {}, 'other'));
    const gone = await remove(storage, keyOf('c'));
    await recorder.count(5);
    assert.deepEqual(recorder.text, ['ADDED a', 'ADDED b', 'ADDED c', 'MODIFIED c', 'DELETED c']);
    const last = recorder.seen.at(-1);
    assert.equal(last?.revision, gone);
    assert.deepEqual(last?.type === 'DELETED' ? last.entry.object().data : undefined, { k: 'v' });
  });

  test(`${kind}: a watch from a version sees everything after it, once`, async () => {
    const { storage } = await world(declaration);
    const first = await put(storage, configMap('a'));
    await put(storage, configMap('b'));
    await put(storage, configMap('a', { k: 'v' }));
    const recorder = new Recorder();
    await storage.watch(watchRequest({ namespace: 'n', resourceVersion: String(first) }), recorder);
    await recorder.count(2);
    await put(storage, configMap('c'));
    await recorder.count(3);
    await settle();
    assert.deepEqual(recorder.text, ['ADDED b', 'MODIFIED a', 'ADDED c']);
  });

  test(`${kind}: objects enter and leave a selection; who leaves is shown as it was, at the version of the change`, async () => {
    const { storage } = await world(declaration);
    const start = await put(storage, configMap('a', { n: '0' }));
    const recorder = new Recorder();
    await storage.watch(watchRequest({ namespace: 'n', matches: labelled('on', 'yes'), resourceVersion: String(start) }), recorder);
    await settle();
    await put(storage, configMap('a', { n: '1' }, { on: 'yes' }));
    await put(storage, configMap('a', { n: '2' }, { on: 'yes' }));
    const left = await put(storage, configMap('a', { n: '3' }, { on: 'no' }));
    await put(storage, configMap('a', { n: '4' }, { on: 'no' }));
    await put(storage, configMap('a', { n: '5' }, { on: 'yes' }));
    await remove(storage, keyOf('a'));
    await recorder.count(5);
    await settle();
    assert.deepEqual(recorder.text, ['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED a', 'DELETED a']);
    const gone = recorder.seen[2];
    assert.equal(gone?.revision, left);
    assert.deepEqual(gone?.type === 'DELETED' ? gone.entry.object().data : undefined, { n: '2' });
  });

  test(`${kind}: streaming lists end their state with a bookmark`, async () => {
    const { storage } = await world(declaration);
    const revision = await put(storage, configMap('a'));
    const recorder = new Recorder();
    const options = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowBookmarks: true, namespace: 'n' } as const;
    await storage.watch(watchRequest(options), recorder);
    await recorder.count(2);
    assert.deepEqual(recorder.text, ['ADDED a', 'BOOKMARK end']);
    assert.equal(recorder.seen[1]?.revision, revision);
    const quiet = new Recorder();
    await storage.watch(watchRequest({ ...options, sendInitialEvents: false }), quiet);
    await settle();
    assert.deepEqual(quiet.text, []);
  });

  test(`${kind}: bookmarks come every minute and two seconds before the end, when allowed`, async () => {
    const { storage, clock } = await world(declaration);
    await put(storage, configMap('a'));
    const [asked, silent] = [new Recorder(), new Recorder()];
    const endsAt = clock.now() + 100_000;
    await storage.watch(watchRequest({ namespace: 'm', allowBookmarks: true, endsAt }), asked);
    await storage.watch(watchRequest({ namespace: 'm', endsAt }), silent);
    await settle();
    clock.advance(59_000);
    await settle();
    assert.deepEqual(asked.text, []);
    clock.advance(1_000);
    await asked.count(1);
    const revision = await put(storage, configMap('b'));
    clock.advance(38_000);
    await asked.count(2);
    assert.deepEqual(asked.text, ['BOOKMARK end', 'BOOKMARK']);
    assert.equal(asked.seen[1]?.revision, revision);
    assert.deepEqual(silent.text, []);
  });

  test(`${kind}: a watch from the future is silent until then`, async () => {
    const { storage } = await world(declaration);
    const revision = await put(storage, configMap('a'));
    const recorder = new Recorder();
    await storage.watch(watchRequest({ namespace: 'n', resourceVersion: String(revision + 2) }), recorder);
    await settle();
    for (const name of ['b', 'c', 'd']) await put(storage, configMap(name));
    await recorder.count(1);
    await settle();
    assert.deepEqual(recorder.text, ['ADDED d']);
  });

  test(`${kind}: a state from the future is an error event after three seconds; a garbled version is refused at once`, async () => {
    const { storage, clock } = await world(declaration);
    const recorder = new Recorder();
    const request = watchRequest({ resourceVersion: '999', sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' });
    const opened = storage.watch(request, recorder);
    await settle();
    clock.advance(3_000);
    await opened;
    await recorder.untilEnd();
    assert.equal(codeOf(recorder), 504);
    await assert.rejects(storage.watch(watchRequest({ resourceVersion: 'x' }), recorder), (error: unknown) => (error as ApiError).code === 500);
  });

  test(`${kind}: a watch from before the history is told so, never given a gap`, async () => {
    const { storage, store, clock } = await world(declaration);
    await put(storage, configMap('a'));
    await put(storage, configMap('b'));
    clock.advance(6 * 60_000);
    const last = await put(storage, configMap('c'));
    await store.compact(last);
    const recorder = new Recorder();
    await storage.watch(watchRequest({ namespace: 'n', resourceVersion: '1' }), recorder);
    await recorder.untilEnd();
    const error = recorder.end?.error as ApiError;
    assert.equal(error.code, 410);
    assert.match(error.message, watchCache ? /^too old resource version: 1 \(\d+\)$/ : /^The resourceVersion for the provided watch is too old\.$/);
  });

  test(`${kind}: closing the storage ends its watches cleanly`, async () => {
    const { storage } = await world(declaration);
    const recorder = new Recorder();
    await storage.watch(watchRequest(), recorder);
    await settle();
    await storage.close();
    assert.deepEqual(recorder.end, { error: undefined });
  });

  test(`${kind}: a slow consumer gets everything, in order, when it has time`, async () => {
    const { storage } = await world(declaration);
    const start = await put(storage, configMap('a'));
    let release: () => void = () => {};
    class Slow extends Recorder {
      override items(batch: readonly WatchItem[]): Promise<void> {
        void super.items(batch);
        return new Promise((resolve) => {
          release = resolve;
        });
      }
    }
    const recorder = new Slow();
    await storage.watch(watchRequest({ namespace: 'n', resourceVersion: String(start) }), recorder);
    await settle();
    await put(storage, configMap('b'));
    await settle();
    for (const name of ['c', 'd', 'e']) await put(storage, configMap(name));
    await settle();
    assert.deepEqual(recorder.text, ['ADDED b']);
    release();
    await recorder.count(4);
    release();
    await settle();
    await put(storage, configMap('f'));
    await recorder.count(5);
    assert.deepEqual(recorder.text, ['ADDED b', 'ADDED c', 'ADDED d', 'ADDED e', 'ADDED f']);
  });
}

test('all watchers of an event get the same item: it is encoded once', async () => {
  const { storage } = await world();
  await put(storage, configMap('a'));
  const recorders = Array.from({ length: 20 }, () => new Recorder());
  for (const [i, recorder] of recorders.entries())
    await storage.watch(watchRequest(i % 2 === 0 ? { namespace: 'n' } : { matches: () => true }), recorder);
  await settle();
  await put(storage, configMap('a', { k: 'v' }));
  await Promise.all(recorders.map((recorder) => recorder.count(2)));
  assert.equal(new Set(recorders.map((recorder) => recorder.seen[0])).size, 1);
  assert.equal(new Set(recorders.map((recorder) => recorder.seen[1])).size, 1);
});

test('a watch on an indexed field sees objects come to and leave its value, and is not asked about others', async () => {
  const { storage } = await world(PODS);
  let asked = 0;
  const matches = (entry: { readonly fields: { readonly [field: string]: string } }): boolean => {
    asked++;
    return entry.fields['spec.nodeName'] === 'n1';
  };
  const recorder = new Recorder();
  await storage.watch(watchRequest({ matches, indexed: { field: 'spec.nodeName', value: 'n1' } }), recorder);
  await settle();
  await put(storage, pod('p'));
  await put(storage, pod('q', 'n2'));
  assert.equal(asked, 0);
  await put(storage, pod('p', 'n1'));
  await put(storage, pod('p', 'n2'));
  await recorder.count(2);
  assert.deepEqual(recorder.text, ['ADDED p', 'DELETED p']);
});

test('watches on one name and on all namespaces', async () => {
  const { storage } = await world();
  const [one, everywhere, anywhere] = [new Recorder(), new Recorder(), new Recorder()];
  await storage.watch(watchRequest({ namespace: 'n', name: 'a', matches: (entry) => entry.name === 'a' }), one);
  await storage.watch(watchRequest(), everywhere);
  await storage.watch(watchRequest({ name: 'a', matches: (entry) => entry.name === 'a' }), anywhere);
  await settle();
  await put(storage, configMap('a'));
  await put(storage, configMap('b'));
  await put(storage, configMap('a', {}, {}, 'm'));
  await everywhere.count(3);
  assert.deepEqual(one.text, ['ADDED a']);
  assert.deepEqual(anywhere.text, ['ADDED a', 'ADDED a']);
});

test('a watcher whose selector fails is ended with the error, the others go on', async () => {
  const { storage } = await world();
  const [broken, fine] = [new Recorder(), new Recorder()];
  const matches = (): boolean => {
    throw new Error('broken');
  };
  await storage.watch(watchRequest({ matches }), broken);
  await storage.watch(watchRequest(), fine);
  await settle();
  await put(storage, configMap('a'));
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
  const { storage, store, clock } = await world(CONFIG_MAPS, (inner) => fragile(inner, receivers));
  const recorder = new Recorder();
  await storage.watch(watchRequest(), recorder);
  await settle();
  await put(storage, configMap('a'));
  for (const receiver of [...receivers]) receiver.failed(new StoreUnavailable('gone for a while', { outcomeUnknown: false }));
  await store.put(keyOf('b'), Buffer.from('{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"b","namespace":"n"}}'), 0);
  clock.advance(1_000);
  await recorder.count(2);
  await settle();
  assert.deepEqual(recorder.text, ['ADDED a', 'ADDED b']);
  assert.equal(recorder.end, undefined);
});

test('when the thread is lost the cache reads everything again and its watches are ended', async () => {
  const receivers = new Set<WatchReceiver>();
  const { storage, store } = await world(CONFIG_MAPS, (inner) => fragile(inner, receivers));
  const first = await put(storage, configMap('a'));
  const recorder = new Recorder();
  await storage.watch(watchRequest(), recorder);
  await recorder.count(1);
  for (const receiver of [...receivers]) receiver.failed(new RevisionCompacted(1));
  await store.put(keyOf('b'), Buffer.from('{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"b","namespace":"n"}}'), 0);
  assert.deepEqual(recorder.end, { error: undefined });
  await storage.ready();
  assert.equal((await storage.get(keyOf('b'), ''))?.name, 'b');
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
  const { storage, store } = await world();
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
      .update(keyOf(name), {
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
