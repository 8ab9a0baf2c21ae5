/**
 * LimitRanger: what a namespace's LimitRanges say of the resources of one container, pod or volume claim. Defaults are filled in on creation and
 * noted in an annotation; minimum, maximum and ratio are checked afterwards.
 */
import { quantitiesOf } from '../../apis/core/container-resources.ts';
import type { LimitRange, LimitRangeItem, ResourceRequirements } from '../../apis/core/v1/objects.gen.ts';
import { aggregate } from '../../machinery/go/text.ts';
import { asKind, getKey, type KubeObject, setKey } from '../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../machinery/quantity.ts';
import { podResources, type QuantityMap } from '../../registry/core/pods/pod-resources.ts';
import { whenFound } from '../found.ts';
import type { AdmissionAttributes, AdmissionPlugin, Lister, MaybePromise } from '../interface.ts';
import { asPod, type PodSpec } from '../pods.ts';
import { refuse } from '../refusal.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

export interface LimitRangerOptions {
  readonly limitRanges: Lister;
}

export function makeLimitRanger({ limitRanges }: LimitRangerOptions): AdmissionPlugin {
  const each = (attributes: AdmissionAttributes, act: (limits: readonly LimitRangeItem[]) => void): MaybePromise<void> => {
    // The containers of a pod change through resize only.
    if (attributes.resource === 'pods' && attributes.operation === 'UPDATE' && attributes.subresource === '') return;
    if (attributes.oldObject?.metadata.deletionTimestamp !== undefined) return;
    return whenFound(limitRanges(attributes.namespace), (ranges) => {
      for (const range of ranges) act(asKind<LimitRange>(range).spec?.limits ?? []);
    });
  };
  return {
    name: 'LimitRanger',
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods', 'pods/resize', 'persistentvolumeclaims'],
    mutate: (attributes) => {
      if (attributes.resource !== 'pods') return;
      return each(attributes, (limits) => fillDefaults(asPod(attributes.object), limits));
    },
    validate: (attributes) =>
      each(attributes, (limits) => {
        const errors = attributes.resource === 'pods' ? podErrors(asPod(attributes.object).spec, limits) : claimErrors(attributes.object, limits);
        if (errors.length > 0) throw refuse(attributes, aggregate(errors));
      }),
  };
}

function fillDefaults(pod: KubeObject & { spec: PodSpec }, items: readonly LimitRangeItem[]): void {
  const requests = new Map<string, string>();
  const limits = new Map<string, string>();
  for (const item of items) {
    if (item.type !== 'Container') continue;
    for (const [name, value] of Object.entries(item.defaultRequest ?? {})) requests.set(name, value);
    for (const [name, value] of Object.entries(item.default ?? {})) limits.set(name, value);
  }
  if (requests.size + limits.size === 0) return;
  const notes: string[] = [];
  for (const [kind, prefix] of [
    ['containers', 'container'],
    ['initContainers', 'init container'],
  ] as const) {
    const list = pod.spec[kind];
    if (list === undefined || list === null) continue;
    pod.spec[kind] = list.map((container) => {
      const resources: ResourceRequirements = { ...container.resources };
      const asked = fill(resources, 'requests', requests);
      const limited = fill(resources, 'limits', limits);
      if (asked.length > 0) notes.push(`${asked.join(', ')} request for ${prefix} ${container.name}`);
      if (limited.length > 0) notes.push(`${limited.join(', ')} limit for ${prefix} ${container.name}`);
      return asked.length + limited.length > 0 ? { ...container, resources } : container;
    });
  }
  if (notes.length > 0) pod.metadata.annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
}

/** @returns the names that were added, sorted */
function fill(resources: ResourceRequirements, kind: 'requests' | 'limits', defaults: ReadonlyMap<string, string>): string[] {
  const missing = [...defaults.keys()].filter((name) => getKey(resources[kind], name) === undefined).sort();
  if (missing.length === 0) return missing;
  const filled = { ...resources[kind] };
  for (const name of missing) setKey(filled, name, defaults.get(name) as string);
  resources[kind] = filled;
  return missing;
}

function podErrors(spec: PodSpec, items: readonly LimitRangeItem[]): string[] {
  const errors: string[] = [];
  for (const item of items) {
    if (item.type === 'Container') {
      for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
        checkItem(errors, item, quantitiesOf(container.resources.requests), quantitiesOf(container.resources.limits));
      }
    } else if (item.type === 'Pod') {
      checkItem(errors, item, podResources(spec, 'requests', { podLevel: true }), podResources(spec, 'limits', { podLevel: true }));
    }
  }
  return errors;
}

function claimErrors(claim: KubeObject | undefined, items: readonly LimitRangeItem[]): string[] {
  const errors: string[] = [];
  const spec = claim?.spec as { readonly resources?: ResourceRequirements } | undefined;
  const requests = quantitiesOf(spec?.resources?.requests);
  for (const item of items) {
    if (item.type !== 'PersistentVolumeClaim') continue;
    for (const [name, bound] of bounds(item.min)) checkMin(errors, { type: item.type, name, bound, request: requests.get(name), limit: undefined });
    for (const [name, bound] of bounds(item.max))
      checkMaxRequest(errors, { type: item.type, name, bound, request: requests.get(name), limit: undefined });
  }
  return errors;
}

/** One bound of a LimitRange with what is asked. */
interface Check {
  readonly type: string;
  readonly name: string;
  readonly bound: Quantity;
  readonly request: Quantity | undefined;
  readonly limit: Quantity | undefined;
}

function checkItem(errors: string[], item: LimitRangeItem, requests: QuantityMap, limits: QuantityMap): void {
  const check = (name: string, bound: Quantity): Check => ({ type: item.type, name, bound, request: requests.get(name), limit: limits.get(name) });
  for (const [name, bound] of bounds(item.min)) checkMin(errors, check(name, bound));
  for (const [name, bound] of bounds(item.max)) checkMax(errors, check(name, bound));
  for (const [name, bound] of bounds(item.maxLimitRequestRatio)) checkRatio(errors, check(name, bound));
}

/** In the order of names, so that answers are the same every time. */
function bounds(list: { readonly [name: string]: string } | null | undefined): [string, Quantity][] {
  return Object.keys(list ?? {})
    .sort()
    .map((name) => [name, parseQuantity(getKey(list, name) as string)]);
}

function checkMin(errors: string[], { type, name, bound, request, limit }: Check): void {
  const rule = `minimum ${name} usage per ${type} is ${bound}`;
  if (request === undefined) errors.push(`${rule}.  No request is specified`);
  else if (request.cmp(bound) < 0) errors.push(`${rule}, but request is ${request}`);
  else if (limit !== undefined && limit.cmp(bound) < 0) errors.push(`${rule}, but limit is ${limit}`);
}

function checkMax(errors: string[], { type, name, bound, request, limit }: Check): void {
  const rule = `maximum ${name} usage per ${type} is ${bound}`;
  if (limit === undefined) errors.push(`${rule}.  No limit is specified`);
  else if (limit.cmp(bound) > 0) errors.push(`${rule}, but limit is ${limit}`);
  else if (request !== undefined && request.cmp(bound) > 0) errors.push(`${rule}, but request is ${request}`);
}

function checkMaxRequest(errors: string[], { type, name, bound, request }: Check): void {
  const rule = `maximum ${name} usage per ${type} is ${bound}`;
  if (request === undefined) errors.push(`${rule}.  No request is specified`);
  else if (request.cmp(bound) > 0) errors.push(`${rule}, but request is ${request}`);
}

function checkRatio(errors: string[], { type, name, bound, request, limit }: Check): void {
  const rule = `${name} max limit to request ratio per ${type} is ${bound}`;
  if (request === undefined || request.isZero) errors.push(`${rule}, but no request is specified or request is 0`);
  else if (limit === undefined || limit.isZero) errors.push(`${rule}, but no limit is specified or limit is 0`);
  else {
    const ratio = Number(limit.milliValue()) / Number(request.milliValue());
    if (ratio * 1000 > Number(bound.milliValue())) errors.push(`${rule}, but provided ratio is ${ratio.toFixed(6)}`);
  }
}
