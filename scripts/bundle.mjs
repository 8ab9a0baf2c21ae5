/**
 * Makes `dist/`, which is what users run: the command's launcher, one bundle for the command and the library, and (for publishing) declaration files.
 *
 * Everything but lmdb is bundled: 400 small files cost 0.6 s at every start, a bundle a tenth of it, and lmdb is native. Code that is imported
 * lazily stays in files of its own. A stamp says from which sources `dist/` was made, so that an up-to-date bundle costs a look at the file times.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesUnder } from './files.mjs';
import { root } from './toolchain.mjs';

const dist = path.join(root, 'dist');
const stamp = path.join(dist, '.sources');

/** Builds the bundle unless the one that is there was made from the same sources. Returns whether it built. */
export async function ensureBundle() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  await bundle();
  writeFileSync(stamp, wanted);
  return true;
}

/** Builds `dist/` anew. */
export async function bundle() {
  const { build } = await import('esbuild');
  rmSync(dist, { recursive: true, force: true });
  const result = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries().filter(([, file]) => existsSync(path.join(root, file)))),
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: ['lmdb'],
    define: stamps(),
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // Bundled CommonJS packages ask for node's own modules through `require`.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  mkdirSync(path.join(dist, 'bin'), { recursive: true });
  const command = path.join(dist, 'bin/coxswain.mjs');
  copyFileSync(path.join(root, 'src/cli/launcher.mjs'), command);
  // npm does this where it installs the package; here a link in a folder of programs must work as well.
  chmodSync(command, 0o755);
  writeFileSync(path.join(dist, 'LICENSES.txt'), licenses(Object.keys(result.metafile.inputs)));
}

function entries() {
  return [
    ['cli', 'src/cli/main.ts'],
    ['index', 'src/testing/index.ts'],
  ];
}

/** What the bundle knows about itself. Outside a clone (an archive of the sources) there is no commit to name. */
function stamps() {
  const commit = git('rev-parse', 'HEAD');
  const seconds = process.env.SOURCE_DATE_EPOCH;
  const date = seconds === undefined ? new Date() : new Date(Number(seconds) * 1000);
  const values = {
    COXSWAIN_VERSION: manifest().version,
    COXSWAIN_COMMIT: commit,
    COXSWAIN_TREE: commit === '' ? '' : git('status', '--porcelain') === '' ? 'clean' : 'dirty',
    COXSWAIN_DATE: date.toISOString().replace(/\.\d+Z$/, 'Z'),
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));
}

/** Empty when there is no git, or this folder is not the root of a clone. */
function git(...args) {
  if (!existsSync(path.join(root, '.git'))) return '';
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : '';
}

function manifest() {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
}

/** The licences of the packages that ended up in the bundle, as they ask for. */
function licenses(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found !== null) packages.add(found[1]);
  }
  return [...packages].sort().map(licenseOf).join('\n');
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(path.join(root, folder)).find((name) => /^licen[cs]e/i.test(name));
  const text = file === undefined ? '' : readFileSync(path.join(root, folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n\n${'-'.repeat(80)}\n`;
}

/** Names, sizes and times of all that the bundle is made from: two milliseconds where hashing contents would take fifty. */
function fingerprint() {
  const hash = createHash('sha256');
  const files = ['package.json', 'package-lock.json', ...filesUnder('src', ['.ts', '.mjs', '.json']), ...filesUnder('scripts', ['.mjs'])];
  for (const file of files) {
    if (file.endsWith('.test.ts')) continue;
    const { mtimeMs, size } = statSync(path.join(root, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}
