/**
 * The types of storage.k8s.io/v1alpha1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/storage/v1alpha1, release 1.36; they are wire format and never change.
 */
import { bool, field, inline, int32, list, map, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { PersistentVolumeSpec } from '../../core/v1/types.ts';
import { Quantity, Time } from '../../meta/opaques.ts';
import { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const VolumeAttachment: StructType = struct('k8s.io/api/storage/v1alpha1.VolumeAttachment', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', VolumeAttachmentSpec, 2, { omitempty: false }),
  field('status', VolumeAttachmentStatus, 3, { omitempty: false, optional: true }),
]);

export const VolumeAttachmentList: StructType = struct('k8s.io/api/storage/v1alpha1.VolumeAttachmentList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(VolumeAttachment), 2, { omitempty: false }),
]);

export const VolumeAttachmentSpec: StructType = struct('k8s.io/api/storage/v1alpha1.VolumeAttachmentSpec', () => [
  field('attacher', string, 1, { omitempty: false }),
  field('source', VolumeAttachmentSource, 2, { omitempty: false }),
  field('nodeName', string, 3, { omitempty: false }),
]);

export const VolumeAttachmentSource: StructType = struct('k8s.io/api/storage/v1alpha1.VolumeAttachmentSource', () => [
  field('persistentVolumeName', string, 1, { pointer: true, optional: true }),
  field('inlineVolumeSpec', PersistentVolumeSpec, 2, { pointer: true, optional: true }),
]);

export const VolumeAttachmentStatus: StructType = struct('k8s.io/api/storage/v1alpha1.VolumeAttachmentStatus', () => [
  field('attached', bool, 1, { omitempty: false }),
  field('attachmentMetadata', map(string), 2, { optional: true }),
  field('attachError', VolumeError, 3, { pointer: true, optional: true }),
  field('detachError', VolumeError, 4, { pointer: true, optional: true }),
]);

export const VolumeError: StructType = struct('k8s.io/api/storage/v1alpha1.VolumeError', () => [
  field('time', Time, 1, { omitempty: false, optional: true }),
  field('message', string, 2, { optional: true }),
  field('errorCode', int32, 3, { pointer: true, optional: true, gate: 'MutableCSINodeAllocatableCount' }),
]);

export const CSIStorageCapacity: StructType = struct('k8s.io/api/storage/v1alpha1.CSIStorageCapacity', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('nodeTopology', LabelSelector, 2, { pointer: true, optional: true }),
  field('storageClassName', string, 3, { omitempty: false }),
  field('capacity', Quantity, 4, { pointer: true, optional: true }),
  field('maximumVolumeSize', Quantity, 5, { pointer: true, optional: true }),
]);

export const CSIStorageCapacityList: StructType = struct('k8s.io/api/storage/v1alpha1.CSIStorageCapacityList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(CSIStorageCapacity), 2, { omitempty: false }),
]);

export const VolumeAttributesClass: StructType = struct('k8s.io/api/storage/v1alpha1.VolumeAttributesClass', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('driverName', string, 2, { omitempty: false }),
  field('parameters', map(string), 3, { optional: true }),
]);

export const VolumeAttributesClassList: StructType = struct('k8s.io/api/storage/v1alpha1.VolumeAttributesClassList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(VolumeAttributesClass), 2, { omitempty: false }),
]);
