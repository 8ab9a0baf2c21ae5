/**
 * Autoscalers between autoscaling/v1 and v2 (as they are stored). Version 1 has a field for one metric, CPU utilization; what else there is travels
 * in four annotations that exist in v1 only. A v1 client may write them too; what cannot be read is ignored.
 */
import type { KubeObject, StringMap } from '../../machinery/object.ts';
import { readAnnotations, writeAnnotations } from './annotations.ts';
import { compact, type MetricSpec, type MetricStatus, ROUND_TRIP_ANNOTATIONS } from './metrics.ts';

interface SpecV1 {
  readonly scaleTargetRef: unknown;
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  readonly targetCPUUtilizationPercentage?: number;
}

interface StatusV1 {
  readonly observedGeneration?: number;
  readonly lastScaleTime?: string;
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly currentCPUUtilizationPercentage?: number;
}

interface SpecV2 {
  readonly scaleTargetRef: unknown;
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  readonly metrics?: readonly MetricSpec[] | null;
  readonly behavior?: unknown;
}

interface StatusV2 {
  readonly observedGeneration?: number;
  readonly lastScaleTime?: string;
  readonly currentReplicas?: number;
  readonly desiredReplicas: number;
  readonly currentMetrics: readonly MetricStatus[] | null;
  readonly conditions?: readonly unknown[] | null;
}

/** The utilization that autoscalers aim at when they name no metric. */
export const DEFAULT_CPU_UTILIZATION = 80;

export function cpuMetric(averageUtilization: number): MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

export function autoscalerToV2(object: KubeObject): KubeObject {
  const spec = (object.spec ?? {}) as SpecV1;
  const status = (object.status ?? {}) as StatusV1;
  const carried = readAnnotations(annotationsOf(object));
  const metrics = [...(carried.metrics ?? [])];
  if (spec.targetCPUUtilizationPercentage !== undefined) metrics.push(cpuMetric(spec.targetCPUUtilizationPercentage));
  if (metrics.length === 0) metrics.push(cpuMetric(DEFAULT_CPU_UTILIZATION));
  const cpu = status.currentCPUUtilizationPercentage;
  const measured: readonly MetricStatus[] | null =
    cpu === undefined ? null : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: cpu } } }];
  const specV2 = compact({
    scaleTargetRef: spec.scaleTargetRef,
    minReplicas: spec.minReplicas,
    maxReplicas: spec.maxReplicas,
    metrics,
    behavior: carried.behavior,
  });
  const statusV2 = compact({
    observedGeneration: status.observedGeneration,
    lastScaleTime: status.lastScaleTime,
    currentReplicas: status.currentReplicas === 0 ? undefined : status.currentReplicas,
    desiredReplicas: status.desiredReplicas,
    // The annotation knows more than the field.
    currentMetrics: carried.currentMetrics ?? measured,
    conditions: carried.conditions,
  });
  return { ...head(object, 'autoscaling/v2', withoutRoundTrip(object)), spec: specV2, status: statusV2 };
}

export function autoscalerToV1(object: KubeObject): KubeObject {
  const spec = (object.spec ?? {}) as SpecV2;
  const status = (object.status ?? {}) as StatusV2;
  const metrics = spec.metrics ?? [];
  const cpu = metrics.find((each) => each.type === 'Resource' && each.resource?.name === 'cpu');
  const measured = status.currentMetrics?.findLast(
    (each) => each.resource?.name === 'cpu' && each.resource.current?.averageUtilization !== undefined,
  );
  const annotations = {
    ...withoutRoundTrip(object),
    ...writeAnnotations({
      metrics: metrics.filter((each) => !isCpuUtilization(each)),
      currentMetrics: status.currentMetrics ?? [],
      conditions: status.conditions ?? [],
      behavior: spec.behavior,
    }),
  };
  const specV1 = compact({
    scaleTargetRef: spec.scaleTargetRef,
    minReplicas: spec.minReplicas,
    maxReplicas: spec.maxReplicas,
    targetCPUUtilizationPercentage: cpu?.resource?.target?.averageUtilization,
  });
  const statusV1 = compact({
    observedGeneration: status.observedGeneration,
    lastScaleTime: status.lastScaleTime,
    currentReplicas: status.currentReplicas ?? 0,
    desiredReplicas: status.desiredReplicas,
    currentCPUUtilizationPercentage: measured?.resource?.current?.averageUtilization,
  });
  return { ...head(object, 'autoscaling/v1', annotations), spec: specV1, status: statusV1 };
}

function isCpuUtilization({ type, resource }: MetricSpec): boolean {
  return type === 'Resource' && resource?.name === 'cpu' && resource.target?.averageUtilization !== undefined;
}

/** Annotations that are ours mean nothing in v2: they are never stored. */
export function withoutRoundTrip(object: KubeObject): StringMap {
  return Object.fromEntries(Object.entries(annotationsOf(object)).filter(([key]) => !ROUND_TRIP_ANNOTATIONS.has(key)));
}

/** Ownership converts parts of objects, which may lack even their metadata. */
function annotationsOf(object: Partial<KubeObject>): StringMap {
  return object.metadata?.annotations ?? {};
}

function head(object: KubeObject, apiVersion: string, annotations: StringMap): KubeObject {
  const { annotations: _old, ...metadata } = (object as Partial<KubeObject>).metadata ?? {};
  return { kind: object.kind, apiVersion, metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations } };
}
