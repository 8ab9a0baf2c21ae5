/** Copies of a cluster: complete or refused, and one that was interrupted goes on where it stopped. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import type { Store } from '../interface.ts';
import { openMemoryStore } from '../memory/memory-store.ts';
import { type CopyOptions, type CopyResult, copyInto } from './copy.ts';
import { readDump, writeDump } from './dump.ts';
import type { Scope } from './scope.ts';
import { storeSource } from './source.ts';

const PREFIX = '/registry/';
const MANY = 1234;

async function filled(count: number, prefix = PREFIX): Promise<Store> {
  const store = openMemoryStore({ clock: new ManualClock() });
  for (let i = 0; i < count; i++) await store.put(`${prefix}pods/n/${i === 7 ? 'é😀' : i}`, Buffer.from(`k8s\0${i}`), 0);
  return store;
}

async function contents(store: Store, prefix = PREFIX): Promise<readonly string[]> {
  return (await store.list(prefix)).items.map(({ key, value }) => `${key.slice(prefix.length)}=${Buffer.from(value).toString()}`);
}

async function copy(from: Store, target: Store, more: Partial<CopyOptions> = {}): Promise<CopyResult> {
  const source = await storeSource(from, PREFIX, 'test');
  return copyInto({ source, target, prefix: PREFIX, replace: false, lifetime: () => undefined, progress: () => {}, ...more });
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'coxswain-transfer-'));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('everything arrives, under the prefix of the target, and is counted', async () => {
  const from = await filled(MANY);
  const target = await filled(0);
  const seen: number[] = [];
  const result = await copy(from, target, { prefix: '/other/', progress: (done, total) => void seen.push(done, total) });
  assert.deepEqual(result, { total: MANY, written: MANY, removed: 0 });
  assert.deepEqual(await contents(target, '/other/'), await contents(from));
  assert.deepEqual(seen.slice(-2), [MANY, MANY]);
});

test('a second run finds everything there; one that was interrupted goes on', async () => {
  const from = await filled(MANY);
  const target = await filled(0);
  let left = 500;
  const failing: Store = {
    ...bound(target),
    put: (...args) => (left-- > 0 ? target.put(...args) : Promise.reject(new Error('interrupted'))),
  };
  await assert.rejects(copy(from, failing), { message: 'interrupted' });
  const there = (await contents(target)).length;
  assert.ok(there >= 500 && there < MANY);
  assert.deepEqual(await copy(from, target), { total: MANY, written: MANY - there, removed: 0 });
  assert.deepEqual(await copy(from, target), { total: MANY, written: 0, removed: 0 });
});

/** A store's methods as own members. */
function bound(store: Store): Store {
  return {
    get: (key) => store.get(key),
    list: (prefix, options) => store.list(prefix, options),
    put: (...args) => store.put(...args),
    delete: (key, expected) => store.delete(key, expected),
    watch: (...args) => store.watch(...args),
    currentRevision: () => store.currentRevision(),
    requestProgress: () => store.requestProgress(),
    compact: (revision) => store.compact(revision),
    compactedRevision: store.compactedRevision,
    check: () => store.check(),
    deliversBeforeAcknowledging: true,
    close: () => store.close(),
  };
}

test('a target that holds something else is refused before anything is written, or made equal', async () => {
  const from = await filled(3);
  for (const [key, why] of [
    ['pods/n/0', 'and the source has it with other contents'],
    ['zoo/x', 'which the source does not have'],
  ]) {
    const target = await filled(0);
    await target.put(`${PREFIX}${key}`, Buffer.from('other'), 0);
    await assert.rejects(copy(from, target), {
      message: `the target is not empty: it holds ${PREFIX}${key}, ${why}; use --replace to make it a copy nevertheless`,
    });
    assert.equal((await contents(target)).length, 1);
    await copy(from, target, { replace: true });
    assert.deepEqual(await contents(target), await contents(from));
  }
});

test('what servers say of themselves stays where it is', async () => {
  const from = await filled(2);
  await from.put(`${PREFIX}masterleases/10.0.0.1`, Buffer.from('x'), 0);
  const target = await filled(0);
  await target.put(`${PREFIX}masterleases/10.0.0.2`, Buffer.from('y'), 0);
  assert.equal((await copy(from, target)).total, 2);
  assert.equal((await target.list(`${PREFIX}masterleases/`)).items[0]?.key, `${PREFIX}masterleases/10.0.0.2`);
});

test('a dump is for its owner only, and carries everything', () =>
  inFolder(async (folder) => {
    const from = await filled(MANY);
    const file = path.join(folder, 'dump');
    assert.deepEqual(await writeDump(await storeSource(from, PREFIX, 'test'), file, () => {}), { total: MANY, kept: 0 });
    assert.equal(statSync(file).mode & 0o777, 0o600);
    await assert.rejects(
      writeDump(await storeSource(from, PREFIX, 'test'), file, () => {}),
      { message: `${file} exists already` },
    );
    const target = await filled(0);
    await copy(from, target, { source: await readDump(file) });
    assert.deepEqual(await contents(target), await contents(from));
  }));

test('a dump that was interrupted goes on behind its last sound record; of another state it begins anew', () =>
  inFolder(async (folder) => {
    const from = await filled(MANY);
    const file = path.join(folder, 'dump');
    await writeDump(await storeSource(from, PREFIX, 'test'), file, () => {});
    const whole = readFileSync(file);
    rmSync(file);
    writeFileSync(`${file}.partial`, whole.subarray(0, whole.length - 1000));
    const { kept } = await writeDump(await storeSource(from, PREFIX, 'test'), file, () => {});
    assert.ok(kept > MANY / 2 && kept < MANY, `${kept} records were kept`);
    assert.deepEqual(readFileSync(file), whole);
    rmSync(file);
    writeFileSync(`${file}.partial`, whole.subarray(0, 5000));
    await from.put(`${PREFIX}pods/n/new`, Buffer.from('x'), 0);
    assert.equal((await writeDump(await storeSource(from, PREFIX, 'test'), file, () => {})).kept, 0);
  }));

test('a damaged dump is told, not read', () =>
  inFolder(async (folder) => {
    const from = await filled(50);
    const file = path.join(folder, 'dump');
    await writeDump(await storeSource(from, PREFIX, 'test'), file, () => {});
    const whole = readFileSync(file);
    const read = async (): Promise<number> => {
      let count = 0;
      for await (const page of (await readDump(file)).items('')) count += page.length;
      return count;
    };
    assert.equal(await read(), 50);
    truncateSync(file, whole.length - 20);
    await assert.rejects(read(), { message: `${file} is damaged: it ends early` });
    const flipped = Buffer.from(whole);
    flipped[whole.length - 20] = (flipped[whole.length - 20] ?? 0) ^ 1;
    writeFileSync(file, flipped);
    await assert.rejects(read(), { message: `${file} is damaged: a checksum does not match` });
    writeFileSync(file, 'something else\n');
    await assert.rejects(readDump(file), { message: `${file} is no dump that this version can read` });
  }));

test('a cluster whose resources lie in two stores is copied part by part, there and back', async () => {
  const whole = await filled(700);
  for (let i = 0; i < 600; i++) await whole.put(`${PREFIX}events/n/${i}`, Buffer.from(`e${i}`), 0);
  await whole.put(`${PREFIX}ranges/x`, Buffer.from('r'), 0);
  await whole.put(`${PREFIX}services/specs/n/s`, Buffer.from('s'), 0);
  const [main, other] = [await filled(0), await filled(0)];
  // Left behind from before the events had a store of their own: servers do not see it, and neither do copies.
  await main.put(`${PREFIX}events/n/old`, Buffer.from('old'), 0);
  const apart = ['services/specs/', 'events/', 'ranges/'];
  const parts: readonly (readonly [Store, Scope])[] = [
    [main, { within: [''], without: apart }],
    [other, { within: apart, without: [] }],
  ];
  const move = async (from: Store, target: Store, scope: Scope): Promise<number> =>
    (await copy(from, target, { scope, source: await storeSource(from, PREFIX, 'test', scope) })).total;
  for (const [store, scope] of parts) await move(whole, store, scope);
  assert.equal((await contents(main)).length, 700 + 1);
  assert.equal((await contents(other)).length, 602);
  const back = await filled(0);
  assert.deepEqual(await Promise.all(parts.map(([store, scope]) => move(store, back, scope))), [700, 602]);
  assert.deepEqual(await contents(back), await contents(whole));
});
