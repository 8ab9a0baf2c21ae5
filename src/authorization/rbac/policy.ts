/**
 * All roles and bindings, indexed by who is bound and where: a decision looks only at bindings of the caller. Objects come and go through `put` and
 * `remove`; entries are replaced, never changed.
 */
import { goQuote } from '../../machinery/go-text.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { notFound, rawError } from '../../machinery/status.ts';
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
      this.#bind({ name, namespace, roleRef: (object.roleRef ?? {}) as RoleRef, subjects });
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

  /** The rules that `user` has in `namespace`, those he has everywhere first. */
  visit(user: UserInfo, namespace: string, visitor: RuleVisitor): void {
    if (this.#visitScope(user, '', visitor) && namespace !== '') this.#visitScope(user, namespace, visitor);
  }

  #visitScope(user: UserInfo, namespace: string, visitor: RuleVisitor): boolean {
    const bySubject = this.#index.get(namespace);
    if (bySubject === undefined) return true;
    const seen = new Set<Binding>();
    for (let i = -1; i < user.groups.length; i++) {
      const found = bySubject.get(i < 0 ? `u:${user.name}` : `g:${user.groups[i]}`);
      if (found === undefined) continue;
      for (const binding of found.values()) {
        if (seen.has(binding)) continue;
        seen.add(binding);
        if (!this.#visitBinding(binding, visitor)) return false;
      }
    }
    return true;
  }

  #visitBinding(binding: Binding, visitor: RuleVisitor): boolean {
    let rules: readonly Rule[];
    try {
      rules = this.rulesOfRole(binding.roleRef, binding.namespace);
    } catch (error) {
      return visitor(undefined, binding, error as Error);
    }
    return rules.every((rule) => visitor(rule, binding, undefined));
  }

  /**
   * @param namespace where a Role is looked for
   * @throws {ApiError} 404 for a missing role, 500 for another kind
   */
  rulesOfRole({ kind = '', name = '' }: RoleRef, namespace: string): readonly Rule[] {
    if (kind !== 'Role' && kind !== 'ClusterRole') throw rawError(`unsupported role reference kind: ${goQuote(kind)}`);
    const rules = kind === 'Role' ? this.#roles.get(`${namespace}/${name}`) : this.#clusterRoles.get(name);
    if (rules === undefined) throw notFound({ group: RBAC_GROUP, resource: kind.toLowerCase() }, name);
    return rules;
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

/** A service account is a user with a long name. One without a namespace in a cluster role binding is nobody. */
function subjectKey({ kind, name = '', namespace }: Subject, bindingNamespace: string): string {
  if (kind === 'User') return `u:${name}`;
  if (kind === 'Group') return `g:${name}`;
  const where = namespace === undefined || namespace === '' ? bindingNamespace : namespace;
  return kind === 'ServiceAccount' && where !== '' ? `u:system:serviceaccount:${where}:${name}` : 'nobody';
}

/** The subject through which a binding reaches `user`: the first that is him. */
export function describeSubject({ subjects, namespace }: Binding, user: UserInfo): string {
  const keys = new Set([`u:${user.name}`, ...user.groups.map((each) => `g:${each}`)]);
  const subject = subjects.find((each) => keys.has(subjectKey(each, namespace)));
  if (subject === undefined) return '';
  const { kind = '', name = '' } = subject;
  if (kind !== 'ServiceAccount') return `${kind} ${goQuote(name)}`;
  return `${kind} ${goQuote(`${name}/${subject.namespace === undefined || subject.namespace === '' ? namespace : subject.namespace}`)}`;
}
