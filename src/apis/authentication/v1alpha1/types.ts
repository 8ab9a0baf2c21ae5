/**
 * The types of authentication.k8s.io/v1alpha1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names,
 * Protobuf numbers and markers are those of k8s.io/api/authentication/v1alpha1, release 1.36; they are wire format and never change.
 */
import { field, inline, type StructType, struct } from '../../../machinery/descriptor.ts';
import { UserInfo } from '../../authentication/v1/types.ts';
import { ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const SelfSubjectReview: StructType = struct('k8s.io/api/authentication/v1alpha1.SelfSubjectReview', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('status', SelfSubjectReviewStatus, 2, { omitempty: false, optional: true }),
]);

export const SelfSubjectReviewStatus: StructType = struct('k8s.io/api/authentication/v1alpha1.SelfSubjectReviewStatus', () => [
  field('userInfo', UserInfo, 1, { omitempty: false, optional: true }),
]);
