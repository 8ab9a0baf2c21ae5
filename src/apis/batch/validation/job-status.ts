/**
 * Statuses of jobs (KEP-4368: anybody may manage one, so the rules of the built-in controller are checked). A rule is enforced when what it speaks of
 * changes: statuses that were stored before stay writable.
 */
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { checkCounts } from '../../meta/validation/numbers.ts';
import type { Job, JobStatus } from '../v1/objects.gen.ts';
import { firstCommonIndex, parseIndexes } from './indexes.ts';
import { shown } from './internal.ts';
import { isIndexed } from './job-spec.ts';

const STATUS = FieldPath.root('status');
const CONDITIONS = STATUS.child('conditions');

type Fact = 'complete' | 'failed' | 'failureTarget' | 'successCriteriaMet' | 'finished';

/** A new status and the one before. */
interface Change {
  readonly job: Job;
  readonly status: JobStatus;
  readonly old: JobStatus;
  is(fact: Fact): boolean;
  was(fact: Fact): boolean;
  /** Whether one of the facts or fields differs. */
  changed(...what: readonly (Fact | keyof JobStatus)[]): boolean;
}

const TYPES: { readonly [fact in Exclude<Fact, 'finished'>]: string } = {
  complete: 'Complete',
  failed: 'Failed',
  failureTarget: 'FailureTarget',
  successCriteriaMet: 'SuccessCriteriaMet',
};

function holds(status: JobStatus, fact: Fact): boolean {
  if (fact === 'finished') return holds(status, 'complete') || holds(status, 'failed');
  return hasCondition(status, TYPES[fact], 'True');
}

function hasCondition({ conditions }: JobStatus, type: string, status: string): boolean {
  return conditions?.some((each) => each.type === type && each.status === status) ?? false;
}

function changeOf(job: Job, oldJob: Job): Change {
  const status = job.status ?? {};
  const old = oldJob.status ?? {};
  return {
    job,
    status,
    old,
    is: (fact) => holds(status, fact),
    was: (fact) => holds(old, fact),
    changed: (...what) =>
      what.some((each) =>
        each === 'finished' || Object.hasOwn(TYPES, each)
          ? holds(status, each as Fact) !== holds(old, each as Fact)
          : !equal(status[each as keyof JobStatus], old[each as keyof JobStatus]),
      ),
  };
}

export function validateJobStatus(job: Job, old: Job): ErrorList {
  const errors = new ErrorList();
  const change = changeOf(job, old);
  checkCounts(errors, STATUS, change.status, ['active', 'succeeded', 'failed', 'ready', 'terminating']);
  checkUncounted(errors, change.status);
  checkConclusion(errors, change);
  checkFinished(errors, change);
  checkIndexes(errors, change);
  checkPods(errors, change);
  checkSuccess(errors, change);
  checkTransition(errors, change);
  return errors;
}

function checkUncounted(errors: ErrorList, { uncountedTerminatedPods }: JobStatus): void {
  const seen = new Set<string>();
  for (const field of ['succeeded', 'failed'] as const) {
    uncountedTerminatedPods?.[field]?.forEach((uid, i) => {
      const at = STATUS.child('uncountedTerminatedPods', field).index(i);
      if (uid === '') errors.invalid(at, uid, 'must not be empty');
      else if (seen.has(uid)) errors.duplicate(at, uid);
      seen.add(uid);
    });
  }
}

/** How a job may end, and when. */
function checkConclusion(errors: ErrorList, { status, is, changed }: Change): void {
  if (changed('complete', 'failed') && is('complete') && is('failed'))
    errors.invalidWithoutValue(CONDITIONS, 'cannot set Complete=True and Failed=true conditions');
  if (changed('complete', 'failureTarget') && is('complete') && is('failureTarget'))
    errors.invalidWithoutValue(CONDITIONS, 'cannot set Complete=True and FailureTarget=true conditions');
  const { startTime, completionTime } = status;
  const at = STATUS.child('completionTime');
  if (changed('complete', 'completionTime')) {
    if (completionTime !== undefined && !is('complete'))
      errors.invalid(at, completionTime, 'cannot set completionTime when there is no Complete=True condition');
    if (completionTime === undefined && is('complete')) errors.required(at, 'completionTime is required for Complete jobs');
  }
  if (changed('startTime', 'completionTime') && startTime !== undefined && completionTime !== undefined && completionTime < startTime)
    errors.invalid(at, completionTime, 'must be equal to or after `startTime`');
  if (changed('failed', 'failedIndexes') && is('failed') && !is('failureTarget'))
    errors.invalidWithoutValue(CONDITIONS, 'cannot set Failed=True condition without the FailureTarget=true condition');
  if (changed('complete', 'successCriteriaMet') && is('complete') && !is('successCriteriaMet'))
    errors.invalidWithoutValue(CONDITIONS, 'cannot set Complete=True condition without the SuccessCriteriaMet=true condition');
}

function checkFinished(errors: ErrorList, { job: { spec }, status, is, changed }: Change): void {
  if (!is('finished')) return;
  const { active = 0, startTime, uncountedTerminatedPods } = status;
  if (changed('finished', 'active') && active > 0) errors.invalid(STATUS.child('active'), active, 'active>0 is invalid for finished job');
  const nothingToRun = spec.suspend === true && spec.completions === 0;
  if (changed('finished', 'startTime') && startTime === undefined && !nothingToRun)
    errors.required(STATUS.child('startTime'), 'startTime is required for finished job');
  const uncounted = (uncountedTerminatedPods?.failed?.length ?? 0) + (uncountedTerminatedPods?.succeeded?.length ?? 0);
  if (changed('finished', 'uncountedTerminatedPods') && uncounted > 0) {
    const value = shown(uncountedTerminatedPods, 'UncountedTerminatedPods');
    errors.invalid(STATUS.child('uncountedTerminatedPods'), value, 'must be empty for finished job');
  }
}

function checkIndexes(errors: ErrorList, { job: { spec }, status, changed }: Change): void {
  const { completedIndexes = '', failedIndexes } = status;
  const { completions, backoffLimitPerIndex } = spec;
  const completed = STATUS.child('completedIndexes');
  const failed = STATUS.child('failedIndexes');
  if (changed('completedIndexes') && completions !== undefined) {
    const { problem } = parseIndexes(completedIndexes, completions);
    if (problem !== undefined) errors.invalid(completed, completedIndexes, `error parsing completedIndexes: ${problem}`);
  }
  if (changed('failedIndexes') && completions !== undefined && backoffLimitPerIndex !== undefined && failedIndexes !== undefined) {
    const { problem } = parseIndexes(failedIndexes, completions);
    if (problem !== undefined) errors.invalid(failed, failedIndexes, `error parsing failedIndexes: ${problem}`);
  }
  if (changed('completedIndexes') && completedIndexes !== '' && !isIndexed(spec))
    errors.invalid(completed, completedIndexes, 'cannot set non-empty completedIndexes when non-indexed completion mode');
  if (changed('failedIndexes') && failedIndexes !== undefined && backoffLimitPerIndex === undefined)
    errors.invalid(failed, failedIndexes, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null');
  if (!changed('failedIndexes', 'completedIndexes') || completions === undefined || failedIndexes === undefined) return;
  const common = firstCommonIndex(completedIndexes, failedIndexes, completions);
  if (common !== undefined) errors.invalid(failed, failedIndexes, `failedIndexes and completedIndexes overlap at index: ${common}`);
}

function checkPods(errors: ErrorList, { status, is, changed }: Change): void {
  const { active = 0, ready = 0, terminating = 0 } = status;
  if (changed('finished', 'terminating') && terminating > 0 && is('finished'))
    errors.invalid(STATUS.child('terminating'), terminating, 'terminating>0 is invalid for finished job');
  if (changed('ready', 'active') && ready > active) errors.invalid(STATUS.child('ready'), ready, 'cannot set more ready pods than active');
}

function checkSuccess(errors: ErrorList, { job: { spec }, is }: Change): void {
  const met = is('successCriteriaMet');
  if (met && is('failed')) errors.invalidWithoutValue(CONDITIONS, 'cannot set SuccessCriteriaMet=True and Failed=true conditions');
  if (met && is('failureTarget')) errors.invalidWithoutValue(CONDITIONS, 'cannot set SuccessCriteriaMet=True and FailureTarget=true conditions');
  if (spec.successPolicy !== undefined && !met && is('complete'))
    errors.invalidWithoutValue(CONDITIONS, 'cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True');
}

/** What never goes back. */
function checkTransition(errors: ErrorList, { job: { spec }, status, old, is, was }: Change): void {
  for (const fact of ['failed', 'complete', 'failureTarget'] as const) {
    if (was(fact) && !is(fact)) errors.invalidWithoutValue(CONDITIONS, `cannot disable the terminal ${TYPES[fact]}=True condition`);
  }
  const { failed = 0, succeeded = 0, startTime, completionTime } = status;
  if (failed < (old.failed ?? 0)) errors.invalid(STATUS.child('failed'), failed, 'cannot decrease the failed counter');
  // An indexed job may be scaled down, and then counts less.
  const elastic = isIndexed(spec) && spec.completions === spec.parallelism;
  if (!elastic && succeeded < (old.succeeded ?? 0)) errors.invalid(STATUS.child('succeeded'), succeeded, 'cannot decrease the succeeded counter');
  if (completionTime !== undefined && old.completionTime !== undefined && completionTime !== old.completionTime)
    errors.invalid(STATUS.child('completionTime'), completionTime, 'field is immutable');
  const resumes = hasCondition(old, 'Suspended', 'True') && hasCondition(status, 'Suspended', 'False');
  if (old.startTime !== undefined && startTime !== old.startTime && spec.suspend !== true && !resumes)
    errors.invalid(STATUS.child('startTime'), startTime ?? null, 'field is immutable for unsuspended job once set');
  if (was('successCriteriaMet') && !is('successCriteriaMet'))
    errors.invalidWithoutValue(CONDITIONS, 'cannot disable the SuccessCriteriaMet=True condition');
  if (was('complete') && !was('successCriteriaMet') && is('successCriteriaMet'))
    errors.invalidWithoutValue(CONDITIONS, 'cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions');
}
