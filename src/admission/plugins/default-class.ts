/** Classes that are marked as the default of their kind by an annotation: the newest wins, then the first by name. */
import { getKey, type KubeObject } from '../../machinery/object.ts';

export function newestDefault(classes: readonly KubeObject[], annotations: readonly string[]): KubeObject | undefined {
  let newest: KubeObject | undefined;
  for (const each of classes) {
    if (!annotations.some((name) => getKey(each.metadata.annotations, name) === 'true')) continue;
    // Classes come sorted by name, and times sort as their texts do.
    if (newest === undefined || (each.metadata.creationTimestamp ?? '') > (newest.metadata.creationTimestamp ?? '')) newest = each;
  }
  return newest;
}
