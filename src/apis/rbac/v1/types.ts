/**
 * The types of rbac.authorization.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names,
 * Protobuf numbers and markers are those of k8s.io/api/rbac/v1, release 1.36; they are wire format and never change.
 */
import { field, inline, list, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const PolicyRule: StructType = struct('k8s.io/api/rbac/v1.PolicyRule', () => [
  field('verbs', list(string), 1, { omitempty: false, list: 'atomic' }),
  field('apiGroups', list(string), 2, { go: 'APIGroups', optional: true, list: 'atomic' }),
  field('resources', list(string), 3, { optional: true, list: 'atomic' }),
  field('resourceNames', list(string), 4, { optional: true, list: 'atomic' }),
  field('nonResourceURLs', list(string), 5, { optional: true, list: 'atomic' }),
]);

export const Subject: StructType = struct(
  'k8s.io/api/rbac/v1.Subject',
  () => [
    field('kind', string, 1, { omitempty: false }),
    field('apiGroup', string, 2, { go: 'APIGroup', optional: true }),
    field('name', string, 3, { omitempty: false }),
    field('namespace', string, 4, { optional: true }),
  ],
  '',
  { atomic: true },
);

export const RoleRef: StructType = struct(
  'k8s.io/api/rbac/v1.RoleRef',
  () => [
    field('apiGroup', string, 1, { go: 'APIGroup', omitempty: false, optional: true }),
    field('kind', string, 2, { omitempty: false }),
    field('name', string, 3, { omitempty: false }),
  ],
  '',
  { atomic: true },
);

export const Role: StructType = struct('k8s.io/api/rbac/v1.Role', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('rules', list(PolicyRule), 2, { omitempty: false, optional: true, list: 'atomic' }),
]);

export const RoleBinding: StructType = struct('k8s.io/api/rbac/v1.RoleBinding', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('subjects', list(Subject), 2, { optional: true, list: 'atomic' }),
  field('roleRef', RoleRef, 3, { omitempty: false }),
]);

export const RoleBindingList: StructType = struct('k8s.io/api/rbac/v1.RoleBindingList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(RoleBinding), 2, { omitempty: false }),
]);

export const RoleList: StructType = struct('k8s.io/api/rbac/v1.RoleList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Role), 2, { omitempty: false }),
]);

export const ClusterRole: StructType = struct('k8s.io/api/rbac/v1.ClusterRole', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('rules', list(PolicyRule), 2, { omitempty: false, optional: true, list: 'atomic' }),
  field('aggregationRule', AggregationRule, 3, { pointer: true, optional: true }),
]);

export const AggregationRule: StructType = struct('k8s.io/api/rbac/v1.AggregationRule', () => [
  field('clusterRoleSelectors', list(LabelSelector), 1, { optional: true, list: 'atomic' }),
]);

export const ClusterRoleBinding: StructType = struct('k8s.io/api/rbac/v1.ClusterRoleBinding', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('subjects', list(Subject), 2, { optional: true, list: 'atomic' }),
  field('roleRef', RoleRef, 3, { omitempty: false }),
]);

export const ClusterRoleBindingList: StructType = struct('k8s.io/api/rbac/v1.ClusterRoleBindingList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ClusterRoleBinding), 2, { omitempty: false }),
]);

export const ClusterRoleList: StructType = struct('k8s.io/api/rbac/v1.ClusterRoleList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ClusterRole), 2, { omitempty: false }),
]);
