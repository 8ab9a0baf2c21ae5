/** What writers of nodes, and of kinds that choose nodes without being pods, are warned of. */
import { FieldPath } from '../../machinery/field-errors.ts';
import type { KubeObject, StringMap } from '../../machinery/object.ts';
import { rangeWarnings } from './addresses.ts';
import { nodeKeyWarnings, nodeSelectorWarnings } from './node-labels.ts';

interface NodeSpec {
  readonly configSource?: object;
  readonly externalID?: string;
  readonly podCIDRs?: readonly string[] | null;
}

type Requirements = readonly { readonly key?: string }[] | null;

const SPEC = FieldPath.root('spec');

export function nodeWarnings(object: KubeObject): readonly string[] {
  const spec = (object.spec ?? {}) as NodeSpec;
  const warnings: string[] = [];
  if (spec.configSource !== undefined) warnings.push('spec.configSource: the feature is removed');
  if (spec.externalID) warnings.push('spec.externalID: this field is deprecated, and is unused by Kubernetes');
  return [...warnings, ...(spec.podCIDRs ?? []).flatMap((text, i) => rangeWarnings(text, SPEC.child('podCIDRs').index(i)))];
}

export function runtimeClassWarnings(object: KubeObject): readonly string[] {
  const scheduling = object.scheduling as { readonly nodeSelector?: StringMap | null } | undefined;
  const at = FieldPath.root('scheduling').child('nodeSelector');
  return nodeSelectorWarnings(scheduling?.nodeSelector, () => at);
}

export function storageClassWarnings(object: KubeObject): readonly string[] {
  const terms = (object.allowedTopologies ?? []) as readonly { readonly matchLabelExpressions?: Requirements }[];
  const at = FieldPath.root('allowedTopologies');
  return terms.flatMap((term, i) => nodeKeyWarnings(term.matchLabelExpressions, at.index(i).child('matchLabelExpressions')));
}

export function storageCapacityWarnings(object: KubeObject): readonly string[] {
  const selector = object.nodeTopology as { readonly matchExpressions?: Requirements; readonly matchLabels?: StringMap | null } | undefined;
  const at = FieldPath.root('nodeTopology');
  const labels = nodeSelectorWarnings(selector?.matchLabels, (label) => at.child('matchLabels', label));
  return [...nodeKeyWarnings(selector?.matchExpressions, at.child('matchExpressions')), ...labels];
}
