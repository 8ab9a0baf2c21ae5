/**
 * Resources of a pod as a whole (KEP-2837). Where they are given in part, the rest follows from the containers: what they need together (init
 * containers run one after the other, sidecars beside everything that starts after them), else from the pod's own limits.
 */
import { getKey, setKey } from '../../../machinery/object.ts';
import { containerResources, type ResourceUsers } from '../container-resources.ts';
import type { ResourceList, ResourceRequirements } from './quantities.ts';

const HUGE_PAGES = 'hugepages-';

const isOvercommittable = (name: string): boolean => name === 'cpu' || name === 'memory';
const isHugePages = (name: string): boolean => name.startsWith(HUGE_PAGES);

export function defaultPodResources(spec: ResourceUsers, resources: ResourceRequirements): void {
  // Huge pages cannot be overcommitted, so a pod's limit is what its containers may use.
  const limits = fillResources(resources.limits, together(spec, 'limits'), isHugePages);
  if (limits !== undefined) resources.limits = limits;
  if (limits === undefined || Object.keys(limits).length === 0) return;
  const fromContainers = fillResources(resources.requests, together(spec, 'requests'), isOvercommittable);
  const requests = fillResources(fromContainers, limits, (name) => isOvercommittable(name) || isHugePages(name));
  if (requests !== undefined) resources.requests = requests;
}

/** Adds the wanted amounts that are missing. @returns undefined when there is nothing at all */
export function fillResources(
  list: ResourceList | null | undefined,
  from: ResourceList | null | undefined,
  wanted: (name: string) => boolean = () => true,
): ResourceList | undefined {
  let filled = list ?? undefined;
  for (const name of Object.keys(from ?? {})) {
    if (!wanted(name) || (filled !== undefined && Object.hasOwn(filled, name))) continue;
    filled ??= {};
    setKey(filled, name, getKey(from, name) ?? '0');
  }
  return filled;
}

/** What the containers need together, as text. */
function together(spec: ResourceUsers, kind: 'limits' | 'requests'): ResourceList {
  const total: ResourceList = {};
  for (const [name, quantity] of containerResources(spec, kind)) setKey(total, name, quantity.toString());
  return total;
}
