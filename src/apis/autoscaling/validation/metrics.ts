/** What an autoscaler looks at: each metric has one source, the one that its type names, and a target. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { validateDns1123Label, validatePathSegment } from '../../../machinery/grammar/names.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';
import { containerResourceNameErrors } from '../../core/validation/resources/resource-names.ts';
import type { MetricIdentifier, MetricSpec, MetricTarget } from '../v2/objects.gen.ts';
import { checkReference, type Versions, versionProblem } from './references.ts';

type Source = 'object' | 'external' | 'pods' | 'resource' | 'containerResource';

/** In the order in which upstream looks for them. */
const SOURCES: readonly Source[] = ['object', 'external', 'pods', 'resource', 'containerResource'];
const TYPES: readonly string[] = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const TARGETS: readonly string[] = ['Utilization', 'Value', 'AverageValue'];

const RAW_OR_UTILIZATION = 'must set either a target raw value or a target utilization';
const NOT_BOTH = 'may not set both a target raw value and a target utilization';

/**
 * @param toZero without pods there is nothing that pods could say, so somebody else must
 * @param versions of described objects
 */
export function checkMetrics(errors: ErrorList, path: FieldPath, metrics: readonly MetricSpec[], toZero: boolean, versions: Versions): void {
  metrics.forEach((metric, i) => {
    checkMetric(errors, path.index(i), metric, versions);
  });
  if (toZero && !metrics.some(({ type }) => type === 'Object' || type === 'External'))
    errors.forbidden(path, 'must specify at least one Object or External metric to support scaling to zero replicas');
}

function checkMetric(errors: ErrorList, path: FieldPath, metric: MetricSpec, versions: Versions): void {
  const { type } = metric;
  if (type === '') errors.required(path.child('type'), 'must specify a metric source type');
  const known = TYPES.includes(type);
  if (!known) errors.notSupported(path.child('type'), type, TYPES);
  const given = SOURCES.filter((each) => metric[each] !== undefined);
  if (given[0] !== undefined) checkSource(errors, path.child(given[0]), metric, given[0], versions);
  const expected = known ? ((type.charAt(0).toLowerCase() + type.slice(1)) as Source) : undefined;
  if (expected === undefined) errors.notSupported(path.child('type'), type, TYPES);
  else if (metric[expected] === undefined) errors.required(path.child(expected), 'must populate information for the given metric source');
  if (given.length < 2) return;
  for (const each of given) if (each !== expected) errors.forbidden(path.child(each), 'must populate the given metric source only');
}

function checkSource(errors: ErrorList, path: FieldPath, metric: MetricSpec, source: Source, versions: Versions): void {
  const target = metric[source]?.target ?? { type: '' };
  const at = path.child('target');
  switch (source) {
    case 'object':
      if (metric.object !== undefined) checkReference(errors, path.child('describedObject'), metric.object.describedObject, versions);
      checkIdentifier(errors, path.child('metric'), metric.object?.metric);
      checkTarget(errors, at, target);
      if (target.value === undefined && target.averageValue === undefined)
        errors.required(at.child('averageValue'), 'must set either a target value or averageValue');
      return;
    case 'external':
      checkIdentifier(errors, path.child('metric'), metric.external?.metric);
      checkTarget(errors, at, target);
      if (target.value === undefined && target.averageValue === undefined)
        errors.required(at.child('averageValue'), 'must set either a target value for metric or a per-pod target');
      if (target.value !== undefined && target.averageValue !== undefined)
        errors.forbidden(at.child('value'), 'may not set both a target value for metric and a per-pod target');
      return;
    case 'pods':
      checkIdentifier(errors, path.child('metric'), metric.pods?.metric);
      checkTarget(errors, at, target);
      if (target.averageValue === undefined) errors.required(at.child('averageValue'), 'must specify a positive target averageValue');
      return;
    default:
      checkResource(errors, path, metric, target);
  }
}

function checkResource(errors: ErrorList, path: FieldPath, { resource, containerResource }: MetricSpec, target: MetricTarget): void {
  const name = (resource ?? containerResource)?.name ?? '';
  if (name === '') errors.required(path.child('name'), 'must specify a resource name');
  else if (resource === undefined) errors.eachInvalid(path.child('name'), name, containerResourceNameErrors(name));
  if (resource === undefined) {
    const container = containerResource?.container ?? '';
    if (container === '') errors.required(path.child('container'), 'must specify a container');
    else errors.eachInvalid(path.child('container'), container, validateDns1123Label(container));
  }
  const at = path.child('target');
  checkTarget(errors, at, target);
  const { averageUtilization, averageValue } = target;
  if (averageUtilization === undefined && averageValue === undefined) errors.required(at.child('averageUtilization'), RAW_OR_UTILIZATION);
  if (averageUtilization !== undefined && averageValue !== undefined) errors.forbidden(at.child('averageValue'), NOT_BOTH);
}

function checkIdentifier(errors: ErrorList, path: FieldPath, identifier: MetricIdentifier | undefined): void {
  const name = identifier?.name ?? '';
  if (name === '') errors.required(path.child('name'), 'must specify a metric name');
  else errors.eachInvalid(path.child('name'), name, validatePathSegment(name));
}

function checkTarget(errors: ErrorList, path: FieldPath, target: MetricTarget): void {
  if (target.type === '') errors.required(path.child('type'), 'must specify a metric target type');
  if (!TARGETS.includes(target.type)) errors.invalid(path.child('type'), target.type, 'must be either Utilization, Value, or AverageValue');
  for (const field of ['value', 'averageValue'] as const) {
    const amount = target[field];
    if (amount !== undefined && parseQuantity(amount).sign <= 0) errors.invalid(path.child(field), amount, 'must be positive');
  }
  const utilization = target.averageUtilization;
  if (utilization !== undefined && utilization < 1) errors.invalid(path.child('averageUtilization'), utilization, 'must be greater than 0');
}

/** Whether an object that is described has no usable version: such metrics were stored when nobody looked. */
export function describesBadVersion({ type, object }: MetricSpec): boolean {
  return type === 'Object' && object !== undefined && versionProblem(object.describedObject, 'parsed') !== undefined;
}
