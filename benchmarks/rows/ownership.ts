/** What ownership (metadata.managedFields) adds to writes: to a patch without sockets, to a whole durable create as a client sends it. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { configMap } from '../objects.ts';
import type { OwnershipCosts } from '../ownership-process.ts';
import { type Figure, microseconds } from '../report.ts';
import type { Bench } from '../run.ts';
import { COLLECTION, creation, TURN_NUMBERS, WARM_UP_MS } from './writing.ts';

const PROGRAM = path.join(import.meta.dirname, '../source-server.ts');
const CREATE_TURNS = 9;

export async function ownershipRow(bench: Bench): Promise<readonly Figure[]> {
  const [owned, without] = await creations(bench);
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, '../ownership-process.ts')]);
  const costs = JSON.parse(stdout) as OwnershipCosts;
  return [
    { what: 'PATCH of an annotation, 4 kB pod, five managers, whole pipeline', value: microseconds(costs.podOwned), target: '' },
    share('  managedFields add to it', costs.podOwned, costs.podUntracked, 0.6),
    share('managedFields add to a durable create of a 1 kB config map, CPU', owned, without, 0.25),
  ];
}

/** The CPU time of a durable create with and without ownership, measured in turns: each one's middle turn. */
function creations(bench: Bench): Promise<readonly [number, number]> {
  const off = { program: PROGRAM, environment: { OWNERSHIP: 'off' } };
  return bench.withServer({ program: PROGRAM }, (tracking) =>
    bench.withServer(off, async (untracked) => {
      const costs: readonly [number[], number[]] = [[], []];
      for (let turn = 0; turn <= CREATE_TURNS; turn++) {
        for (const [index, server] of [tracking, untracked].entries()) {
          const job = { ...creation(COLLECTION, configMap('cm-#'), 64), first: turn * TURN_NUMBERS };
          const { cpuEach } = await bench.measure(server, turn === 0 ? { ...job, milliseconds: WARM_UP_MS } : job);
          // The first turn warms up.
          if (turn > 0) costs[index as 0 | 1].push(cpuEach);
        }
      }
      return [middle(costs[0]), middle(costs[1])];
    }),
  );
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
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
