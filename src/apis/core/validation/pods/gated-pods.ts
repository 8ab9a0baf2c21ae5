/** Pods that wait for their scheduling gates may still be told where to run: more narrowly, never elsewhere. */
import { equal } from '../../../../machinery/clone.ts';
import { type ErrorList, type FieldPath, Verbatim } from '../../../../machinery/field-errors.ts';
import { getKey } from '../../../../machinery/object.ts';
import { shownLabels } from '../../../meta/validation/selectors.ts';
import type { Affinity, NodeAffinity, NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from '../../v1/objects.gen.ts';
import { printInternal } from '../internal-form.ts';
import { SPEC } from './pods.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

/** Checks the two fields, and puts the old ones back into `spec`, so that the rest can be compared. */
export function checkGatedChanges(errors: ErrorList, spec: PodSpec, old: PodSpec): void {
  if (!equal(spec.nodeSelector, old.nodeSelector)) {
    checkSelectorGrows(errors, SPEC.child('nodeSelector'), spec.nodeSelector, old.nodeSelector);
    if (old.nodeSelector === undefined) delete spec.nodeSelector;
    else spec.nodeSelector = old.nodeSelector;
  }
  const before = old.affinity?.nodeAffinity;
  const after = spec.affinity?.nodeAffinity;
  if (equal(after, before)) return;
  checkAffinityGrows(errors, SPEC.child('affinity', 'nodeAffinity'), after, before);
  const affinity = withNodeAffinity(spec.affinity, old.affinity, before);
  if (affinity === undefined) delete spec.affinity;
  else spec.affinity = affinity;
}

function withNodeAffinity(affinity: Affinity | undefined, old: Affinity | undefined, nodeAffinity: NodeAffinity | undefined): Affinity | undefined {
  const { nodeAffinity: _, ...others } = affinity ?? {};
  if (nodeAffinity !== undefined) return { nodeAffinity, ...others };
  return old === undefined && Object.keys(others).length === 0 ? undefined : others;
}

type Labels = { readonly [key: string]: string };

function checkSelectorGrows(errors: ErrorList, path: FieldPath, selector: Labels | undefined, old: Labels = {}): void {
  if (Object.keys(old).some((key) => getKey(selector, key) !== getKey(old, key)))
    errors.invalid(path, shownLabels(selector), 'only additions to spec.nodeSelector are allowed (no mutations or deletions)');
}

function checkAffinityGrows(errors: ErrorList, path: FieldPath, affinity: NodeAffinity | undefined, old: NodeAffinity | undefined): void {
  const before = old?.[REQUIRED]?.nodeSelectorTerms ?? [];
  if (before.length === 0) return;
  const terms = affinity?.[REQUIRED]?.nodeSelectorTerms ?? [];
  const at = path.child(REQUIRED, 'nodeSelectorTerms');
  if (terms.length !== before.length) {
    errors.invalid(at, shown(terms), 'no additions/deletions to non-empty NodeSelectorTerms list are allowed');
    return;
  }
  terms.forEach((term, i) => {
    if (!grows(term, before[i] as NodeSelectorTerm))
      errors.invalid(at.index(i), shown(term), 'only additions are allowed (no mutations or deletions)');
  });
}

function shown(value: NodeSelectorTerm | readonly NodeSelectorTerm[]): Verbatim {
  return new Verbatim(printInternal(value, 'NodeSelectorTerm'));
}

/** An empty term matches nothing, so it may not begin to match something. */
function grows(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const isEmpty = ({ matchExpressions, matchFields }: NodeSelectorTerm): boolean => !matchExpressions?.length && !matchFields?.length;
  if (isEmpty(old)) return isEmpty(term);
  return startsWith(term.matchExpressions, old.matchExpressions) && startsWith(term.matchFields, old.matchFields);
}

function startsWith(list: readonly NodeSelectorRequirement[] = [], start: readonly NodeSelectorRequirement[] = []): boolean {
  return equal(list.slice(0, start.length), start);
}
