/** `npm run bundle` and npm's `prepack`: makes `dist/` anew, with the declaration files that the published package carries. Runs on Node 20. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bundle } from './bundle.mjs';
import { ensureNode, ensurePackages, environment, root } from './toolchain.mjs';

const node = ensureNode();
ensurePackages(node);
await bundle();
const tsc = path.join(root, 'node_modules', '.bin', 'tsc');
const declarations = ['-p', 'tsconfig.types.json'];
process.exitCode = spawnSync(tsc, declarations, { cwd: root, stdio: ['ignore', 2, 2], env: environment(node) }).status ?? 1;
