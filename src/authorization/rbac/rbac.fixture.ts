/** Policies written in a few words: rules as in the bootstrap policy, subjects likewise (see bootstrap/notation.ts). */
import type { AuthorizationAttributes } from '../../request/authorizer.ts';
import type { UserInfo } from '../../request/user.ts';
import { bindingObject, roleObject } from './bootstrap/notation.ts';
import { RbacPolicy } from './policy.ts';

export interface PolicyText {
  readonly clusterRoles?: { readonly [name: string]: readonly string[] };
  /** By "namespace/name". */
  readonly roles?: { readonly [name: string]: readonly string[] };
  /** By name: the role ("ClusterRole/x") and who has it. */
  readonly clusterBindings?: { readonly [name: string]: readonly [role: string, ...subjects: readonly string[]] };
  readonly bindings?: { readonly [name: string]: readonly [role: string, ...subjects: readonly string[]] };
}

export function policyOf(text: PolicyText): RbacPolicy {
  const policy = new RbacPolicy();
  for (const [name, rules] of Object.entries(text.clusterRoles ?? {})) policy.put('clusterroles', roleObject('ClusterRole', [name, rules], {}));
  for (const [name, rules] of Object.entries(text.roles ?? {})) policy.put('roles', roleObject('Role', [name, rules], {}));
  for (const [name, [role, ...subjects]] of Object.entries(text.clusterBindings ?? {}))
    policy.put('clusterrolebindings', bindingObject('ClusterRoleBinding', [name, role, subjects]));
  for (const [name, [role, ...subjects]] of Object.entries(text.bindings ?? {}))
    policy.put('rolebindings', bindingObject('RoleBinding', [name, role, subjects]));
  return policy;
}

export function person(name: string, ...groups: readonly string[]): UserInfo {
  return { name, uid: '', groups, extra: new Map() };
}

/** "get apps deployments/scale ns name": what is left out behind the resource is empty; "get /path" is about a path. */
export function question(user: UserInfo, text: string): AuthorizationAttributes {
  const [verb = '', first = '', path = '', namespace = '', name = ''] = text.split(' ');
  const [resource = '', subresource = ''] = path.split('/');
  const isResourceRequest = !first.startsWith('/');
  const group = isResourceRequest && first !== '-' ? first : '';
  return {
    user,
    verb,
    isResourceRequest,
    path: isResourceRequest ? '' : first,
    group,
    version: 'v1',
    resource,
    subresource,
    namespace: namespace === '-' ? '' : namespace,
    name,
  };
}
