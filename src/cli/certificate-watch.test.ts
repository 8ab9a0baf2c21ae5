import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { silentLogger } from '../base/log.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { watchCertificates } from './certificate-watch.ts';

const MINUTE = 60_000;
/** A look ends with a promise. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('certificate files that change are read again within a minute, a broken one is tried again, and our own are renewed in time', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-certificates-'));
  const file = path.join(folder, 'tls.crt');
  writeFileSync(file, 'one');
  const clock = new ManualClock();
  let reloads = 0;
  let broken = false;
  const reload = async (): Promise<void> => {
    reloads += 1;
    if (broken) throw new Error('no certificate');
  };
  const stop = watchCertificates({ files: [file], clock, log: silentLogger, reload });
  const minute = async (): Promise<number> => {
    clock.advance(MINUTE);
    await settled();
    return reloads;
  };
  assert.equal(await minute(), 0);
  broken = true;
  writeFileSync(file, 'three');
  assert.equal(await minute(), 1);
  broken = false;
  assert.equal(await minute(), 2);
  assert.equal(await minute(), 2);
  for (let minutes = 0; minutes < 13 * 60; minutes++) await minute();
  assert.equal(reloads, 3);
  stop();
  writeFileSync(file, 'fourteen');
  assert.equal(await minute(), 3);
  rmSync(folder, { recursive: true });
});
