/** What is published: packed, installed into an empty folder, it has the command and the library. */
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
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

const TYPED_PROGRAM = `
import { createServer, field, ManualClock, type PluginModule, resource, type ServerOptions, string, struct } from 'coxswain';
const clock = new ManualClock();
const plugin: PluginModule = {
  makeAdmissionPlugin: ({ refuse }) => ({
    name: 'P', operations: ['CREATE'], validate(attributes) { throw refuse(attributes, 'no'); },
  }),
};
const options: ServerOptions = { storage: { backend: 'memory' }, clock, admissionPluginModules: [plugin] };
await using server = await createServer(options);
const status: number = (await server.fetch('/version')).status;
console.log(status, resource, struct('a/v1.B', () => [field('c', string, 1)]));
`;
const COMPILER_OPTIONS = { target: 'es2024', lib: ['es2024', 'esnext.disposable'], module: 'nodenext', strict: true, noEmit: true, types: ['node'] };

test('a program in TypeScript compiles against the published types', async () => {
  const folder = temporaryFolder();
  try {
    const tsc = path.join(root, 'node_modules/.bin/tsc');
    const modules = path.join(folder.path, 'node_modules');
    const made = await run(tsc, ['-p', path.join(root, 'tsconfig.types.json'), '--outDir', path.join(modules, 'coxswain/dist/types')]);
    assert.equal(made.code, 0, made.stdout);
    copyFileSync(path.join(root, 'package.json'), path.join(modules, 'coxswain/package.json'));
    symlinkSync(path.join(root, 'node_modules/@types'), path.join(modules, '@types'));
    writeFileSync(path.join(folder.path, 'package.json'), '{"type":"module"}');
    writeFileSync(path.join(folder.path, 'program.ts'), TYPED_PROGRAM);
    writeFileSync(path.join(folder.path, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: ['program.ts'] }));
    const compiled = await run(tsc, ['-p', folder.path]);
    assert.deepEqual([compiled.code, compiled.stdout], [0, '']);
  } finally {
    folder.remove();
  }
});
