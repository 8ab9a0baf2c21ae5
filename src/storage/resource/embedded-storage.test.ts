/** The contract of storage over the embedded store: real files, real flushes. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { silentLogger } from '../../base/log.ts';
import { openEmbeddedStore } from '../embedded/embedded-store.ts';
import { dataFile } from '../embedded/folder.ts';
import { openResourceStorage } from './open-storage.ts';
import { CONFIG_MAPS, listRequest } from './storage.fixture.ts';
import { resourceStorageContract } from './storage.suite.ts';

const folders: string[] = [];

after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

resourceStorageContract('embedded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'coxswain-storage-'));
  folders.push(folder);
  return { store: await openEmbeddedStore({ folder, clock: systemClock, log: silentLogger }), root: '/registry/', keepsFingerprints: true };
});

test('an object whose bytes were damaged on the disk is there and cannot be read: it never seems to be gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'coxswain-storage-'));
  folders.push(folder);
  const open = () => openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
  const prefix = CONFIG_MAPS.storagePrefix;
  const before = await open();
  for (const name of ['a', 'bad', 'c'])
    await before.put(`${prefix}n/${name}`, Buffer.from(`{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"${name}","namespace":"n"}}`), 0);
  await before.close();
  const bytes = await readFile(dataFile(folder));
  // Pages are copied before they change, so there may be older copies.
  for (let at = bytes.indexOf('{"name":"bad"'); at >= 0; at = bytes.indexOf('{"name":"bad"', at)) bytes.write('?', at + 9);
  await writeFile(dataFile(folder), bytes);
  const store = await open();
  const storage = openResourceStorage({ store, declaration: CONFIG_MAPS, clock: systemClock, log: silentLogger });
  const key = `${prefix}n/bad`;
  const damage = `stored value of ${key} is damaged: the checksum does not match`;
  const entry = await storage.get(key, '0');
  assert.throws(() => entry?.json, { code: 500, message: `Internal error occurred: ${damage}` });
  await assert.rejects(storage.list(listRequest()), { code: 500, message: `Internal error occurred: unable to transform key "${key}": ${damage}` });
  assert.equal((await storage.get(`${prefix}n/a`, '0'))?.object().metadata.name, 'a');
  await storage.close();
  await store.close();
});
