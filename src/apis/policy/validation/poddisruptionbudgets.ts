/** Pod disruption budgets. */
import { InternalTypes } from '../../../codec/json/internal-form.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { checkConditions } from '../../meta/validation/conditions.ts';
import { checkLabelSelector } from '../../meta/validation/labels.ts';
import { checkAmountOrPercent, checkAtMostAll, checkCounts } from '../../meta/validation/numbers.ts';
import { isInvalidSelector } from '../../meta/validation/selectors.ts';
import type { PodDisruptionBudget, PodDisruptionBudgetSpec } from '../v1/objects.gen.ts';
import { PodDisruptionBudgetSpec as SpecType } from '../v1/types.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');
const EVICTION_POLICIES: readonly string[] = ['AlwaysAllow', 'IfHealthyBudget'];

const TYPES = new InternalTypes(`
PodDisruptionBudgetSpec: MinAvailable *port, Selector *json, MaxUnavailable *port, UnhealthyPodEvictionPolicy *string
`);

export function validatePodDisruptionBudget({ spec }: PodDisruptionBudget): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec ?? {}, false);
  return errors;
}

/** Selectors that are stored keep their bad values. */
export function validatePodDisruptionBudgetUpdate({ spec }: PodDisruptionBudget, { spec: old }: PodDisruptionBudget): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec ?? {}, isInvalidSelector(old?.selector));
  return errors;
}

function checkSpec(errors: ErrorList, spec: PodDisruptionBudgetSpec, allowInvalidValues: boolean): void {
  const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const shown = new Verbatim(TYPES.print(spec, SpecType, 'PodDisruptionBudgetSpec'));
    errors.invalid(SPEC, shown, 'minAvailable and maxUnavailable cannot be both set');
  }
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    const amount = spec[field];
    if (amount === undefined) continue;
    checkAmountOrPercent(errors, SPEC.child(field), amount);
    checkAtMostAll(errors, SPEC.child(field), amount);
  }
  checkLabelSelector(errors, SPEC.child('selector'), spec.selector, { allowInvalidValues });
  if (policy !== undefined && !EVICTION_POLICIES.includes(policy))
    errors.notSupported(SPEC.child('unhealthyPodEvictionPolicy'), policy, EVICTION_POLICIES);
}

export function validatePodDisruptionBudgetStatus({ status }: PodDisruptionBudget): ErrorList {
  const errors = new ErrorList();
  if (status === undefined) return errors;
  checkConditions(errors, STATUS.child('conditions'), status.conditions ?? []);
  checkCounts(errors, STATUS, status, ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods']);
  return errors;
}
