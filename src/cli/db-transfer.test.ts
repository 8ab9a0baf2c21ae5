/** Moving a cluster by the command: what it says, and that the way back leads to the same objects. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/log.ts';
import { openEmbeddedStore } from '../storage/embedded/embedded-store.ts';
import { dbCommand } from './db.ts';
import type { Terminal } from './terminal.ts';

interface Heard {
  readonly terminal: Terminal;
  readonly text: () => string;
}

function listen(interactive: boolean): Heard {
  let text = '';
  const terminal: Terminal = {
    surroundings: { platform: 'linux', home: os.tmpdir(), hostName: 'host', env: {}, address: undefined },
    processId: 1,
    interactive,
    width: 80,
    out: (each) => {
      text += each;
    },
    err: () => {},
    atExit: () => {},
    uptime: () => 0,
  };
  return { terminal, text: () => text };
}

const COUNT = 120;

async function fill(folder: string): Promise<void> {
  const store = await openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
  for (let i = 0; i < COUNT; i++) await store.put(`/registry/configmaps/default/${i}`, Buffer.from(`value ${i}`), 0);
  await store.close();
}

async function contents(folder: string): Promise<readonly string[]> {
  const store = await openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
  const { items } = await store.list('/registry/');
  await store.close();
  return items.map(({ key, value }) => `${key}=${Buffer.from(value).toString()}`);
}

test('export into a dump and import of it', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'coxswain-db-'));
  try {
    const [from, to, dump] = [path.join(folder, 'from'), path.join(folder, 'to'), path.join(folder, 'dump')];
    await fill(path.join(from, 'store'));
    const exported = listen(false);
    await dbCommand(['export', '--data-dir', from, dump], exported.terminal);
    assert.equal(exported.text(), `exported ${COUNT} objects to ${dump}\n`);
    assert.equal(statSync(dump).mode & 0o777, 0o600);
    const imported = listen(true);
    await dbCommand(['import', '--data-dir', to, dump], imported.terminal);
    assert.match(imported.text(), /\rcopying \[={30}\] 100% 120\/120/);
    assert.match(imported.text(), /holds all 120 objects of the embedded store \S+ at revision \d+\n$/);
    assert.deepEqual(await contents(path.join(to, 'store')), await contents(path.join(from, 'store')));
    const again = listen(false);
    await dbCommand(['import', '--data-dir', to, dump], again.terminal);
    assert.match(again.text(), /\(120 were there already\)\n$/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('it must be said where to, and once', async () => {
  const { terminal } = listen(false);
  const message = '"coxswain db export" needs either a file or --etcd-servers';
  await assert.rejects(dbCommand(['export'], terminal), { message });
  await assert.rejects(dbCommand(['export', 'dump', '--etcd-servers=a:1'], terminal), { message });
  await assert.rejects(dbCommand(['export', 'dump', '--etcd-servers-overrides=/events#a:1'], terminal), {
    message: '--etcd-servers-overrides needs --etcd-servers',
  });
});

test('what a command would ignore is refused', async () => {
  const { terminal } = listen(false);
  for (const [args, message] of [
    [['status', '--etcd-servers=a:1'], '--etcd-servers is for export and import: "coxswain db status" looks after the embedded store'],
    [['reset', 'dump'], '"coxswain db reset" takes no argument, got "dump"'],
    [['compact', '--verify'], '--verify is for status'],
  ] as const)
    await assert.rejects(dbCommand(args, terminal), { message });
});
