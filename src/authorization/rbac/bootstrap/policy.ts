/** The bootstrap policy: all roles and bindings that a cluster starts with (plugin/pkg/auth/authorizer/rbac/bootstrappolicy of upstream). */
import type { KubeObject } from '../../../machinery/object.ts';
import { RBAC_GROUP } from '../policy.ts';
import { type Rule, rulesOf } from '../rules.ts';
import { CLUSTER_ROLE_BINDINGS, ROLE_BINDINGS, ROLES } from './bindings.ts';
import { CLUSTER_ROLES } from './cluster-roles.ts';
import { CONTROLLER_ROLES } from './controller-roles.ts';
import { bindingObject, roleObject } from './notation.ts';

/** The roles for people: each gathers the rules of all cluster roles that carry its label. */
const GATHERED: readonly { readonly name: string; readonly into: string | undefined }[] = [
  { name: 'admin', into: undefined },
  { name: 'edit', into: 'admin' },
  { name: 'view', into: 'edit' },
];

const label = (role: string): string => `${RBAC_GROUP}/aggregate-to-${role}`;

export interface BootstrapPolicy {
  readonly clusterroles: readonly KubeObject[];
  readonly clusterrolebindings: readonly KubeObject[];
  readonly roles: readonly KubeObject[];
  readonly rolebindings: readonly KubeObject[];
}

export function bootstrapPolicy(): BootstrapPolicy {
  const controller = (name: string): string => `system:controller:${name}`;
  return {
    clusterroles: [
      ...CLUSTER_ROLES.map((each) => roleObject('ClusterRole', each, labelsOf(each[0]))),
      ...CONTROLLER_ROLES.map(([name, rules]) => roleObject('ClusterRole', [controller(name), rules], {})),
      ...GATHERED.map(({ name, into }) => ({
        ...roleObject('ClusterRole', [name, []], into === undefined ? {} : { [label(into)]: 'true' }),
        rules: null,
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label(name)]: 'true' } }] },
      })),
    ],
    clusterrolebindings: [
      ...CLUSTER_ROLE_BINDINGS.map((each) => bindingObject('ClusterRoleBinding', each)),
      ...CONTROLLER_ROLES.map(([name]) =>
        bindingObject('ClusterRoleBinding', [controller(name), `ClusterRole/${controller(name)}`, [`s kube-system/${name}`]]),
      ),
    ],
    roles: ROLES.map((each) => roleObject('Role', each, {})),
    rolebindings: ROLE_BINDINGS.map((each) => bindingObject('RoleBinding', each)),
  };
}

/** The role that fills another one in carries its label. */
function labelsOf(name: string): { readonly [key: string]: string } {
  const prefix = 'system:aggregate-to-';
  return name.startsWith(prefix) ? { [label(name.slice(prefix.length))]: 'true' } : {};
}

/** What every node may do, whoever runs it. */
export function nodeRules(): readonly Rule[] {
  const role = CLUSTER_ROLES.find(([name]) => name === 'system:node');
  return role === undefined ? [] : rulesOf(roleObject('ClusterRole', role, {}).rules);
}
