/** Defaults of autoscalers in v2: a CPU target, and rules for scaling where any are given. */
import type { KubeObject } from '../../../machinery/object.ts';
import { cpuMetric, DEFAULT_CPU_UTILIZATION, withoutRoundTrip } from '../conversion.ts';

interface Policy {
  readonly type: string;
  readonly value: number;
  readonly periodSeconds: number;
}

interface Rules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: Policy[] | null;
}

interface Spec {
  minReplicas?: number;
  metrics?: unknown[] | null;
  behavior?: { scaleUp?: Rules; scaleDown?: Rules };
}

/** Four pods or doubling, whichever is more, every 15 seconds, at once. */
const scaleUpRules = (): Rules => ({
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
});

/** Down to nothing within 15 seconds, once the stabilization window is over. */
const scaleDownRules = (): Rules => ({ selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] });

export function setHorizontalPodAutoscalerDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as Spec;
  spec.minReplicas ??= 1;
  if ((spec.metrics?.length ?? 0) === 0) spec.metrics = [cpuMetric(DEFAULT_CPU_UTILIZATION)];
  const { behavior } = spec;
  if (behavior !== undefined) {
    behavior.scaleUp = withDefaults(behavior.scaleUp, scaleUpRules());
    behavior.scaleDown = withDefaults(behavior.scaleDown, scaleDownRules());
  }
  dropRoundTripAnnotations(object);
}

function withDefaults(rules: Rules | undefined, defaults: Rules): Rules {
  if (rules === undefined) return defaults;
  rules.stabilizationWindowSeconds ??= defaults.stabilizationWindowSeconds as number;
  if (rules.stabilizationWindowSeconds === undefined) delete rules.stabilizationWindowSeconds;
  rules.selectPolicy ??= defaults.selectPolicy as string;
  rules.policies ??= defaults.policies as Policy[];
  return rules;
}

function dropRoundTripAnnotations(object: KubeObject): void {
  if (object.metadata.annotations === undefined) return;
  const kept = withoutRoundTrip(object);
  if (Object.keys(kept).length === 0) delete object.metadata.annotations;
  else object.metadata.annotations = kept;
}
