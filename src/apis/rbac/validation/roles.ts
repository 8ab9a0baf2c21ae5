/** What a role may say (k8s.io/kubernetes: pkg/apis/rbac/validation). A rule is about resources or about paths, and paths have no namespace. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { checkLabelSelector } from '../../meta/validation/labels.ts';

interface PolicyRule {
  readonly verbs?: readonly string[] | null;
  readonly apiGroups?: readonly string[] | null;
  readonly resources?: readonly string[] | null;
  readonly resourceNames?: readonly string[] | null;
  readonly nonResourceURLs?: readonly string[] | null;
}

type LabelSelector = Parameters<typeof checkLabelSelector>[2];

const RULES = FieldPath.root('rules');

export function validateRole(role: KubeObject): ErrorList {
  return checkRules(role, true);
}

export function validateClusterRole(role: KubeObject): ErrorList {
  const errors = checkRules(role, false);
  const aggregation = role.aggregationRule as { readonly clusterRoleSelectors?: readonly LabelSelector[] | null } | null | undefined;
  if (aggregation === undefined || aggregation === null) return errors;
  const path = FieldPath.root('aggregationRule').child('clusterRoleSelectors');
  const selectors = aggregation.clusterRoleSelectors ?? [];
  if (selectors.length === 0) errors.required(path, 'at least one clusterRoleSelector required if aggregationRule is non-nil');
  selectors.forEach((selector, i) => {
    const found = errors.length;
    checkLabelSelector(errors, path.index(i), selector);
    if (errors.length > found) errors.invalid(path.index(i), null, 'invalid label selector.');
  });
  return errors;
}

function checkRules(role: KubeObject, namespaced: boolean): ErrorList {
  const errors = new ErrorList();
  ((role.rules ?? []) as readonly PolicyRule[]).forEach((rule, i) => {
    checkRule(errors, RULES.index(i), rule, namespaced);
  });
  return errors;
}

function checkRule(errors: ErrorList, path: FieldPath, rule: PolicyRule, namespaced: boolean): void {
  const count = (list: readonly string[] | null | undefined): number => list?.length ?? 0;
  if (count(rule.verbs) === 0) errors.required(path.child('verbs'), 'verbs must contain at least one value');
  if (count(rule.nonResourceURLs) > 0) {
    const urls = path.child('nonResourceURLs');
    if (namespaced) errors.invalid(urls, rule.nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs');
    if (count(rule.apiGroups) > 0 || count(rule.resources) > 0 || count(rule.resourceNames) > 0)
      errors.invalid(urls, rule.nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs');
    return;
  }
  if (count(rule.apiGroups) === 0) errors.required(path.child('apiGroups'), 'resource rules must supply at least one api group');
  if (count(rule.resources) === 0) errors.required(path.child('resources'), 'resource rules must supply at least one resource');
}
