/** What a patch of one annotation costs without HTTP, and which part of that is ownership (metadata.managedFields). */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { OwnershipCosts } from '../ownership-process.ts';
import type { Figure } from '../report.ts';

const PATCH_MICROSECONDS = 300;

export async function ownershipRow(): Promise<readonly Figure[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, '../ownership-process.ts')]);
  const costs = JSON.parse(stdout) as OwnershipCosts;
  return [
    {
      what: 'PATCH of an annotation, 4 kB pod, five managers, CPU',
      value: `${costs.podOwned.toFixed(0)} us`,
      target: `${PATCH_MICROSECONDS} us`,
      reached: costs.podOwned < PATCH_MICROSECONDS,
    },
    share('  of it managedFields, pod', costs.podOwned, costs.podUntracked, 0.6),
    share('  of it managedFields, config map', costs.configMapOwned, costs.configMapUntracked, 0.25),
  ];
}

/** What ownership adds to a write that nobody tracks. */
function share(what: string, owned: number, untracked: number, most: number): Figure {
  const added = owned / untracked - 1;
  return {
    what,
    value: `${owned.toFixed(0)} us`,
    bare: `${untracked.toFixed(0)} us`,
    ratio: added,
    target: `at most ${most} more`,
    reached: added <= most,
  };
}
