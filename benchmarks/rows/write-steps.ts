/** What single steps of a write cost, without everything around them. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Figure, microseconds } from '../report.ts';
import type { WriteCosts } from '../write-process.ts';

export async function writeStepsRow(): Promise<readonly Figure[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, '../write-process.ts')]);
  const costs = JSON.parse(stdout) as WriteCosts;
  return [
    below('PATCH of an annotation, 4 kB pod, five managers, without HTTP, admission and validation, CPU', costs.patch, 300),
    below('default admission chain, create of a pod, CPU', costs.admissionOfPod, 60),
    below('default admission chain, create of a config map, CPU', costs.admissionOfConfigMap, 10),
    below('validation of a pod, CPU', costs.validationOfPod, 50),
  ];
}

function below(what: string, value: number, most: number): Figure {
  return { what, value: microseconds(value), target: microseconds(most), reached: value < most };
}
