/** Upstream's internal types of jobs, as messages print them. */
import { InternalTypes } from '../../../codec/json/internal-form.ts';
import { Verbatim } from '../../../machinery/field-errors.ts';
import * as types from '../v1/types.ts';

const TYPES = new InternalTypes(`
PodFailurePolicy: Rules []PodFailurePolicyRule
PodFailurePolicyOnExitCodesRequirement: ContainerName *string, Operator, Values []int
PodFailurePolicyOnPodConditionsPattern: Type, Status
PodFailurePolicyRule: Action, OnExitCodes *PodFailurePolicyOnExitCodesRequirement, OnPodConditions []PodFailurePolicyOnPodConditionsPattern
SuccessPolicy: Rules []SuccessPolicyRule
SuccessPolicyRule: SucceededIndexes *string, SucceededCount *int
UncountedTerminatedPods: Succeeded []string, Failed []string
`);

const PRINTED = {
  PodFailurePolicy: types.PodFailurePolicy,
  SuccessPolicy: types.SuccessPolicy,
  UncountedTerminatedPods: types.UncountedTerminatedPods,
};

export function shown(value: unknown, name: keyof typeof PRINTED): Verbatim {
  return new Verbatim(value === undefined || value === null ? 'null' : TYPES.print(value, PRINTED[name], name));
}
