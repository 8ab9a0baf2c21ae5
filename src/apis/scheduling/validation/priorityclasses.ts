/** Priority classes: users' priorities end where the system's begin. */
import { ErrorList } from '../../../machinery/field-errors.ts';
import type { PriorityClass } from '../v1/objects.gen.ts';

const MAX_USER_PRIORITY = 1_000_000_000;
const SYSTEM_PREFIX = 'system-';
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);
const POLICIES: readonly string[] = ['PreemptLowerPriority', 'Never'];

export function validatePriorityClass(priority: PriorityClass): ErrorList {
  const errors = new ErrorList();
  const name = priority.metadata.name ?? '';
  if (name.startsWith(SYSTEM_PREFIX)) {
    const problem = systemProblem(name, priority);
    const text = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${problem}`;
    if (problem !== undefined) errors.forbidden('metadata.name', text);
  } else if (priority.value > MAX_USER_PRIORITY)
    errors.forbidden('value', `maximum allowed value of a user defined priority is ${MAX_USER_PRIORITY}`);
  const { preemptionPolicy: policy } = priority;
  if (policy !== undefined && !POLICIES.includes(policy)) errors.notSupported('preemptionPolicy', policy, POLICIES);
  return errors;
}

function systemProblem(name: string, { value, globalDefault = false }: PriorityClass): string | undefined {
  const known = SYSTEM_CLASSES.get(name);
  if (known === undefined) return `${name} is not a known system priority class`;
  if (known !== value) return `value of ${name} PriorityClass must be ${known}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

export function validatePriorityClassUpdate(priority: PriorityClass, old: PriorityClass): ErrorList {
  const errors = new ErrorList();
  if (priority.value !== old.value) errors.forbidden('value', 'may not be changed in an update.');
  if (priority.preemptionPolicy !== old.preemptionPolicy) errors.invalid('preemptionPolicy', priority.preemptionPolicy, 'field is immutable');
  return errors;
}
