/**
 * The annotations of autoscaling/v1 as text: metrics and conditions in the JSON of v1's own types, the behavior with Go's field names (upstream
 * writes its internal struct there).
 */
import { decodeJson } from '../../codec/json/decode.ts';
import { encodeValue } from '../../codec/json/encode.ts';
import { field, list, type StructType, struct, type Type } from '../../machinery/descriptor.ts';
import { getKey, type StringMap } from '../../machinery/object.ts';
import {
  BEHAVIOR_ANNOTATION,
  CONDITIONS_ANNOTATION,
  CURRENT_METRICS_ANNOTATION,
  compact,
  type FlatMetric,
  flatSpec,
  flatStatus,
  METRICS_ANNOTATION,
  type MetricSpec,
  type MetricStatus,
  specOf,
  statusOf,
} from './metrics.ts';
import { HorizontalPodAutoscalerCondition as Condition, MetricSpec as FlatSpecType, MetricStatus as FlatStatusType } from './v1/types.ts';

/** What v1 has no fields for; undefined where the annotation is absent, empty or unreadable. */
export interface Carried {
  readonly metrics: readonly MetricSpec[] | undefined;
  readonly currentMetrics: readonly MetricStatus[] | undefined;
  readonly conditions: readonly unknown[] | undefined;
  readonly behavior: unknown;
}

export function readAnnotations(annotations: StringMap): Carried {
  return {
    metrics: readList(annotations, METRICS_ANNOTATION, METRICS)?.map((each) => specOf(each as FlatMetric)),
    currentMetrics: readList(annotations, CURRENT_METRICS_ANNOTATION, STATUSES)?.map((each) => statusOf(each as FlatMetric)),
    conditions: readList(annotations, CONDITIONS_ANNOTATION, CONDITIONS),
    behavior: readBehavior(getKey(annotations, BEHAVIOR_ANNOTATION)),
  };
}

export function writeAnnotations(values: {
  readonly metrics: readonly MetricSpec[];
  readonly currentMetrics: readonly MetricStatus[];
  readonly conditions: readonly unknown[];
  readonly behavior: unknown;
}): StringMap {
  const texts: StringMap = {};
  if (values.metrics.length > 0) texts[METRICS_ANNOTATION] = encodeValue(values.metrics.map(flatSpec), list(FlatSpecType));
  if (values.currentMetrics.length > 0) texts[CURRENT_METRICS_ANNOTATION] = encodeValue(values.currentMetrics.map(flatStatus), list(FlatStatusType));
  if (values.conditions.length > 0) texts[CONDITIONS_ANNOTATION] = encodeValue(values.conditions, list(Condition));
  if (values.behavior !== undefined) texts[BEHAVIOR_ANNOTATION] = JSON.stringify(goBehavior(values.behavior as Behavior));
  return texts;
}

/** A list cannot be decoded by itself, so it is wrapped in an object. */
const wrapper = (element: Type): StructType => struct('k8s.io/api/autoscaling/v1.AnnotationValue', () => [field('items', list(element), 1)]);

const METRICS = wrapper(FlatSpecType);
const STATUSES = wrapper(FlatStatusType);
const CONDITIONS = wrapper(Condition);

function readList(annotations: StringMap, key: string, type: StructType): readonly unknown[] | undefined {
  const text = getKey(annotations, key);
  if (text === undefined) return undefined;
  try {
    const { object } = decodeJson(Buffer.from(`{"items":${text}}`), type, 'ignore');
    const items = object.items as readonly unknown[] | null | undefined;
    return items === undefined || items === null || items.length === 0 ? undefined : items;
  } catch {
    return undefined;
  }
}

interface Rules {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: string;
  readonly policies?: readonly { readonly type: string; readonly value: number; readonly periodSeconds: number }[] | null;
  readonly tolerance?: string;
}

interface Behavior {
  readonly scaleUp?: Rules;
  readonly scaleDown?: Rules;
}

function goBehavior({ scaleUp, scaleDown }: Behavior): object {
  return { ScaleUp: goRules(scaleUp), ScaleDown: goRules(scaleDown) };
}

function goRules(rules: Rules | undefined): object | null {
  if (rules === undefined) return null;
  return {
    StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
    SelectPolicy: rules.selectPolicy ?? null,
    Policies: rules.policies?.map((each) => ({ Type: each.type, Value: each.value, PeriodSeconds: each.periodSeconds })) ?? null,
    Tolerance: rules.tolerance ?? null,
  };
}

function readBehavior(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fields = lowered(value);
  if (fields === undefined) return undefined;
  return compact({ scaleUp: readRules(fields.get('scaleup')), scaleDown: readRules(fields.get('scaledown')) });
}

function readRules(value: unknown): Rules | undefined {
  const fields = lowered(value);
  if (fields === undefined) return undefined;
  const policies = fields.get('policies');
  return compact({
    stabilizationWindowSeconds: typed<number>(fields.get('stabilizationwindowseconds'), 'number'),
    selectPolicy: typed<string>(fields.get('selectpolicy'), 'string'),
    policies: Array.isArray(policies) ? policies.map(readPolicy) : undefined,
    tolerance: typed<string>(fields.get('tolerance'), 'string'),
  }) as Rules;
}

function readPolicy(value: unknown): { type: string; value: number; periodSeconds: number } {
  const fields = lowered(value);
  return {
    type: typed<string>(fields?.get('type'), 'string') ?? '',
    value: typed<number>(fields?.get('value'), 'number') ?? 0,
    periodSeconds: typed<number>(fields?.get('periodseconds'), 'number') ?? 0,
  };
}

/** Go matches field names without regard to case. */
function lowered(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value).map(([key, each]) => [key.toLowerCase(), each]));
}

function typed<T>(value: unknown, kind: 'string' | 'number'): T | undefined {
  return typeof value === kind ? (value as T) : undefined;
}
