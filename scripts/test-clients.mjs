/**
 * Builds the real programs that tests use (etcd, kubectl, a client-go program) from the Go modules under `test/clients`, and prints what a shell must
 * export so that tests find them. They are cached outside the tree by a hash of their sources, because the first build takes minutes.
 *
 *   eval "$(node scripts/test-clients.mjs)"
 *
 * Without Go there is nothing to export; the tests that need these programs then say so and are skipped. Runs on Node 20.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { filesUnder } from './files.mjs';
import { root } from './toolchain.mjs';

const CLIENTS = { etcd: 'COXSWAIN_TEST_ETCD', kubectl: 'COXSWAIN_TEST_KUBECTL', 'client-go': 'COXSWAIN_TEST_CLIENT_GO' };

const version = spawnSync('go', ['version'], { encoding: 'utf8' });
if (version.status !== 0) {
  process.stderr.write('\n*** Go is not installed: nothing will be tested against etcd, kubectl and client-go. ***\n\n');
} else {
  for (const [name, variable] of Object.entries(CLIENTS)) {
    const program = build(name, version.stdout);
    if (program === undefined) process.exitCode = 1;
    else process.stdout.write(`export ${variable}='${program}'\n`);
  }
}

function build(name, compiler) {
  const source = path.join('test', 'clients', name);
  const hash = createHash('sha256').update(compiler);
  for (const file of filesUnder(source, ['.go', '.yaml', 'go.mod', 'go.sum'])) hash.update(file).update(readFileSync(path.join(root, file)));
  const folder = path.join(cacheHome(), 'coxswain-test-clients', hash.digest('hex').slice(0, 16));
  const program = path.join(folder, name);
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  process.stderr.write(`building ${name} (minutes, once) ...\n`);
  const started = performance.now();
  const fresh = `${program}.${process.pid}`;
  const { status } = spawnSync('go', ['build', '-trimpath', '-ldflags', flags(source), '-o', fresh, '.'], {
    cwd: path.join(root, source),
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  if (status !== 0) {
    process.stderr.write(`*** ${name} could not be built. ***\n`);
    return undefined;
  }
  renameSync(fresh, program);
  process.stderr.write(`built ${name} in ${Math.round((performance.now() - started) / 1000)} s\n`);
  return program;
}

/** kubectl compares its version with the server's; a build outside upstream's does not know its own. */
function flags(source) {
  const found = /k8s\.io\/(?:kubectl|client-go) v0\.(\d+)\.(\d+)/.exec(readFileSync(path.join(root, source, 'go.mod'), 'utf8'));
  if (found === null) return '-s -w';
  const [, minor, patch] = found;
  const set = { gitVersion: `v1.${minor}.${patch}`, gitMajor: '1', gitMinor: minor, gitCommit: 'unknown', gitTreeState: 'clean' };
  return [
    '-s -w',
    ...Object.entries(set).map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value} -X k8s.io/client-go/pkg/version.${key}=${value}`),
  ].join(' ');
}

function cacheHome() {
  return process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
}
