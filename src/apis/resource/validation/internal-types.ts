/** Upstream's internal types of claims, as messages about what cannot change print them (see codec/json/internal-form.ts for the notation). */
import { InternalTypes } from '../../../codec/json/internal-form.ts';
import { Verbatim } from '../../../machinery/field-errors.ts';
import * as types from '../v1/types.ts';

const CLAIM_TYPES = new InternalTypes(`
AllocationResult: Devices DeviceAllocationResult, NodeSelector *NodeSelector, AllocationTimestamp *string
CELDeviceSelector: Expression
CapacityRequirements: Requests {}string
DeviceAllocationConfiguration: Source, Requests []string, ...DeviceConfiguration
DeviceAllocationResult: Results []DeviceRequestAllocationResult, Config []DeviceAllocationConfiguration
DeviceClaim: Requests []DeviceRequest, Constraints []DeviceConstraint, Config []DeviceClaimConfiguration
DeviceClaimConfiguration: Requests []string, ...DeviceConfiguration
DeviceConfiguration: Opaque *OpaqueDeviceConfiguration
DeviceConstraint: Requests []string, MatchAttribute *string, DistinctAttribute *string
DeviceRequest: Name, Exactly *ExactDeviceRequest, FirstAvailable []DeviceSubRequest
DeviceRequestAllocationResult: Request, Driver, Pool, Device, AdminAccess *bool, Tolerations []DeviceToleration, BindingConditions []string,
  BindingFailureConditions []string, ShareID *string, ConsumedCapacity {}string
DeviceSelector: CEL *CELDeviceSelector
DeviceSubRequest: Name, DeviceClassName, Selectors []DeviceSelector, AllocationMode, Count int, Tolerations []DeviceToleration,
  Capacity *CapacityRequirements
DeviceToleration: Key, Operator, Value, Effect, TolerationSeconds *int
ExactDeviceRequest: DeviceClassName, Selectors []DeviceSelector, AllocationMode, Count int, AdminAccess *bool, Tolerations []DeviceToleration,
  Capacity *CapacityRequirements
NodeSelector: NodeSelectorTerms []NodeSelectorTerm
NodeSelectorRequirement: Key, Operator, Values []string
NodeSelectorTerm: MatchExpressions []NodeSelectorRequirement, MatchFields []NodeSelectorRequirement
OpaqueDeviceConfiguration: Driver, Parameters json
ResourceClaimSpec: Devices DeviceClaim
ResourceClaimTemplateSpec: ...json, Spec ResourceClaimSpec
`);

const PRINTED = {
  AllocationResult: types.AllocationResult,
  ResourceClaimSpec: types.ResourceClaimSpec,
  ResourceClaimTemplateSpec: types.ResourceClaimTemplateSpec,
};

export function internalText(value: unknown, name: keyof typeof PRINTED): Verbatim {
  return new Verbatim(CLAIM_TYPES.print(value, PRINTED[name], name));
}
