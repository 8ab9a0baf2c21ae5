/**
 * Resources of a pod as a whole (KEP-2837). Where they are given in part, the rest follows from the containers: what they need together (init
 * containers run one after the other, sidecars beside everything that starts after them), else from the pod's own limits.
 */
import { setKey } from '../../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../../machinery/quantity.ts';
import type { ResourceList, ResourceRequirements } from './quantities.ts';

interface Unit {
  readonly restartPolicy?: string;
  readonly resources?: ResourceRequirements;
}

interface Units {
  readonly containers?: readonly Unit[] | null;
  readonly initContainers?: readonly Unit[] | null;
}

const HUGE_PAGES = 'hugepages-';

const isOvercommittable = (name: string): boolean => name === 'cpu' || name === 'memory';
const isHugePages = (name: string): boolean => name.startsWith(HUGE_PAGES);

export function defaultPodResources(spec: Units, resources: ResourceRequirements): void {
  // Huge pages cannot be overcommitted, so a pod's limit is what its containers may use.
  const limits = fill(resources.limits, aggregate(spec, 'limits'), isHugePages);
  if (limits !== undefined) resources.limits = limits;
  if (limits === undefined || Object.keys(limits).length === 0) return;
  const fromContainers = fill(resources.requests, aggregate(spec, 'requests'), isOvercommittable);
  const requests = fill(fromContainers, limits, (name) => isOvercommittable(name) || isHugePages(name));
  if (requests !== undefined) resources.requests = requests;
}

/** Adds what is missing; undefined when there is nothing at all. */
function fill(list: ResourceList | null | undefined, from: ResourceList, wanted: (name: string) => boolean): ResourceList | undefined {
  let filled = list ?? undefined;
  for (const name of Object.keys(from)) {
    if (!wanted(name) || (filled !== undefined && Object.hasOwn(filled, name))) continue;
    filled ??= {};
    setKey(filled, name, from[name] ?? '0');
  }
  return filled;
}

function aggregate(spec: Units, kind: 'limits' | 'requests'): ResourceList {
  const running = new Map<string, Quantity>();
  const sidecars = new Map<string, Quantity>();
  const starting = new Map<string, Quantity>();
  for (const { resources } of spec.containers ?? []) merge(running, quantities(resources?.[kind]), sum);
  for (const { resources, restartPolicy } of spec.initContainers ?? []) {
    const own = quantities(resources?.[kind]);
    if (restartPolicy === 'Always') {
      merge(running, own, sum);
      merge(sidecars, own, sum);
      merge(starting, sidecars, larger);
    } else {
      merge(own, sidecars, sum);
      merge(starting, own, larger);
    }
  }
  merge(running, starting, larger);
  const total: ResourceList = {};
  for (const [name, quantity] of running) setKey(total, name, quantity.toString());
  return total;
}

function quantities(list: ResourceList | null | undefined): Map<string, Quantity> {
  return new Map(Object.entries(list ?? {}).map(([name, text]) => [name, parseQuantity(text)]));
}

const sum = (a: Quantity, b: Quantity): Quantity => a.add(b);
const larger = (a: Quantity, b: Quantity): Quantity => (a.cmp(b) < 0 ? b : a);

function merge(into: Map<string, Quantity>, from: ReadonlyMap<string, Quantity>, join: (a: Quantity, b: Quantity) => Quantity): void {
  for (const [name, quantity] of from) {
    const there = into.get(name);
    into.set(name, there === undefined ? quantity : join(there, quantity));
  }
}
