/** What a watch promises, proven over any store, with a watch cache and without. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiError } from '../../machinery/status.ts';
import type { WatchItem } from '../resource-storage.ts';
import { configMap, inWorld, labelled, put, Recorder, remove, settle, type WorldOptions, waitOut, watchRequest } from './storage.fixture.ts';

const codeOf = (recorder: Recorder): number | undefined => (recorder.end?.error as ApiError | undefined)?.code;

export function watchStorageContract(name: string, options: WorldOptions, watchCache: boolean): void {
  test(`${name}: a watch without version begins with what there is, then goes on live`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      await put(here, configMap('b'));
      await put(here, configMap('a'));
      const recorder = new Recorder();
      await storage.watch(watchRequest({ namespace: 'n' }), recorder);
      await recorder.count(2);
      await settle();
      await put(here, configMap('c'));
      await put(here, configMap('c', { k: 'v' }));
      await put(here, configMap('x', {}, {}, 'other'));
      const gone = await remove(here, 'c');
      await recorder.count(5);
      assert.deepEqual(recorder.text, ['ADDED a', 'ADDED b', 'ADDED c', 'MODIFIED c', 'DELETED c']);
      const last = recorder.seen.at(-1);
      assert.equal(last?.revision, gone);
      assert.deepEqual(last?.type === 'DELETED' ? last.entry.object().data : undefined, { k: 'v' });
    }));

  test(`${name}: a watch from a version sees everything after it, once`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      const first = await put(here, configMap('a'));
      await put(here, configMap('b'));
      await put(here, configMap('a', { k: 'v' }));
      const recorder = new Recorder();
      await storage.watch(watchRequest({ namespace: 'n', resourceVersion: String(first) }), recorder);
      await recorder.count(2);
      await put(here, configMap('c'));
      await recorder.count(3);
      await settle();
      assert.deepEqual(recorder.text, ['ADDED b', 'MODIFIED a', 'ADDED c']);
    }));

  test(`${name}: objects enter and leave a selection; who leaves is shown as it was, at the version of the change`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      const start = await put(here, configMap('a', { n: '0' }));
      const recorder = new Recorder();
      await storage.watch(watchRequest({ namespace: 'n', matches: labelled('on', 'yes'), resourceVersion: String(start) }), recorder);
      await settle();
      await put(here, configMap('a', { n: '1' }, { on: 'yes' }));
      await put(here, configMap('a', { n: '2' }, { on: 'yes' }));
      const left = await put(here, configMap('a', { n: '3' }, { on: 'no' }));
      await put(here, configMap('a', { n: '4' }, { on: 'no' }));
      await put(here, configMap('a', { n: '5' }, { on: 'yes' }));
      await remove(here, 'a');
      await recorder.count(5);
      await settle();
      assert.deepEqual(recorder.text, ['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED a', 'DELETED a']);
      const gone = recorder.seen[2];
      assert.equal(gone?.revision, left);
      assert.deepEqual(gone?.type === 'DELETED' ? gone.entry.object().data : undefined, { n: '2' });
    }));

  test(`${name}: streaming lists end their state with a bookmark`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      const revision = await put(here, configMap('a'));
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
    }));

  test(`${name}: bookmarks come every minute and two seconds before the end, when allowed`, () =>
    inWorld(options, async (here) => {
      const { storage, clock } = here;
      await put(here, configMap('a'));
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
      const revision = await put(here, configMap('b'));
      clock.advance(38_000);
      await asked.count(2);
      assert.deepEqual(asked.text, ['BOOKMARK', 'BOOKMARK']);
      assert.equal(asked.seen[1]?.revision, revision);
      assert.deepEqual(silent.text, []);
    }));

  test(`${name}: a watch from the future is silent until then`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      const revision = await put(here, configMap('a'));
      const recorder = new Recorder();
      await storage.watch(watchRequest({ namespace: 'n', resourceVersion: String(revision + 2) }), recorder);
      await settle();
      for (const name of ['b', 'c', 'd']) await put(here, configMap(name));
      await recorder.count(1);
      await settle();
      assert.deepEqual(recorder.text, ['ADDED d']);
    }));

  test(`${name}: a state from the future is an error event after three seconds; a garbled version is refused at once`, () =>
    inWorld(options, async (here) => {
      const { storage, clock } = here;
      const future = String((await put(here, configMap('a'))) + 1_000_000);
      const recorder = new Recorder();
      await waitOut(
        clock,
        storage.watch(watchRequest({ resourceVersion: future, sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' }), recorder),
      );
      await recorder.untilEnd();
      assert.equal(codeOf(recorder), 504);
      await assert.rejects(storage.watch(watchRequest({ resourceVersion: 'x' }), recorder), (error: unknown) => (error as ApiError).code === 500);
    }));

  test(`${name}: a watch from before the history is told so, never given a gap`, () =>
    inWorld(options, async (here) => {
      const { storage, store, clock } = here;
      await put(here, configMap('a'));
      await put(here, configMap('b'));
      clock.advance(6 * 60_000);
      const last = await put(here, configMap('c'));
      await store.compact(last);
      const recorder = new Recorder();
      await storage.watch(watchRequest({ namespace: 'n', resourceVersion: '1' }), recorder);
      await recorder.untilEnd();
      const error = recorder.end?.error as ApiError;
      assert.equal(error.code, 410);
      assert.match(error.message, watchCache ? /^too old resource version: 1 \(\d+\)$/ : /^The resourceVersion for the provided watch is too old\.$/);
    }));

  test(`${name}: closing the storage ends its watches cleanly`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      const recorder = new Recorder();
      await storage.watch(watchRequest(), recorder);
      await settle();
      await storage.close();
      assert.deepEqual(recorder.end, { error: undefined });
    }));

  test(`${name}: a slow consumer gets everything, in order, when it has time`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      const start = await put(here, configMap('a'));
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
      await put(here, configMap('b'));
      await settle();
      for (const name of ['c', 'd', 'e']) await put(here, configMap(name));
      await settle();
      assert.deepEqual(recorder.text, ['ADDED b']);
      release();
      await recorder.count(4);
      release();
      await settle();
      await put(here, configMap('f'));
      await recorder.count(5);
      assert.deepEqual(recorder.text, ['ADDED b', 'ADDED c', 'ADDED d', 'ADDED e', 'ADDED f']);
    }));
}
