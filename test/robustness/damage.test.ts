import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { type EmbeddedStore, openEmbeddedStore } from '../../src/storage/embedded/embedded-store.ts';
import { dataFile } from '../../src/storage/embedded/folder.ts';
import { status } from '../../src/storage/embedded/maintenance.ts';
import { ValueDamaged } from '../../src/storage/errors.ts';
import { Recorder } from '../../src/storage/recorder.suite.ts';

const base = mkdtempSync(join(tmpdir(), 'damage-'));
after(() => rmSync(base, { recursive: true }));

const open = (folder: string): Promise<EmbeddedStore> => openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
const isDamage = (error: unknown): boolean => error instanceof ValueDamaged && error.key === '/registry/b';

/** A store of three keys in which bytes of the value of b have been flipped on the disk. */
async function damagedStore(
  name: string,
  where: (value: Buffer, file: Buffer) => number,
): Promise<{ folder: string; revision: number; before: number }> {
  const folder = join(base, name);
  const store = await open(folder);
  const value = Buffer.alloc(3000, 'unmistakable');
  const before = await store.currentRevision();
  await store.put('/registry/a', Buffer.from('a'), 0);
  const revision = await store.put('/registry/b', value, 0);
  await store.put('/registry/c', Buffer.from('c'), 0);
  await store.close();
  const file = readFileSync(dataFile(folder));
  const at = where(value, file);
  file.writeUInt8(file.readUInt8(at) ^ 0x10, at);
  writeFileSync(dataFile(folder), file);
  return { folder, revision, before };
}

const middleOf = (value: Buffer, file: Buffer): number => file.indexOf(value) + 1500;
const keyOf = (value: Buffer, file: Buffer): number => file.indexOf(value) - 1;

for (const [what, where] of [
  ['a value', middleOf],
  ['the key of a record', keyOf],
] as const) {
  test(`one flipped bit in ${what} is detected, named, and never served; everything else goes on`, async () => {
    const { folder, revision, before } = await damagedStore(what, where);
    assert.deepEqual((await status(folder, { verify: true })).damages, [{ of: '/registry/b', detail: 'the checksum does not match' }]);
    const store = await open(folder);
    await assert.rejects(store.get('/registry/b'), isDamage);
    await assert.rejects(store.list('/registry/'), isDamage);
    await assert.rejects(store.put('/registry/b', Buffer.from('x'), 0), isDamage, 'a conflict would have to show it');
    assert.equal(Buffer.from((await store.get('/registry/a'))?.value ?? []).toString(), 'a');
    assert.equal((await store.list('/registry/c')).count, 1);
    const recorder = new Recorder();
    store.watch('/registry/', { after: before }, recorder);
    assert.ok((await recorder.untilFailed()) instanceof ValueDamaged);
    assert.ok(recorder.all.every((event) => event.key !== '/registry/b'));
    // Who knows the revision can put it right.
    await store.put('/registry/b', Buffer.from('whole again'), revision);
    assert.equal((await store.list('/registry/')).count, 3);
    await store.close();
  });
}

test('a file that is cut off is refused with one line, not opened and not crashed on', async () => {
  const { folder } = await damagedStore('cut', middleOf);
  writeFileSync(dataFile(folder), readFileSync(dataFile(folder)).subarray(0, 8192 + 100));
  await assert.rejects(open(folder), /is damaged \(it is cut off\)/);
});
