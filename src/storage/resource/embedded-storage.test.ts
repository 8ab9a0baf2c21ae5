/** The contract of storage over the embedded store: real files, real flushes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { silentLogger } from '../../base/log.ts';
import { openEmbeddedStore } from '../embedded/embedded-store.ts';
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
