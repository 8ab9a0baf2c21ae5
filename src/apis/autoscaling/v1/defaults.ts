/** Defaults of autoscalers in v1. The metric to aim at depends on annotations and is settled by conversion. */
import type { KubeObject } from '../../../machinery/object.ts';

export function setHorizontalPodAutoscalerDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as { minReplicas?: number };
  spec.minReplicas ??= 1;
}
