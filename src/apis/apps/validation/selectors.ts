/** Selectors of workloads: required, never empty, and fixed once they are there. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import type { LabelSelector } from '../../meta/v1/objects.gen.ts';
import { checkImmutable } from '../../meta/validation/immutable.ts';
import { checkLabelSelector } from '../../meta/validation/labels.ts';
import { isEmptySelector, isInvalidSelector, shownSelector } from '../../meta/validation/selectors.ts';

/** @param kind as messages call it @param invalid what is said of a selector that cannot be used, besides what is wrong with it */
export function checkSelector(errors: ErrorList, path: FieldPath, selector: LabelSelector | null | undefined, kind: string, invalid: string): void {
  if (selector === undefined || selector === null) {
    errors.required(path);
    return;
  }
  checkLabelSelector(errors, path, selector);
  if (isEmptySelector(selector)) errors.invalid(path, shownSelector(selector), `empty selector is invalid for ${kind}`);
  if (isInvalidSelector(selector)) errors.invalid(path, shownSelector(selector), invalid);
}

export function checkSelectorUnchanged(
  errors: ErrorList,
  path: FieldPath,
  selector: LabelSelector | null | undefined,
  old: LabelSelector | null | undefined,
): void {
  checkImmutable(errors, path, selector, old, () => shownSelector(selector));
}
