/** What the types of the group rbac.authorization.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const rbacDescriptions = (): Descriptions => ({
  AggregationRule: [
    'Builds the rules of a cluster role from those of others.',
    { clusterRoleSelectors: 'Cluster roles that any of these selects give their rules.' },
  ],
  ClusterRole: [
    'Rules that can be granted in a namespace or in the whole cluster.',
    {
      rules: 'What is allowed.',
      aggregationRule: 'Where the rules come from; a controller then writes them, and changes by hand are lost.',
    },
  ],
  ClusterRoleBinding: [
    'Grants the rules of a cluster role in the whole cluster.',
    { subjects: 'Who gets the rules.', roleRef: 'The cluster role; it never changes.' },
  ],
  PolicyRule: [
    'Allows verbs on resources or on paths.',
    {
      verbs: 'The verbs; "*" means all.',
      apiGroups: 'The groups of the resources; "" is the core group, "*" means all.',
      resources: 'The resources, with subresources after a slash ("pods/log"); "*" means all.',
      resourceNames: 'Only the objects of these names; all without it.',
      nonResourceURLs: 'Paths outside of resources, where "*" may stand for the end; only in cluster roles that are granted cluster-wide.',
    },
  ],
  Role: ['Rules that can be granted in its namespace.', { rules: 'What is allowed.' }],
  RoleBinding: [
    'Grants the rules of a role or a cluster role in its namespace.',
    { subjects: 'Who gets the rules.', roleRef: 'The role of this namespace, or the cluster role; it never changes.' },
  ],
  RoleRef: ['Points at a role.', { apiGroup: 'The group: rbac.authorization.k8s.io.', kind: 'Role or ClusterRole.', name: 'The name of the role.' }],
  Subject: [
    'Somebody who gets rules.',
    {
      kind: 'User, Group or ServiceAccount.',
      apiGroup: 'The group of the kind: "" for service accounts, rbac.authorization.k8s.io for users and groups.',
      name: 'The name.',
      namespace: 'The namespace of a service account; empty for users and groups.',
      apiVersion: 'The group and version of the kind.',
    },
  ],
});
