/** What a writer of a new resource quota is warned of: requests that may be more than limits. */
import { getKey, type KubeObject, type StringMap } from '../../machinery/object.ts';
import { canonicalQuantity, parseQuantity } from '../../machinery/quantity.ts';

/** Resources, and whether their requests are counted under the bare name as well. */
const COUNTED: readonly (readonly [resource: string, bare: boolean])[] = [
  ['cpu', true],
  ['memory', true],
  ['storage', false],
  ['ephemeral-storage', false],
];

export function quotaWarnings(object: KubeObject): readonly string[] {
  const hard = (object.spec as { readonly hard?: StringMap | null } | undefined)?.hard;
  return COUNTED.flatMap(([resource, bare]) => {
    const names = bare ? [`requests.${resource}`, resource] : [`requests.${resource}`];
    const name = names.find((each) => getKey(hard, each) !== undefined);
    const request = name === undefined ? undefined : getKey(hard, name);
    const limit = getKey(hard, `limits.${resource}`);
    if (request === undefined || limit === undefined || parseQuantity(request).cmp(parseQuantity(limit)) <= 0) return [];
    return [`ResourceQuota ${name} (${canonicalQuantity(request)}) should be less than limits.${resource} (${canonicalQuantity(limit)})`];
  });
}
