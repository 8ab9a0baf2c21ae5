/** `npm run bench`: installs what is missing, builds the bundle when it is stale, and measures it. Options go after `--`. Runs on Node 20. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureBundle } from './bundle.mjs';
import { ensureNode, ensurePackages, environment, root, SetupError } from './toolchain.mjs';

try {
  const node = ensureNode();
  ensurePackages(node);
  await ensureBundle();
  const bench = [path.join(root, 'benchmarks/bench.ts'), ...process.argv.slice(2)];
  process.exitCode = spawnSync(node, bench, { stdio: 'inherit', env: environment(node) }).status ?? 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
