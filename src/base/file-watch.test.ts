import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { watchFile } from './file-watch.ts';
import { ManualClock } from './manual-clock.ts';

test('a file that is written, replaced, or linked elsewhere is noticed once each time, until the watch is stopped', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-file-watch-'));
  try {
    const at = (name: string): string => path.join(folder, name);
    writeFileSync(at('one'), '1');
    writeFileSync(at('two'), '22');
    symlinkSync(at('one'), at('link'));
    const clock = new ManualClock();
    let changes = 0;
    const stop = watchFile(at('link'), clock, () => {
      changes += 1;
    });
    const after = (change: () => void): number => {
      change();
      clock.advance(10_000);
      return changes;
    };
    assert.equal(
      after(() => {}),
      0,
    );
    assert.equal(
      after(() => writeFileSync(at('one'), '333')),
      1,
    );
    symlinkSync(at('two'), at('next'));
    assert.equal(
      after(() => renameSync(at('next'), at('link'))),
      2,
    );
    assert.equal(
      after(() => rmSync(at('two'))),
      3,
      'gone',
    );
    stop();
    assert.equal(
      after(() => writeFileSync(at('two'), '4444')),
      3,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
