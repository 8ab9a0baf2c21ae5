import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { status } from '../../src/storage/embedded/maintenance.ts';

// A limit on the size of files stands for a full disk: the same calls fail, and it needs no disk of its own.
const canLimit = spawnSync('prlimit', ['--version']).status === 0;

test('when the disk is full writes fail clearly, reads go on, and it recovers by itself', {
  skip: !canLimit && 'there is no prlimit here',
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'full-'));
  const script = new URL('filling-writer.ts', import.meta.url).pathname;
  // In blocks of 512 bytes (POSIX) or 1 KiB (bash): two or four megabytes.
  const child = spawn('/bin/sh', ['-c', 'ulimit -S -f 4096; exec "$0" "$@"', execPath, script, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let trouble = '';
  child.stderr.on('data', (chunk) => {
    trouble += String(chunk);
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (line === 'full') {
      spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited']);
    }
  }
  assert.deepEqual(
    said.filter((line) => !line.startsWith('Write error')),
    ['full', 'recovered'],
    trouble,
  );
  assert.deepEqual((await status(folder, { verify: true })).damages, []);
  rmSync(folder, { recursive: true });
});
