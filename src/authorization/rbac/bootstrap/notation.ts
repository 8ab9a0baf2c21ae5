/**
 * How the bootstrap policy is written down. A rule is `groups|resources|verbs` or `groups|resources|verbs|names`, lists joined by commas, the core
 * group being empty; `!paths|verbs` is a rule about paths. A role is its name (with namespace and slash where it has one) and its rules. A subject is
 * `u USER`, `g GROUP` or `s NAMESPACE/ACCOUNT`.
 */
import type { KubeObject } from '../../../machinery/object.ts';
import { RBAC_GROUP } from '../policy.ts';

export type BootstrapRole = readonly [name: string, rules: readonly string[]];
export type BootstrapBinding = readonly [name: string, role: string, subjects: readonly string[]];

type Labels = { readonly [key: string]: string };

export function roleObject(kind: 'Role' | 'ClusterRole', [name, rules]: BootstrapRole, labels: Labels): KubeObject {
  return { kind, apiVersion: `${RBAC_GROUP}/v1`, metadata: metadataOf(name, labels), rules: rules.map(readRule) };
}

export function bindingObject(kind: 'RoleBinding' | 'ClusterRoleBinding', [name, role, subjects]: BootstrapBinding): KubeObject {
  const slash = role.indexOf('/');
  return {
    kind,
    apiVersion: `${RBAC_GROUP}/v1`,
    metadata: metadataOf(name, {}),
    subjects: subjects.map(readSubject),
    roleRef: { apiGroup: RBAC_GROUP, kind: role.slice(0, slash), name: role.slice(slash + 1) },
  };
}

function metadataOf(name: string, labels: Labels): KubeObject['metadata'] {
  const slash = name.indexOf('/');
  return {
    name: name.slice(slash + 1),
    ...(slash < 0 ? {} : { namespace: name.slice(0, slash) }),
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  };
}

function readRule(text: string): object {
  if (text.startsWith('!')) {
    const [paths = '', verbs = ''] = text.slice(1).split('|');
    return { verbs: verbs.split(','), nonResourceURLs: paths.split(',') };
  }
  const [groups = '', resources = '', verbs = '', names] = text.split('|');
  const rule = { verbs: verbs.split(','), apiGroups: groups.split(','), resources: resources.split(',') };
  return names === undefined ? rule : { ...rule, resourceNames: names.split(',') };
}

function readSubject(text: string): object {
  const name = text.slice(2);
  if (text.startsWith('s ')) {
    const slash = name.indexOf('/');
    return { kind: 'ServiceAccount', name: name.slice(slash + 1), namespace: name.slice(0, slash) };
  }
  return { kind: text.startsWith('u ') ? 'User' : 'Group', apiGroup: RBAC_GROUP, name };
}
