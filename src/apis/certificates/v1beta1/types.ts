/**
 * The types of certificates.k8s.io/v1beta1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names,
 * Protobuf numbers and markers are those of k8s.io/api/certificates/v1beta1, release 1.36; they are wire format and never change.
 */
import {
  bytes,
  enumeration,
  field,
  inline,
  int32,
  type ListType,
  list,
  map,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import { ConditionStatus } from '../../core/v1/types.ts';
import { NodeName, Time, UID } from '../../meta/opaques.ts';
import { Condition, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const RequestConditionType: ScalarType = enumeration('v1beta1.RequestConditionType');
export const KeyUsage: ScalarType = enumeration('v1beta1.KeyUsage');

export const CertificateSigningRequest: StructType = struct('k8s.io/api/certificates/v1beta1.CertificateSigningRequest', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', CertificateSigningRequestSpec, 2, { omitempty: false }),
  field('status', CertificateSigningRequestStatus, 3, { omitempty: false, optional: true }),
]);

export const CertificateSigningRequestSpec: StructType = struct('k8s.io/api/certificates/v1beta1.CertificateSigningRequestSpec', () => [
  field('request', bytes, 1, { omitempty: false }),
  field('signerName', string, 7, { pointer: true, optional: true }),
  field('expirationSeconds', int32, 8, { pointer: true, optional: true }),
  field('usages', list(KeyUsage), 5, { optional: true, list: 'atomic' }),
  field('username', string, 2, { optional: true }),
  field('uid', string, 3, { go: 'UID', optional: true }),
  field('groups', list(string), 4, { optional: true, list: 'atomic' }),
  field('extra', map(ExtraValue), 6, { optional: true }),
]);

export const CertificateSigningRequestStatus: StructType = struct('k8s.io/api/certificates/v1beta1.CertificateSigningRequestStatus', () => [
  field('conditions', list(CertificateSigningRequestCondition), 1, { optional: true, list: 'map', keys: ['type'] }),
  field('certificate', bytes, 2, { optional: true }),
]);

export const CertificateSigningRequestCondition: StructType = struct('k8s.io/api/certificates/v1beta1.CertificateSigningRequestCondition', () => [
  field('type', RequestConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 6, { omitempty: false, optional: true }),
  field('reason', string, 2, { optional: true }),
  field('message', string, 3, { optional: true }),
  field('lastUpdateTime', Time, 4, { omitempty: false, optional: true }),
  field('lastTransitionTime', Time, 5, { omitempty: false, optional: true }),
]);

export const CertificateSigningRequestList: StructType = struct('k8s.io/api/certificates/v1beta1.CertificateSigningRequestList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(CertificateSigningRequest), 2, { omitempty: false }),
]);

export const ClusterTrustBundle: StructType = struct('k8s.io/api/certificates/v1beta1.ClusterTrustBundle', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ClusterTrustBundleSpec, 2, { omitempty: false }),
]);

export const ClusterTrustBundleSpec: StructType = struct('k8s.io/api/certificates/v1beta1.ClusterTrustBundleSpec', () => [
  field('signerName', string, 1, { optional: true }),
  field('trustBundle', string, 2, { omitempty: false }),
]);

export const ClusterTrustBundleList: StructType = struct('k8s.io/api/certificates/v1beta1.ClusterTrustBundleList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ClusterTrustBundle), 2, { omitempty: false }),
]);

export const PodCertificateRequest: StructType = struct('k8s.io/api/certificates/v1beta1.PodCertificateRequest', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', PodCertificateRequestSpec, 2, { omitempty: false }),
  field('status', PodCertificateRequestStatus, 3, { omitempty: false, optional: true }),
]);

export const PodCertificateRequestSpec: StructType = struct('k8s.io/api/certificates/v1beta1.PodCertificateRequestSpec', () => [
  field('signerName', string, 1, { omitempty: false }),
  field('podName', string, 2, { omitempty: false }),
  field('podUID', UID, 3, { omitempty: false }),
  field('serviceAccountName', string, 4, { omitempty: false }),
  field('serviceAccountUID', UID, 5, { omitempty: false }),
  field('nodeName', NodeName, 6, { omitempty: false }),
  field('nodeUID', UID, 7, { omitempty: false }),
  field('maxExpirationSeconds', int32, 8, { pointer: true, optional: true, default: 86400 }),
  field('pkixPublicKey', bytes, 9, { go: 'PKIXPublicKey', omitempty: false, optional: true }),
  field('proofOfPossession', bytes, 10, { omitempty: false, optional: true }),
  field('stubPKCS10Request', bytes, 12, { omitempty: false }),
  field('unverifiedUserAnnotations', map(string), 11, { optional: true }),
]);

export const PodCertificateRequestStatus: StructType = struct('k8s.io/api/certificates/v1beta1.PodCertificateRequestStatus', () => [
  field('conditions', list(Condition), 1, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
  field('certificateChain', string, 2, { optional: true }),
  field('notBefore', Time, 4, { pointer: true, optional: true }),
  field('beginRefreshAt', Time, 5, { pointer: true, optional: true }),
  field('notAfter', Time, 6, { pointer: true, optional: true }),
]);

export const PodCertificateRequestList: StructType = struct('k8s.io/api/certificates/v1beta1.PodCertificateRequestList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(PodCertificateRequest), 2, { omitempty: false }),
]);

export const ExtraValue: ListType = list(string, 'v1beta1.ExtraValue');
