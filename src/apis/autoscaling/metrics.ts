/**
 * Metrics of autoscalers: the v2 form (a metric with a target) and the flat form of older versions, which v1 still uses in its annotations.
 */
import type { StringMap } from '../../machinery/object.ts';
import { parseQuantity } from '../../machinery/quantity.ts';

export const METRICS_ANNOTATION = 'autoscaling.alpha.kubernetes.io/metrics';
export const CURRENT_METRICS_ANNOTATION = 'autoscaling.alpha.kubernetes.io/current-metrics';
export const CONDITIONS_ANNOTATION = 'autoscaling.alpha.kubernetes.io/conditions';
export const BEHAVIOR_ANNOTATION = 'autoscaling.alpha.kubernetes.io/behavior';

export const ROUND_TRIP_ANNOTATIONS: ReadonlySet<string> = new Set([
  METRICS_ANNOTATION,
  CURRENT_METRICS_ANNOTATION,
  CONDITIONS_ANNOTATION,
  BEHAVIOR_ANNOTATION,
]);

interface LabelSelector {
  readonly matchLabels?: StringMap;
  readonly matchExpressions?: readonly unknown[];
}

export interface Target {
  readonly type?: string;
  readonly value?: string;
  readonly averageValue?: string;
  readonly averageUtilization?: number;
}

interface Identifier {
  readonly name: string;
  readonly selector?: LabelSelector;
}

interface Source {
  readonly describedObject?: unknown;
  readonly metric?: Identifier;
  readonly name?: string;
  readonly container?: string;
  readonly target?: Target;
  readonly current?: Target;
}

interface Metric {
  readonly type: string;
  readonly object?: Source;
  readonly pods?: Source;
  readonly resource?: Source;
  readonly containerResource?: Source;
  readonly external?: Source;
}

export type MetricSpec = Metric;
export type MetricStatus = Metric;

/** The flat form; which fields are there depends on the kind of metric. */
export interface FlatSource {
  readonly target?: unknown;
  readonly metricName?: string;
  readonly selector?: LabelSelector;
  readonly metricSelector?: LabelSelector;
  readonly name?: string;
  readonly container?: string;
  readonly averageValue?: string;
  readonly targetValue?: string;
  readonly targetAverageValue?: string;
  readonly targetAverageUtilization?: number;
  readonly currentValue?: string;
  readonly currentAverageValue?: string;
  readonly currentAverageUtilization?: number;
}

export interface FlatMetric {
  readonly type: string;
  readonly object?: FlatSource;
  readonly pods?: FlatSource;
  readonly resource?: FlatSource;
  readonly containerResource?: FlatSource;
  readonly external?: FlatSource;
}

type Defined<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** Leaves out what is undefined, so that absent stays absent. */
export function compact<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** Both forms write zero where an amount is required. */
const ZERO = '0';

/** The flat form cannot leave the amount out, so zero beside an average means none. */
function nonZero(amount: string | undefined): string | undefined {
  return amount === undefined || parseQuantity(amount).sign === 0 ? undefined : amount;
}

export function flatSpec(metric: MetricSpec): FlatMetric {
  return compact({
    type: metric.type,
    object: flat(metric.object, ({ describedObject, metric: id, target }) => ({
      target: describedObject,
      metricName: id?.name,
      targetValue: target?.value ?? ZERO,
      selector: id?.selector,
      averageValue: target?.averageValue,
    })),
    pods: flat(metric.pods, ({ metric: id, target }) => ({
      metricName: id?.name,
      targetAverageValue: target?.averageValue ?? ZERO,
      selector: id?.selector,
    })),
    resource: flat(metric.resource, ({ name, target }) => ({ name, ...flatTarget(target) })),
    containerResource: flat(metric.containerResource, ({ name, container, target }) => ({ name, ...flatTarget(target), container })),
    external: flat(metric.external, ({ metric: id, target }) => ({
      metricName: id?.name,
      metricSelector: id?.selector,
      targetValue: target?.value,
      targetAverageValue: target?.averageValue,
    })),
  }) as FlatMetric;
}

const flatTarget = (target: Target | undefined): FlatSource =>
  compact({ targetAverageUtilization: target?.averageUtilization, targetAverageValue: target?.averageValue });

export function flatStatus(metric: MetricStatus): FlatMetric {
  return compact({
    type: metric.type,
    object: flat(metric.object, ({ describedObject, metric: id, current }) => ({
      target: describedObject,
      metricName: id?.name,
      currentValue: current?.value ?? ZERO,
      selector: id?.selector,
      averageValue: current?.averageValue,
    })),
    pods: flat(metric.pods, ({ metric: id, current }) => ({
      metricName: id?.name,
      currentAverageValue: current?.averageValue ?? ZERO,
      selector: id?.selector,
    })),
    resource: flat(metric.resource, ({ name, current }) => ({ name, ...flatCurrent(current) })),
    containerResource: flat(metric.containerResource, ({ name, container, current }) => ({ name, ...flatCurrent(current), container })),
    external: flat(metric.external, ({ metric: id, current }) => ({
      metricName: id?.name,
      metricSelector: id?.selector,
      currentValue: current?.value ?? ZERO,
      currentAverageValue: current?.averageValue,
    })),
  }) as FlatMetric;
}

const flatCurrent = (current: Target | undefined): FlatSource =>
  compact({ currentAverageUtilization: current?.averageUtilization, currentAverageValue: current?.averageValue ?? ZERO });

function flat<From, To extends object>(source: From | undefined, convert: (source: From) => To): Defined<To> | undefined {
  return source === undefined ? undefined : compact(convert(source));
}

export function specOf(metric: FlatMetric): MetricSpec {
  return compact({
    type: metric.type,
    object: flat(metric.object, (each) => ({
      describedObject: each.target,
      metric: identifier(each.metricName, each.selector),
      target:
        each.averageValue === undefined
          ? { type: 'Value', value: each.targetValue ?? ZERO }
          : compact({ type: 'AverageValue', averageValue: each.averageValue, value: nonZero(each.targetValue) }),
    })),
    pods: flat(metric.pods, (each) => ({
      metric: identifier(each.metricName, each.selector),
      target: { type: 'AverageValue', averageValue: each.targetAverageValue ?? ZERO },
    })),
    resource: flat(metric.resource, (each) => ({ name: each.name, target: targetOf(each) })),
    containerResource: flat(metric.containerResource, (each) => ({ name: each.name, target: targetOf(each), container: each.container })),
    external: flat(metric.external, (each) => ({
      metric: identifier(each.metricName, each.metricSelector),
      target: compact({
        type: each.targetValue === undefined ? 'AverageValue' : 'Value',
        value: each.targetValue,
        averageValue: each.targetAverageValue,
      }),
    })),
  }) as MetricSpec;
}

function targetOf({ targetAverageUtilization, targetAverageValue }: FlatSource): Target {
  return compact({
    type: targetAverageUtilization === undefined ? 'AverageValue' : 'Utilization',
    averageValue: targetAverageValue,
    averageUtilization: targetAverageUtilization,
  });
}

export function statusOf(metric: FlatMetric): MetricStatus {
  const currentOf = (each: FlatSource): Target =>
    compact({ averageValue: each.currentAverageValue, averageUtilization: each.currentAverageUtilization });
  return compact({
    type: metric.type,
    object: flat(metric.object, (each) => ({
      metric: identifier(each.metricName, each.selector),
      current: compact({ value: each.currentValue ?? ZERO, averageValue: each.averageValue }),
      describedObject: each.target,
    })),
    pods: flat(metric.pods, (each) => ({
      metric: identifier(each.metricName, each.selector),
      current: { averageValue: each.currentAverageValue ?? ZERO },
    })),
    resource: flat(metric.resource, (each) => ({ name: each.name, current: currentOf(each) })),
    containerResource: flat(metric.containerResource, (each) => ({ name: each.name, current: currentOf(each), container: each.container })),
    external: flat(metric.external, (each) => ({
      metric: identifier(each.metricName, each.metricSelector),
      current: compact({ value: each.currentValue ?? ZERO, averageValue: each.currentAverageValue }),
    })),
  }) as MetricStatus;
}

function identifier(name: string | undefined, selector: LabelSelector | undefined): Identifier {
  return selector === undefined ? { name: name ?? '' } : { name: name ?? '', selector };
}
