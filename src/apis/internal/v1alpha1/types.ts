/**
 * The types of internal.apiserver.k8s.io/v1alpha1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names,
 * Protobuf numbers and markers are those of k8s.io/api/apiserverinternal/v1alpha1, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, int64, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { Time } from '../../meta/opaques.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const StorageVersionConditionType: ScalarType = enumeration('v1alpha1.StorageVersionConditionType');
export const ConditionStatus: ScalarType = enumeration('v1alpha1.ConditionStatus');

export const StorageVersion: StructType = struct('k8s.io/api/apiserverinternal/v1alpha1.StorageVersion', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false }),
  field('spec', StorageVersionSpec, 2, { omitempty: false, optional: true }),
  field('status', StorageVersionStatus, 3, { omitempty: false, optional: true }),
]);

export const StorageVersionSpec: StructType = struct('k8s.io/api/apiserverinternal/v1alpha1.StorageVersionSpec', () => []);

export const StorageVersionStatus: StructType = struct('k8s.io/api/apiserverinternal/v1alpha1.StorageVersionStatus', () => [
  field('storageVersions', list(ServerStorageVersion), 1, { optional: true, list: 'map', keys: ['apiServerID'] }),
  field('commonEncodingVersion', string, 2, { pointer: true, optional: true }),
  field('conditions', list(StorageVersionCondition), 3, { optional: true, list: 'map', keys: ['type'] }),
]);

export const ServerStorageVersion: StructType = struct('k8s.io/api/apiserverinternal/v1alpha1.ServerStorageVersion', () => [
  field('apiServerID', string, 1, { go: 'APIServerID' }),
  field('encodingVersion', string, 2),
  field('decodableVersions', list(string), 3, { list: 'set' }),
  field('servedVersions', list(string), 4, { optional: true, list: 'set' }),
]);

export const StorageVersionCondition: StructType = struct('k8s.io/api/apiserverinternal/v1alpha1.StorageVersionCondition', () => [
  field('type', StorageVersionConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('observedGeneration', int64, 3, { optional: true }),
  field('lastTransitionTime', Time, 4, { omitempty: false, optional: true }),
  field('reason', string, 5, { omitempty: false }),
  field('message', string, 6),
]);

export const StorageVersionList: StructType = struct('k8s.io/api/apiserverinternal/v1alpha1.StorageVersionList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(StorageVersion), 2, { omitempty: false }),
]);
