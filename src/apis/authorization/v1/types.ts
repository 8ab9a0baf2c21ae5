/**
 * The types of authorization.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/api/authorization/v1, release 1.36; they are wire format and never change.
 */
import { bool, field, inline, type ListType, list, map, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { FieldSelectorRequirement, LabelSelectorRequirement, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const SubjectAccessReview: StructType = struct('k8s.io/api/authorization/v1.SubjectAccessReview', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', SubjectAccessReviewSpec, 2, { omitempty: false }),
  field('status', SubjectAccessReviewStatus, 3, { omitempty: false, optional: true }),
]);

export const SelfSubjectAccessReview: StructType = struct('k8s.io/api/authorization/v1.SelfSubjectAccessReview', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', SelfSubjectAccessReviewSpec, 2, { omitempty: false }),
  field('status', SubjectAccessReviewStatus, 3, { omitempty: false, optional: true }),
]);

export const LocalSubjectAccessReview: StructType = struct('k8s.io/api/authorization/v1.LocalSubjectAccessReview', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', SubjectAccessReviewSpec, 2, { omitempty: false }),
  field('status', SubjectAccessReviewStatus, 3, { omitempty: false, optional: true }),
]);

export const ResourceAttributes: StructType = struct('k8s.io/api/authorization/v1.ResourceAttributes', () => [
  field('namespace', string, 1, { optional: true }),
  field('verb', string, 2, { optional: true }),
  field('group', string, 3, { optional: true }),
  field('version', string, 4, { optional: true }),
  field('resource', string, 5, { optional: true }),
  field('subresource', string, 6, { optional: true }),
  field('name', string, 7, { optional: true }),
  field('fieldSelector', FieldSelectorAttributes, 8, { pointer: true, optional: true }),
  field('labelSelector', LabelSelectorAttributes, 9, { pointer: true, optional: true }),
]);

export const LabelSelectorAttributes: StructType = struct('k8s.io/api/authorization/v1.LabelSelectorAttributes', () => [
  field('rawSelector', string, 1, { optional: true }),
  field('requirements', list(LabelSelectorRequirement), 2, { optional: true, list: 'atomic' }),
]);

export const FieldSelectorAttributes: StructType = struct('k8s.io/api/authorization/v1.FieldSelectorAttributes', () => [
  field('rawSelector', string, 1, { optional: true }),
  field('requirements', list(FieldSelectorRequirement), 2, { optional: true, list: 'atomic' }),
]);

export const NonResourceAttributes: StructType = struct('k8s.io/api/authorization/v1.NonResourceAttributes', () => [
  field('path', string, 1, { optional: true }),
  field('verb', string, 2, { optional: true }),
]);

export const SubjectAccessReviewSpec: StructType = struct('k8s.io/api/authorization/v1.SubjectAccessReviewSpec', () => [
  field('resourceAttributes', ResourceAttributes, 1, { pointer: true, optional: true }),
  field('nonResourceAttributes', NonResourceAttributes, 2, { pointer: true, optional: true }),
  field('user', string, 3, { optional: true }),
  field('groups', list(string), 4, { optional: true, list: 'atomic' }),
  field('extra', map(ExtraValue), 5, { optional: true }),
  field('uid', string, 6, { go: 'UID', optional: true }),
]);

export const SelfSubjectAccessReviewSpec: StructType = struct('k8s.io/api/authorization/v1.SelfSubjectAccessReviewSpec', () => [
  field('resourceAttributes', ResourceAttributes, 1, { pointer: true, optional: true }),
  field('nonResourceAttributes', NonResourceAttributes, 2, { pointer: true, optional: true }),
]);

export const SubjectAccessReviewStatus: StructType = struct('k8s.io/api/authorization/v1.SubjectAccessReviewStatus', () => [
  field('allowed', bool, 1, { omitempty: false }),
  field('denied', bool, 4, { optional: true }),
  field('reason', string, 2, { optional: true }),
  field('evaluationError', string, 3, { optional: true }),
]);

export const SelfSubjectRulesReview: StructType = struct('k8s.io/api/authorization/v1.SelfSubjectRulesReview', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', SelfSubjectRulesReviewSpec, 2, { omitempty: false }),
  field('status', SubjectRulesReviewStatus, 3, { omitempty: false, optional: true }),
]);

export const SelfSubjectRulesReviewSpec: StructType = struct('k8s.io/api/authorization/v1.SelfSubjectRulesReviewSpec', () => [
  field('namespace', string, 1, { optional: true }),
]);

export const SubjectRulesReviewStatus: StructType = struct('k8s.io/api/authorization/v1.SubjectRulesReviewStatus', () => [
  field('resourceRules', list(ResourceRule), 1, { omitempty: false, list: 'atomic' }),
  field('nonResourceRules', list(NonResourceRule), 2, { omitempty: false, list: 'atomic' }),
  field('incomplete', bool, 3, { omitempty: false }),
  field('evaluationError', string, 4, { optional: true }),
]);

export const ResourceRule: StructType = struct('k8s.io/api/authorization/v1.ResourceRule', () => [
  field('verbs', list(string), 1, { omitempty: false, list: 'atomic' }),
  field('apiGroups', list(string), 2, { go: 'APIGroups', optional: true, list: 'atomic' }),
  field('resources', list(string), 3, { optional: true, list: 'atomic' }),
  field('resourceNames', list(string), 4, { optional: true, list: 'atomic' }),
]);

export const NonResourceRule: StructType = struct('k8s.io/api/authorization/v1.NonResourceRule', () => [
  field('verbs', list(string), 1, { omitempty: false, list: 'atomic' }),
  field('nonResourceURLs', list(string), 2, { optional: true, list: 'atomic' }),
]);

export const ExtraValue: ListType = list(string, 'v1.ExtraValue');
