/** Specs of jobs, in jobs and in cron jobs. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { regexText, validateDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import type { PodRules } from '../../core/validation/pod-rules.ts';
import { checkPodTemplate } from '../../core/validation/pods/pod-template.ts';
import { checkCounts } from '../../meta/validation/numbers.ts';
import type { JobSpec } from '../v1/objects.gen.ts';
import { checkFailurePolicy, checkSuccessPolicy } from './failure-policy.ts';
import { shown } from './internal.ts';

const MAX_MANAGED_BY_BYTES = 63;
const MAX_PARALLELISM_OF_INDEXED = 100_000;
const MAX_FAILED_INDEXES = 100_000;
/** Above it, jobs that count failures by index must keep their statuses small. */
const MANY_COMPLETIONS = 100_000;
const LIMIT_FOR_MANY_COMPLETIONS = 10_000;

const COMPLETION_MODES: readonly string[] = ['NonIndexed', 'Indexed'];
const REPLACEMENT_POLICIES: readonly string[] = ['Failed', 'TerminatingOrFailed'];

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;

export function isIndexed(spec: JobSpec): boolean {
  return spec.completionMode === 'Indexed';
}

/** All but the selector, which templates of jobs do not have. */
export function checkJobSpec(errors: ErrorList, path: FieldPath, spec: JobSpec, rules: PodRules): void {
  checkCounts(errors, path, spec, COUNTS);
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined)
    errors.required(path.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified');
  if (spec.managedBy !== undefined) checkManager(errors, path.child('managedBy'), spec.managedBy);
  const { completionMode, podFailurePolicy, successPolicy } = spec;
  if (completionMode !== undefined && !COMPLETION_MODES.includes(completionMode))
    errors.notSupported(path.child('completionMode'), completionMode, COMPLETION_MODES);
  if (isIndexed(spec)) checkIndexed(errors, path, spec);
  else if (completionMode === undefined || completionMode === 'NonIndexed') {
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      if (spec[field] !== undefined) errors.invalid(path.child(field), spec[field], 'requires indexed completion mode');
    }
  }
  if (podFailurePolicy !== undefined) checkFailurePolicy(errors, path.child('podFailurePolicy'), podFailurePolicy, spec);
  if (successPolicy !== undefined) {
    const at = path.child('successPolicy');
    if (!isIndexed(spec)) errors.invalid(at, shown(successPolicy, 'SuccessPolicy'), 'requires indexed completion mode');
    else checkSuccessPolicy(errors, at, successPolicy, spec.completions ?? 0);
  }
  checkReplacementPolicy(errors, path.child('podReplacementPolicy'), spec);
  checkPodTemplate(errors, path.child('template'), spec.template, rules);
  checkRestartPolicy(errors, path.child('template', 'spec', 'restartPolicy'), spec);
}

function checkIndexed(errors: ErrorList, path: FieldPath, spec: JobSpec): void {
  const { completions, parallelism, maxFailedIndexes } = spec;
  const atMost = (field: 'parallelism' | 'maxFailedIndexes', limit: number, when = ''): void => {
    const value = spec[field];
    if (value !== undefined && value > limit) errors.invalid(path.child(field), value, `must be less than or equal to ${limit}${when}`);
  };
  if (completions === undefined) errors.required(path.child('completions'), 'when completion mode is Indexed');
  atMost('parallelism', MAX_PARALLELISM_OF_INDEXED, ' when completion mode is Indexed');
  if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions)
    errors.invalid(path.child('maxFailedIndexes'), maxFailedIndexes, 'must be less than or equal to completions');
  atMost('maxFailedIndexes', MAX_FAILED_INDEXES);
  if (completions === undefined || completions <= MANY_COMPLETIONS || spec.backoffLimitPerIndex === undefined) return;
  if (maxFailedIndexes === undefined)
    errors.required(path.child('maxFailedIndexes'), `must be specified when completions is above ${MANY_COMPLETIONS}`);
  const when = ` when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (parallelism !== undefined) atMost('parallelism', LIMIT_FOR_MANY_COMPLETIONS, when);
  atMost('maxFailedIndexes', LIMIT_FOR_MANY_COMPLETIONS, when);
}

const PATH_CHARACTERS = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

/** Who looks after the job, instead of the built-in controller (KEP-4368): "example.com/name". */
function checkManager(errors: ErrorList, path: FieldPath, name: string): void {
  const slash = name.indexOf('/');
  if (name === '') errors.required(path);
  else if (slash <= 0 || slash === name.length - 1) errors.invalid(path, name, 'must be a domain-prefixed path (such as "acme.io/foo")');
  else {
    errors.eachInvalid(path, name.slice(0, slash), validateDns1123Subdomain(name.slice(0, slash)));
    const rest = name.slice(slash + 1);
    if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(rest)) errors.invalid(path, rest, regexText('Invalid path', PATH_CHARACTERS));
  }
  if (Buffer.byteLength(name) > MAX_MANAGED_BY_BYTES) errors.tooLong(path, MAX_MANAGED_BY_BYTES);
}

function checkReplacementPolicy(errors: ErrorList, path: FieldPath, { podReplacementPolicy: policy, podFailurePolicy }: JobSpec): void {
  const supported = podFailurePolicy === undefined ? REPLACEMENT_POLICIES : ['Failed'];
  if (policy !== undefined && !supported.includes(policy)) errors.notSupported(path, policy, supported);
}

function checkRestartPolicy(errors: ErrorList, path: FieldPath, { template, podFailurePolicy }: JobSpec): void {
  const policy = template?.spec?.restartPolicy ?? '';
  // Always is what a missing one has become by now.
  if (policy === '' || policy === 'Always') errors.required(path, 'valid values: "OnFailure", "Never"');
  else if (policy !== 'OnFailure' && policy !== 'Never') errors.notSupported(path, policy, ['OnFailure', 'Never']);
  else if (podFailurePolicy !== undefined && policy !== 'Never')
    errors.invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified');
}
