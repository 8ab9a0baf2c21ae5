/**
 * Kills a writing process at random moments, again and again, and checks after each kill that nothing acknowledged is lost, that nothing is
 * there which was never sent, that revisions never go back, and that every byte of the store is sound. By hand, with 100 rounds:
 * `node test/robustness/kill-loop.ts 100`
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { openEmbeddedStore } from '../../src/storage/embedded/embedded-store.ts';
import { status } from '../../src/storage/embedded/maintenance.ts';

interface Expectation {
  /** What was last acknowledged; 0: deleted. */
  acknowledged: number;
  revision: number;
  /** What was sent last and may or may not have happened. */
  sent: number;
}

type World = Map<string, Expectation>;

/** @param random numbers in [0, 1) that decide when to kill @returns how many writes were acknowledged in all */
export async function runKillRounds(rounds: number, random: () => number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kill-'));
  const world: World = new Map();
  let acknowledged = 0;
  let revision = 0;
  try {
    for (let round = 1; round <= rounds; round++) {
      acknowledged += await killOnce(folder, round, 1 + Math.floor(random() * 4000), world);
      revision = await check(folder, world, revision, round);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return acknowledged;
}

/** Lets a process write until it has reported `lines` lines, kills it, and reads what else it had said. */
async function killOnce(folder: string, round: number, lines: number, world: World): Promise<number> {
  const script = new URL('crashing-writer.ts', import.meta.url).pathname;
  const child = spawn(execPath, [script, folder, String(round)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'exit');
  let trouble = '';
  child.stderr.on('data', (chunk) => {
    trouble += String(chunk);
  });
  let seen = 0;
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, name = '', sequence = '', revision] = line.split(' ');
    const known = world.get(name) ?? { acknowledged: 0, revision: 0, sent: 0 };
    if (word === 'sent') {
      known.sent = Number(sequence);
    } else if (word === 'done' && revision !== undefined) {
      known.acknowledged = Number(sequence);
      known.revision = Number(revision);
      acknowledged++;
    }
    world.set(name, known);
    seen++;
    if (seen === lines) {
      child.kill('SIGKILL');
    }
  }
  await gone;
  assert.ok(seen >= lines, `round ${round}: the writer ended by itself: ${trouble}`);
  return acknowledged;
}

async function check(folder: string, world: World, before: number, round: number): Promise<number> {
  const store = await openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
  const current = await store.currentRevision();
  const { items } = await store.list('/registry/kill/');
  const stored = new Map(items.map((item) => [String(Number.parseInt(item.key.slice('/registry/kill/'.length), 10)), item]));
  assert.ok(current >= before, `round ${round}: the revision went back from ${before} to ${current}`);
  for (const [name, expected] of world) {
    const item = stored.get(name);
    const sequence = item === undefined ? 0 : Number.parseInt(Buffer.from(item.value).toString('latin1'), 10);
    assert.ok(current >= expected.revision, `round ${round}: ${expected.revision} was acknowledged, the store is at ${current}`);
    assert.ok(
      sequence === expected.acknowledged || sequence === expected.sent,
      `round ${round}: key ${name} is at ${sequence}; acknowledged was ${expected.acknowledged}, sent ${expected.sent}`,
    );
    expected.acknowledged = sequence;
    expected.sent = sequence;
  }
  await store.close();
  assert.deepEqual((await status(folder, { verify: true })).damages, [], `round ${round}: damage`);
  return current;
}

if (argv[1] === import.meta.filename) {
  const rounds = Number(argv[2] ?? 100);
  const acknowledged = await runKillRounds(rounds, Math.random);
  console.log(`${rounds} kills, ${acknowledged} acknowledged writes, none lost`);
}
