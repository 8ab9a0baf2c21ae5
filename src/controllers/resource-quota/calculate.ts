/** What the objects of a namespace use of a quota, counted from the objects themselves. */
import { quotaState } from '../../admission/plugins/resource-quota/check.ts';
import type { QuotaEvaluator } from '../../admission/plugins/resource-quota/evaluator.ts';
import { addUsage, masked, type ReadonlyUsage, type Usage, ZERO } from '../../admission/plugins/resource-quota/usage.ts';
import { quantitiesOf } from '../../apis/core/container-resources.ts';
import type { ResourceQuotaSpec } from '../../apis/core/v1/objects.gen.ts';
import { TimeSlice } from '../../base/event-loop.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { parseQuantity } from '../../machinery/quantity.ts';
import { everyEntry } from '../../registry/generic/every-entry.ts';
import type { StoredResource } from '../stored-resources.ts';

/** A resource that quotas may measure. */
export interface Measured {
  readonly resource: StoredResource;
  readonly evaluator: QuotaEvaluator;
}

export function hardOf(quota: KubeObject): ReadonlyUsage {
  return quantitiesOf((quota.spec as ResourceQuotaSpec | undefined)?.hard);
}

/** The resources that the quota limits something of. */
export function measuredBy(quota: KubeObject, measured: readonly Measured[]): readonly Measured[] {
  const names = [...hardOf(quota).keys()];
  return measured.filter(({ evaluator }) => names.some((name) => evaluator.measures(name)));
}

/**
 * @returns of every name that the quota limits and somebody measures, how much is used now; of names that nobody measures, what was noted before
 */
export async function calculateUsage(quota: KubeObject, measured: readonly Measured[]): Promise<Usage> {
  const { scopes, used } = quotaState(quota);
  const names = new Set(hardOf(quota).keys());
  let sum: Usage = new Map(used);
  for (const { evaluator } of measured) for (const name of names) if (evaluator.measures(name)) sum.set(name, ZERO);
  for (const { resource, evaluator } of measuredBy(quota, measured)) {
    const usage = await usageOf(resource, quota.metadata.namespace ?? '', evaluator, scopes);
    sum = addUsage(
      sum,
      masked(usage, (name) => evaluator.measures(name)),
    );
  }
  return masked(sum, (name) => names.has(name));
}

async function usageOf(
  { store }: StoredResource,
  namespace: string,
  evaluator: QuotaEvaluator,
  scopes: ReturnType<typeof quotaState>['scopes'],
): Promise<ReadonlyUsage> {
  const entries = await everyEntry(store.storage, namespace, '');
  if (evaluator.each !== undefined) {
    // What is only counted has no scopes, so that it is within none.
    if (scopes.length > 0) return new Map();
    const count = parseQuantity(String(entries.length));
    return new Map([...evaluator.each.keys()].map((name) => [name, count]));
  }
  await evaluator.prepare?.(entries.map((each) => each.object()));
  const slice = new TimeSlice();
  let sum: Usage = new Map();
  for (const entry of entries) {
    const object = entry.object();
    if (scopes.every((scope) => evaluator.inScope(scope, object))) sum = addUsage(sum, evaluator.usage(object));
    if (slice.over()) await slice.next();
  }
  return sum;
}
