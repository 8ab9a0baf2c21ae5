import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { after, test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { openEmbeddedStore } from '../../src/storage/embedded/embedded-store.ts';
import { Environment } from '../../src/storage/embedded/environment.ts';
import { backup, restore, status } from '../../src/storage/embedded/maintenance.ts';
import { StoreRefused } from '../../src/storage/embedded/opening.ts';
import { StoreUnavailable } from '../../src/storage/errors.ts';
import { Recorder } from '../../src/storage/recorder.suite.ts';

const base = mkdtempSync(join(tmpdir(), 'owner-'));
after(() => rmSync(base, { recursive: true }));

/** Another process that writes into the store in `folder`; resolves once something is acknowledged. */
async function startWriter(folder: string): Promise<ChildProcess> {
  const child = spawn(execPath, [new URL('crashing-writer.ts', import.meta.url).pathname, folder, '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('done') && resolve());
    child.once('exit', () => reject(new Error('the writer ended by itself')));
  });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test('a second process is refused with one line that names the first; it can look and make a backup meanwhile', async () => {
  const folder = join(base, 'second');
  const child = await startWriter(folder);
  const refusal = openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
  await assert.rejects(
    refusal,
    (error) => error instanceof StoreRefused && error.message.includes(`process ${child.pid}`) && !error.message.includes('\n'),
  );
  assert.equal((await status(folder)).ownerPid, child.pid);
  const copy = join(base, 'second-backup');
  await backup(folder, copy);
  await assert.rejects(restore(folder, copy), StoreRefused);
  await kill(child);
  await restore(join(base, 'second-restored'), copy);
  assert.deepEqual((await status(join(base, 'second-restored'), { verify: true })).damages, []);
});

test('an owner that was killed is followed at once', async () => {
  const folder = join(base, 'killed');
  const child = await startWriter(folder);
  await kill(child);
  const store = await openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
  assert.ok((await store.currentRevision()) > 1);
  await store.close();
});

test('whoever lost the store to another owner writes nothing any more and says so', async () => {
  const folder = join(base, 'fenced');
  const store = await openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
  const revision = await store.put('/a', Buffer.from('1'), 0);
  const recorder = new Recorder();
  store.watch('/', { after: revision }, recorder);
  // LMDB shares the environment within a process, so this stands for another process that took the store.
  const thief = new Environment(folder);
  thief.commitNow(() => ({ owner: { identity: 'another', token: 12345 }, instructions: [] }));
  await assert.rejects(
    store.put('/a', Buffer.from('2'), revision),
    (error) => error instanceof StoreUnavailable && !error.outcomeUnknown && /taken over/.test(error.message),
  );
  await assert.rejects(store.check(), StoreUnavailable);
  assert.ok((await recorder.untilFailed()) instanceof StoreUnavailable);
  const snapshot = thief.snapshot();
  assert.equal(snapshot.state().revision, revision);
  snapshot.release();
  await store.close();
  await thief.close();
});
