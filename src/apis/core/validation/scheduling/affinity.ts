/** Affinity of pods to nodes and to other pods, and how pods spread over topology domains. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { POSITIVE } from '../../../../machinery/grammar/formats.ts';
import { nameIsDns1123Label } from '../../../../machinery/grammar/names.ts';
import { checkLabelName, checkLabelSelector } from '../../../meta/validation/labels.ts';
import type { Affinity, NodeAffinity, PodAffinity, PodAffinityTerm, TopologySpreadConstraint } from '../../v1/objects.gen.ts';
import type { PodRules } from '../pod-rules.ts';
import { checkMergedKeys, checkMergedSpreadKeys, IN_BOTH, NO_SELECTOR } from './merged-label-keys.ts';
import { checkNodeSelector, checkPreferredTerms, WEIGHT_RANGE } from './node-selectors.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function checkAffinity(errors: ErrorList, path: FieldPath, affinity: Affinity, rules: PodRules): void {
  if (affinity.nodeAffinity !== undefined) checkNodeAffinity(errors, path.child('nodeAffinity'), affinity.nodeAffinity, rules);
  if (affinity.podAffinity !== undefined) checkPodAffinity(errors, path.child('podAffinity'), affinity.podAffinity, rules);
  if (affinity.podAntiAffinity !== undefined) checkPodAffinity(errors, path.child('podAntiAffinity'), affinity.podAntiAffinity, rules);
}

function checkNodeAffinity(errors: ErrorList, path: FieldPath, affinity: NodeAffinity, rules: PodRules): void {
  const required = affinity[REQUIRED];
  if (required !== undefined) checkNodeSelector(errors, path.child(REQUIRED), required, rules.badRequiredNodeValues);
  checkPreferredTerms(errors, path.child(PREFERRED), affinity[PREFERRED] ?? []);
}

function checkPodAffinity(errors: ErrorList, path: FieldPath, affinity: PodAffinity, rules: PodRules): void {
  affinity[REQUIRED]?.forEach((term, i) => {
    checkPodTerm(errors, path.child(REQUIRED).index(i), term, rules);
  });
  affinity[PREFERRED]?.forEach(({ weight, podAffinityTerm }, i) => {
    const at = path.child(PREFERRED).index(i);
    if (weight <= 0 || weight > 100) errors.invalid(at.child('weight'), weight, WEIGHT_RANGE);
    checkPodTerm(errors, at.child('podAffinityTerm'), podAffinityTerm, rules);
  });
}

function checkPodTerm(errors: ErrorList, path: FieldPath, term: PodAffinityTerm, rules: PodRules): void {
  const selectorRules = { allowInvalidValues: rules.badSelectorValues };
  checkLabelSelector(errors, path.child('labelSelector'), term.labelSelector, selectorRules);
  checkLabelSelector(errors, path.child('namespaceSelector'), term.namespaceSelector, selectorRules);
  for (const name of term.namespaces ?? []) errors.eachInvalid(path.child('namespace'), name, nameIsDns1123Label(name));
  checkTermLabelKeys(errors, path, term);
  if (term.topologyKey === '') errors.required(path.child('topologyKey'), 'can not be empty');
  checkLabelName(errors, path.child('topologyKey'), term.topologyKey);
}

/** Keys whose values the pod's own labels give (KEP-3633); by now the selector has expressions for them. */
function checkTermLabelKeys(errors: ErrorList, path: FieldPath, term: PodAffinityTerm): void {
  const { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector } = term;
  for (const [field, keys] of [
    ['matchLabelKeys', matchLabelKeys],
    ['mismatchLabelKeys', mismatchLabelKeys],
  ] as const) {
    if (keys.length > 0 && labelSelector === undefined) errors.forbidden(path.child(field), NO_SELECTOR);
    else for (const [i, key] of keys.entries()) checkLabelName(errors, path.child(field).index(i), key);
  }
  // The missing field name is upstream's.
  checkMergedKeys(errors, path, matchLabelKeys, labelSelector);
  const mismatched = new Set(mismatchLabelKeys);
  matchLabelKeys.forEach((key, i) => {
    if (mismatched.has(key)) errors.invalid(path.child('matchLabelKeys').index(i), key, 'exists in both matchLabelKeys and mismatchLabelKeys');
  });
}

const ACTIONS: readonly string[] = ['DoNotSchedule', 'ScheduleAnyway'];
const NODE_POLICIES: readonly string[] = ['Honor', 'Ignore'];

export function checkTopologySpread(errors: ErrorList, path: FieldPath, constraints: readonly TopologySpreadConstraint[], rules: PodRules): void {
  const last = new Map(constraints.map((each, i) => [meaningOf(each), i]));
  constraints.forEach((constraint, i) => {
    const at = path.index(i);
    if (constraint.maxSkew <= 0) errors.invalid(at.child('maxSkew'), constraint.maxSkew, POSITIVE);
    if (constraint.topologyKey === '') errors.required(at.child('topologyKey'), 'can not be empty');
    if (!ACTIONS.includes(constraint.whenUnsatisfiable)) errors.notSupported(at.child('whenUnsatisfiable'), constraint.whenUnsatisfiable, ACTIONS);
    if (last.get(meaningOf(constraint)) !== i)
      errors.duplicate(at.child('{topologyKey, whenUnsatisfiable}'), `{${constraint.topologyKey}, ${constraint.whenUnsatisfiable}}`);
    checkMinDomains(errors, at.child('minDomains'), constraint);
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = constraint[field];
      if (policy !== undefined && !NODE_POLICIES.includes(policy)) errors.notSupported(at.child(field), policy, NODE_POLICIES);
    }
    if (rules.mergedSpreadKeys) checkMergedSpreadKeys(errors, at, constraint);
    else checkSpreadKeys(errors, at.child('matchLabelKeys'), constraint);
    if (!rules.badSpreadSelectors) checkLabelSelector(errors, at.child('labelSelector'), constraint.labelSelector);
  });
}

/** Two constraints for one key that do the same are one too many. */
function meaningOf({ topologyKey, whenUnsatisfiable }: TopologySpreadConstraint): string {
  return JSON.stringify([topologyKey, whenUnsatisfiable]);
}

function checkMinDomains(errors: ErrorList, path: FieldPath, { minDomains, whenUnsatisfiable }: TopologySpreadConstraint): void {
  if (minDomains === undefined) return;
  if (minDomains <= 0) errors.invalid(path, minDomains, POSITIVE);
  if (whenUnsatisfiable !== 'DoNotSchedule')
    errors.invalid(path, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`);
}

/** As long as keys are not merged, none may be in the selector. */
function checkSpreadKeys(errors: ErrorList, path: FieldPath, { matchLabelKeys = [], labelSelector }: TopologySpreadConstraint): void {
  if (matchLabelKeys.length === 0) return;
  if (labelSelector === undefined) errors.forbidden(path, NO_SELECTOR);
  const selected = new Set([...Object.keys(labelSelector?.matchLabels ?? {}), ...(labelSelector?.matchExpressions ?? []).map((each) => each.key)]);
  matchLabelKeys.forEach((key, i) => {
    checkLabelName(errors, path.index(i), key);
    if (selected.has(key)) errors.invalid(path.index(i), key, IN_BOTH);
  });
}
