/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { LabelSelector, ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface AggregationRule {
  clusterRoleSelectors?: LabelSelector[];
}

export interface ClusterRole {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  rules: PolicyRule[] | null;
  aggregationRule?: AggregationRule;
}

export interface ClusterRoleBinding {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  subjects?: Subject[];
  roleRef: RoleRef;
}

export interface ClusterRoleBindingList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: ClusterRoleBinding[] | null;
}

export interface ClusterRoleList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: ClusterRole[] | null;
}

export interface PolicyRule {
  verbs: string[] | null;
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

export interface Role {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  rules: PolicyRule[] | null;
}

export interface RoleBinding {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  subjects?: Subject[];
  roleRef: RoleRef;
}

export interface RoleBindingList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: RoleBinding[] | null;
}

export interface RoleList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: Role[] | null;
}

export interface RoleRef {
  apiGroup: string;
  kind: string;
  name: string;
}

export interface Subject {
  kind: string;
  apiGroup?: string;
  name: string;
  namespace?: string;
}
