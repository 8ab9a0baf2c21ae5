/** Lists files for the scripts that Node 20 runs, which has no `globSync`. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './toolchain.mjs';

/**
 * The files at or under `place` (relative to the repository) whose names end with one of `suffixes`, sorted, relative to the repository.
 * A missing place holds no files.
 */
export function filesUnder(place, suffixes) {
  const found = statSync(path.join(root, place), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return [place];
  return readdirSync(path.join(root, place), { recursive: true })
    .map((file) => path.join(place, file))
    .filter((file) => !file.includes('node_modules') && suffixes.some((suffix) => file.endsWith(suffix)))
    .sort();
}
