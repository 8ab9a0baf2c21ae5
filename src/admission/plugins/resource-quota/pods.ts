/** What pods use: their number while they live, and what their containers ask for. */

import { isSidecar } from '../../../apis/core/container-resources.ts';
import type { Container, Pod, PodAffinityTerm, PodSpec, ScopedResourceSelectorRequirement } from '../../../apis/core/v1/objects.gen.ts';
import type { Clock } from '../../../base/clock.ts';
import { millisecondsOf } from '../../../machinery/int64.ts';
import { asKind, getKey, type KubeObject, type StringMap, setKey } from '../../../machinery/object.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';
import { timeToMillis } from '../../../machinery/time.ts';
import { isPodLevelResource, podResources, type QuantityMap } from '../../../registry/core/pods/pod-resources.ts';
import { qualityOfService } from '../../../registry/core/pods/quality-of-service.ts';
import { type AnyContainer, asPod } from '../../pods.ts';
import { CLASS_RESOURCE } from './device-claims.ts';
import { type QuotaEvaluator, scopeSelects } from './evaluator.ts';
import { ONE, type Usage } from './usage.ts';

const COMPUTE: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];
const MEASURED: ReadonlySet<string> = new Set([
  'pods',
  'count/pods',
  ...COMPUTE,
  ...COMPUTE.flatMap((each) => [`requests.${each}`, `limits.${each}`]),
]);
/** Whoever limits these makes every container say them. No other resource is treated so. */
const REQUIRED: readonly string[] = ['cpu', 'limits.cpu', 'limits.memory', 'memory', 'requests.cpu', 'requests.memory'];
const HUGE_PAGES = 'hugepages-';

export function podEvaluator(clock: Clock): QuotaEvaluator {
  return {
    handles: ({ operation, subresource, object, oldObject }) => {
      if (subresource === 'resize') return operation === 'UPDATE';
      if (subresource !== '') return false;
      // Of all that an update may change only the deadline moves a pod from one quota to another.
      return operation === 'CREATE' || (operation === 'UPDATE' && terminates(object) !== terminates(oldObject));
    },
    measures: (name) =>
      MEASURED.has(name) ||
      name.startsWith(HUGE_PAGES) ||
      name.startsWith(`requests.${HUGE_PAGES}`) ||
      (name.startsWith('requests.') && isExtended(name)),
    inScope,
    missing: (names, object) => missingText(asPod(object).spec, names),
    usage(object) {
      const usage: Usage = new Map([['count/pods', ONE]]);
      if (!lives(object, clock.now())) return usage;
      const spec = asRunning(asKind<Pod>(object));
      const options = { overhead: true, podLevel: true };
      addCompute(usage, podResources(spec, 'requests', options), podResources(spec, 'limits', options));
      return usage;
    },
  };
}

/** The spec with what its containers have still, or already, while they are resized: the larger of both counts (KEP-1287). */
function asRunning({ spec, status }: Pod): PodSpec {
  const running = new Map([...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].map((each) => [each.name, each]));
  if (![...running.values()].some((each) => each.resources !== undefined)) return spec;
  const refused = status?.conditions?.some((each) => each.type === 'PodResizePending' && each.reason === 'Infeasible') ?? false;
  const effective = (container: Container): Container => {
    const { resources: has, allocatedResources } = running.get(container.name) ?? {};
    if (has === undefined) return container;
    const asked = refused ? undefined : container.resources;
    return {
      ...container,
      resources: { requests: largest([asked?.requests, has.requests, allocatedResources]), limits: largest([asked?.limits, has.limits]) },
    };
  };
  return {
    ...spec,
    containers: (spec.containers ?? []).map(effective),
    initContainers: (spec.initContainers ?? []).map((each) => (isSidecar(each) ? effective(each) : each)),
  };
}

function largest(lists: readonly (StringMap | undefined)[]): StringMap {
  const most: StringMap = {};
  for (const list of lists) {
    for (const [name, amount] of Object.entries(list ?? {})) {
      const there = getKey(most, name);
      if (there === undefined || parseQuantity(amount).cmp(parseQuantity(there)) > 0) setKey(most, name, amount);
    }
  }
  return most;
}

/** Domains other than Kubernetes' own, and devices of a class. */
function isExtended(name: string): boolean {
  return (name.includes('/') && !name.includes('kubernetes.io/')) || name.startsWith(CLASS_RESOURCE) || name.startsWith(`requests.${CLASS_RESOURCE}`);
}

/** Pods that are over, and those that should have been gone by now, use nothing. */
function lives({ metadata, status }: KubeObject, now: number): boolean {
  const { phase } = (status ?? {}) as { readonly phase?: string };
  if (phase === 'Succeeded' || phase === 'Failed') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return now <= timeToMillis(deletionTimestamp) + millisecondsOf(deletionGracePeriodSeconds);
}

function addCompute(usage: Usage, requests: QuantityMap, limits: QuantityMap): void {
  usage.set('pods', ONE);
  for (const [name, amount] of requests) {
    if (COMPUTE.includes(name) || name.startsWith(HUGE_PAGES)) {
      usage.set(name, amount);
      usage.set(`requests.${name}`, amount);
    } else if (isExtended(name) && !name.startsWith('requests.')) usage.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of limits) if (COMPUTE.includes(name)) usage.set(`limits.${name}`, amount);
}

function missingText(spec: PodSpec, names: readonly string[]): string | undefined {
  const { limits, requests } = spec.resources ?? {};
  if ([...Object.keys(limits ?? {}), ...Object.keys(requests ?? {})].some(isPodLevelResource)) return undefined;
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const texts = REQUIRED.filter((name) => names.includes(name)).flatMap((name) => {
    const silent = containers.filter((each) => !says(each, name)).map((each) => each.name);
    return silent.length === 0 ? [] : [`${name} for: ${[...new Set(silent)].sort().join(',')}`];
  });
  return texts.length === 0 ? undefined : `must specify ${texts.join('; ')}`;
}

function says({ resources }: AnyContainer, name: string): boolean {
  if (name.startsWith('limits.')) return getKey(resources?.limits, name.slice('limits.'.length)) !== undefined;
  return getKey(resources?.requests, name.replace(/^requests\./, '')) !== undefined;
}

function inScope(scope: ScopedResourceSelectorRequirement, object: KubeObject): boolean {
  const { spec } = asPod(object);
  switch (scope.scopeName) {
    case 'Terminating':
      return terminates(object);
    case 'NotTerminating':
      return !terminates(object);
    case 'BestEffort':
      return isBestEffort(object);
    case 'NotBestEffort':
      return !isBestEffort(object);
    case 'PriorityClass':
      return scopeSelects(scope, spec.priorityClassName);
    case 'CrossNamespacePodAffinity':
      return looksAcrossNamespaces(spec);
    default:
      return false;
  }
}

function terminates(object: KubeObject | undefined): boolean {
  const seconds = object === undefined ? undefined : asPod(object).spec.activeDeadlineSeconds;
  return seconds !== undefined && seconds >= 0;
}

function isBestEffort(object: KubeObject): boolean {
  const { qosClass } = (object.status ?? {}) as { readonly qosClass?: string };
  return (qosClass || qualityOfService(object.spec)) === 'BestEffort';
}

function looksAcrossNamespaces({ affinity }: PodSpec): boolean {
  const terms: PodAffinityTerm[] = [];
  for (const each of [affinity?.podAffinity, affinity?.podAntiAffinity]) {
    terms.push(...(each?.requiredDuringSchedulingIgnoredDuringExecution ?? []));
    terms.push(...(each?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(({ podAffinityTerm }) => podAffinityTerm ?? []));
  }
  return terms.some((each) => (each.namespaces?.length ?? 0) > 0 || (each.namespaceSelector !== undefined && each.namespaceSelector !== null));
}
