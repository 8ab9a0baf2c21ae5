/**
 * The scale subresource: autoscaling/v1 Scale as a view of a workload's replica counts. Only spec.replicas is written; everything else that a client
 * sends in a Scale is ignored, though its metadata must be in order.
 */
import { Scale } from '../../apis/autoscaling/v1/types.ts';
import type { ErrorList } from '../../machinery/field-errors.ts';
import { NOT_NEGATIVE } from '../../machinery/grammar/formats.ts';
import type { KubeObject, ObjectMeta } from '../../machinery/object.ts';
import type { ProjectedSubresource, Strategy } from '../generic/declaration.ts';
import { validateMetadata } from '../generic/object-meta.ts';
import { age, ageColumn, integer, name, nameColumn, table } from '../printers/columns.ts';
import { type LabelSelectorFields, labelSelectorText, labelsText } from '../printers/selectors.ts';
import { STATUS_VERBS } from './status.ts';

interface ScaledSpec {
  replicas?: number;
  readonly selector?: LabelSelectorFields | { readonly [key: string]: string } | null;
}

export interface ScaleOptions {
  /** The selector is a plain map of labels (replication controllers). */
  readonly plainSelector?: boolean;
}

export function scaleOf(strategy: Strategy, options: ScaleOptions = {}): ProjectedSubresource {
  return {
    kind: 'projected',
    verbs: STATUS_VERBS,
    group: 'autoscaling',
    version: 'v1',
    objectKind: 'Scale',
    type: Scale,
    project: (object) => projectScale(object, options.plainSelector === true),
    columns,
    apply: (_context, projected, object) => applyScale(projected, object),
    strategy,
  };
}

const columns = table(
  [{ ...nameColumn, format: '' }, integer('Desired', 'How many pods there should be.'), integer('Available', 'How many pods there are.'), ageColumn],
  (scale) => [
    name(scale),
    (scale.spec as ScaledSpec).replicas ?? 0,
    (scale.status as { readonly replicas?: number } | undefined)?.replicas ?? 0,
    age(scale),
  ],
);

function projectScale(object: KubeObject, plainSelector: boolean): KubeObject {
  const spec = (object.spec ?? {}) as ScaledSpec;
  const status = (object.status ?? {}) as { readonly replicas?: number };
  const selector = plainSelector
    ? labelsText(spec.selector as { readonly [key: string]: string })
    : labelSelectorText(spec.selector as LabelSelectorFields);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: identity(object.metadata),
    // Zero replicas do not show: the field is a plain number upstream.
    spec: spec.replicas === undefined || spec.replicas === 0 ? {} : { replicas: spec.replicas },
    status: { replicas: status.replicas ?? 0, ...(selector === '' ? {} : { selector }) },
  };
}

const IDENTITY = ['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp'] as const;

function identity(metadata: ObjectMeta): ObjectMeta {
  const kept: ObjectMeta = {};
  for (const field of IDENTITY) {
    const value = metadata[field];
    if (value !== undefined) kept[field] = value;
  }
  return kept;
}

function applyScale(projected: KubeObject, object: KubeObject): ErrorList | undefined {
  const replicas = ((projected.spec ?? {}) as ScaledSpec).replicas ?? 0;
  const errors = validateMetadata(projected.metadata, true, SCALE_RULES);
  if (replicas < 0) errors.invalid('spec.replicas', replicas, NOT_NEGATIVE);
  if (errors.length > 0) return errors;
  object.spec = { ...(object.spec as ScaledSpec), replicas };
  return undefined;
}

/** A Scale is named like any object, whatever the rules for names of what it scales. */
const SCALE_RULES: Strategy = {};
