/**
 * Label selectors of objects (metav1.LabelSelector, and the plain maps of older kinds) as text, the way upstream prints them.
 */
import { type LabelRequirement, labelSelectorOf } from '../../machinery/labels.ts';

/** What is read of a metav1.LabelSelector. */
export interface LabelSelectorFields {
  readonly matchLabels?: { readonly [key: string]: string } | null;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] | null }[] | null;
}

const OPERATORS: ReadonlyMap<string, LabelRequirement['operator']> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** "app=w,!no,tier in (x,y)", sorted by key; '' when everything or (undefined) nothing is selected. */
export function labelSelectorText(selector: LabelSelectorFields | null | undefined): string {
  const requirements: LabelRequirement[] = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: '=',
    values: [value],
  }));
  for (const each of selector?.matchExpressions ?? []) {
    const operator = OPERATORS.get(each.operator);
    if (operator === undefined) return '<error>';
    requirements.push({ key: each.key, operator, values: [...new Set(each.values ?? [])].sort() });
  }
  return labelSelectorOf(requirements).toString();
}

/**
 * A selector as Go prints the generated type: "&LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{},}".
 */
export function labelSelectorGoText(selector: LabelSelectorFields): string {
  const labels = Object.entries(selector.matchLabels ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${(values ?? []).join(' ')}],},`,
  );
  const map = labels.map(([key, value]) => `${key}: ${value},`).join('');
  return `&LabelSelector{MatchLabels:map[string]string{${map}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}

/** "a=1,b=2", sorted by key. */
export function labelsText(labels: { readonly [key: string]: string } | null | undefined): string {
  return Object.keys(labels ?? {})
    .sort()
    .map((key) => `${key}=${labels?.[key] ?? ''}`)
    .join(',');
}

/** What a metav1.LabelSelector selects: nothing when it is absent, everything when it is empty; undefined when an operator is unknown. */
export function labelSelectorMatcher(
  selector: LabelSelectorFields | null | undefined,
): ((labels: { readonly [key: string]: string }) => boolean) | undefined {
  if (selector === undefined || selector === null) return () => false;
  const requirements: LabelRequirement[] = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: '=',
    values: [value],
  }));
  for (const each of selector.matchExpressions ?? []) {
    const operator = OPERATORS.get(each.operator);
    if (operator === undefined) return undefined;
    requirements.push({ key: each.key, operator, values: each.values ?? [] });
  }
  const compiled = labelSelectorOf(requirements);
  return (labels) => compiled.matches(labels);
}
