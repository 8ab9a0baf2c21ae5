/** How `kubectl get` shows jobs and cron jobs. */

import type { KubeObject } from '../../machinery/object.ts';
import { timeToMillis } from '../../machinery/time.ts';
import type { TablePrinter, TimedCell } from '../generic/declaration.ts';
import { age, ageColumn, boolean, column, integer, NONE, name, nameColumn, since, table, UNSET } from '../printers/columns.ts';
import { humanDuration } from '../printers/duration.ts';
import { containerCells, containersColumn, imagesColumn, selectorColumn } from '../printers/pod-templates.ts';
import { type LabelSelectorFields, labelSelectorText } from '../printers/selectors.ts';

interface JobSpec {
  readonly completions?: number;
  readonly parallelism?: number;
  readonly template?: unknown;
  readonly selector?: LabelSelectorFields;
}

interface JobStatus {
  readonly succeeded?: number;
  readonly startTime?: string | null;
  readonly completionTime?: string | null;
  readonly conditions?: readonly { readonly type: string; readonly status?: string }[] | null;
}

export const jobColumns: TablePrinter = table(
  [
    nameColumn,
    column('Status', 'What the job is doing, in a word.'),
    column('Completions', 'How many pods have succeeded, of how many.'),
    column('Duration', 'How long the job has run, or ran.'),
    ageColumn,
    containersColumn,
    imagesColumn,
    selectorColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as JobSpec;
    const status = (object.status ?? {}) as JobStatus;
    return [
      name(object),
      jobState(object, status),
      completions(spec, status),
      duration(status),
      age(object),
      ...containerCells(spec.template),
      labelSelectorText(spec.selector) || NONE,
    ];
  },
);

function jobState(object: KubeObject, status: JobStatus): string {
  // The first condition of a type counts.
  const holds = (type: string): boolean => status.conditions?.find((each) => each.type === type)?.status === 'True';
  if (holds('Complete')) return 'Complete';
  if (holds('Failed')) return 'Failed';
  if (object.metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (holds('Suspended')) return 'Suspended';
  return holds('FailureTarget') ? 'FailureTarget' : 'Running';
}

function completions(spec: JobSpec, status: JobStatus): string {
  const succeeded = status.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration(status: JobStatus): string | TimedCell {
  if (!status.startTime) return '';
  const start = timeToMillis(status.startTime);
  return status.completionTime ? humanDuration(timeToMillis(status.completionTime) - start) : (now) => humanDuration(now - start);
}

interface CronJobSpec {
  readonly schedule?: string;
  readonly timeZone?: string;
  readonly suspend?: boolean;
  readonly jobTemplate?: { readonly spec?: JobSpec };
}

interface CronJobStatus {
  readonly active?: readonly unknown[] | null;
  readonly lastScheduleTime?: string | null;
}

export const cronJobColumns: TablePrinter = table(
  [
    nameColumn,
    column('Schedule', 'When jobs start.'),
    column('Timezone', 'The time zone of the schedule.'),
    boolean('Suspend', 'Whether no new jobs are started.'),
    integer('Active', 'How many jobs are running.'),
    column('Last Schedule', 'How long ago a job was last started.'),
    ageColumn,
    containersColumn,
    imagesColumn,
    selectorColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as CronJobSpec;
    const status = (object.status ?? {}) as CronJobStatus;
    const job = spec.jobTemplate?.spec;
    return [
      name(object),
      spec.schedule ?? '',
      spec.timeZone ?? NONE,
      spec.suspend === undefined ? UNSET : spec.suspend ? 'True' : 'False',
      status.active?.length ?? 0,
      status.lastScheduleTime ? since(status.lastScheduleTime) : NONE,
      age(object),
      ...containerCells(job?.template),
      labelSelectorText(job?.selector) || NONE,
    ];
  },
);
