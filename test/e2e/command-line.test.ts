/** The command as a user meets it: start, stop, restart, mistakes, and what is left in the data folder. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { KubeConfig, VersionApi } from '@kubernetes/client-node';
import { missing, Running, run, startEtcd, TestServer, temporaryFolder } from './processes.ts';

/** The user that owns nothing. */
const NOBODY = 65_534;

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const program = path.join(root, 'dist', 'bin', 'coxswain.mjs');

async function serverVersion(kubeconfig: string): Promise<string> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return (await config.makeApiClient(VersionApi).getCode()).gitVersion;
}

/** Runs the command to its end with an empty data folder. */
async function coxswain(...args: readonly string[]) {
  const folder = temporaryFolder();
  const output = await run(process.execPath, [program, ...args, `--data-dir=${folder.path}`]);
  folder.remove();
  return output;
}

test('starts, answers the administrator of its kubeconfig, and ends with 0 on SIGTERM and on SIGINT', async () => {
  const server = new TestServer();
  await server.start();
  assert.match(await serverVersion(server.kubeconfig), /^v1\.36\./);
  assert.equal(await server.stop('SIGTERM'), 0);
  await server.start();
  assert.match(await serverVersion(server.kubeconfig), /^v1\.36\./);
  assert.equal(await server.stop('SIGINT'), 0);
  await server.remove();
});

test('a second signal ends it at once with 1', async () => {
  const folder = temporaryFolder();
  const server = new Running(process.execPath, [program, `--data-dir=${folder.path}`, '--secure-port=0', '--shutdown-delay-duration=1m']);
  await server.until(/Serving securely/);
  const ended = server.stop('SIGTERM');
  await server.until(/ShutdownInitiated/);
  void server.stop('SIGTERM');
  assert.equal(await ended, 1);
  folder.remove();
});

test('started before its etcd, it says so and waits: for etcd, or for a signal', { skip: missing('etcd') }, async () => {
  const folder = temporaryFolder();
  const etcd = await startEtcd();
  await etcd.kill();
  const args = [program, `--data-dir=${folder.path}`, '--secure-port=0', `--etcd-servers=${etcd.endpoint}`, '--bind-address=127.0.0.1'];
  const patient = new Running(process.execPath, args);
  await patient.until(/Waiting for etcd/);
  const stopped = new Running(process.execPath, args);
  await stopped.until(/Waiting for etcd/);
  assert.equal(await stopped.stop('SIGTERM'), 0);
  await etcd.start();
  await patient.until(/Serving securely/);
  assert.equal(await patient.stop('SIGTERM'), 0);
  await etcd.stop();
  folder.remove();
});

test('keys and the kubeconfig belong to their owner alone, and a restart keeps them', async () => {
  const server = new TestServer();
  await server.start();
  const folder = path.dirname(server.kubeconfig);
  const files = ['kubeconfig', 'pki/ca.crt', 'pki/ca.key', 'pki/apiserver.crt', 'pki/apiserver.key', 'pki/admin.crt', 'pki/admin.key', 'pki/sa.key'];
  const modes = files.map((file) => (statSync(path.join(folder, file)).mode & 0o777).toString(8));
  assert.deepEqual(new Set(modes), new Set(['600']));
  const before = files.map((file) => readFileSync(path.join(folder, file), 'utf8'));
  await server.stop();
  await server.start();
  assert.deepEqual(
    files.map((file) => readFileSync(path.join(folder, file), 'utf8')),
    before,
  );
  await server.remove();
});

test('without a terminal there is no banner, and standard output stays empty', async () => {
  const folder = temporaryFolder();
  const server = new Running(process.execPath, [program, `--data-dir=${folder.path}`, '--secure-port=0']);
  await server.until(/Serving securely/);
  assert.doesNotMatch(server.text, /COXSWAIN/);
  assert.ok(!server.text.includes('\u001b['));
  await server.stop();
  folder.remove();
});

const MISTAKES: readonly (readonly [string, RegExp, ...string[]])[] = [
  ['an unknown flag', /^Error: unknown flag: --secure-prot\n$/, '--secure-prot=1'],
  [
    'a bad value',
    /^Error: invalid argument "many" for "--secure-port" flag: strconv.ParseInt: parsing "many": invalid syntax\n$/,
    '--secure-port=many',
  ],
  ['a flag that does not work yet', /^Error: --audit-log-path does not work yet: .*\n$/, '--audit-log-path=/dev/null'],
  ['an unknown feature gate', /^Error: unrecognized feature gate: Nonsense\n$/, '--feature-gates=Nonsense=true'],
  [
    'an unreadable file',
    /^Error: cannot read --token-auth-file \/nowhere\/tokens: no such file or directory\n$/,
    '--token-auth-file=/nowhere/tokens',
  ],
  [
    'a token file with too few columns',
    /^Error: token file '.*\/\.gitignore' must have at least 3 columns \(token, user name, user uid\), found 1\n$/m,
    `--token-auth-file=${path.join(root, '.gitignore')}`,
  ],
  ['a port that cannot be', /^Error: --secure-port 70000 must be between 0 and 65535, inclusive\n$/, '--secure-port=70000'],
  [
    'a folder of certificates that cannot be made',
    /^Error: cannot use the folder of certificates \/dev\/null\/pki: not a directory; choose another one with --cert-dir\n$/,
    '--cert-dir=/dev/null/pki',
  ],
  [
    'a folder of certificates that is a file',
    /^Error: cannot use the folder of certificates .*\/\.gitignore: it is a file; choose another one with --cert-dir\n$/,
    `--cert-dir=${path.join(root, '.gitignore')}`,
  ],
  [
    'a certificate that is none',
    /^Error: --tls-cert-file .* and --tls-private-key-file .*: failed to find any PEM data\n$/,
    `--tls-cert-file=${path.join(root, '.gitignore')}`,
    `--tls-private-key-file=${path.join(root, '.gitignore')}`,
  ],
  ['a dump that is not there', /^Error: cannot open \/nowhere\/dump: no such file or directory\n$/, 'db', 'import', '/nowhere/dump'],
  ['an unknown command', /^Error: unknown command "sreve" for "coxswain": .*\n$/, 'sreve'],
];

for (const [what, line, ...args] of MISTAKES) {
  test(`${what} is one clear line and exit code 1`, async () => {
    const { code, stdout, stderr } = await coxswain(...args);
    assert.match(stderr, line);
    assert.equal(stdout, '');
    assert.equal(code, 1);
  });
}

test('a port in use is one clear line that names the way out', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await coxswain(`--secure-port=${port}`);
  other.close();
  assert.match(stderr, new RegExp(`^Error: port ${port} is in use: .*--secure-port \\(0 picks a free one\\)$`, 'm'));
  assert.equal(code, 1);
});

test('a user without a home folder, as containers have, needs to say where the data folder is', {
  skip: process.getuid?.() !== 0 && 'not root',
}, async () => {
  const homeless = { uid: 54_321, env: { HOME: '', XDG_DATA_HOME: '', XDG_CACHE_HOME: '' } };
  const unsaid = await run(process.execPath, [program, '--secure-port=0'], homeless);
  assert.deepEqual(
    [unsaid.code, unsaid.stderr],
    [1, 'Error: this user has no home folder: say with --data-dir where the server may keep its things\n'],
  );
  const folder = temporaryFolder();
  chmodSync(folder.path, 0o777);
  const said = await run(process.execPath, [program, 'db', 'status', `--data-dir=${folder.path}`], homeless);
  assert.match(said.stderr, /^Error: there is no store in /);
  folder.remove();
});

test('a data folder that may not be written is one clear line', async () => {
  const folder = temporaryFolder();
  chmodSync(folder.path, 0o555);
  // Nothing is read-only for root, so root runs this as nobody.
  const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, env: { HOME: '/nonexistent' } } : {};
  const output = await run(process.execPath, [program, `--data-dir=${folder.path}`, '--secure-port=0'], asNobody);
  assert.deepEqual(
    [output.code, output.stderr.trim().split('\n').at(-1)],
    [1, `Error: cannot use the data folder ${folder.path}: permission denied; choose another one with --data-dir`],
  );
  chmodSync(folder.path, 0o755);
  folder.remove();
});

test('a second server on the same data folder is refused with one clear line', async () => {
  const server = new TestServer();
  await server.start();
  const { code, stderr } = await server.command('serve', '--secure-port=0');
  assert.match(stderr, /^Error: .*in use by process \d+.*$/m);
  assert.equal(code, 1);
  await server.remove();
});

test('--help lists every flag in sections, and says what does not work yet', async () => {
  const { code, stdout } = await coxswain('--help');
  assert.equal(code, 0);
  assert.match(stdout, /\nSecure serving flags:\n/);
  assert.match(stdout, /--audit-log-path string .*\[not yet: only the default is accepted\]/);
  assert.match(stdout, /--default-watch-cache-size int .*\[accepted, without effect yet\]/);
});

test('every command explains itself', async () => {
  for (const command of ['serve', 'kubeconfig', 'db', 'version']) {
    const { code, stdout, stderr } = await run(process.execPath, [program, command, '--help']);
    assert.match(stdout, new RegExp(`^Usage:\\n  coxswain \\[?${command}`, 'm'));
    assert.deepEqual([code, stderr], [0, '']);
  }
});

test('kubeconfig makes a user, and --merge adds a context without touching the others', async () => {
  const server = new TestServer();
  await server.start();
  const folder = temporaryFolder();
  const file = path.join(folder.path, 'config');
  const env = { KUBECONFIG: file, HOME: folder.path };
  const jane = await run(process.execPath, [program, 'kubeconfig', '--user=jane', '--group=dev', `--data-dir=${path.dirname(server.kubeconfig)}`], {
    env,
  });
  assert.match(jane.stdout, /user: coxswain-jane/);
  const merge = await run(process.execPath, [program, 'kubeconfig', '--merge', `--data-dir=${path.dirname(server.kubeconfig)}`], { env });
  assert.equal(merge.code, 0, merge.stderr);
  assert.match(readFileSync(file, 'utf8'), /current-context: coxswain/);
  assert.match(await serverVersion(file), /^v1\.36\./);
  folder.remove();
  await server.remove();
});

test('db looks after a store that no server uses', async () => {
  const server = new TestServer();
  await server.start();
  const backup = `${path.dirname(server.kubeconfig)}/backup`;
  assert.equal((await server.command('db', 'backup', backup)).code, 0);
  const inUse = await server.command('db', 'reset');
  assert.equal(inUse.code, 1);
  assert.match(inUse.stderr, /in use by process/);
  await server.stop();
  const status = await server.command('db', 'status', '--verify');
  assert.match(status.stdout, /^damaged +0$/m);
  assert.equal(status.code, 0);
  assert.equal((await server.command('db', 'compact')).code, 0);
  assert.equal((await server.command('db', 'reset')).code, 0);
  assert.equal((await server.command('db', 'restore', backup)).code, 0);
  await server.start();
  assert.match(await serverVersion(server.kubeconfig), /^v1\.36\./);
  await server.remove();
});
