/** What is published: packed, installed into an empty folder, it has the command and the library. */
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Output, run, temporaryFolder } from './processes.ts';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
/** npm may have to fetch the packages that are not bundled. */
const PATIENCE_MS = 120_000;
const PROGRAM = `
import { startTestServer } from 'coxswain';
const server = await startTestServer();
const response = await server.fetch('/version');
console.log(response.status, (await response.json()).gitVersion);
await server.close();
`;

/** npm as it belongs to this Node, or to the path. */
function npm(folder: string, ...args: readonly string[]): Promise<Output> {
  return run('npm', ['--prefix', folder, '--no-audit', '--no-fund', ...args], { patience: PATIENCE_MS });
}

test('the package, installed into an empty folder, has the command and the library', async () => {
  const folder = temporaryFolder();
  try {
    // The bundle is there already: packing must not build it anew while other tests run it.
    const packed = await npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder.path, root);
    assert.equal(packed.code, 0, packed.stderr);
    const [archive = ''] = readdirSync(folder.path);
    assert.match(archive, /^coxswain-.*\.tgz$/);
    writeFileSync(path.join(folder.path, 'package.json'), '{}');
    const installed = await npm(folder.path, 'install', '--prefer-offline', path.join(folder.path, archive));
    assert.equal(installed.code, 0, installed.stderr);
    const version = await run(process.execPath, [path.join(folder.path, 'node_modules/.bin/coxswain'), 'version']);
    assert.match(version.stdout, /^coxswain v\d+\.\d+\.\d+ \(Kubernetes v1\.36\.\d+,/);
    writeFileSync(path.join(folder.path, 'program.mjs'), PROGRAM);
    const used = await run(process.execPath, [path.join(folder.path, 'program.mjs')]);
    assert.deepEqual([used.code, used.stdout.trim(), used.stderr], [0, '200 v1.36.2', '']);
  } finally {
    folder.remove();
  }
});
