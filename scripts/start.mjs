/**
 * `npm start`: from a fresh clone to a running server. Installs what is missing, builds the bundle when it is stale, and runs it under Node 26 with
 * the arguments after `--`. Runs on Node 20.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBundle } from './bundle.mjs';
import { ensureNode, ensurePackages, environment, root, SetupError } from './toolchain.mjs';

try {
  const node = ensureNode();
  ensurePackages(node);
  await ensureBundle();
  run(node);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function run(node) {
  const server = spawn(node, [path.join(root, 'dist/bin/coxswain.mjs'), ...process.argv.slice(2)], { stdio: 'inherit', env: environment(node) });
  process.on('SIGTERM', () => server.kill('SIGTERM'));
  // A terminal sends Ctrl-C to the server as well; passing it on would make it the second signal, which ends the server at once.
  process.on('SIGINT', () => process.stdin.isTTY || server.kill('SIGINT'));
  server.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
  server.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === 'SIGKILL' ? 9 : 15);
  });
}
