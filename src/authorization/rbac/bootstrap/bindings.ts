/**
 * Roles of single namespaces, and who has which role in a fresh cluster; see notation.ts. The bindings of controllers to their own cluster roles are
 * not here: they follow from controller-roles.ts.
 */
import type { BootstrapBinding, BootstrapRole } from './notation.ts';

export const ROLES: readonly BootstrapRole[] = [
  [
    'kube-public/system:controller:bootstrap-signer',
    ['|configmaps|get,list,watch', '|configmaps|update|cluster-info', ',events.k8s.io|events|create,patch,update'],
  ],
  ['kube-system/extension-apiserver-authentication-reader', ['|configmaps|get,list,watch|extension-apiserver-authentication']],
  [
    'kube-system/system::leader-locking-kube-controller-manager',
    ['coordination.k8s.io|leases|create,get,list,update,watch', 'coordination.k8s.io|leasecandidates|create,get,list,update,watch'],
  ],
  [
    'kube-system/system::leader-locking-kube-scheduler',
    ['coordination.k8s.io|leases|create,get,list,update,watch', 'coordination.k8s.io|leasecandidates|create,get,list,update,watch'],
  ],
  ['kube-system/system:controller:bootstrap-signer', ['|secrets|get,list,watch']],
  ['kube-system/system:controller:cloud-provider', ['|configmaps|create,get,list,watch']],
  ['kube-system/system:controller:token-cleaner', ['|secrets|delete,get,list,watch', ',events.k8s.io|events|create,patch,update']],
];

export const CLUSTER_ROLE_BINDINGS: readonly BootstrapBinding[] = [
  ['cluster-admin', 'ClusterRole/cluster-admin', ['g system:masters']],
  ['system:basic-user', 'ClusterRole/system:basic-user', ['g system:authenticated']],
  ['system:discovery', 'ClusterRole/system:discovery', ['g system:authenticated']],
  ['system:kube-controller-manager', 'ClusterRole/system:kube-controller-manager', ['u system:kube-controller-manager']],
  ['system:kube-dns', 'ClusterRole/system:kube-dns', ['s kube-system/kube-dns']],
  ['system:kube-scheduler', 'ClusterRole/system:kube-scheduler', ['u system:kube-scheduler']],
  ['system:monitoring', 'ClusterRole/system:monitoring', ['g system:monitoring']],
  ['system:node', 'ClusterRole/system:node', []],
  ['system:node-proxier', 'ClusterRole/system:node-proxier', ['u system:kube-proxy']],
  ['system:public-info-viewer', 'ClusterRole/system:public-info-viewer', ['g system:authenticated', 'g system:unauthenticated']],
  ['system:service-account-issuer-discovery', 'ClusterRole/system:service-account-issuer-discovery', ['g system:serviceaccounts']],
  ['system:volume-scheduler', 'ClusterRole/system:volume-scheduler', ['u system:kube-scheduler']],
];

export const ROLE_BINDINGS: readonly BootstrapBinding[] = [
  ['kube-public/system:controller:bootstrap-signer', 'Role/system:controller:bootstrap-signer', ['s kube-system/bootstrap-signer']],
  [
    'kube-system/system::extension-apiserver-authentication-reader',
    'Role/extension-apiserver-authentication-reader',
    ['u system:kube-controller-manager', 'u system:kube-scheduler'],
  ],
  [
    'kube-system/system::leader-locking-kube-controller-manager',
    'Role/system::leader-locking-kube-controller-manager',
    ['u system:kube-controller-manager', 's kube-system/kube-controller-manager', 's kube-system/leader-election-controller'],
  ],
  [
    'kube-system/system::leader-locking-kube-scheduler',
    'Role/system::leader-locking-kube-scheduler',
    ['u system:kube-scheduler', 's kube-system/kube-scheduler'],
  ],
  ['kube-system/system:controller:bootstrap-signer', 'Role/system:controller:bootstrap-signer', ['s kube-system/bootstrap-signer']],
  ['kube-system/system:controller:cloud-provider', 'Role/system:controller:cloud-provider', ['s kube-system/cloud-provider']],
  ['kube-system/system:controller:token-cleaner', 'Role/system:controller:token-cleaner', ['s kube-system/token-cleaner']],
];
