/**
 * Cron jobs: start jobs on a schedule.
 */
import { setCronJobDefaults } from '../../apis/batch/v1/defaults.ts';
import type { CronJob as CronJobObject } from '../../apis/batch/v1/objects.gen.ts';
import { CronJob } from '../../apis/batch/v1/types.ts';
import { validateCronJob, validateCronJobUpdate } from '../../apis/batch/validation/cronjobs.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { statusOf } from '../vocabulary/status.ts';
import { validated } from '../vocabulary/validation.ts';
import { workload } from '../vocabulary/workload.ts';
import { cronJobColumns } from './columns.ts';

interface JobTemplate {
  readonly jobTemplate?: { readonly spec?: { readonly template?: { readonly spec?: unknown } } };
}

const rules = workload({
  templateOf: (object) => (object.spec as JobTemplate | undefined)?.jobTemplate?.spec?.template,
  at: ['spec', 'jobTemplate', 'spec', 'template'],
  namesPods: true,
});

const strategy: Strategy = {
  ...rules,
  ...validated<CronJobObject>({ create: validateCronJob, update: validateCronJobUpdate }),
};

export const cronjobs = resource({
  group: 'batch',
  resource: 'cronjobs',
  kind: 'CronJob',
  shortNames: ['cj'],
  categories: ['all'],
  namespaced: true,
  storageVersionHash: 'sd5LIXh4Fjs=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: CronJob, setDefaults: setCronJobDefaults }],
  storagePrefix: '/registry/cronjobs/',
  strategy,
  subresources: { status: statusOf(strategy, { validateUpdate: () => undefined }) },
  columns: cronJobColumns,
  selectableFields: metadataOnly,
});
