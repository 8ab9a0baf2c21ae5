import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { openEmbeddedStore } from '../../src/storage/embedded/embedded-store.ts';
import { RevisionConflict } from '../../src/storage/errors.ts';
import { startEtcd } from '../../src/storage/etcd/etcd-process.suite.ts';
import { openEtcdStore } from '../../src/storage/etcd/etcd-store.ts';
import type { Store } from '../../src/storage/interface.ts';
import { openMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { isLinearizable, type Operation } from './history-checker.ts';

const KEYS = 20;
const CLIENTS = 6;
const ROUNDS = 80;

test('the checker accepts what is in order and refuses stale reads and lost updates', () => {
  const write = (value: string, expected: string | undefined, called: number, answered: number): Operation => ({
    kind: 'write',
    value,
    expected,
    done: true,
    called,
    answered,
  });
  const read = (value: string | undefined, called: number, answered: number): Operation => ({ kind: 'read', value, called, answered });
  assert.ok(isLinearizable([write('1', undefined, 0, 3), read(undefined, 1, 2), read('1', 2, 4)]));
  assert.ok(!isLinearizable([write('1', undefined, 0, 1), read(undefined, 2, 3)]), 'a stale read');
  assert.ok(!isLinearizable([write('1', undefined, 0, 5), read('1', 1, 2), read(undefined, 3, 4)]), 'time goes back');
  assert.ok(!isLinearizable([write('1', undefined, 0, 5), write('2', undefined, 0, 5)]), 'two winners');
});

/** Clients read, list, write and delete at random; what each of them saw is checked key by key. */
async function checkStore(store: Store, seed: number): Promise<void> {
  let state = seed;
  const random = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const root = `/registry/linear-${seed}/`;
  const history = new Map<string, Operation[]>(Array.from({ length: KEYS }, (_, key) => [root + key, []]));
  const note = (key: string, operation: Operation): void => void history.get(key)?.push(operation);
  let time = 0;
  let values = 0;
  const client = async (): Promise<void> => {
    for (let round = 0; round < ROUNDS; round++) {
      const key = root + random(KEYS);
      const called = ++time;
      const action = random(10);
      if (action < 2) {
        const { items } = await store.list(root);
        const found = new Map(items.map((item) => [item.key, Buffer.from(item.value).toString()]));
        const answered = ++time;
        // One list is one read of every key; a sample keeps the search small.
        note(key, { kind: 'read', value: found.get(key), called, answered });
        continue;
      }
      const current = await store.get(key);
      const expected = current === undefined ? undefined : Buffer.from(current.value).toString();
      note(key, { kind: 'read', value: expected, called, answered: ++time });
      if (action < 9) {
        const value = action === 8 && current !== undefined ? undefined : String(++values);
        const start = ++time;
        const done = await attempt(store, key, value, current?.revision ?? 0);
        note(key, { kind: 'write', value, expected, done, called: start, answered: ++time });
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  for (const [key, operations] of history) {
    assert.ok(isLinearizable(operations), `${key}: ${JSON.stringify(operations)}`);
  }
}

async function attempt(store: Store, key: string, value: string | undefined, expected: number): Promise<boolean> {
  try {
    await (value === undefined ? store.delete(key, expected) : store.put(key, Buffer.from(value), expected));
    return true;
  } catch (error) {
    assert.ok(error instanceof RevisionConflict, String(error));
    return false;
  }
}

test('memory: reads, lists and writes of many clients are linearizable', async () => {
  const store = openMemoryStore({ clock: systemClock });
  await checkStore(store, 1);
  await store.close();
});

test('embedded: reads, lists and writes of many clients are linearizable', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'linear-'));
  const store = await openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
  for (let seed = 2; seed < 4; seed++) {
    await checkStore(store, seed);
  }
  await store.close();
  rmSync(folder, { recursive: true });
});

const binary = process.env.COXSWAIN_TEST_ETCD;
test('etcd: reads, lists and writes of many clients are linearizable', {
  skip: binary === undefined && 'COXSWAIN_TEST_ETCD is not set: NOT TESTED',
}, async () => {
  const etcd = await startEtcd(binary ?? '');
  const store = await openEtcdStore({ endpoints: [etcd.endpoint], clock: systemClock, log: silentLogger, compactionIntervalMs: 0 });
  try {
    await checkStore(store, 7);
  } finally {
    await store.close();
    await etcd.stop();
  }
});
