import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { nextTurn } from '../base/event-loop.ts';
import { silentLogger } from '../base/log.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { watchCertificates } from './certificate-watch.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A look ends with a promise. */

const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-certificates-'));
after(() => rmSync(folder, { recursive: true }));

/** A watched file, and how often it was read after some time. */
function watched() {
  const file = path.join(folder, 'tls.crt');
  writeFileSync(file, 'one');
  const clock = new ManualClock();
  const state = { reloads: 0, broken: false };
  const reload = async (): Promise<void> => {
    state.reloads += 1;
    if (state.broken) throw new Error('no certificate');
  };
  const stop = watchCertificates({ files: [file], clock, log: silentLogger, reload });
  const after = async (ms: number): Promise<number> => {
    for (let passed = 0; passed < ms; passed += SECOND) {
      clock.advance(SECOND);
      await nextTurn();
    }
    return state.reloads;
  };
  return { file, state, stop, after };
}

test('a certificate file that changes is read at once, and not again', async () => {
  const { file, stop, after } = watched();
  assert.equal(await after(MINUTE), 0);
  writeFileSync(file, 'three');
  assert.equal(await after(SECOND), 1);
  assert.equal(await after(MINUTE), 1);
  stop();
  writeFileSync(file, 'fourteen');
  assert.equal(await after(MINUTE), 1);
});

test('a broken file is read again when it changes, and a minute later in any case', async () => {
  const { file, state, stop, after } = watched();
  state.broken = true;
  writeFileSync(file, 'three');
  assert.equal(await after(30 * SECOND), 1, 'one line in the log, not one a second');
  writeFileSync(file, 'seven..');
  assert.equal(await after(SECOND), 2);
  assert.equal(await after(MINUTE), 3);
  state.broken = false;
  assert.equal(await after(MINUTE), 4);
  assert.equal(await after(HOUR), 4);
  stop();
});

test('our own certificates are looked at twice a day', async () => {
  const { stop, after } = watched();
  assert.equal(await after(13 * HOUR), 1);
  stop();
});
