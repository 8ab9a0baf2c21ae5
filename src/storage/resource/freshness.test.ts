/** A store whose events arrive late, as etcd's do: what the cache may answer before it has seen them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiError } from '../../machinery/status.ts';
import type { Revision, Store, StoreEvent, WatchReceiver } from '../interface.ts';
import type { UpdateOutcome } from '../resource-storage.ts';
import { configMap, listRequest, put, Recorder, settle, type World, watchRequest, world } from './storage.fixture.ts';

/** Holds events back until `release`, or until progress is asked for when `answersProgress`. */
class LateStore {
  answersProgress = true;
  questions = 0;
  reads = 0;
  #held: (() => void)[] = [];

  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const deliver of held) deliver();
  }

  wrap(store: Store): Store {
    return {
      deliversBeforeAcknowledging: false,
      get compactedRevision() {
        return store.compactedRevision;
      },
      get: (key) => {
        this.reads++;
        return store.get(key);
      },
      list: (prefix, options) => store.list(prefix, options),
      put: (key, value, expected) => store.put(key, value, expected),
      delete: (key, expected) => store.delete(key, expected),
      compact: (revision) => store.compact(revision),
      check: () => store.check(),
      close: () => store.close(),
      currentRevision: async () => {
        this.questions++;
        await settle(1);
        return store.currentRevision();
      },
      requestProgress: () => {
        if (!this.answersProgress) return;
        setImmediate(() => {
          this.release();
          void store.currentRevision().then((revision) => this.#progress(revision));
        });
      },
      watch: (prefix, options, receiver) => {
        this.#progress = (revision) => receiver.progress(revision);
        const late: WatchReceiver = { ...receiver, events: (batch: readonly StoreEvent[]) => void this.#held.push(() => receiver.events(batch)) };
        return store.watch(prefix, options, { events: late.events, progress: () => {}, failed: (error) => receiver.failed(error) });
      },
    };
  }

  #progress: (revision: Revision) => void = () => {};
}

async function lateWorld(): Promise<World & { readonly late: LateStore }> {
  const late = new LateStore();
  return { ...(await world({ wrap: (store) => late.wrap(store) })), late };
}

test('a list that asks for the most recent state waits until the cache has what was written before it came', async () => {
  const here = await lateWorld();
  const { storage } = here;
  await put(here, configMap('a'));
  assert.deepEqual(
    (await storage.list(listRequest({ resourceVersion: '0' }))).entries.map((entry) => entry.name),
    [],
  );
  const page = await storage.list(listRequest());
  assert.deepEqual(
    page.entries.map((entry) => entry.name),
    ['a'],
  );
});

test('many lists at once share one question to the store', async () => {
  const here = await lateWorld();
  const { storage, late } = here;
  await put(here, configMap('a'));
  late.questions = 0;
  const pages = await Promise.all(Array.from({ length: 50 }, () => storage.list(listRequest())));
  for (const page of pages) assert.equal(page.entries.length, 1);
  // The first asks for itself; all others came while it was asking and share the next answer.
  assert.ok(late.questions <= 2, String(late.questions));
});

test('when the cache does not catch up in time the store itself is listed', async () => {
  const here = await lateWorld();
  const { storage, clock, late } = here;
  late.answersProgress = false;
  await put(here, configMap('a'));
  const listing = storage.list(listRequest());
  await settle();
  clock.advance(3_000);
  assert.deepEqual(
    (await listing).entries.map((entry) => entry.name),
    ['a'],
  );
});

test('a get of the most recent state reads one key, and the cached entry is served when it is the same', async () => {
  const here = await lateWorld();
  const { storage, late } = here;
  await put(here, configMap('a', { k: '1' }));
  assert.deepEqual((await storage.get(here.key('a'), ''))?.object().data, { k: '1' });
  assert.equal(await storage.get(here.key('a'), '0'), undefined);
  late.release();
  assert.equal(await storage.get(here.key('a'), ''), await storage.get(here.key('a'), '0'));
});

test('an update begins with the cached entry, and a stale one costs a second try, not a lost update', async () => {
  const here = await lateWorld();
  const { storage, late } = here;
  await put(here, configMap('a', { n: '1' }));
  late.release();
  await put(here, configMap('a', { n: '2' }));
  const seen: (string | undefined)[] = [];
  const { entry } = await storage.update(here.key('a'), {
    dryRun: false,
    transform: async (current): Promise<UpdateOutcome> => {
      const n = (current?.object().data as { n: string } | undefined)?.n;
      seen.push(n);
      return { action: 'write', object: configMap('a', { n: `${n}+` }) };
    },
  });
  assert.deepEqual(seen, ['1', '2']);
  assert.deepEqual(entry.object().data, { n: '2+' });
});

test('an error or a no-op on a stale entry is tried once more on a fresh one', async () => {
  const here = await lateWorld();
  const { storage, late } = here;
  await put(here, configMap('a', { n: '1' }));
  late.release();
  await put(here, configMap('a', { n: '2' }));
  const refused = await storage.update(here.key('a'), {
    dryRun: false,
    transform: async (current): Promise<UpdateOutcome> => {
      if ((current?.object().data as { n: string } | undefined)?.n === '1') throw new Error('stale');
      return { action: 'write', object: configMap('a', { n: '3' }) };
    },
  });
  assert.equal(refused.action, 'updated');
  const noop = await storage.update(here.key('a'), {
    dryRun: false,
    transform: async () => ({ action: 'write', object: configMap('a', { n: '1' }) }),
  });
  assert.equal(noop.action, 'updated', 'equal to the stale entry, not to the stored one');
});

test('an error on a fresh entry is told after one look at the store', async () => {
  const here = await lateWorld();
  const { storage, late } = here;
  await put(here, configMap('a'));
  late.release();
  late.reads = 0;
  let calls = 0;
  const update = storage.update(here.key('a'), {
    dryRun: false,
    transform: async (): Promise<UpdateOutcome> => {
      calls++;
      throw new Error('no');
    },
  });
  await assert.rejects(update, /^Error: no$/);
  assert.deepEqual([calls, late.reads], [1, 1]);
});

test('a watch without version begins with the most recent state', async () => {
  const here = await lateWorld();
  const { storage } = here;
  await put(here, configMap('a'));
  const recorder = new Recorder();
  await storage.watch(watchRequest(), recorder);
  await recorder.count(1);
  await settle();
  assert.deepEqual(recorder.text, ['ADDED a']);
});

test('a version that the store will never have is a 504', async () => {
  const here = await lateWorld();
  const { storage, clock } = here;
  const refused = assert.rejects(storage.list(listRequest({ resourceVersion: '999' })), (error: unknown) => (error as ApiError).code === 504);
  await settle();
  clock.advance(3_000);
  await refused;
});
