/**
 * Cron jobs: start jobs on a schedule.
 */
import { setCronJobDefaults } from '../../apis/batch/v1/defaults.ts';
import type { CronJob as CronJobObject } from '../../apis/batch/v1/objects.gen.ts';
import { CronJob } from '../../apis/batch/v1/types.ts';
import { validateCronJob, validateCronJobUpdate } from '../../apis/batch/validation/cronjobs.ts';
import { FieldPath } from '../../machinery/field-errors.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusOf } from '../strategies/status.ts';
import { validated } from '../strategies/validation.ts';
import { workload } from '../strategies/workload.ts';
import { jobWarnings, type WarnedJobSpec } from '../warnings/jobs.ts';
import { cronJobColumns } from './columns.ts';

interface CronJobSpec {
  readonly schedule?: string;
  readonly jobTemplate?: { readonly spec?: WarnedJobSpec & { readonly template?: { readonly spec?: unknown } } };
}

const specOf = (object: KubeObject): CronJobSpec => (object.spec ?? {}) as CronJobSpec;

const rules = workload({
  templateOf: (object) => specOf(object).jobTemplate?.spec?.template,
  at: ['spec', 'jobTemplate', 'spec', 'template'],
  namesPods: true,
  warnings: (object) => jobWarnings(specOf(object).jobTemplate?.spec ?? {}, FieldPath.root('spec').child('jobTemplate', 'spec')),
});

/** The path is upstream's. */
const ZONE_IN_SCHEDULE =
  'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';

const strategy: Strategy = {
  ...rules,
  ...validated<CronJobObject>(validateCronJob, validateCronJobUpdate),
  warningsOnUpdate: (context, object, old) => [
    ...rules.warningsOnUpdate(context, object, old),
    ...(specOf(object).schedule?.includes('TZ') ? [ZONE_IN_SCHEDULE] : []),
  ],
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
