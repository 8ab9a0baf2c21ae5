/** Label keys whose values the pod's own labels give (KEP-3633, KEP-3243): where they are merged into a selector, it has an expression for each. */
import { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import type { LabelSelector } from '../../../meta/v1/objects.gen.ts';
import { checkLabelName } from '../../../meta/validation/labels.ts';
import type { TopologySpreadConstraint } from '../../v1/objects.gen.ts';

export const IN_BOTH = 'exists in both matchLabelKeys and labelSelector';
export const NO_SELECTOR = 'must not be specified when labelSelector is not set';

/** The expression that a key was merged into is the last one with this key: an earlier one, or a label, was the client's. */
export function checkMergedKeys(errors: ErrorList, path: FieldPath, keys: readonly string[], selector: LabelSelector | undefined): void {
  if (selector === undefined || keys.length === 0) return;
  const seen = new Set(Object.keys(selector.matchLabels ?? {}));
  const places = new Map(keys.map((key, i) => [key, i]));
  for (const { key } of selector.matchExpressions ?? []) {
    const i = places.get(key);
    if (i !== undefined && seen.has(key)) errors.invalid(path.index(i), key, IN_BOTH);
    seen.add(key);
  }
}

/** Whether a stored constraint breaks the rules for keys that are merged into its selector: it was stored when they were not. */
export function hasBadMergedKeys(constraint: TopologySpreadConstraint): boolean {
  const errors = new ErrorList();
  checkMergedSpreadKeys(errors, FieldPath.root(), constraint);
  return errors.length > 0;
}

export function checkMergedSpreadKeys(errors: ErrorList, path: FieldPath, { matchLabelKeys = [], labelSelector }: TopologySpreadConstraint): void {
  if (matchLabelKeys.length === 0) return;
  if (labelSelector === undefined) {
    errors.forbidden(path.child('matchLabelKeys'), NO_SELECTOR);
    return;
  }
  for (const [i, key] of matchLabelKeys.entries()) checkLabelName(errors, path.child('matchLabelKeys').index(i), key);
  // The missing field name is upstream's.
  checkMergedKeys(errors, path, matchLabelKeys, labelSelector);
}
