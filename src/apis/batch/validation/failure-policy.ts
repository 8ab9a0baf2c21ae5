/** Which failures of pods end, restart or do not count for a job (KEP-3329), and what makes it succeed early (KEP-3998). */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { labelKeyErrors } from '../../../machinery/grammar/label-names.ts';
import { checkNotNegative } from '../../meta/validation/numbers.ts';
import type {
  JobSpec,
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
  SuccessPolicy,
  SuccessPolicyRule,
} from '../v1/objects.gen.ts';
import { parseIndexes } from './indexes.ts';

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_PATTERNS = 20;
const MAX_SUCCEEDED_INDEXES_BYTES = 64 * 1024;

const ACTIONS: readonly string[] = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS: readonly string[] = ['In', 'NotIn'];
const STATUSES: readonly string[] = ['False', 'True', 'Unknown'];

const listed = (values: readonly string[]): string => `valid values: [${values.map((each) => `"${each}"`).join(' ')}]`;

export function checkFailurePolicy(errors: ErrorList, path: FieldPath, policy: PodFailurePolicy, spec: JobSpec): void {
  const rules = policy.rules ?? [];
  if (rules.length > MAX_RULES) errors.tooMany(path.child('rules'), rules.length, MAX_RULES);
  const pod = spec.template?.spec;
  const containers = new Set([...(pod?.containers ?? []), ...(pod?.initContainers ?? [])].map((each) => each.name));
  rules.forEach((rule, i) => {
    checkRule(errors, path.child('rules').index(i), rule, spec, containers);
  });
}

function checkRule(errors: ErrorList, path: FieldPath, rule: PodFailurePolicyRule, spec: JobSpec, containers: ReadonlySet<string>): void {
  const at = path.child('action');
  if (rule.action === '') errors.required(at, listed(ACTIONS));
  else if (!ACTIONS.includes(rule.action)) errors.notSupported(at, rule.action, ACTIONS);
  else if (rule.action === 'FailIndex' && spec.backoffLimitPerIndex === undefined)
    errors.invalid(at, rule.action, 'requires the backoffLimitPerIndex to be set');
  const patterns = rule.onPodConditions ?? [];
  if (rule.onExitCodes !== undefined) checkExitCodes(errors, path.child('onExitCodes'), rule.onExitCodes, containers);
  checkPatterns(errors, path.child('onPodConditions'), patterns);
  if (rule.onExitCodes !== undefined && patterns.length > 0)
    errors.invalidWithoutValue(path, 'specifying both OnExitCodes and OnPodConditions is not supported');
  if (rule.onExitCodes === undefined && patterns.length === 0)
    errors.invalidWithoutValue(path, 'specifying one of OnExitCodes and OnPodConditions is required');
}

function checkExitCodes(errors: ErrorList, path: FieldPath, codes: PodFailurePolicyOnExitCodesRequirement, containers: ReadonlySet<string>): void {
  const { operator, containerName } = codes;
  const values = codes.values ?? [];
  if (operator === '') errors.required(path.child('operator'), listed(OPERATORS));
  else if (!OPERATORS.includes(operator)) errors.notSupported(path.child('operator'), operator, OPERATORS);
  if (containerName !== undefined && !containers.has(containerName)) {
    const text = 'must be one of the container or initContainer names in the pod template';
    errors.invalid(path.child('containerName'), containerName, text);
  }
  const at = path.child('values');
  if (values.length === 0) errors.invalid(at, values, 'at least one value is required');
  else if (values.length > MAX_EXIT_CODES) errors.tooMany(at, values.length, MAX_EXIT_CODES);
  const seen = new Set<number>();
  values.forEach((value, i) => {
    if (operator === 'In' && value === 0) errors.invalid(at.index(i), value, 'must not be 0 for the In operator');
    if (seen.has(value)) errors.duplicate(at.index(i), value);
    seen.add(value);
  });
  if (values.some((value, i) => i > 0 && (values[i - 1] as number) > value)) errors.invalid(at, values, 'must be ordered');
}

function checkPatterns(errors: ErrorList, path: FieldPath, patterns: readonly PodFailurePolicyOnPodConditionsPattern[]): void {
  if (patterns.length > MAX_PATTERNS) errors.tooMany(path, patterns.length, MAX_PATTERNS);
  patterns.forEach(({ type, status }, i) => {
    errors.eachInvalid(path.index(i).child('type'), type, labelKeyErrors(type));
    if (status === '') errors.required(path.index(i).child('status'), listed(STATUSES));
    else if (!STATUSES.includes(status)) errors.notSupported(path.index(i).child('status'), status, STATUSES);
  });
}

export function checkSuccessPolicy(errors: ErrorList, path: FieldPath, policy: SuccessPolicy, completions: number): void {
  const rules = policy.rules ?? [];
  if (rules.length === 0) errors.required(path.child('rules'), 'at least one rules must be specified when the successPolicy is specified');
  if (rules.length > MAX_RULES) errors.tooMany(path.child('rules'), rules.length, MAX_RULES);
  rules.forEach((rule, i) => {
    checkSuccessRule(errors, path.child('rules').index(i), rule, completions);
  });
}

function checkSuccessRule(errors: ErrorList, path: FieldPath, { succeededIndexes, succeededCount }: SuccessPolicyRule, completions: number): void {
  if (succeededCount === undefined && succeededIndexes === undefined)
    errors.required(path, 'at least one of succeededCount or succeededIndexes must be specified');
  let named = 0;
  if (succeededIndexes !== undefined) {
    const at = path.child('succeededIndexes');
    if (Buffer.byteLength(succeededIndexes) > MAX_SUCCEEDED_INDEXES_BYTES) errors.tooLong(at, MAX_SUCCEEDED_INDEXES_BYTES);
    const { total, problem } = parseIndexes(succeededIndexes, completions);
    named = total;
    if (problem !== undefined) errors.invalid(at, succeededIndexes, `error parsing succeededIndexes: ${problem}`);
  }
  if (succeededCount === undefined) return;
  const at = path.child('succeededCount');
  checkNotNegative(errors, at, succeededCount);
  if (succeededCount > completions)
    errors.invalid(at, succeededCount, `must be less than or equal to ${completions} (the number of specified completions)`);
  if (succeededIndexes !== undefined && succeededCount > named) {
    const text = `must be less than or equal to ${named} (the number of indexes in the specified succeededIndexes field)`;
    errors.invalid(at, succeededCount, text);
  }
}
