/** What label selectors of objects select, and how messages show them. */
import { encodeValue } from '../../../codec/json/encode.ts';
import { map, string } from '../../../machinery/descriptor.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { getKey } from '../../../machinery/object.ts';
import type { LabelSelector, LabelSelectorRequirement } from '../v1/objects.gen.ts';
import { LabelSelector as LabelSelectorType } from '../v1/types.ts';
import { checkLabelSelector } from './labels.ts';

type Labels = { readonly [key: string]: string };

const ANY = FieldPath.root();
const LABELS = map(string);

export function isEmptySelector({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions?.length ?? 0) === 0;
}

/** Upstream makes nothing of such a selector at all. */
export function isInvalidSelector(selector: LabelSelector | null | undefined): boolean {
  const errors = new ErrorList();
  checkLabelSelector(errors, ANY, selector);
  return errors.length > 0;
}

/** No selector selects nothing, an empty one everything. */
export function selects(selector: LabelSelector | null | undefined, labels: Labels | null | undefined): boolean {
  if (selector === undefined || selector === null) return false;
  const own = selector.matchLabels ?? {};
  if (Object.keys(own).some((key) => getKey(labels, key) !== getKey(own, key))) return false;
  return (selector.matchExpressions ?? []).every((each) => satisfies(each, getKey(labels, each.key)));
}

function satisfies({ operator, values }: LabelSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values?.includes(value) === true;
    case 'NotIn':
      return value === undefined || values?.includes(value) !== true;
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

export function shownSelector(selector: LabelSelector | null | undefined): Verbatim {
  return new Verbatim(selector === undefined || selector === null ? 'null' : encodeValue(selector, LabelSelectorType));
}

export function shownLabels(labels: Labels | null | undefined): Verbatim {
  return new Verbatim(labels === undefined || labels === null ? 'null' : encodeValue(labels, LABELS));
}
