/**
 * Test suites of operators have controller-runtime's envtest start a kube-apiserver for them: the command stands in for it under that name, with
 * envtest's flags, its certificates in --cert-dir, and its way to stop.
 */
import assert from 'node:assert/strict';
import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { missing, programs, run, temporaryFolder } from './processes.ts';

const PROGRAM = path.join(import.meta.dirname, '..', '..', 'dist', 'bin', 'coxswain.mjs');

test('envtest starts it as its kube-apiserver, uses it, and stops it', { skip: missing('etcd', 'kubectl', 'clientGo') }, async () => {
  const folder = temporaryFolder();
  for (const [name, program] of [
    ['kube-apiserver', PROGRAM],
    ['etcd', programs.etcd],
    ['kubectl', programs.kubectl],
  ] as const) {
    symlinkSync(program ?? '', path.join(folder.path, name));
  }
  // The data folder is found as a user's would be; the program is started by its first line, which asks for node.
  const env = { HOME: folder.path, XDG_DATA_HOME: folder.path, PATH: `${path.dirname(process.execPath)}:${process.env.PATH}` };
  const { code, stdout, stderr } = await run(programs.clientGo ?? '', ['envtest', folder.path], { env, patience: 60_000 });
  assert.equal(code, 0, stderr + stdout);
  assert.deepEqual(stdout.trim().split('\n'), ['started', 'used', 'user added', 'stopped']);
  assert.ok(!existsSync(path.join(folder.path, 'coxswain')), "the user's own data folder is left alone");
  folder.remove();
});
