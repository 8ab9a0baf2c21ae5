/**
 * Rules of labels, annotations and label selectors, wherever they stand (k8s.io/apimachinery/pkg/apis/meta/v1/validation). Errors name the map, not
 * the key: keys and values are shown as the bad value.
 */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { labelKeyErrors, labelValueErrors } from '../../../machinery/grammar/label-names.ts';
import { getKey, type StringMap } from '../../../machinery/object.ts';
import type { LabelSelector } from '../v1/objects.gen.ts';

/** Keys and values of all annotations together, in bytes. */
const MAX_ANNOTATIONS_BYTES = 256 * 1024;

type Labels = { readonly [key: string]: string };

export function checkLabelName(errors: ErrorList, path: FieldPath, name: string): void {
  errors.eachInvalid(path, name, labelKeyErrors(name));
}

export function checkLabels(errors: ErrorList, path: FieldPath, labels: Labels | null | undefined): void {
  if (labels === undefined || labels === null) return;
  for (const key of Object.keys(labels)) {
    errors.eachInvalid(path, key, labelKeyErrors(key));
    const value = getKey(labels, key) as string;
    errors.eachInvalid(path, value, labelValueErrors(value));
  }
}

/** Keys are label keys whose prefix may have capitals. */
export function checkAnnotations(errors: ErrorList, path: FieldPath, annotations: StringMap | null | undefined): void {
  if (annotations === undefined || annotations === null) return;
  let units = 0;
  for (const key of Object.keys(annotations)) {
    errors.eachInvalid(path, key, labelKeyErrors(key.toLowerCase()));
    units += key.length + (getKey(annotations, key) as string).length;
  }
  // Bytes are counted where they could be too many: no unit of a string has more than three.
  if (units * 3 > MAX_ANNOTATIONS_BYTES && bytesOf(annotations) > MAX_ANNOTATIONS_BYTES) errors.tooLong(path, MAX_ANNOTATIONS_BYTES);
}

function bytesOf(annotations: StringMap): number {
  let size = 0;
  for (const key of Object.keys(annotations)) size += Buffer.byteLength(key) + Buffer.byteLength(getKey(annotations, key) as string);
  return size;
}

export interface SelectorRules {
  /** Objects stored before values were checked keep their bad values. */
  readonly allowInvalidValues?: boolean;
  /** Newer clients may know operators that this server does not. */
  readonly allowUnknownOperators?: boolean;
}

/** A term of a selector, of labels or fields, taken apart. */
export interface SelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | null;
}

export function checkLabelSelector(errors: ErrorList, path: FieldPath, selector: LabelSelector | null | undefined, rules: SelectorRules = {}): void {
  if (selector === undefined || selector === null) return;
  checkLabels(errors, path.child('matchLabels'), selector.matchLabels);
  selector.matchExpressions?.forEach((requirement, i) => {
    checkLabelRequirement(errors, path.child('matchExpressions').index(i), requirement, rules);
  });
}

export function checkLabelRequirement(
  errors: ErrorList,
  at: FieldPath,
  { key, operator, values }: SelectorRequirement,
  rules: SelectorRules = {},
): void {
  const given = values ?? [];
  checkOperator(errors, at, operator, given.length, rules);
  checkLabelName(errors, at.child('key'), key);
  if (rules.allowInvalidValues === true) return;
  given.forEach((value, j) => {
    errors.eachInvalid(at.child('values').index(j), value, labelValueErrors(value));
  });
}

/** Fields have no grammar of their own. */
export function checkFieldRequirement(
  errors: ErrorList,
  at: FieldPath,
  { key, operator, values }: SelectorRequirement,
  rules: SelectorRules = {},
): void {
  if (key === '') errors.required(at.child('key'), 'must be specified');
  checkOperator(errors, at, operator, values?.length ?? 0, rules);
}

function checkOperator(errors: ErrorList, at: FieldPath, operator: string, values: number, { allowUnknownOperators }: SelectorRules): void {
  if (operator === 'In' || operator === 'NotIn') {
    if (values === 0) errors.required(at.child('values'), "must be specified when `operator` is 'In' or 'NotIn'");
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values > 0) errors.forbidden(at.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  } else if (allowUnknownOperators !== true) errors.invalid(at.child('operator'), operator, 'not a valid selector operator');
}
