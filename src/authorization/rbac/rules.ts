/**
 * What a policy rule allows (k8s.io/kubernetes: pkg/apis/rbac/v1 evaluation helpers, plugin/pkg/auth/authorizer/rbac). Wildcards: `*` stands for
 * every verb, group, resource with its subresources, or path; a resource of the form star, slash, subresource stands for that subresource of
 * everything; a path may end in a star. Nothing else is a pattern.
 */
import type { AuthorizationAttributes } from '../../request/authorizer.ts';

/** A rule with all its lists there. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Empty: any object. */
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

type Lists = { readonly [field in keyof Rule]?: readonly string[] | null };

const ALL = '*';

/** The rules of a stored role; lists that are absent or null are empty. */
export function rulesOf(stored: unknown): readonly Rule[] {
  return ((stored ?? []) as readonly Lists[]).map((each) => ({
    verbs: each.verbs ?? [],
    apiGroups: each.apiGroups ?? [],
    resources: each.resources ?? [],
    resourceNames: each.resourceNames ?? [],
    nonResourceURLs: each.nonResourceURLs ?? [],
  }));
}

export function ruleAllows(rule: Rule, attributes: AuthorizationAttributes): boolean {
  if (!holds(rule.verbs, attributes.verb)) return false;
  if (!attributes.isResourceRequest) return rule.nonResourceURLs.some((pattern) => matchesPath(pattern, attributes.path));
  const { name, subresource } = attributes;
  if (!holds(rule.apiGroups, attributes.group)) return false;
  const resource = subresource === '' ? attributes.resource : `${attributes.resource}/${subresource}`;
  if (!rule.resources.some((pattern) => matchesResource(pattern, resource, subresource))) return false;
  return rule.resourceNames.length === 0 || rule.resourceNames.includes(name);
}

function holds(list: readonly string[], value: string): boolean {
  return list.includes(value) || list.includes(ALL);
}

function matchesResource(pattern: string, resource: string, subresource: string): boolean {
  if (pattern === ALL || pattern === resource) return true;
  return subresource !== '' && pattern.length === subresource.length + 2 && pattern.startsWith('*/') && pattern.endsWith(subresource);
}

export function matchesPath(pattern: string, path: string): boolean {
  if (pattern === ALL || pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.replace(/(?<!\*)\*+$/, ''));
}
