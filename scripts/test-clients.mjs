/**
 * Builds the real programs that tests use (etcd, kubectl, a client-go program, h2spec) from the Go modules under `test/clients`, installs the client library for
 * Python, and prints what a shell must export so that tests find them. They are cached outside the tree by a hash of their sources, because the first
 * build takes minutes.
 *
 *   eval "$(node scripts/test-clients.mjs)"
 *
 * What cannot be had because Go or Python is missing is not exported; the tests that need it then say so and are skipped. Runs on Node 20.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { filesUnder } from './files.mjs';
import { root } from './toolchain.mjs';

const CLIENTS = {
  etcd: 'COXSWAIN_TEST_ETCD',
  kubectl: 'COXSWAIN_TEST_KUBECTL',
  'client-go': 'COXSWAIN_TEST_CLIENT_GO',
  h2spec: 'COXSWAIN_TEST_H2SPEC',
};

const version = spawnSync('go', ['version'], { encoding: 'utf8' });
if (version.status !== 0) {
  process.stderr.write('\n*** Go is not installed: nothing will be tested against etcd, kubectl, client-go and h2spec. ***\n\n');
} else {
  for (const [name, variable] of Object.entries(CLIENTS)) {
    const program = build(name, version.stdout);
    if (program === undefined) process.exitCode = 1;
    else process.stdout.write(`export ${variable}='${program}'\n`);
  }
}
const python = installPython();
if (python !== undefined) process.stdout.write(`export COXSWAIN_TEST_PYTHON='${python}'\n`);

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

/** A Python that has the packages of test/clients/python; undefined, and a loud word, when there is none or the packages cannot be fetched. */
function installPython() {
  const { status, stdout } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  if (status !== 0) {
    process.stderr.write('\n*** Python is not installed: nothing will be tested with its client library. ***\n\n');
    return undefined;
  }
  const requirements = path.join(root, 'test', 'clients', 'python', 'requirements.txt');
  const hash = createHash('sha256').update(stdout).update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const folder = path.join(cacheHome(), 'coxswain-test-clients', hash);
  const program = path.join(folder, 'bin', 'python');
  const complete = path.join(folder, 'complete');
  if (existsSync(complete)) return program;
  // An environment cannot be moved once it is made: what an earlier attempt left half done makes way.
  rmSync(folder, { recursive: true, force: true });
  process.stderr.write('installing the client library for Python ...\n');
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '--retries=2', '--timeout=20'];
  const made =
    spawnSync('python3', ['-m', 'venv', folder], { stdio: ['ignore', 2, 2] }).status === 0 &&
    spawnSync(program, [...pip, '--requirement', requirements], { stdio: ['ignore', 2, 2] }).status === 0;
  if (!made) {
    process.stderr.write('\n*** The client library for Python could not be installed: nothing will be tested with it. ***\n\n');
    return undefined;
  }
  writeFileSync(complete, '');
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
