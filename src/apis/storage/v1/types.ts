/**
 * The types of storage.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf numbers
 * and markers are those of k8s.io/api/storage/v1, release 1.36; they are wire format and never change.
 */
import {
  bool,
  enumeration,
  field,
  inline,
  int32,
  int64,
  list,
  map,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import { PersistentVolumeReclaimPolicy, PersistentVolumeSpec, TopologySelectorTerm } from '../../core/v1/types.ts';
import { Quantity, Time } from '../../meta/opaques.ts';
import { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const VolumeBindingMode: ScalarType = enumeration('v1.VolumeBindingMode', ['Immediate', 'WaitForFirstConsumer']);
export const FSGroupPolicy: ScalarType = enumeration('v1.FSGroupPolicy');
export const VolumeLifecycleMode: ScalarType = enumeration('v1.VolumeLifecycleMode');

export const StorageClass: StructType = struct('k8s.io/api/storage/v1.StorageClass', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('provisioner', string, 2, { omitempty: false }),
  field('parameters', map(string), 3, { optional: true }),
  field('reclaimPolicy', PersistentVolumeReclaimPolicy, 4, { pointer: true, optional: true }),
  field('mountOptions', list(string), 5, { optional: true, list: 'atomic' }),
  field('allowVolumeExpansion', bool, 6, { pointer: true, optional: true }),
  field('volumeBindingMode', VolumeBindingMode, 7, { pointer: true, optional: true }),
  field('allowedTopologies', list(TopologySelectorTerm), 8, { optional: true, list: 'atomic' }),
]);

export const StorageClassList: StructType = struct('k8s.io/api/storage/v1.StorageClassList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(StorageClass), 2, { omitempty: false }),
]);

export const VolumeAttachment: StructType = struct('k8s.io/api/storage/v1.VolumeAttachment', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', VolumeAttachmentSpec, 2, { omitempty: false }),
  field('status', VolumeAttachmentStatus, 3, { omitempty: false, optional: true }),
]);

export const VolumeAttachmentList: StructType = struct('k8s.io/api/storage/v1.VolumeAttachmentList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(VolumeAttachment), 2, { omitempty: false }),
]);

export const VolumeAttachmentSpec: StructType = struct('k8s.io/api/storage/v1.VolumeAttachmentSpec', () => [
  field('attacher', string, 1, { omitempty: false }),
  field('source', VolumeAttachmentSource, 2, { omitempty: false }),
  field('nodeName', string, 3, { omitempty: false }),
]);

export const VolumeAttachmentSource: StructType = struct('k8s.io/api/storage/v1.VolumeAttachmentSource', () => [
  field('persistentVolumeName', string, 1, { pointer: true, optional: true }),
  field('inlineVolumeSpec', PersistentVolumeSpec, 2, { pointer: true, optional: true }),
]);

export const VolumeAttachmentStatus: StructType = struct('k8s.io/api/storage/v1.VolumeAttachmentStatus', () => [
  field('attached', bool, 1, { omitempty: false }),
  field('attachmentMetadata', map(string), 2, { optional: true }),
  field('attachError', VolumeError, 3, { pointer: true, optional: true }),
  field('detachError', VolumeError, 4, { pointer: true, optional: true }),
]);

export const VolumeError: StructType = struct('k8s.io/api/storage/v1.VolumeError', () => [
  field('time', Time, 1, { omitempty: false, optional: true }),
  field('message', string, 2, { optional: true }),
  field('errorCode', int32, 3, { pointer: true, optional: true, gate: 'MutableCSINodeAllocatableCount' }),
]);

export const CSIDriver: StructType = struct('k8s.io/api/storage/v1.CSIDriver', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', CSIDriverSpec, 2, { omitempty: false }),
]);

export const CSIDriverList: StructType = struct('k8s.io/api/storage/v1.CSIDriverList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(CSIDriver), 2, { omitempty: false }),
]);

export const CSIDriverSpec: StructType = struct('k8s.io/api/storage/v1.CSIDriverSpec', () => [
  field('attachRequired', bool, 1, { pointer: true, optional: true }),
  field('podInfoOnMount', bool, 2, { pointer: true, optional: true }),
  field('volumeLifecycleModes', list(VolumeLifecycleMode), 3, { optional: true, list: 'set' }),
  field('storageCapacity', bool, 4, { pointer: true, optional: true, gate: 'CSIStorageCapacity' }),
  field('fsGroupPolicy', FSGroupPolicy, 5, { go: 'FSGroupPolicy', pointer: true, optional: true }),
  field('tokenRequests', list(TokenRequest), 6, { optional: true, list: 'atomic' }),
  field('requiresRepublish', bool, 7, { pointer: true, optional: true }),
  field('seLinuxMount', bool, 8, { go: 'SELinuxMount', pointer: true, optional: true, gate: 'SELinuxMountReadWriteOncePod' }),
  field('nodeAllocatableUpdatePeriodSeconds', int64, 9, { pointer: true, optional: true, gate: 'MutableCSINodeAllocatableCount' }),
  field('serviceAccountTokenInSecrets', bool, 10, { pointer: true, optional: true, gate: 'CSIServiceAccountTokenSecrets' }),
  field('preventPodSchedulingIfMissing', bool, 11, { pointer: true, optional: true, gate: 'VolumeLimitScaling' }),
]);

export const TokenRequest: StructType = struct('k8s.io/api/storage/v1.TokenRequest', () => [
  field('audience', string, 1, { omitempty: false }),
  field('expirationSeconds', int64, 2, { pointer: true, optional: true }),
]);

export const CSINode: StructType = struct('k8s.io/api/storage/v1.CSINode', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', CSINodeSpec, 2, { omitempty: false }),
]);

export const CSINodeSpec: StructType = struct('k8s.io/api/storage/v1.CSINodeSpec', () => [
  field('drivers', list(CSINodeDriver), 1, { omitempty: false, patch: 'merge', mergeKey: 'name', list: 'map', keys: ['name'] }),
]);

export const CSINodeDriver: StructType = struct('k8s.io/api/storage/v1.CSINodeDriver', () => [
  field('name', string, 1, { omitempty: false }),
  field('nodeID', string, 2, { omitempty: false }),
  field('topologyKeys', list(string), 3, { omitempty: false, optional: true, list: 'atomic' }),
  field('allocatable', VolumeNodeResources, 4, { pointer: true, optional: true }),
]);

export const VolumeNodeResources: StructType = struct('k8s.io/api/storage/v1.VolumeNodeResources', () => [
  field('count', int32, 1, { pointer: true, optional: true }),
]);

export const CSINodeList: StructType = struct('k8s.io/api/storage/v1.CSINodeList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(CSINode), 2, { omitempty: false }),
]);

export const CSIStorageCapacity: StructType = struct('k8s.io/api/storage/v1.CSIStorageCapacity', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('nodeTopology', LabelSelector, 2, { pointer: true, optional: true }),
  field('storageClassName', string, 3, { omitempty: false }),
  field('capacity', Quantity, 4, { pointer: true, optional: true }),
  field('maximumVolumeSize', Quantity, 5, { pointer: true, optional: true }),
]);

export const CSIStorageCapacityList: StructType = struct('k8s.io/api/storage/v1.CSIStorageCapacityList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(CSIStorageCapacity), 2, { omitempty: false }),
]);

export const VolumeAttributesClass: StructType = struct('k8s.io/api/storage/v1.VolumeAttributesClass', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('driverName', string, 2, { omitempty: false }),
  field('parameters', map(string), 3, { optional: true }),
]);

export const VolumeAttributesClassList: StructType = struct('k8s.io/api/storage/v1.VolumeAttributesClassList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(VolumeAttributesClass), 2, { omitempty: false }),
]);
