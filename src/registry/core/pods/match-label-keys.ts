/**
 * Label keys of affinities and spread constraints (KEP-3243, KEP-3633): at creation the pod's own values for the keys are merged into the selector,
 * so that pods of one revision or tenant are told from others. Without a selector there is nothing to merge into.
 */
import { getKey, type StringMap } from '../../../machinery/object.ts';
import type { StrategyContext } from '../../generic/declaration.ts';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

interface Selecting {
  labelSelector?: { matchExpressions?: readonly Requirement[] | null };
  readonly matchLabelKeys?: readonly string[] | null;
  readonly mismatchLabelKeys?: readonly string[] | null;
}

interface Affinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly Selecting[] | null;
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly { readonly podAffinityTerm?: Selecting }[] | null;
}

interface PodSpec {
  readonly affinity?: { readonly podAffinity?: Affinity; readonly podAntiAffinity?: Affinity };
  readonly topologySpreadConstraints?: readonly Selecting[] | null;
}

export function mergeLabelKeys(context: StrategyContext, spec: unknown, labels: StringMap | undefined): void {
  const { affinity, topologySpreadConstraints } = (spec ?? {}) as PodSpec;
  for (const each of [affinity?.podAffinity, affinity?.podAntiAffinity]) {
    for (const term of each?.requiredDuringSchedulingIgnoredDuringExecution ?? []) merge(term, labels);
    for (const { podAffinityTerm } of each?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
      if (podAffinityTerm !== undefined) merge(podAffinityTerm, labels);
    }
  }
  const merges =
    context.featureEnabled('MatchLabelKeysInPodTopologySpread') && context.featureEnabled('MatchLabelKeysInPodTopologySpreadSelectorMerge');
  if (merges) for (const constraint of topologySpreadConstraints ?? []) merge(constraint, labels);
}

function merge(selecting: Selecting, labels: StringMap | undefined): void {
  const { labelSelector: selector, matchLabelKeys, mismatchLabelKeys } = selecting;
  if (selector === undefined) return;
  const added = [...requirements(matchLabelKeys, 'In', labels), ...requirements(mismatchLabelKeys, 'NotIn', labels)];
  if (added.length > 0) selector.matchExpressions = [...(selector.matchExpressions ?? []), ...added];
}

function requirements(keys: readonly string[] | null | undefined, operator: string, labels: StringMap | undefined): Requirement[] {
  return (keys ?? []).flatMap((key) => {
    const value = getKey(labels, key);
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}
