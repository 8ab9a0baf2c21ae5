import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { storeContract } from '../contract.suite.ts';
import { RevisionCompacted, RevisionConflict } from '../errors.ts';
import { Recorder } from '../recorder.suite.ts';
import { bytes, text } from '../subject.suite.ts';
import { type EmbeddedStore, openEmbeddedStore } from './embedded-store.ts';
import { Environment } from './environment.ts';
import { dataFile } from './folder.ts';
import { FORMAT_KEY } from './layout.ts';
import { backup, compact, reset, restore, status } from './maintenance.ts';
import { StoreRefused } from './opening.ts';

const base = mkdtempSync(join(tmpdir(), 'embedded-store-'));
after(() => rmSync(base, { recursive: true, force: true }));

let folders = 0;
const newFolder = (): string => join(base, String(folders++));

const open = (folder: string, clock = new ManualClock(), historyBytes?: number): Promise<EmbeddedStore> =>
  openEmbeddedStore({ folder, clock, log: silentLogger, ...(historyBytes === undefined ? {} : { historyBytes }) });

storeContract('embedded', async () => {
  const clock = new ManualClock();
  return { store: await open(newFolder(), clock), root: '/registry/', advance: (ms) => clock.advance(ms), keepsFingerprints: true };
});

test('embedded: what is written together is read back as it was, however much it is and however long the keys, batch after batch', async () => {
  const folder = newFolder();
  const store = await open(folder);
  const written = new Map<string, string>();
  for (let round = 0; round < 3; round++) {
    const puts = Array.from({ length: 60 }, (_, i) => {
      const key = `/registry/${round}/${'é'.repeat(i * 10)}${i}`;
      const value = String.fromCharCode(0x61 + round).repeat(i % 7 === 0 ? 200_000 : i * 50);
      written.set(key, value);
      return store.put(key, bytes(value), 0);
    });
    await Promise.all(puts);
  }
  await store.close();
  const again = await open(folder);
  const { items } = await again.list('/registry/');
  assert.deepEqual(new Map(items.map((item) => [item.key, text(item)])), written);
  await again.close();
});

test('embedded: a store that is opened again holds everything: values, revisions, history, long keys, deadlines', async () => {
  const folder = newFolder();
  const clock = new ManualClock();
  const longKey = `/registry/${'x'.repeat(3000)}`;
  const before = await open(folder, clock);
  const first = await before.put('/registry/a', bytes('1'), 0, { fingerprint: 7 });
  await before.put('/registry/a', bytes('2'), first);
  const gone = await before.put('/registry/gone', bytes('gone'), 0);
  await before.put(longKey, bytes('long'), 0);
  await before.put('/registry/event', bytes('event'), 0, { ttlSeconds: 3600 });
  const last = await before.delete('/registry/gone', gone);
  await before.close();

  const again = await open(folder, clock);
  assert.equal(again.clusterId, before.clusterId);
  assert.equal(await again.currentRevision(), last);
  assert.deepEqual((await again.list('/registry/')).items.map(text), ['2', 'event', 'long']);
  const then = await again.list('/registry/', { revision: gone });
  assert.deepEqual(then.items.map(text), ['2', 'gone']);
  assert.equal((await again.list('/registry/', { revision: first })).items[0]?.fingerprint, 7);
  const recorder = new Recorder();
  again.watch('/registry/', { after: first, previous: true }, recorder);
  assert.deepEqual(
    (await recorder.count(5)).map((event) => [event.type, text(event.previous)]),
    [
      ['put', '1'],
      ['put', undefined],
      ['put', undefined],
      ['put', undefined],
      ['delete', 'gone'],
    ],
  );
  assert.ok((await again.put('/registry/b', bytes('b'), 0)) > last);
  clock.advance(3_600_000);
  await recorder.count(7);
  assert.equal(await again.get('/registry/event'), undefined);
  await again.close();
});

test('embedded: what expired while the store was closed goes when it is opened, many keys in bounded batches', async () => {
  const folder = newFolder();
  const clock = new ManualClock();
  const before = await open(folder, clock);
  await Promise.all(Array.from({ length: 700 }, (_, index) => before.put(`/e/${index}`, bytes('x'), 0, { ttlSeconds: 60 })));
  await before.put('/e/kept', bytes('x'), 0, { ttlSeconds: 6000 });
  const last = await before.currentRevision();
  await before.close();
  clock.advance(120_000);
  const again = await open(folder, clock);
  const recorder = new Recorder();
  again.watch('/e/', { after: last }, recorder);
  const events = await recorder.count(700);
  assert.ok(events.every((event) => event.type === 'delete'));
  assert.deepEqual(
    (await again.list('/e/')).items.map((item) => item.key),
    ['/e/kept'],
  );
  await again.close();
});

test('embedded: history lasts five minutes and is then removed from the disk', async () => {
  const clock = new ManualClock();
  const store = await open(newFolder(), clock);
  let last = await store.put('/a', bytes('0'), 0);
  const first = last;
  for (let minute = 0; minute < 4; minute++) {
    clock.advance(60_000);
    last = await store.put('/a', bytes(String(minute)), last);
  }
  assert.equal(text((await store.list('/', { revision: first })).items[0]), '0', 'four minutes are kept');
  for (let minute = 0; minute < 6; minute++) {
    clock.advance(60_000);
    last = await store.put('/a', bytes(String(minute)), last);
  }
  await assert.rejects(store.list('/', { revision: first }), RevisionCompacted);
  await store.list('/', { revision: last - 4 });
  assert.equal(text(await store.get('/a')), '5');
  await store.close();
});

test('embedded: history above its bytes goes early, oldest first, and the file stops growing', async () => {
  const folder = newFolder();
  const store = await open(folder, new ManualClock(), 1024 * 1024);
  let last = 0;
  const sizes: number[] = [];
  const value = Buffer.alloc(60_000, 'v');
  for (let round = 0; round < 200; round++) {
    last = await store.put('/hot', value, last);
    if (round % 33 === 32) sizes.push(statSync(dataFile(folder)).size);
  }
  assert.ok(last - store.compactedRevision < 20, `keeps ${last - store.compactedRevision} revisions of 60 kB`);
  assert.ok((sizes.at(-1) ?? 0) < 5 * 1024 * 1024, `12 MB were written, the file has ${sizes.at(-1)}`);
  assert.ok((sizes.at(-1) ?? 0) < (sizes.at(-3) ?? 0) * 1.2, 'the file no longer grows');
  await store.close();
});

test('embedded: a folder that is in use is refused with one line, by this process and by others', async () => {
  const folder = newFolder();
  const store = await open(folder);
  await assert.rejects(open(folder), (error) => error instanceof StoreRefused && /already open/.test(error.message) && !error.message.includes('\n'));
  await store.put('/a', bytes('1'), 0);
  await store.close();
  const again = await open(folder);
  assert.equal(text(await again.get('/a')), '1');
  await again.close();
});

test('embedded: a store of a newer format is refused and left alone; an older one is migrated in one transaction', async () => {
  const folder = newFolder();
  const setFormat = async (format: number): Promise<void> => {
    const environment = new Environment(folder);
    environment.commitNow(() => ({ instructions: [{ table: 'meta', key: FORMAT_KEY, value: Buffer.from(String(format)) }] }));
    await environment.close();
  };
  await (await open(folder)).close();
  await setFormat(2);
  await assert.rejects(open(folder), (error) => error instanceof StoreRefused && /newer version \(format 2/.test(error.message));
  await setFormat(0);
  await assert.rejects(open(folder), (error) => error instanceof StoreRefused && /format 0/.test(error.message));
  const migrated = await openEmbeddedStore({
    folder,
    clock: new ManualClock(),
    log: silentLogger,
    migrations: [{ from: 0, migrate: () => [{ table: 'meta', key: Buffer.from('migrated'), value: Buffer.from('yes') }] }],
  });
  await migrated.close();
  assert.equal((await status(folder)).format, 1);
});

test('embedded: a damaged store file is refused with one line', async () => {
  const folder = newFolder();
  await (await open(folder)).close();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(dataFile(folder), Buffer.alloc(8192, 'not a store'));
  await assert.rejects(open(folder), (error) => error instanceof StoreRefused && error.message.includes(folder) && !error.message.includes('\n'));
});

test('embedded: backup while running, restore elsewhere: the values are back and no revision comes twice', async () => {
  const folder = newFolder();
  const store = await open(folder);
  await store.put('/a', bytes('1'), 0);
  const file = join(base, 'backup-running');
  await store.backup(file);
  for (const path of [file, dataFile(folder)]) {
    assert.equal(statSync(path).mode & 0o777, 0o600, 'secrets are for the owner only');
  }
  const after = await store.put('/b', bytes('lost'), 0);
  await store.close();
  await assert.rejects(backup(folder, file), StoreRefused);
  const target = newFolder();
  await restore(target, file);
  const restored = await open(target);
  assert.deepEqual((await restored.list('/')).items.map(text), ['1']);
  assert.ok((await restored.currentRevision()) > after);
  await assert.rejects(restored.list('/', { revision: after }), RevisionCompacted);
  const recorder = new Recorder();
  restored.watch('/', { after }, recorder);
  assert.ok((await recorder.untilFailed()) instanceof RevisionCompacted);
  const stored = await restored.get('/a');
  await assert.rejects(restored.put('/a', bytes('2'), 0), RevisionConflict);
  await restored.put('/a', bytes('2'), stored?.revision ?? 0);
  await restored.close();
  assert.deepEqual((await status(target, { verify: true })).damages, []);
});

test('embedded: status tells what is there; compact shrinks the file; reset throws it away; none of them while it is in use', async () => {
  const folder = newFolder();
  const clock = new ManualClock();
  const store = await open(folder, clock);
  let last = 0;
  for (let round = 0; round < 50; round++) {
    last = await store.put('/a', Buffer.alloc(50_000), last);
  }
  await store.compact(last);
  await assert.rejects(compact(folder), StoreRefused);
  await assert.rejects(reset(folder), StoreRefused);
  await store.close();
  const seen = await status(folder, { verify: true });
  assert.deepEqual(
    { keys: seen.keys, revision: seen.revision, owner: seen.ownerPid, damages: seen.damages, cluster: seen.clusterId },
    { keys: 1, revision: last, owner: undefined, damages: [], cluster: store.clusterId },
  );
  const { before, after } = await compact(folder);
  assert.ok(after < before / 2, `${before} -> ${after}`);
  const again = await open(folder);
  assert.equal((await again.get('/a'))?.revision, last);
  await again.close();
  await reset(folder);
  await assert.rejects(status(folder), StoreRefused);
});
