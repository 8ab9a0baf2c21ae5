/** Cron jobs. */
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { type PodPolicy, type PodRules, podRules } from '../../core/validation/pod-rules.ts';
import { checkNotNegative } from '../../meta/validation/numbers.ts';
import { shownSelector } from '../../meta/validation/selectors.ts';
import type { CronJob, CronJobSpec, JobTemplateSpec } from '../v1/objects.gen.ts';
import { checkJobSpec } from './job-spec.ts';
import { scheduleProblem, timeZoneProblem } from './schedules.ts';

const SPEC = FieldPath.root('spec');
const POLICIES: readonly string[] = ['Allow', 'Forbid', 'Replace'];

/** A job is named after its cron job and the time: 11 characters of a DNS label's 63. */
const MAX_NAME_LENGTH = 52;

export function validateCronJob({ metadata: { name = '' }, spec }: CronJob, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, undefined, podRules(gate, 'template', undefined, policy));
  if (name.length > MAX_NAME_LENGTH)
    errors.invalid(FieldPath.root('metadata').child('name'), name, `must be no more than ${MAX_NAME_LENGTH} characters`);
  return errors;
}

export function validateCronJobUpdate({ spec }: CronJob, { spec: old }: CronJob, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, old, podRules(gate, 'template', old.jobTemplate?.spec?.template, policy));
  return errors;
}

function checkSpec(errors: ErrorList, spec: CronJobSpec, old: CronJobSpec | undefined, rules: PodRules): void {
  if (spec.schedule === '') errors.required(SPEC.child('schedule'));
  else checkSchedule(errors, SPEC.child('schedule'), spec, old?.schedule.includes('TZ') === true);
  checkNotNegative(errors, SPEC.child('startingDeadlineSeconds'), spec.startingDeadlineSeconds);
  if (spec.timeZone !== undefined && spec.timeZone !== old?.timeZone) checkTimeZone(errors, SPEC.child('timeZone'), spec.timeZone);
  const { concurrencyPolicy = '' } = spec;
  if (concurrencyPolicy === '') errors.required(SPEC.child('concurrencyPolicy'));
  else if (!POLICIES.includes(concurrencyPolicy)) errors.notSupported(SPEC.child('concurrencyPolicy'), concurrencyPolicy, POLICIES);
  checkJobTemplate(errors, SPEC.child('jobTemplate', 'spec'), spec.jobTemplate, rules);
  checkNotNegative(errors, SPEC.child('successfulJobsHistoryLimit'), spec.successfulJobsHistoryLimit);
  checkNotNegative(errors, SPEC.child('failedJobsHistoryLimit'), spec.failedJobsHistoryLimit);
}

/** Time zones in schedules worked by accident once; those that are stored stay. */
function checkSchedule(errors: ErrorList, path: FieldPath, { schedule, timeZone }: CronJobSpec, allowZone: boolean): void {
  const problem = scheduleProblem(schedule);
  if (problem !== undefined) errors.invalid(path, schedule, problem);
  if (!schedule.includes('TZ')) return;
  if (!allowZone) errors.invalid(path, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
  else if (timeZone !== undefined) errors.invalid(path, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule');
}

const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/;

function checkTimeZone(errors: ErrorList, path: FieldPath, zone: string): void {
  if (zone === '') {
    errors.invalid(path, zone, 'timeZone must be nil or non-empty string');
    return;
  }
  if (zone.split('/').some((part) => part === '.' || part === '..' || part.startsWith('-') || !ZONE_PART.test(part))) {
    errors.invalid(path, zone, `unknown time zone ${zone}`);
    return;
  }
  if (zone.toLowerCase() === 'local')
    errors.invalid(path, zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones');
  const problem = timeZoneProblem(zone);
  if (problem !== undefined) errors.invalid(path, zone, problem);
}

/** The selector of a job is made when the job is. */
function checkJobTemplate(errors: ErrorList, path: FieldPath, template: JobTemplateSpec, rules: PodRules): void {
  const { spec } = template;
  checkJobSpec(errors, path, spec, rules);
  if (spec.selector !== undefined) errors.invalid(path.child('selector'), shownSelector(spec.selector), '`selector` will be auto-generated');
  if (spec.manualSelector === true) errors.notSupported(path.child('manualSelector'), true, ['nil', 'false']);
}
