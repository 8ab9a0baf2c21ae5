/** `coxswain kubeconfig --merge`: what of a user's own file is kept, and what is no file to put anything into. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { kubeconfigObject } from '../controlplane/certificates/kubeconfig.ts';
import { kubeconfigCommand, writeKubeconfig } from './kubeconfig.ts';
import type { Terminal } from './terminal.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'coxswain-kubeconfig-'));
  file = path.join(folder, 'config');
  const client = { certificate: 'certificate', privateKey: 'key' };
  await writeKubeconfig(path.join(folder, 'kubeconfig'), kubeconfigObject({ server: 'https://127.0.0.1:6443', authority: 'authority', client }));
});
afterEach(() => rmSync(folder, { recursive: true }));

function merge(): Promise<void> {
  const terminal: Terminal = {
    surroundings: { platform: 'linux', home: folder, hostName: 'host', env: { KUBECONFIG: file }, address: undefined },
    processId: 1,
    interactive: false,
    width: 0,
    out: () => {},
    err: () => {},
    atExit: () => {},
    uptime: () => 0,
  };
  return kubeconfigCommand(['--merge', `--data-dir=${folder}`], terminal);
}

test('an empty file counts as none, lists that are null as empty', async () => {
  for (const text of ['', '\n', 'apiVersion: v1\nkind: Config\nclusters: null\nusers: []\n']) {
    writeFileSync(file, text);
    await merge();
    assert.match(readFileSync(file, 'utf8'), /current-context: coxswain/);
  }
});

test('a file that is something else is left as it is', async () => {
  for (const text of ['not: [yaml', '[]', 'word', 'kind: Pod\n', 'kind: Config\nclusters: 5\n', 'users: {}\n']) {
    writeFileSync(file, text);
    await assert.rejects(merge(), { message: `${file} is not a kubeconfig: it was left as it is` });
    assert.equal(readFileSync(file, 'utf8'), text);
  }
});

test('a folder in place of the file is named', async () => {
  mkdirSync(file);
  await assert.rejects(merge(), { code: 'EISDIR', path: file });
});
