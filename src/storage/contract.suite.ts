/**
 * The contract of a store as tests: what interface.ts promises, proven for any backend. Each test opens a store of its own, or its own corner
 * (`root`) of one that is shared, so it never relies on absolute revisions.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RevisionConflict, RevisionInFuture, StoreUnavailable } from './errors.ts';
import { bytes, type OpenSubject, text, withSubject } from './subject.suite.ts';
import { watchContract } from './watch-contract.suite.ts';

/** The whole contract. `name` starts the name of every test. */
export function storeContract(name: string, open: OpenSubject): void {
  writeContract(name, open);
  closeContract(name, open);
  listContract(name, open);
  keyContract(name, open);
  watchContract(name, open);
}

function writeContract(name: string, open: OpenSubject): void {
  test(`${name}: a key that was never written is absent`, () =>
    withSubject(open, async ({ store, root }) => {
      assert.equal(await store.get(`${root}none`), undefined);
    }));

  test(`${name}: an acknowledged write is read back byte for byte with its revision`, () =>
    withSubject(open, async ({ store, root, keepsFingerprints }) => {
      const value = Uint8Array.from({ length: 256 }, (_, index) => index);
      const revision = await store.put(`${root}a`, value, 0, { fingerprint: 0xfedcba98 });
      const stored = await store.get(`${root}a`);
      assert.deepEqual(Buffer.from(stored?.value ?? []), Buffer.from(value));
      assert.equal(stored?.revision, revision);
      assert.equal(stored?.key, `${root}a`);
      assert.equal(stored?.fingerprint, keepsFingerprints ? 0xfedcba98 : undefined);
      assert.ok((await store.currentRevision()) >= revision);
    }));

  test(`${name}: an empty value is a value`, () =>
    withSubject(open, async ({ store, root }) => {
      await store.put(`${root}empty`, new Uint8Array(0), 0);
      assert.equal((await store.get(`${root}empty`))?.value.length, 0);
      assert.equal((await store.list(root)).items.length, 1);
    }));

  test(`${name}: a value of a mebibyte survives`, () =>
    withSubject(open, async ({ store, root }) => {
      const value = Buffer.alloc(1024 * 1024, 'large');
      await store.put(`${root}large`, value, 0);
      assert.ok(value.equals((await store.get(`${root}large`))?.value ?? new Uint8Array(0)));
    }));

  test(`${name}: each write gets a greater revision, and the value carries the one of its last write`, () =>
    withSubject(open, async ({ store, root }) => {
      const created = await store.put(`${root}a`, bytes('1'), 0);
      const other = await store.put(`${root}b`, bytes('x'), 0);
      const updated = await store.put(`${root}a`, bytes('2'), created);
      assert.ok(created < other && other < updated);
      assert.equal((await store.get(`${root}a`))?.revision, updated);
      assert.equal((await store.get(`${root}b`))?.revision, other);
    }));

  test(`${name}: a conflict carries what is there and writes nothing`, () =>
    withSubject(open, async ({ store, root }) => {
      const key = `${root}a`;
      const created = await store.put(key, bytes('1'), 0);
      const current = await store.put(key, bytes('2'), created);
      for (const attempt of [() => store.put(key, bytes('3'), 0), () => store.put(key, bytes('3'), created), () => store.delete(key, created)]) {
        await assert.rejects(attempt, (error) => {
          assert.ok(error instanceof RevisionConflict, String(error));
          assert.equal(text(error.current), '2');
          assert.equal(error.current?.revision, current);
          return true;
        });
      }
      assert.equal(text(await store.get(key)), '2');
      assert.equal(await store.currentRevision(), current);
    }));

  test(`${name}: a conflict on an absent key carries nothing`, () =>
    withSubject(open, async ({ store, root }) => {
      const absent = (error: unknown): boolean => error instanceof RevisionConflict && error.current === undefined;
      await assert.rejects(store.put(`${root}a`, bytes('1'), 7), absent);
      await assert.rejects(store.delete(`${root}a`, 7), absent);
      await assert.rejects(store.delete(`${root}a`, 0), absent);
      assert.equal(await store.get(`${root}a`), undefined);
    }));

  test(`${name}: a deleted key is absent and can be made again`, () =>
    withSubject(open, async ({ store, root }) => {
      const created = await store.put(`${root}a`, bytes('1'), 0);
      const removed = await store.delete(`${root}a`, created);
      assert.ok(removed > created);
      assert.equal(await store.get(`${root}a`), undefined);
      assert.ok((await store.put(`${root}a`, bytes('2'), 0)) > removed);
      assert.equal(text(await store.get(`${root}a`)), '2');
    }));

  test(`${name}: of many writers with one expectation exactly one wins, and no increment is lost`, () =>
    withSubject(open, async ({ store, root }) => {
      const key = `${root}counter`;
      await store.put(key, bytes('0'), 0);
      const increment = async (): Promise<void> => {
        let current = await store.get(key);
        for (;;) {
          try {
            await store.put(key, bytes(String(Number(text(current)) + 1)), current?.revision ?? 0);
            return;
          } catch (error) {
            assert.ok(error instanceof RevisionConflict, String(error));
            current = error.current;
          }
        }
      };
      await Promise.all(Array.from({ length: 32 }, increment));
      assert.equal(text(await store.get(key)), '32');
    }));

  test(`${name}: writes in flight to one key see each other`, () =>
    withSubject(open, async ({ store, root }) => {
      const outcomes = await Promise.allSettled(Array.from({ length: 64 }, (_, writer) => store.put(`${root}a`, bytes(String(writer)), 0)));
      assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1);
      for (const outcome of outcomes) {
        assert.ok(outcome.status === 'fulfilled' || (outcome.reason instanceof RevisionConflict && outcome.reason.current !== undefined));
      }
    }));

  test(`${name}: a closed store refuses everything`, () =>
    withSubject(open, async ({ store, root }) => {
      await store.check();
      await store.put(`${root}a`, bytes('1'), 0);
      await store.close();
      const refused = (error: unknown): boolean => error instanceof StoreUnavailable;
      await assert.rejects(store.get(`${root}a`), refused);
      await assert.rejects(store.list(root), refused);
      await assert.rejects(store.put(`${root}b`, bytes('1'), 0), refused);
      await assert.rejects(store.check(), refused);
    }));
}

function closeContract(name: string, open: OpenSubject): void {
  test(`${name}: closing while much is under way settles all of it, and nothing is half done`, () =>
    withSubject(open, async ({ store, root }) => {
      await Promise.all(Array.from({ length: 600 }, (_, index) => store.put(`${root}${index}`, Buffer.alloc(200), 0)));
      const lists = Array.from({ length: 5 }, () => store.list(root));
      const writes = Array.from({ length: 50 }, (_, index) => store.put(`${root}late${index}`, bytes('x'), 0));
      const outcomes = Promise.allSettled([...lists, ...writes]);
      await store.close();
      for (const outcome of await outcomes) {
        assert.ok(outcome.status === 'fulfilled' || outcome.reason instanceof StoreUnavailable, String(outcome));
      }
    }));
}

function listContract(name: string, open: OpenSubject): void {
  test(`${name}: a list holds exactly what is under the prefix, in order, with its revision`, () =>
    withSubject(open, async ({ store, root }) => {
      const outside = [`${root}p`, `${root}p0`, `${root}o/x`, `${root}q/`];
      const inside = [`${root}p/a`, `${root}p/b/c`, `${root}p/b`, `${root}p/\u007f`];
      let last = 0;
      for (const key of [...inside, ...outside]) {
        last = await store.put(key, bytes(key), 0);
      }
      const result = await store.list(`${root}p/`);
      assert.deepEqual(
        result.items.map((item) => item.key),
        [`${root}p/a`, `${root}p/b`, `${root}p/b/c`, `${root}p/\u007f`],
      );
      assert.deepEqual(result.items.map(text), [`${root}p/a`, `${root}p/b`, `${root}p/b/c`, `${root}p/\u007f`]);
      assert.deepEqual({ count: result.count, more: result.more, revision: result.revision }, { count: 4, more: false, revision: last });
      assert.deepEqual(await store.list(`${root}nothing/`), { items: [], revision: last, more: false, count: 0 });
    }));

  test(`${name}: pages join to the whole list and tell how much is left`, () =>
    withSubject(open, async ({ store, root }) => {
      const keys = Array.from({ length: 25 }, (_, index) => `${root}${String(index).padStart(3, '0')}`);
      await Promise.all(keys.map((key) => store.put(key, bytes(key), 0)));
      const seen: string[] = [];
      let start = root;
      for (let left = 25; left > 0; left -= 10) {
        const page = await store.list(root, { limit: 10, start });
        assert.equal(page.count, left);
        assert.equal(page.more, left > 10);
        seen.push(...page.items.map((item) => item.key));
        start = `${page.items.at(-1)?.key}\0`;
      }
      assert.deepEqual(seen, keys);
      assert.deepEqual(await store.list(root, { limit: 10, start }).then((page) => [page.items.length, page.count, page.more]), [0, 0, false]);
      assert.equal((await store.list(root, { limit: 25 })).more, false);
    }));

  test(`${name}: keysOnly leaves out the values and nothing else`, () =>
    withSubject(open, async ({ store, root }) => {
      const revision = await store.put(`${root}a`, bytes('value'), 0);
      const [item] = (await store.list(root, { keysOnly: true })).items;
      assert.deepEqual([item?.key, item?.revision, item?.value.length], [`${root}a`, revision, 0]);
    }));

  test(`${name}: a list at an old revision shows the store as it was, page by page, whatever is written meanwhile`, () =>
    withSubject(open, async ({ store, root }) => {
      const put = (key: string, value: string, expected: number): Promise<number> => store.put(root + key, bytes(value), expected);
      const a = await put('a', 'a1', 0);
      const b = await put('b', 'b1', 0);
      const then = await put('c', 'c1', 0);
      const gone = await store.delete(`${root}a`, a);
      const b2 = await put('b', 'b2', b);
      await put('b', 'b3', b2);
      await put('bb', 'new', 0);
      await put('a', 'again', 0);
      const first = await store.list(root, { revision: then, limit: 2 });
      assert.deepEqual([first.items.map(text), first.count, first.more, first.revision], [['a1', 'b1'], 3, true, then]);
      const second = await store.list(root, { revision: then, limit: 2, start: `${root}b\0` });
      assert.deepEqual([second.items.map(text), second.count, second.more], [['c1'], 1, false]);
      assert.deepEqual((await store.list(root, { revision: gone })).items.map(text), ['b1', 'c1']);
      assert.deepEqual((await store.list(root, { revision: b2 })).items.map(text), ['b2', 'c1']);
      assert.deepEqual((await store.list(root)).items.map(text), ['again', 'b3', 'new', 'c1']);
      assert.deepEqual((await store.list(root, { revision: a - 1 })).items, []);
    }));

  test(`${name}: a list at a revision that has not come yet is refused and names the current one`, () =>
    withSubject(open, async ({ store, root }) => {
      const current = await store.put(`${root}a`, bytes('1'), 0);
      await assert.rejects(store.list(root, { revision: current + 1000 }), (error) => error instanceof RevisionInFuture && error.current === current);
      await assert.rejects(store.compact(current + 1000), (error) => error instanceof RevisionInFuture);
    }));

  test(`${name}: a long list is one moment of the store although others write`, () =>
    withSubject(open, async ({ store, root }) => {
      // Two keys at the two ends move together: left is always written first, so right never leads.
      let left = await store.put(`${root}a`, bytes('0'), 0);
      let right = await store.put(`${root}z`, bytes('0'), 0);
      await Promise.all(Array.from({ length: 500 }, (_, index) => store.put(`${root}m${index}`, Buffer.alloc(500), 0)));
      let writing = true;
      const writer = (async (): Promise<void> => {
        for (let round = 1; round <= 50; round++) {
          left = await store.put(`${root}a`, bytes(String(round)), left);
          right = await store.put(`${root}z`, bytes(String(round)), right);
        }
        writing = false;
      })();
      while (writing) {
        const { items } = await store.list(root);
        const difference = Number(text(items[0])) - Number(text(items.at(-1)));
        assert.ok(difference === 0 || difference === 1, `left is ${difference} ahead of right`);
      }
      await writer;
    }));
}

function keyContract(name: string, open: OpenSubject): void {
  test(`${name}: keys are ordered by their UTF-8 bytes`, () =>
    withSubject(open, async ({ store, root }) => {
      const keys = ['A', 'a', 'a ', 'a-b', 'a/b', 'a0', 'z', '\u00e9', '\u4e2d', '\uff5e', '\u{1f600}', '\u{1f600}a'].map((key) => root + key);
      for (const key of [...keys].reverse()) {
        await store.put(key, bytes(key), 0);
      }
      assert.deepEqual(
        (await store.list(root)).items.map((item) => item.key),
        keys,
      );
      assert.deepEqual(
        (await store.list(root, { start: `${root}\uff5e` })).items.map((item) => item.key),
        keys.slice(9),
      );
      assert.equal((await store.list(`${root}\u{1f600}`)).count, 2);
    }));

  test(`${name}: keys of any length keep their order, their values and their history`, () =>
    withSubject(open, async ({ store, root }) => {
      const base = root + 'k'.repeat(3000);
      const keys = [
        root + 'k'.repeat(1800),
        root + 'k'.repeat(1977 - root.length),
        root + 'k'.repeat(1978 - root.length),
        `${root}${'k'.repeat(2500)}`,
        `${base}`,
        `${base}a`,
        `${base}b${'x'.repeat(4000)}`,
        `${base}c`,
        `${root}l`,
      ];
      const recorded: string[] = [];
      for (const key of [...keys].reverse()) {
        await store.put(key, bytes(key), 0);
        recorded.push(key);
      }
      const before = await store.list(root);
      assert.deepEqual(
        before.items.map((item) => item.key),
        keys,
      );
      assert.equal(before.count, keys.length);
      const [, , , , , long] = before.items;
      assert.ok(long !== undefined && long.key === `${base}a`);
      await assert.rejects(store.put(long.key, bytes('x'), 0), RevisionConflict);
      const updated = await store.put(long.key, bytes('updated'), long.revision);
      assert.equal(text(await store.get(long.key)), 'updated');
      await store.delete(long.key, updated);
      assert.equal(await store.get(long.key), undefined);
      assert.deepEqual((await store.list(root, { revision: before.revision })).items.map(text), keys);
      assert.deepEqual(
        (await store.list(base)).items.map((item) => item.key),
        [base, keys[6], keys[7]],
      );
      const page = await store.list(root, { start: `${base}\0`, limit: 1 });
      assert.deepEqual([page.items[0]?.key, page.count, page.more], [keys[6], 3, true]);
    }));

  test(`${name}: keys like __proto__ are keys`, () =>
    withSubject(open, async ({ store, root }) => {
      for (const key of ['__proto__', 'constructor', 'toString']) {
        assert.equal(await store.get(root + key), undefined);
        await store.put(root + key, bytes(key), 0);
        assert.equal(text(await store.get(root + key)), key);
      }
    }));
}
