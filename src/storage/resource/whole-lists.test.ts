import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configMap, listRequest, put, remove, world } from './storage.fixture.ts';

test('the same list is the same array until something changes', async () => {
  const here = await world();
  const { storage } = here;
  await put(here, configMap('a'));
  await put(here, configMap('b'));
  const all = await storage.list(listRequest({ namespace: '' }));
  const again = await storage.list(listRequest({ namespace: '', resourceVersion: '0' }));
  assert.equal(again.entries, all.entries);
  const namespaced = await storage.list(listRequest({ namespace: 'n' }));
  assert.notEqual(namespaced.entries, all.entries);
  assert.equal((await storage.list(listRequest({ namespace: 'n' }))).entries, namespaced.entries);
  await put(here, configMap('c'));
  assert.deepEqual(
    (await storage.list(listRequest())).entries.map((each) => each.name),
    ['a', 'b', 'c'],
  );
  await remove(here, 'a');
  const left = await storage.list(listRequest({ namespace: 'n' }));
  assert.deepEqual(
    left.entries.map((each) => each.name),
    ['b', 'c'],
  );
  assert.deepEqual(
    all.entries.map((each) => each.name),
    ['a', 'b'],
    'what was handed out before does not change',
  );
});

test('a page, or a selection, is nobody else’s list', async () => {
  const here = await world();
  const { storage } = here;
  await put(here, configMap('a'));
  await put(here, configMap('b'));
  await storage.list(listRequest());
  assert.equal((await storage.list(listRequest({ limit: 1 }))).entries.length, 1);
  assert.equal((await storage.list(listRequest({ matches: (entry) => entry.name === 'b' }))).entries.length, 1);
  assert.equal((await storage.list(listRequest({ name: 'b' }))).entries.length, 1);
  assert.equal((await storage.list(listRequest())).entries.length, 2);
});
