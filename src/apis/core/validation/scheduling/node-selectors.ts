/** Node selectors: terms over labels and fields of nodes, as pods and volumes require and prefer them. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { labelValueErrors } from '../../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain } from '../../../../machinery/grammar/names.ts';
import { checkLabelName } from '../../../meta/validation/labels.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PreferredSchedulingTerm } from '../../v1/objects.gen.ts';

export const WEIGHT_RANGE = 'must be in the range 1-100';

/** @param allowBadValues values that are no label values stay allowed where they are stored */
export function checkNodeSelector(errors: ErrorList, path: FieldPath, selector: NodeSelector, allowBadValues: boolean): void {
  const at = path.child('nodeSelectorTerms');
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) errors.required(at, 'must have at least one node selector term');
  terms.forEach((term, i) => {
    checkTerm(errors, at.index(i), term, allowBadValues);
  });
}

export function checkPreferredTerms(errors: ErrorList, path: FieldPath, terms: readonly PreferredSchedulingTerm[]): void {
  terms.forEach(({ weight, preference }, i) => {
    const at = path.index(i);
    if (weight <= 0 || weight > 100) errors.invalid(at.child('weight'), weight, WEIGHT_RANGE);
    // Preferences that no node can match do no harm, so their values were never checked.
    checkTerm(errors, at.child('preference'), preference, true);
  });
}

function checkTerm(errors: ErrorList, path: FieldPath, term: NodeSelectorTerm, allowBadValues: boolean): void {
  term.matchExpressions?.forEach((each, i) => {
    checkExpression(errors, path.child('matchExpressions').index(i), each, allowBadValues);
  });
  term.matchFields?.forEach((each, i) => {
    checkField(errors, path.child('matchFields').index(i), each);
  });
}

function checkExpression(errors: ErrorList, path: FieldPath, requirement: NodeSelectorRequirement, allowBadValues: boolean): void {
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) errors.required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'");
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) errors.forbidden(path.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) errors.required(path.child('values'), "must be specified single value when `operator` is 'Lt' or 'Gt'");
      break;
    default:
      errors.invalid(path.child('operator'), requirement.operator, 'not a valid selector operator');
  }
  checkLabelName(errors, path.child('key'), requirement.key);
  if (!allowBadValues) checkValues(errors, path, values);
}

function checkValues(errors: ErrorList, path: FieldPath, values: readonly string[]): void {
  values.forEach((value, i) => {
    const found = labelValueErrors(value);
    if (found.length > 0) errors.eachInvalid(path.child('values').index(i), value, found);
  });
}

/** Only the values: whether a stored selector needs the exception. */
export function checkRequiredNodeValues(errors: ErrorList, path: FieldPath, selector: NodeSelector): void {
  for (const term of selector.nodeSelectorTerms ?? []) for (const each of term.matchExpressions ?? []) checkValues(errors, path, each.values ?? []);
}

function checkField(errors: ErrorList, path: FieldPath, requirement: NodeSelectorRequirement): void {
  const values = requirement.values ?? [];
  if (requirement.operator !== 'In' && requirement.operator !== 'NotIn')
    errors.invalid(path.child('operator'), requirement.operator, 'not a valid selector operator');
  else if (values.length !== 1)
    errors.required(path.child('values'), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
  if (requirement.key !== 'metadata.name') {
    errors.invalid(path.child('key'), requirement.key, 'not a valid field selector key');
    return;
  }
  values.forEach((value, i) => {
    errors.eachInvalid(path.child('values').index(i), value, nameIsDns1123Subdomain(value));
  });
}
