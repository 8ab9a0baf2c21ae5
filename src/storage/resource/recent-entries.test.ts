import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { openMemoryStore } from '../memory/memory-store.ts';
import type { ResourceStorage } from '../resource-storage.ts';
import { openResourceStorage } from './open-storage.ts';
import { CONFIG_MAPS, configMap } from './storage.fixture.ts';

const keyOf = (name: string): string => `/registry/configmaps/n/${name}`;

async function opened(): Promise<ResourceStorage> {
  const clock = new ManualClock();
  const storage = openResourceStorage({ store: openMemoryStore({ clock }), declaration: CONFIG_MAPS, clock, log: silentLogger });
  await storage.ready();
  return storage;
}

test('whoever reads what was just written gets the parts that were written, at the new revision', async () => {
  const storage = await opened();
  const object = configMap('a', { text: 'one' }, { l: 'm' });
  const entry = await storage.create(keyOf('a'), object, { dryRun: false });
  assert.equal(entry.object().data, object.data);
  assert.equal(entry.object().metadata.resourceVersion, String(entry.revision));
  assert.equal(object.metadata.resourceVersion, undefined);
});

test('what decoding would drop is not there for readers either', async () => {
  const storage = await opened();
  const entry = await storage.create(keyOf('a'), { ...configMap('a', {}), binaryData: {} } as KubeObject, { dryRun: false });
  assert.ok(!('data' in entry.object()) && !('binaryData' in entry.object()));
});

test('only the newest objects are held; older and big ones are decoded again', async () => {
  const storage = await opened();
  const big = configMap('big', { text: 'x'.repeat(20_000) }, { l: 'm' });
  const bigEntry = await storage.create(keyOf('big'), big, { dryRun: false });
  assert.notEqual(bigEntry.object().data, big.data);
  const first = configMap('first', { text: 'one' }, { l: 'm' });
  const entry = await storage.create(keyOf('first'), first, { dryRun: false });
  for (let i = 0; i < 64; i++) await storage.create(keyOf(`n${i}`), configMap(`n${i}`, { text: 'two' }), { dryRun: false });
  assert.notEqual(entry.object().data, first.data);
  assert.deepEqual(entry.object().data, first.data);
});
