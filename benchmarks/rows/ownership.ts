/** What ownership (metadata.managedFields) adds to writes, without sockets. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { OwnershipCosts } from '../ownership-process.ts';
import { type Figure, microseconds } from '../report.ts';

export async function ownershipRow(): Promise<readonly Figure[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, '../ownership-process.ts')]);
  const costs = JSON.parse(stdout) as OwnershipCosts;
  return [
    { what: 'PATCH of an annotation, 4 kB pod, five managers, whole pipeline', value: microseconds(costs.podOwned), target: '' },
    share('  managedFields add to it', costs.podOwned, costs.podUntracked, 0.6),
    share('managedFields add to a create of a 1 kB config map', costs.configMapCreated, costs.configMapCreatedBefore, 0.25),
  ];
}

/** What ownership adds to a write without it. */
function share(what: string, owned: number, without: number, most: number): Figure {
  const added = owned / without - 1;
  return {
    what,
    value: microseconds(owned),
    bare: microseconds(without),
    ratio: added,
    target: `at most ${most} more`,
    reached: added <= most,
  };
}
