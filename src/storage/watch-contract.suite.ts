/** The part of the store's contract that concerns watches, compaction and expiry. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RevisionCompacted, StoreUnavailable } from './errors.ts';
import type { Store, StoreEvent } from './interface.ts';
import { Recorder } from './recorder.suite.ts';
import { bytes, type OpenSubject, text, withSubject } from './subject.suite.ts';

export function watchContract(name: string, open: OpenSubject): void {
  eventContract(name, open);
  resumeContract(name, open);
  compactionContract(name, open);
  expiryContract(name, open);
}

function eventContract(name: string, open: OpenSubject): void {
  test(`${name}: a watch tells every change once, in order, with what was there before`, () =>
    withSubject(open, async ({ store, root, keepsFingerprints }) => {
      const recorder = new Recorder();
      store.watch(root, { after: await store.currentRevision(), previous: true }, recorder);
      const created = await store.put(`${root}a`, bytes('1'), 0, { fingerprint: 5 });
      const updated = await store.put(`${root}a`, bytes('2'), created);
      const removed = await store.delete(`${root}a`, updated);
      const again = await store.put(`${root}a`, bytes('3'), 0);
      const seen = (await recorder.count(4)).map(summary);
      assert.deepEqual(seen, [
        ['put', `${root}a`, '1', created, true, undefined, undefined],
        ['put', `${root}a`, '2', updated, false, '1', created],
        ['delete', `${root}a`, '', removed, false, '2', updated],
        ['put', `${root}a`, '3', again, true, undefined, undefined],
      ]);
      assert.equal(recorder.all[0]?.fingerprint, keepsFingerprints ? 5 : undefined);
    }));

  test(`${name}: previous values are told only to those who ask`, () =>
    withSubject(open, async ({ store, root }) => {
      const recorder = new Recorder();
      const created = await store.put(`${root}a`, bytes('1'), 0);
      store.watch(root, { after: created }, recorder);
      await store.put(`${root}a`, bytes('2'), created);
      const [event] = await recorder.count(1);
      assert.equal(event?.previous, undefined);
    }));

  test(`${name}: a watch tells only of its prefix`, () =>
    withSubject(open, async ({ store, root }) => {
      const recorder = new Recorder();
      store.watch(`${root}p/`, { after: await store.currentRevision() }, recorder);
      for (const key of ['p', 'p0', 'o/a', 'p/a', 'q/a', 'p/b/c', '\uff5e']) {
        await store.put(root + key, bytes(key), 0);
      }
      await store.put(`${root}p/last`, bytes('end'), 0);
      assert.deepEqual(
        (await recorder.count(3)).map((event) => event.key),
        [`${root}p/a`, `${root}p/b/c`, `${root}p/last`],
      );
    }));

  test(`${name}: receivers are never called from within watch(), and not after close()`, () =>
    withSubject(open, async ({ store, root }) => {
      const before = await store.currentRevision();
      await store.put(`${root}a`, bytes('1'), 0);
      const closed = new Recorder();
      const kept = new Recorder();
      const watch = store.watch(root, { after: before }, closed);
      store.watch(root, { after: before }, kept);
      assert.deepEqual(closed.batches, []);
      watch.close();
      watch.close();
      await kept.count(1);
      assert.deepEqual(closed.batches, []);
      assert.equal(closed.failure, undefined);
    }));

  test(`${name}: a receiver that throws ends its own watch only`, () =>
    withSubject(open, async ({ store, root }) => {
      const after = await store.currentRevision();
      const good = new Recorder();
      let failure: Error | undefined;
      store.watch(
        root,
        { after },
        {
          events: () => {
            throw new Error('broken receiver');
          },
          progress: () => {},
          failed: (error) => {
            failure = error;
          },
        },
      );
      store.watch(root, { after }, good);
      const first = await store.put(`${root}a`, bytes('1'), 0);
      await store.put(`${root}a`, bytes('2'), first);
      await good.count(2);
      assert.match(String(failure), /broken receiver/);
    }));

  test(`${name}: progress is reported at or beyond the revision of the request, after the events before it`, () =>
    withSubject(open, async ({ store, root }) => {
      const recorder = new Recorder();
      store.watch(`${root}p/`, { after: await store.currentRevision() }, recorder);
      await store.put(`${root}p/a`, bytes('1'), 0);
      const current = await store.put(`${root}elsewhere`, bytes('1'), 0);
      store.requestProgress();
      await recorder.until(`progress ${current}`, () => (recorder.progressed.at(-1) ?? 0) >= current);
      assert.equal(recorder.all.length, 1);
    }));

  test(`${name}: where it promises so, a write is told before it is acknowledged`, () =>
    withSubject(open, async ({ store, root }) => {
      if (!store.deliversBeforeAcknowledging) {
        return;
      }
      const recorder = new Recorder();
      store.watch(root, { after: await store.currentRevision() }, recorder);
      store.requestProgress();
      await recorder.until('the watch to be live', () => recorder.progressed.length > 0);
      await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          const revision = await store.put(`${root}${index}`, bytes('x'), 0);
          assert.ok((recorder.all.at(-1)?.revision ?? 0) >= revision, 'acknowledged before it was told');
        }),
      );
    }));

  test(`${name}: closing the store ends its watches with an error`, () =>
    withSubject(open, async ({ store, root }) => {
      const recorder = new Recorder();
      store.watch(root, { after: await store.currentRevision() }, recorder);
      await store.close();
      assert.ok((await recorder.untilFailed()) instanceof StoreUnavailable);
    }));
}

function resumeContract(name: string, open: OpenSubject): void {
  test(`${name}: a watch from an old revision tells history, then what is new, without gap or duplicate`, () =>
    withSubject(open, async ({ store, root }) => {
      const start = await store.currentRevision();
      const total = 3000;
      const writes: Promise<number>[] = [];
      const recorders: Recorder[] = [];
      for (let index = 0; index < total; index++) {
        writes.push(store.put(`${root}${index}`, bytes(String(index)), 0));
        if (index % 500 === 499) {
          await Promise.all(writes);
          const recorder = new Recorder();
          recorders.push(recorder);
          store.watch(root, { after: start }, recorder);
        }
      }
      const revisions = (await Promise.all(writes)).toSorted((left, right) => left - right);
      assert.equal(new Set(revisions).size, total);
      for (const recorder of recorders) {
        const events = await recorder.count(total);
        assert.deepEqual(
          events.map((event) => event.revision),
          revisions,
        );
      }
    }));

  test(`${name}: a watch after revision R starts with the event behind R`, () =>
    withSubject(open, async ({ store, root }) => {
      const first = await store.put(`${root}a`, bytes('1'), 0);
      const second = await store.put(`${root}a`, bytes('2'), first);
      const third = await store.put(`${root}a`, bytes('3'), second);
      const recorder = new Recorder();
      store.watch(root, { after: second, previous: true }, recorder);
      assert.deepEqual((await recorder.count(1)).map(summary), [['put', `${root}a`, '3', third, false, '2', second]]);
    }));

  test(`${name}: a watch from a revision that has not come yet stays silent until then`, () =>
    withSubject(open, async ({ store, root }) => {
      let last = await store.put(`${root}a`, bytes('0'), 0);
      const future = last + 2;
      const recorder = new Recorder();
      store.watch(root, { after: future }, recorder);
      for (let round = 1; round <= 4; round++) {
        last = await store.put(`${root}a`, bytes(String(round)), last);
      }
      assert.deepEqual(
        (await recorder.count(2)).map((event) => event.revision),
        [future + 1, future + 2],
      );
    }));
}

function compactionContract(name: string, open: OpenSubject): void {
  test(`${name}: what was compacted can neither be listed nor watched, the rest can`, () =>
    withSubject(open, async ({ store, root }) => {
      const { first, kept, last } = await someHistory(store, root);
      await store.compact(kept);
      assert.ok(store.compactedRevision >= kept);
      await assert.rejects(store.list(root, { revision: first }), (error) => error instanceof RevisionCompacted && error.compacted === kept);
      const refused = new Recorder();
      store.watch(root, { after: first }, refused);
      assert.ok((await refused.untilFailed()) instanceof RevisionCompacted);
      assert.deepEqual(refused.batches, []);
      assert.deepEqual((await store.list(root, { revision: kept })).items.map(text), ['a2', 'b1']);
      const resumed = new Recorder();
      store.watch(root, { after: kept }, resumed);
      assert.deepEqual((await resumed.count(2)).map((event) => event.revision).at(-1), last);
    }));

  test(`${name}: compaction keeps every newest value, and open watches go on`, () =>
    withSubject(open, async ({ store, root }) => {
      const recorder = new Recorder();
      store.watch(root, { after: await store.currentRevision() }, recorder);
      const { last } = await someHistory(store, root);
      await recorder.count(5);
      await store.compact(last);
      await store.compact(last - 1).catch((error) => assert.ok(error instanceof RevisionCompacted));
      assert.deepEqual((await store.list(root)).items.map(text), ['a3']);
      await store.put(`${root}c`, bytes('c1'), 0);
      assert.equal((await recorder.count(6)).at(-1)?.key, `${root}c`);
      assert.equal(text(await store.get(`${root}a`)), 'a3');
    }));
}

function expiryContract(name: string, open: OpenSubject): void {
  test(`${name}: a key with a time to live goes by itself, as a delete with a revision of its own`, () =>
    withSubject(open, async ({ store, root, advance }) => {
      const recorder = new Recorder();
      store.watch(root, { after: await store.currentRevision(), previous: true }, recorder);
      const short = await store.put(`${root}short`, bytes('short'), 0, { ttlSeconds: 2 });
      const rewritten = await store.put(`${root}rewritten`, bytes('1'), 0, { ttlSeconds: 2 });
      const last = await store.put(`${root}rewritten`, bytes('2'), rewritten);
      advance?.(1000);
      assert.equal(text(await store.get(`${root}short`)), 'short');
      // Leases are shared, so a key may live a little longer than asked for.
      advance?.(120_000);
      const event = (await recorder.count(4))[3];
      assert.ok(event !== undefined && event.revision > last);
      assert.deepEqual(summary(event), ['delete', `${root}short`, '', event.revision, false, 'short', short]);
      assert.equal(await store.get(`${root}short`), undefined);
      assert.equal(text(await store.get(`${root}rewritten`)), '2');
    }));

  test(`${name}: a key that is written again with a new time to live gets the new time`, () =>
    withSubject(open, async ({ store, root, advance }) => {
      if (advance === undefined) {
        return;
      }
      const recorder = new Recorder();
      const first = await store.put(`${root}a`, bytes('1'), 0, { ttlSeconds: 10 });
      const second = await store.put(`${root}a`, bytes('2'), first, { ttlSeconds: 1000 });
      store.watch(root, { after: second }, recorder);
      advance(500_000);
      const other = await store.put(`${root}b`, bytes('1'), 0);
      assert.equal((await recorder.count(1))[0]?.revision, other);
      assert.equal(text(await store.get(`${root}a`)), '2');
      advance(600_000);
      assert.equal((await recorder.count(2))[1]?.type, 'delete');
    }));
}

/** a1, b1, a2, (b deleted), a3: `kept` is the revision of a2. */
async function someHistory(store: Store, root: string): Promise<{ first: number; kept: number; last: number }> {
  const first = await store.put(`${root}a`, bytes('a1'), 0);
  const b = await store.put(`${root}b`, bytes('b1'), 0);
  const kept = await store.put(`${root}a`, bytes('a2'), first);
  await store.delete(`${root}b`, b);
  const last = await store.put(`${root}a`, bytes('a3'), kept);
  return { first, kept, last };
}

type Summary = readonly [string, string, string, number, boolean, string | undefined, number | undefined];

function summary(event: StoreEvent): Summary {
  return [
    event.type,
    event.key,
    Buffer.from(event.value).toString('utf8'),
    event.revision,
    event.created,
    text(event.previous),
    event.previous?.revision,
  ];
}
