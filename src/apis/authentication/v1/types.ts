/**
 * The types of authentication.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/authentication/v1, release 1.36; they are wire format and never change.
 */
import { bool, field, inline, int64, type ListType, list, map, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { Time, UID } from '../../meta/opaques.ts';
import { ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const TokenReview: StructType = struct('k8s.io/api/authentication/v1.TokenReview', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', TokenReviewSpec, 2, { omitempty: false }),
  field('status', TokenReviewStatus, 3, { omitempty: false, optional: true }),
]);

export const TokenReviewSpec: StructType = struct('k8s.io/api/authentication/v1.TokenReviewSpec', () => [
  field('token', string, 1),
  field('audiences', list(string), 2, { optional: true, list: 'atomic' }),
]);

export const TokenReviewStatus: StructType = struct('k8s.io/api/authentication/v1.TokenReviewStatus', () => [
  field('authenticated', bool, 1, { optional: true }),
  field('user', UserInfo, 2, { omitempty: false, optional: true }),
  field('audiences', list(string), 4, { optional: true, list: 'atomic' }),
  field('error', string, 3, { optional: true }),
]);

export const UserInfo: StructType = struct('k8s.io/api/authentication/v1.UserInfo', () => [
  field('username', string, 1, { optional: true }),
  field('uid', string, 2, { go: 'UID', optional: true }),
  field('groups', list(string), 3, { optional: true, list: 'atomic' }),
  field('extra', map(ExtraValue), 4, { optional: true }),
]);

export const TokenRequest: StructType = struct('k8s.io/api/authentication/v1.TokenRequest', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', TokenRequestSpec, 2, { omitempty: false, optional: true }),
  field('status', TokenRequestStatus, 3, { omitempty: false, optional: true }),
]);

export const TokenRequestSpec: StructType = struct('k8s.io/api/authentication/v1.TokenRequestSpec', () => [
  field('audiences', list(string), 1, { omitempty: false, optional: true, list: 'atomic' }),
  field('expirationSeconds', int64, 4, { pointer: true, omitempty: false, optional: true }),
  field('boundObjectRef', BoundObjectReference, 3, { pointer: true, omitempty: false, optional: true }),
]);

export const TokenRequestStatus: StructType = struct('k8s.io/api/authentication/v1.TokenRequestStatus', () => [
  field('token', string, 1, { omitempty: false, optional: true }),
  field('expirationTimestamp', Time, 2, { omitempty: false, optional: true }),
]);

export const BoundObjectReference: StructType = struct('k8s.io/api/authentication/v1.BoundObjectReference', () => [
  field('kind', string, 1, { optional: true }),
  field('apiVersion', string, 2, { go: 'APIVersion', optional: true }),
  field('name', string, 3, { optional: true }),
  field('uid', UID, 4, { go: 'UID', optional: true }),
]);

export const SelfSubjectReview: StructType = struct('k8s.io/api/authentication/v1.SelfSubjectReview', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('status', SelfSubjectReviewStatus, 2, { omitempty: false, optional: true }),
]);

export const SelfSubjectReviewStatus: StructType = struct('k8s.io/api/authentication/v1.SelfSubjectReviewStatus', () => [
  field('userInfo', UserInfo, 1, { omitempty: false, optional: true }),
]);

export const ExtraValue: ListType = list(string, 'v1.ExtraValue');
