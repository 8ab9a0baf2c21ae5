/**
 * The types of storagemigration.k8s.io/v1beta1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names,
 * Protobuf numbers and markers are those of k8s.io/api/storagemigration/v1beta1, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { Condition, GroupResource, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const MigrationConditionType: ScalarType = enumeration('v1beta1.MigrationConditionType');

export const StorageVersionMigration: StructType = struct('k8s.io/api/storagemigration/v1beta1.StorageVersionMigration', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', StorageVersionMigrationSpec, 2, { omitempty: false, optional: true }),
  field('status', StorageVersionMigrationStatus, 3, { omitempty: false, optional: true }),
]);

export const StorageVersionMigrationSpec: StructType = struct('k8s.io/api/storagemigration/v1beta1.StorageVersionMigrationSpec', () => [
  field('resource', GroupResource, 1, { omitempty: false }),
]);

export const StorageVersionMigrationStatus: StructType = struct('k8s.io/api/storagemigration/v1beta1.StorageVersionMigrationStatus', () => [
  field('conditions', list(Condition), 1, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
  field('resourceVersion', string, 2, { optional: true }),
]);

export const StorageVersionMigrationList: StructType = struct('k8s.io/api/storagemigration/v1beta1.StorageVersionMigrationList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(StorageVersionMigration), 2, { omitempty: false }),
]);
