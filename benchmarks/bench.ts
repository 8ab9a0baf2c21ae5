/**
 * `npm run bench`: the figures that this server promises, each beside a yardstick measured in the same run on the same machine. Judge by the
 * ratios: absolute numbers of a shared machine mean little.
 *
 * Options: `--only get,list` picks rows, `--bundle FOLDER` measures another build than `dist/`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, printTable } from './report.ts';
import { decisionRow } from './rows/decision.ts';
import { fanOutRow } from './rows/fan-out.ts';
import { formsRow } from './rows/forms.ts';
import { growthRow } from './rows/growth.ts';
import { memoryRow } from './rows/memory.ts';
import { ownershipRow } from './rows/ownership.ts';
import { getRow, listRow } from './rows/reading.ts';
import { startRow } from './rows/start.ts';
import { writeStepsRow } from './rows/write-steps.ts';
import { createRow, podRow } from './rows/writing.ts';
import { Bench, type Row } from './run.ts';

const ROWS: ReadonlyMap<string, Row> = new Map([
  ['start', startRow],
  ['memory', memoryRow],
  ['get', getRow],
  ['list', listRow],
  ['forms', formsRow],
  ['create', createRow],
  ['watch', fanOutRow],
  ['growth', growthRow],
  ['pod', podRow],
  ['write-steps', writeStepsRow],
  ['ownership', ownershipRow],
  ['decision', decisionRow],
]);

const { values } = parseArgs({ options: { only: { type: 'string' }, bundle: { type: 'string' } } });
const names = values.only === undefined ? [...ROWS.keys()] : values.only.split(',');
const folder = mkdtempSync(path.join(os.tmpdir(), 'coxswain-bench-'));
const bench = new Bench(path.resolve(values.bundle ?? path.join(import.meta.dirname, '../dist')), folder);
const figures: Figure[] = [];
try {
  for (const name of names) figures.push(...(await measure(name)));
} finally {
  await bench.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${printTable(figures)}\n`);
process.exitCode = figures.some(({ reached }) => reached === false) ? 1 : 0;

async function measure(name: string): Promise<readonly Figure[]> {
  const row = ROWS.get(name);
  if (row === undefined) throw new Error(`there is no row ${name}; there are ${[...ROWS.keys()].join(', ')}`);
  process.stderr.write(`${name} ...\n`);
  try {
    return await row(bench);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return [{ what: name, value: 'failed', target: '', reached: false }];
  }
}
