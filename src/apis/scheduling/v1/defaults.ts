/** Defaults of priority classes. */
import type { KubeObject } from '../../../machinery/object.ts';

export function setPriorityClassDefaults(object: KubeObject): void {
  object.preemptionPolicy ??= 'PreemptLowerPriority';
}
