/**
 * The types of certificates.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/certificates/v1, release 1.36; they are wire format and never change.
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
import { Time } from '../../meta/opaques.ts';
import { ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const RequestConditionType: ScalarType = enumeration('v1.RequestConditionType');
export const KeyUsage: ScalarType = enumeration('v1.KeyUsage', [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
]);

export const CertificateSigningRequest: StructType = struct('k8s.io/api/certificates/v1.CertificateSigningRequest', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', CertificateSigningRequestSpec, 2, { omitempty: false }),
  field('status', CertificateSigningRequestStatus, 3, { omitempty: false, optional: true }),
]);

export const CertificateSigningRequestSpec: StructType = struct('k8s.io/api/certificates/v1.CertificateSigningRequestSpec', () => [
  field('request', bytes, 1, { omitempty: false }),
  field('signerName', string, 7, { omitempty: false }),
  field('expirationSeconds', int32, 8, { pointer: true, optional: true }),
  field('usages', list(KeyUsage), 5, { optional: true, list: 'atomic' }),
  field('username', string, 2, { optional: true }),
  field('uid', string, 3, { go: 'UID', optional: true }),
  field('groups', list(string), 4, { optional: true, list: 'atomic' }),
  field('extra', map(ExtraValue), 6, { optional: true }),
]);

export const CertificateSigningRequestStatus: StructType = struct('k8s.io/api/certificates/v1.CertificateSigningRequestStatus', () => [
  field('conditions', list(CertificateSigningRequestCondition), 1, { optional: true, list: 'map', keys: ['type'] }),
  field('certificate', bytes, 2, { optional: true }),
]);

export const CertificateSigningRequestCondition: StructType = struct('k8s.io/api/certificates/v1.CertificateSigningRequestCondition', () => [
  field('type', RequestConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 6, { omitempty: false }),
  field('reason', string, 2, { optional: true }),
  field('message', string, 3, { optional: true }),
  field('lastUpdateTime', Time, 4, { omitempty: false, optional: true }),
  field('lastTransitionTime', Time, 5, { omitempty: false, optional: true }),
]);

export const CertificateSigningRequestList: StructType = struct('k8s.io/api/certificates/v1.CertificateSigningRequestList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(CertificateSigningRequest), 2, { omitempty: false }),
]);

export const ExtraValue: ListType = list(string, 'v1.ExtraValue');
