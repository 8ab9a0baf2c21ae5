/** What a writer of a job, or of a template of jobs, is warned of: more indexes than can be kept track of. */
import type { FieldPath } from '../../machinery/field-errors.ts';

export interface WarnedJobSpec {
  readonly completionMode?: string;
  readonly completions?: number;
  readonly parallelism?: number;
}

const MANY_COMPLETIONS = 100_000;
const MUCH_PARALLELISM = 10_000;

export function jobWarnings({ completionMode, completions = 0, parallelism = 0 }: WarnedJobSpec, at: FieldPath): readonly string[] {
  if (completionMode !== 'Indexed' || completions <= MANY_COMPLETIONS || parallelism <= MUCH_PARALLELISM) return [];
  return [
    `${at}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail`,
  ];
}
