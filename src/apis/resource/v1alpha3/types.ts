/**
 * The types of resource.k8s.io/v1alpha3: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/resource/v1alpha3, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, int32, int64, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { Time } from '../../meta/opaques.ts';
import { Condition, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const DeviceTaintEffect: ScalarType = enumeration('v1alpha3.DeviceTaintEffect', ['NoExecute', 'NoSchedule', 'None']);

export const DeviceSelector: StructType = struct('k8s.io/api/resource/v1alpha3.DeviceSelector', () => [
  field('cel', CELDeviceSelector, 1, { go: 'CEL', pointer: true, optional: true }),
]);

export const CELDeviceSelector: StructType = struct('k8s.io/api/resource/v1alpha3.CELDeviceSelector', () => [
  field('expression', string, 1, { omitempty: false }),
]);

export const DeviceTaint: StructType = struct('k8s.io/api/resource/v1alpha3.DeviceTaint', () => [
  field('key', string, 1, { omitempty: false }),
  field('value', string, 2, { optional: true }),
  field('effect', DeviceTaintEffect, 3, { omitempty: false }),
  field('timeAdded', Time, 4, { pointer: true, optional: true }),
]);

export const DeviceTaintRule: StructType = struct('k8s.io/api/resource/v1alpha3.DeviceTaintRule', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', DeviceTaintRuleSpec, 2, { omitempty: false }),
  field('status', DeviceTaintRuleStatus, 3, { omitempty: false, optional: true }),
]);

export const DeviceTaintRuleSpec: StructType = struct('k8s.io/api/resource/v1alpha3.DeviceTaintRuleSpec', () => [
  field('deviceSelector', DeviceTaintSelector, 1, { pointer: true, optional: true }),
  field('taint', DeviceTaint, 2, { omitempty: false }),
]);

export const DeviceTaintSelector: StructType = struct('k8s.io/api/resource/v1alpha3.DeviceTaintSelector', () => [
  field('driver', string, 2, { pointer: true, optional: true }),
  field('pool', string, 3, { pointer: true, optional: true }),
  field('device', string, 4, { pointer: true, optional: true }),
]);

export const DeviceTaintRuleStatus: StructType = struct('k8s.io/api/resource/v1alpha3.DeviceTaintRuleStatus', () => [
  field('conditions', list(Condition), 1, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const DeviceTaintRuleList: StructType = struct('k8s.io/api/resource/v1alpha3.DeviceTaintRuleList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(DeviceTaintRule), 2, { omitempty: false }),
]);

export const ResourcePoolStatusRequest: StructType = struct('k8s.io/api/resource/v1alpha3.ResourcePoolStatusRequest', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false }),
  field('spec', ResourcePoolStatusRequestSpec, 2, { omitempty: false }),
  field('status', ResourcePoolStatusRequestStatus, 3, { pointer: true, optional: true }),
]);

export const ResourcePoolStatusRequestSpec: StructType = struct('k8s.io/api/resource/v1alpha3.ResourcePoolStatusRequestSpec', () => [
  field('driver', string, 1, { omitempty: false }),
  field('poolName', string, 2, { pointer: true, optional: true }),
  field('limit', int32, 3, { pointer: true, optional: true, default: 100 }),
]);

export const ResourcePoolStatusRequestStatus: StructType = struct('k8s.io/api/resource/v1alpha3.ResourcePoolStatusRequestStatus', () => [
  field('poolCount', int32, 6, { pointer: true }),
  field('pools', list(PoolStatus), 2, { optional: true, list: 'atomic' }),
  field('conditions', list(Condition), 3, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const PoolStatus: StructType = struct('k8s.io/api/resource/v1alpha3.PoolStatus', () => [
  field('driver', string, 1),
  field('poolName', string, 2),
  field('generation', int64, 9, { omitempty: false }),
  field('resourceSliceCount', int32, 8, { pointer: true, optional: true }),
  field('totalDevices', int32, 4, { pointer: true, optional: true }),
  field('allocatedDevices', int32, 5, { pointer: true, optional: true }),
  field('availableDevices', int32, 6, { pointer: true, optional: true }),
  field('unavailableDevices', int32, 7, { pointer: true, optional: true }),
  field('nodeName', string, 3, { pointer: true, optional: true }),
  field('validationError', string, 10, { pointer: true, optional: true }),
]);

export const ResourcePoolStatusRequestList: StructType = struct('k8s.io/api/resource/v1alpha3.ResourcePoolStatusRequestList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ResourcePoolStatusRequest), 2, { omitempty: false }),
]);
