/**
 * The types of admission.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/admission/v1, release 1.36; they are wire format and never change.
 */
import {
  bool,
  bytes,
  enumeration,
  field,
  inline,
  list,
  map,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import { UserInfo } from '../../authentication/v1/types.ts';
import { RawExtension, UID } from '../../meta/opaques.ts';
import { GroupVersionKind, GroupVersionResource, Status, TypeMeta } from '../../meta/v1/types.ts';

export const PatchType: ScalarType = enumeration('v1.PatchType');
export const Operation: ScalarType = enumeration('v1.Operation');

export const AdmissionReview: StructType = struct('k8s.io/api/admission/v1.AdmissionReview', () => [
  inline(TypeMeta),
  field('request', AdmissionRequest, 1, { pointer: true, optional: true }),
  field('response', AdmissionResponse, 2, { pointer: true, optional: true }),
]);

export const AdmissionRequest: StructType = struct('k8s.io/api/admission/v1.AdmissionRequest', () => [
  field('uid', UID, 1, { go: 'UID', omitempty: false, optional: true }),
  field('kind', GroupVersionKind, 2, { omitempty: false, optional: true }),
  field('resource', GroupVersionResource, 3, { omitempty: false, optional: true }),
  field('subResource', string, 4, { optional: true }),
  field('requestKind', GroupVersionKind, 13, { pointer: true, optional: true }),
  field('requestResource', GroupVersionResource, 14, { pointer: true, optional: true }),
  field('requestSubResource', string, 15, { optional: true }),
  field('name', string, 5, { optional: true }),
  field('namespace', string, 6, { optional: true }),
  field('operation', Operation, 7, { omitempty: false, optional: true }),
  field('userInfo', UserInfo, 8, { omitempty: false, optional: true }),
  field('object', RawExtension, 9, { omitempty: false, optional: true }),
  field('oldObject', RawExtension, 10, { omitempty: false, optional: true }),
  field('dryRun', bool, 11, { pointer: true, optional: true }),
  field('options', RawExtension, 12, { omitempty: false, optional: true }),
]);

export const AdmissionResponse: StructType = struct('k8s.io/api/admission/v1.AdmissionResponse', () => [
  field('uid', UID, 1, { go: 'UID', omitempty: false, optional: true }),
  field('allowed', bool, 2, { omitempty: false, optional: true }),
  field('status', Status, 3, { go: 'Result', pointer: true, optional: true }),
  field('patch', bytes, 4, { optional: true }),
  field('patchType', PatchType, 5, { pointer: true, optional: true }),
  field('auditAnnotations', map(string), 6, { optional: true }),
  field('warnings', list(string), 7, { optional: true, list: 'atomic' }),
]);
