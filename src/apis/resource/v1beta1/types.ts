/**
 * The types of resource.k8s.io/v1beta1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/resource/v1beta1, release 1.36; they are wire format and never change.
 */
import {
  bool,
  enumeration,
  field,
  inline,
  int64,
  list,
  map,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import { NodeSelector, ResourceName } from '../../core/v1/types.ts';
import { Quantity, RawExtension, Time, UID } from '../../meta/opaques.ts';
import { Condition, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const QualifiedName: ScalarType = enumeration('v1beta1.QualifiedName');
export const FullyQualifiedName: ScalarType = enumeration('v1beta1.FullyQualifiedName');
export const DeviceTaintEffect: ScalarType = enumeration('v1beta1.DeviceTaintEffect', ['NoExecute', 'NoSchedule', 'None']);
export const DeviceAllocationMode: ScalarType = enumeration('v1beta1.DeviceAllocationMode', ['All', 'ExactCount']);
export const DeviceTolerationOperator: ScalarType = enumeration('v1beta1.DeviceTolerationOperator', ['Equal', 'Exists']);
export const AllocationConfigSource: ScalarType = enumeration('v1beta1.AllocationConfigSource', ['FromClaim', 'FromClass']);

export const ResourceSlice: StructType = struct('k8s.io/api/resource/v1beta1.ResourceSlice', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ResourceSliceSpec, 2, { omitempty: false }),
]);

export const ResourceSliceSpec: StructType = struct('k8s.io/api/resource/v1beta1.ResourceSliceSpec', () => [
  field('driver', string, 1, { omitempty: false }),
  field('pool', ResourcePool, 2, { omitempty: false }),
  field('nodeName', string, 3, { optional: true }),
  field('nodeSelector', NodeSelector, 4, { pointer: true, optional: true }),
  field('allNodes', bool, 5, { optional: true }),
  field('devices', list(Device), 6, { optional: true, list: 'atomic' }),
  field('perDeviceNodeSelection', bool, 7, { pointer: true, optional: true, gate: 'DRAPartitionableDevices' }),
  field('sharedCounters', list(CounterSet), 8, { optional: true, list: 'atomic', gate: 'DRAPartitionableDevices' }),
]);

export const CounterSet: StructType = struct('k8s.io/api/resource/v1beta1.CounterSet', () => [
  field('name', string, 1, { omitempty: false }),
  field('counters', map(Counter), 2),
]);

export const Counter: StructType = struct('k8s.io/api/resource/v1beta1.Counter', () => [field('value', Quantity, 1, { omitempty: false })]);

export const ResourcePool: StructType = struct('k8s.io/api/resource/v1beta1.ResourcePool', () => [
  field('name', string, 1, { omitempty: false }),
  field('generation', int64, 2, { omitempty: false }),
  field('resourceSliceCount', int64, 3, { omitempty: false }),
]);

export const Device: StructType = struct('k8s.io/api/resource/v1beta1.Device', () => [
  field('name', string, 1, { omitempty: false }),
  field('basic', BasicDevice, 2, { pointer: true, optional: true }),
]);

export const BasicDevice: StructType = struct('k8s.io/api/resource/v1beta1.BasicDevice', () => [
  field('attributes', map(DeviceAttribute, QualifiedName), 1, { optional: true }),
  field('capacity', map(DeviceCapacity, QualifiedName), 2, { optional: true }),
  field('consumesCounters', list(DeviceCounterConsumption), 3, { optional: true, list: 'atomic', gate: 'DRAPartitionableDevices' }),
  field('nodeName', string, 4, { pointer: true, optional: true, gate: 'DRAPartitionableDevices' }),
  field('nodeSelector', NodeSelector, 5, { pointer: true, optional: true }),
  field('allNodes', bool, 6, { pointer: true, optional: true, gate: 'DRAPartitionableDevices' }),
  field('taints', list(DeviceTaint), 7, { optional: true, list: 'atomic', gate: 'DRADeviceTaints' }),
  field('bindsToNode', bool, 8, { pointer: true, optional: true, gate: 'DRADeviceBindingConditions,DRAResourceClaimDeviceStatus' }),
  field('bindingConditions', list(string), 9, { optional: true, list: 'atomic', gate: 'DRADeviceBindingConditions,DRAResourceClaimDeviceStatus' }),
  field('bindingFailureConditions', list(string), 10, {
    optional: true,
    list: 'atomic',
    gate: 'DRADeviceBindingConditions,DRAResourceClaimDeviceStatus',
  }),
  field('allowMultipleAllocations', bool, 11, { pointer: true, optional: true, gate: 'DRAConsumableCapacity' }),
  field('nodeAllocatableResourceMappings', map(NodeAllocatableResourceMapping, ResourceName), 12, {
    optional: true,
    gate: 'DRANodeAllocatableResources',
  }),
]);

export const NodeAllocatableResourceMapping: StructType = struct('k8s.io/api/resource/v1beta1.NodeAllocatableResourceMapping', () => [
  field('capacityKey', QualifiedName, 1, { pointer: true, optional: true }),
  field('allocationMultiplier', Quantity, 2, { pointer: true, optional: true }),
]);

export const DeviceCounterConsumption: StructType = struct('k8s.io/api/resource/v1beta1.DeviceCounterConsumption', () => [
  field('counterSet', string, 1, { omitempty: false }),
  field('counters', map(Counter), 2),
]);

export const DeviceCapacity: StructType = struct('k8s.io/api/resource/v1beta1.DeviceCapacity', () => [
  field('value', Quantity, 1, { omitempty: false }),
  field('requestPolicy', CapacityRequestPolicy, 2, { pointer: true, optional: true, gate: 'DRAConsumableCapacity' }),
]);

export const CapacityRequestPolicy: StructType = struct('k8s.io/api/resource/v1beta1.CapacityRequestPolicy', () => [
  field('default', Quantity, 1, { pointer: true, omitempty: false, optional: true }),
  field('validValues', list(Quantity), 3, { optional: true, list: 'atomic' }),
  field('validRange', CapacityRequestPolicyRange, 4, { pointer: true, optional: true }),
]);

export const CapacityRequestPolicyRange: StructType = struct('k8s.io/api/resource/v1beta1.CapacityRequestPolicyRange', () => [
  field('min', Quantity, 1, { pointer: true }),
  field('max', Quantity, 2, { pointer: true, optional: true }),
  field('step', Quantity, 3, { pointer: true, optional: true }),
]);

export const DeviceAttribute: StructType = struct('k8s.io/api/resource/v1beta1.DeviceAttribute', () => [
  field('int', int64, 2, { go: 'IntValue', pointer: true, optional: true }),
  field('bool', bool, 3, { go: 'BoolValue', pointer: true, optional: true }),
  field('string', string, 4, { go: 'StringValue', pointer: true, optional: true }),
  field('version', string, 5, { go: 'VersionValue', pointer: true, optional: true }),
  field('ints', list(int64), 6, { go: 'IntValues', optional: true, list: 'atomic', gate: 'DRAListTypeAttributes' }),
  field('bools', list(bool), 7, { go: 'BoolValues', optional: true, list: 'atomic', gate: 'DRAListTypeAttributes' }),
  field('strings', list(string), 8, { go: 'StringValues', optional: true, list: 'atomic', gate: 'DRAListTypeAttributes' }),
  field('versions', list(string), 9, { go: 'VersionValues', optional: true, list: 'atomic', gate: 'DRAListTypeAttributes' }),
]);

export const DeviceTaint: StructType = struct('k8s.io/api/resource/v1beta1.DeviceTaint', () => [
  field('key', string, 1, { omitempty: false }),
  field('value', string, 2, { optional: true }),
  field('effect', DeviceTaintEffect, 3, { omitempty: false }),
  field('timeAdded', Time, 4, { pointer: true, optional: true }),
]);

export const ResourceSliceList: StructType = struct('k8s.io/api/resource/v1beta1.ResourceSliceList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ResourceSlice), 2, { omitempty: false }),
]);

export const ResourceClaim: StructType = struct('k8s.io/api/resource/v1beta1.ResourceClaim', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ResourceClaimSpec, 2, { omitempty: false }),
  field('status', ResourceClaimStatus, 3, { omitempty: false, optional: true }),
]);

export const ResourceClaimSpec: StructType = struct('k8s.io/api/resource/v1beta1.ResourceClaimSpec', () => [
  field('devices', DeviceClaim, 1, { omitempty: false, optional: true }),
]);

export const DeviceClaim: StructType = struct('k8s.io/api/resource/v1beta1.DeviceClaim', () => [
  field('requests', list(DeviceRequest), 1, { omitempty: false, optional: true, list: 'atomic' }),
  field('constraints', list(DeviceConstraint), 2, { optional: true, list: 'atomic' }),
  field('config', list(DeviceClaimConfiguration), 3, { optional: true, list: 'atomic' }),
]);

export const DeviceRequest: StructType = struct('k8s.io/api/resource/v1beta1.DeviceRequest', () => [
  field('name', string, 1, { omitempty: false }),
  field('deviceClassName', string, 2, { omitempty: false, optional: true }),
  field('selectors', list(DeviceSelector), 3, { optional: true, list: 'atomic' }),
  field('allocationMode', DeviceAllocationMode, 4, { optional: true }),
  field('count', int64, 5, { optional: true }),
  field('adminAccess', bool, 6, { pointer: true, optional: true, gate: 'DRAAdminAccess' }),
  field('firstAvailable', list(DeviceSubRequest), 7, { optional: true, list: 'atomic', gate: 'DRAPrioritizedList' }),
  field('tolerations', list(DeviceToleration), 8, { optional: true, list: 'atomic', gate: 'DRADeviceTaints' }),
  field('capacity', CapacityRequirements, 9, { pointer: true, optional: true, gate: 'DRAConsumableCapacity' }),
]);

export const DeviceSubRequest: StructType = struct('k8s.io/api/resource/v1beta1.DeviceSubRequest', () => [
  field('name', string, 1, { omitempty: false }),
  field('deviceClassName', string, 2, { omitempty: false }),
  field('selectors', list(DeviceSelector), 3, { optional: true, list: 'atomic' }),
  field('allocationMode', DeviceAllocationMode, 4, { optional: true }),
  field('count', int64, 5, { optional: true }),
  field('tolerations', list(DeviceToleration), 7, { optional: true, list: 'atomic', gate: 'DRADeviceTaints' }),
  field('capacity', CapacityRequirements, 8, { pointer: true, optional: true, gate: 'DRAConsumableCapacity' }),
]);

export const CapacityRequirements: StructType = struct('k8s.io/api/resource/v1beta1.CapacityRequirements', () => [
  field('requests', map(Quantity, QualifiedName), 1, { optional: true }),
]);

export const DeviceSelector: StructType = struct('k8s.io/api/resource/v1beta1.DeviceSelector', () => [
  field('cel', CELDeviceSelector, 1, { go: 'CEL', pointer: true, optional: true }),
]);

export const CELDeviceSelector: StructType = struct('k8s.io/api/resource/v1beta1.CELDeviceSelector', () => [
  field('expression', string, 1, { omitempty: false }),
]);

export const DeviceConstraint: StructType = struct('k8s.io/api/resource/v1beta1.DeviceConstraint', () => [
  field('requests', list(string), 1, { optional: true, list: 'atomic' }),
  field('matchAttribute', FullyQualifiedName, 2, { pointer: true, optional: true }),
  field('distinctAttribute', FullyQualifiedName, 3, { pointer: true, optional: true, gate: 'DRAConsumableCapacity' }),
]);

export const DeviceClaimConfiguration: StructType = struct('k8s.io/api/resource/v1beta1.DeviceClaimConfiguration', () => [
  field('requests', list(string), 1, { optional: true, list: 'atomic' }),
  inline(DeviceConfiguration, 2),
]);

export const DeviceConfiguration: StructType = struct('k8s.io/api/resource/v1beta1.DeviceConfiguration', () => [
  field('opaque', OpaqueDeviceConfiguration, 1, { pointer: true, optional: true }),
]);

export const OpaqueDeviceConfiguration: StructType = struct('k8s.io/api/resource/v1beta1.OpaqueDeviceConfiguration', () => [
  field('driver', string, 1, { omitempty: false }),
  field('parameters', RawExtension, 2, { omitempty: false }),
]);

export const DeviceToleration: StructType = struct('k8s.io/api/resource/v1beta1.DeviceToleration', () => [
  field('key', string, 1, { optional: true }),
  field('operator', DeviceTolerationOperator, 2, { optional: true, default: 'Equal' }),
  field('value', string, 3, { optional: true }),
  field('effect', DeviceTaintEffect, 4, { optional: true }),
  field('tolerationSeconds', int64, 5, { pointer: true, optional: true }),
]);

export const ResourceClaimStatus: StructType = struct('k8s.io/api/resource/v1beta1.ResourceClaimStatus', () => [
  field('allocation', AllocationResult, 1, { pointer: true, optional: true }),
  field('reservedFor', list(ResourceClaimConsumerReference), 2, { optional: true, patch: 'merge', mergeKey: 'uid', list: 'map', keys: ['uid'] }),
  field('devices', list(AllocatedDeviceStatus), 4, {
    optional: true,
    list: 'map',
    keys: ['driver', 'device', 'pool', 'shareID'],
    gate: 'DRAResourceClaimDeviceStatus',
  }),
]);

export const ResourceClaimConsumerReference: StructType = struct('k8s.io/api/resource/v1beta1.ResourceClaimConsumerReference', () => [
  field('apiGroup', string, 1, { go: 'APIGroup', optional: true }),
  field('resource', string, 3, { omitempty: false }),
  field('name', string, 4, { omitempty: false }),
  field('uid', UID, 5, { go: 'UID', omitempty: false }),
]);

export const AllocationResult: StructType = struct('k8s.io/api/resource/v1beta1.AllocationResult', () => [
  field('devices', DeviceAllocationResult, 1, { omitempty: false, optional: true }),
  field('nodeSelector', NodeSelector, 3, { pointer: true, optional: true }),
  field('allocationTimestamp', Time, 5, { pointer: true, optional: true, gate: 'DRADeviceBindingConditions,DRAResourceClaimDeviceStatus' }),
]);

export const DeviceAllocationResult: StructType = struct('k8s.io/api/resource/v1beta1.DeviceAllocationResult', () => [
  field('results', list(DeviceRequestAllocationResult), 1, { optional: true, list: 'atomic' }),
  field('config', list(DeviceAllocationConfiguration), 2, { optional: true, list: 'atomic' }),
]);

export const DeviceRequestAllocationResult: StructType = struct('k8s.io/api/resource/v1beta1.DeviceRequestAllocationResult', () => [
  field('request', string, 1, { omitempty: false }),
  field('driver', string, 2, { omitempty: false }),
  field('pool', string, 3, { omitempty: false }),
  field('device', string, 4, { omitempty: false }),
  field('adminAccess', bool, 5, { pointer: true, optional: true, gate: 'DRAAdminAccess' }),
  field('tolerations', list(DeviceToleration), 6, { optional: true, list: 'atomic', gate: 'DRADeviceTaints' }),
  field('bindingConditions', list(string), 7, { optional: true, list: 'atomic', gate: 'DRADeviceBindingConditions,DRAResourceClaimDeviceStatus' }),
  field('bindingFailureConditions', list(string), 8, {
    optional: true,
    list: 'atomic',
    gate: 'DRADeviceBindingConditions,DRAResourceClaimDeviceStatus',
  }),
  field('shareID', UID, 9, { pointer: true, optional: true, gate: 'DRAConsumableCapacity' }),
  field('consumedCapacity', map(Quantity, QualifiedName), 10, { optional: true, gate: 'DRAConsumableCapacity' }),
]);

export const DeviceAllocationConfiguration: StructType = struct('k8s.io/api/resource/v1beta1.DeviceAllocationConfiguration', () => [
  field('source', AllocationConfigSource, 1, { omitempty: false }),
  field('requests', list(string), 2, { optional: true, list: 'atomic' }),
  inline(DeviceConfiguration, 3),
]);

export const ResourceClaimList: StructType = struct('k8s.io/api/resource/v1beta1.ResourceClaimList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ResourceClaim), 2, { omitempty: false }),
]);

export const DeviceClass: StructType = struct('k8s.io/api/resource/v1beta1.DeviceClass', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', DeviceClassSpec, 2, { omitempty: false }),
]);

export const DeviceClassSpec: StructType = struct('k8s.io/api/resource/v1beta1.DeviceClassSpec', () => [
  field('selectors', list(DeviceSelector), 1, { optional: true, list: 'atomic' }),
  field('config', list(DeviceClassConfiguration), 2, { optional: true, list: 'atomic' }),
  field('extendedResourceName', string, 4, { pointer: true, optional: true, gate: 'DRAExtendedResource' }),
]);

export const DeviceClassConfiguration: StructType = struct('k8s.io/api/resource/v1beta1.DeviceClassConfiguration', () => [
  inline(DeviceConfiguration, 1),
]);

export const DeviceClassList: StructType = struct('k8s.io/api/resource/v1beta1.DeviceClassList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(DeviceClass), 2, { omitempty: false }),
]);

export const ResourceClaimTemplate: StructType = struct('k8s.io/api/resource/v1beta1.ResourceClaimTemplate', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ResourceClaimTemplateSpec, 2, { omitempty: false }),
]);

export const ResourceClaimTemplateSpec: StructType = struct('k8s.io/api/resource/v1beta1.ResourceClaimTemplateSpec', () => [
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ResourceClaimSpec, 2, { omitempty: false }),
]);

export const ResourceClaimTemplateList: StructType = struct('k8s.io/api/resource/v1beta1.ResourceClaimTemplateList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ResourceClaimTemplate), 2, { omitempty: false }),
]);

export const AllocatedDeviceStatus: StructType = struct('k8s.io/api/resource/v1beta1.AllocatedDeviceStatus', () => [
  field('driver', string, 1, { omitempty: false }),
  field('pool', string, 2, { omitempty: false }),
  field('device', string, 3, { omitempty: false }),
  field('shareID', string, 7, { pointer: true, optional: true, gate: 'DRAConsumableCapacity' }),
  field('conditions', list(Condition), 4, { omitempty: false, optional: true, list: 'map', keys: ['type'] }),
  field('data', RawExtension, 5, { pointer: true, optional: true }),
  field('networkData', NetworkDeviceData, 6, { pointer: true, optional: true }),
]);

export const NetworkDeviceData: StructType = struct('k8s.io/api/resource/v1beta1.NetworkDeviceData', () => [
  field('interfaceName', string, 1, { optional: true }),
  field('ips', list(string), 2, { go: 'IPs', optional: true, list: 'atomic' }),
  field('hardwareAddress', string, 3, { optional: true }),
]);
