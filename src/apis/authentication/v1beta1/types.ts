/**
 * The types of authentication.k8s.io/v1beta1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names,
 * Protobuf numbers and markers are those of k8s.io/api/authentication/v1beta1, release 1.36; they are wire format and never change.
 */
import { bool, field, inline, type ListType, list, map, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { UserInfo as AuthenticationUserInfo } from '../../authentication/v1/types.ts';
import { ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const TokenReview: StructType = struct('k8s.io/api/authentication/v1beta1.TokenReview', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', TokenReviewSpec, 2, { omitempty: false }),
  field('status', TokenReviewStatus, 3, { omitempty: false, optional: true }),
]);

export const TokenReviewSpec: StructType = struct('k8s.io/api/authentication/v1beta1.TokenReviewSpec', () => [
  field('token', string, 1),
  field('audiences', list(string), 2, { optional: true, list: 'atomic' }),
]);

export const TokenReviewStatus: StructType = struct('k8s.io/api/authentication/v1beta1.TokenReviewStatus', () => [
  field('authenticated', bool, 1, { optional: true }),
  field('user', UserInfo, 2, { omitempty: false, optional: true }),
  field('audiences', list(string), 4, { optional: true, list: 'atomic' }),
  field('error', string, 3, { optional: true }),
]);

export const UserInfo: StructType = struct('k8s.io/api/authentication/v1beta1.UserInfo', () => [
  field('username', string, 1, { optional: true }),
  field('uid', string, 2, { go: 'UID', optional: true }),
  field('groups', list(string), 3, { optional: true, list: 'atomic' }),
  field('extra', map(ExtraValue), 4, { optional: true }),
]);

export const SelfSubjectReview: StructType = struct('k8s.io/api/authentication/v1beta1.SelfSubjectReview', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('status', SelfSubjectReviewStatus, 2, { omitempty: false, optional: true }),
]);

export const SelfSubjectReviewStatus: StructType = struct('k8s.io/api/authentication/v1beta1.SelfSubjectReviewStatus', () => [
  field('userInfo', AuthenticationUserInfo, 1, { omitempty: false, optional: true }),
]);

export const ExtraValue: ListType = list(string, 'v1beta1.ExtraValue');
