/**
 * All roles and bindings, indexed by who is bound and where: a decision looks only at bindings of the caller. Objects come and go through `put` and
 * `remove`; entries are replaced, never changed.
 */
import { goQuote } from '../../machinery/go/text.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { type ApiError, notFound, rawError } from '../../machinery/status.ts';
import type { UserInfo } from '../../request/user.ts';
import { type Rule, rulesOf } from './rules.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

export type PolicyKind = 'clusterroles' | 'roles' | 'clusterrolebindings' | 'rolebindings';

export const POLICY_KINDS: readonly PolicyKind[] = ['clusterroles', 'roles', 'clusterrolebindings', 'rolebindings'];

export interface RoleRef {
  readonly kind?: string;
  readonly name?: string;
  readonly apiGroup?: string;
}

interface Subject {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

export interface Binding {
  readonly name: string;
  /** '' for a cluster role binding. */
  readonly namespace: string;
  readonly roleRef: RoleRef;
  /** Where the role stands among the roles of its kind. */
  readonly roleKey: string;
  readonly subjects: readonly Subject[];
}

/** Takes the rules one after the other (or why they cannot be known); `false` stops. */
export type RuleVisitor = (rule: Rule | undefined, binding: Binding, error: Error | undefined) => boolean;

type BySubject = Map<string, Map<string, Binding>>;

export class RbacPolicy {
  readonly #roles = new Map<string, readonly Rule[]>();
  readonly #clusterRoles = new Map<string, readonly Rule[]>();
  readonly #bindings = new Map<string, Binding>();
  /** By namespace ('' for cluster role bindings), then by subject, then by name. */
  readonly #index = new Map<string, BySubject>();

  put(kind: PolicyKind, object: KubeObject): void {
    const { name = '', namespace = '' } = object.metadata;
    if (kind === 'clusterroles') this.#clusterRoles.set(name, rulesOf(object.rules));
    else if (kind === 'roles') this.#roles.set(`${namespace}/${name}`, rulesOf(object.rules));
    else {
      this.remove(kind, namespace, name);
      const subjects = (object.subjects ?? []) as readonly Subject[];
      const roleRef = (object.roleRef ?? {}) as RoleRef;
      this.#bind({ name, namespace, roleRef, roleKey: roleKeyOf(roleRef, namespace), subjects });
    }
  }

  remove(kind: PolicyKind, namespace: string, name: string): void {
    if (kind === 'clusterroles') this.#clusterRoles.delete(name);
    else if (kind === 'roles') this.#roles.delete(`${namespace}/${name}`);
    else this.#unbind(namespace, name);
  }

  #bind(binding: Binding): void {
    this.#bindings.set(`${binding.namespace}/${binding.name}`, binding);
    let bySubject = this.#index.get(binding.namespace);
    if (bySubject === undefined) {
      bySubject = new Map();
      this.#index.set(binding.namespace, bySubject);
    }
    for (const subject of binding.subjects) {
      const key = subjectKey(subject, binding.namespace);
      const there = bySubject.get(key);
      if (there === undefined) bySubject.set(key, new Map([[binding.name, binding]]));
      else there.set(binding.name, binding);
    }
  }

  #unbind(namespace: string, name: string): void {
    const binding = this.#bindings.get(`${namespace}/${name}`);
    const bySubject = this.#index.get(namespace);
    if (binding === undefined || bySubject === undefined) return;
    this.#bindings.delete(`${namespace}/${name}`);
    for (const subject of binding.subjects) {
      const key = subjectKey(subject, namespace);
      const there = bySubject.get(key);
      there?.delete(name);
      if (there?.size === 0) bySubject.delete(key);
    }
    if (bySubject.size === 0) this.#index.delete(namespace);
  }

  /** The rules that `user` has in `namespace`, those of all namespaces first. */
  visit(user: UserInfo, namespace: string, visitor: RuleVisitor): void {
    if (this.#visitScope(user, '', visitor) && namespace !== '') this.#visitScope(user, namespace, visitor);
  }

  #visitScope(user: UserInfo, namespace: string, visitor: RuleVisitor): boolean {
    const bySubject = this.#index.get(namespace);
    if (bySubject === undefined) return true;
    // A binding may name the caller and several groups of the caller: it counts once.
    let seen: Set<Binding> | undefined;
    let first: Map<string, Binding> | undefined;
    for (let i = -1; i < user.groups.length; i++) {
      const found = bySubject.get(i < 0 ? `u:${user.name}` : `g:${user.groups[i]}`);
      if (found === undefined || found === first) continue;
      if (first !== undefined) seen ??= new Set(first.values());
      first ??= found;
      for (const binding of found.values()) {
        if (seen?.has(binding) === true) continue;
        seen?.add(binding);
        if (!this.#visitBinding(binding, visitor)) return false;
      }
    }
    return true;
  }

  #visitBinding(binding: Binding, visitor: RuleVisitor): boolean {
    const rules = this.#find(binding.roleRef, binding.roleKey);
    if (rules === undefined) return visitor(undefined, binding, missingRole(binding.roleRef));
    for (const rule of rules) if (!visitor(rule, binding, undefined)) return false;
    return true;
  }

  #find({ kind }: RoleRef, key: string): readonly Rule[] | undefined {
    if (kind === 'ClusterRole') return this.#clusterRoles.get(key);
    return kind === 'Role' ? this.#roles.get(key) : undefined;
  }

  /** Everything that `user` holds in `namespace`, and what could not be found out. */
  rulesFor(user: UserInfo, namespace: string): { readonly rules: readonly Rule[]; readonly errors: readonly Error[] } {
    const rules: Rule[] = [];
    const errors: Error[] = [];
    this.visit(user, namespace, (rule, _, error) => {
      if (rule !== undefined) rules.push(rule);
      else if (error !== undefined) errors.push(error);
      return true;
    });
    return { rules, errors };
  }
}

function roleKeyOf({ kind, name = '' }: RoleRef, namespace: string): string {
  return kind === 'Role' ? `${namespace}/${name}` : name;
}

/** Why a role's rules cannot be known. */
export function missingRole({ kind = '', name = '' }: RoleRef): ApiError {
  if (kind !== 'Role' && kind !== 'ClusterRole') return rawError(`unsupported role reference kind: ${goQuote(kind)}`);
  return notFound({ group: RBAC_GROUP, resource: kind.toLowerCase() }, name);
}

/** A service account is a user with a long name. One without a namespace in a cluster role binding is nobody. */
function subjectKey({ kind, name = '', namespace }: Subject, bindingNamespace: string): string {
  if (kind === 'User') return `u:${name}`;
  if (kind === 'Group') return `g:${name}`;
  const where = namespace === undefined || namespace === '' ? bindingNamespace : namespace;
  return kind === 'ServiceAccount' && where !== '' ? `u:system:serviceaccount:${where}:${name}` : 'nobody';
}

/** The subject through which a binding reaches `user`: the first that means this user. */
export function describeSubject({ subjects, namespace }: Binding, user: UserInfo): string {
  const subject = subjects.find((each) => {
    const key = subjectKey(each, namespace);
    return key.startsWith('g:') ? user.groups.includes(key.slice(2)) : key.startsWith('u:') && key.slice(2) === user.name;
  });
  if (subject === undefined) return '';
  const { kind = '', name = '' } = subject;
  if (kind !== 'ServiceAccount') return `${kind} ${goQuote(name)}`;
  return `${kind} ${goQuote(`${name}/${subject.namespace === undefined || subject.namespace === '' ? namespace : subject.namespace}`)}`;
}
