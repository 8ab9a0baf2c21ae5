/** Labels of nodes under their first names, which selectors should not use any more. Kubelets may still set some of them. */
import type { FieldPath } from '../../machinery/field-errors.ts';
import { labelValueErrors } from '../../machinery/grammar/label-names.ts';
import type { StringMap } from '../../machinery/object.ts';

export interface NodeTerm {
  readonly matchExpressions?: readonly { readonly key: string; readonly values?: readonly string[] | null }[] | null;
}

const since114 = (label: string): string => `deprecated since v1.14; use "${label}" instead`;
const since117 = (label: string): string => `deprecated since v1.17; use "${label}" instead`;

export const DEPRECATED_NODE_LABELS: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', since114('kubernetes.io/arch')],
  ['beta.kubernetes.io/os', since114('kubernetes.io/os')],
  ['failure-domain.beta.kubernetes.io/region', since117('topology.kubernetes.io/region')],
  ['failure-domain.beta.kubernetes.io/zone', since117('topology.kubernetes.io/zone')],
  ['beta.kubernetes.io/instance-type', since117('node.kubernetes.io/instance-type')],
]);

export function nodeTermWarnings(term: NodeTerm, at: FieldPath): string[] {
  return nodeKeyWarnings(term.matchExpressions, at.child('matchExpressions'));
}

/** A preferred term may have any values, so a warning says which no label can have. */
export function preferredTermWarnings({ matchExpressions }: NodeTerm, at: FieldPath): string[] {
  return (matchExpressions ?? []).flatMap((each, i) => {
    const expression = at.child('matchExpressions').index(i);
    const ofValues = (each.values ?? []).flatMap((value, j) =>
      labelValueErrors(value).map((text) => `${expression.child('values').index(j)}: ${value} is invalid, ${text}`),
    );
    return [...keyWarning(each.key, expression), ...ofValues];
  });
}

function keyWarning(key: string, at: FieldPath): string[] {
  const text = DEPRECATED_NODE_LABELS.get(key);
  return text === undefined ? [] : [`${at.child('key')}: ${key} is ${text}`];
}

/** @param requirements things with a `key`, at `at` */
export function nodeKeyWarnings(requirements: readonly { readonly key?: string }[] | null | undefined, at: FieldPath): string[] {
  return (requirements ?? []).flatMap(({ key = '' }, i) => keyWarning(key, at.index(i)));
}

/** Labels in a map; `place` names the label after its field. */
export function nodeSelectorWarnings(labels: StringMap | null | undefined, place: (label: string) => FieldPath): string[] {
  return Object.keys(labels ?? {}).flatMap((label) => {
    const text = DEPRECATED_NODE_LABELS.get(label);
    return text === undefined ? [] : [`${place(label)}: ${text}`];
  });
}
