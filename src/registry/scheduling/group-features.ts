/** Fields of pod groups and their templates that belong to features: dropped silently while the feature is off, unless the stored object has them. */
import type { StrategyContext } from '../generic/declaration.ts';

export interface GroupFields {
  schedulingConstraints?: object | null;
  resourceClaims?: readonly unknown[] | null;
  disruptionMode?: string;
  priorityClassName?: string;
  priority?: number;
}

const FEATURES: readonly (readonly [gate: string, fields: readonly (keyof GroupFields)[]])[] = [
  ['TopologyAwareWorkloadScheduling', ['schedulingConstraints']],
  ['DRAWorkloadResourceClaims', ['resourceClaims']],
  ['WorkloadAwarePreemption', ['disruptionMode', 'priorityClassName', 'priority']],
];

export function dropDisabledGroupFields(context: StrategyContext, groups: readonly GroupFields[], old: readonly GroupFields[]): void {
  for (const [gate, fields] of FEATURES) {
    if (context.featureEnabled(gate)) continue;
    if (old.some((group) => fields.some((field) => group[field] !== undefined && group[field] !== null))) continue;
    for (const group of groups) for (const field of fields) delete group[field];
  }
}
