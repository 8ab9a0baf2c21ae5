/**
 * Resource lists: amounts finer than a thousandth are rounded up, whatever the resource (upstream's SetDefaults_ResourceList).
 */
import { setKey } from '../../../machinery/object.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';

export type ResourceList = { [name: string]: string };

export interface ResourceRequirements {
  limits?: ResourceList;
  requests?: ResourceList;
}

/** Thousandths, as a power of ten. */
const MILLI = -3;
/** Texts that cannot be finer than a thousandth; nearly all of them. */
const COARSE = /^-?[0-9]+(?:m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?$/;

export function roundResources(list: ResourceList | null | undefined): void {
  if (list === undefined || list === null) return;
  for (const name of Object.keys(list)) {
    const text = list[name];
    if (text === undefined || COARSE.test(text)) continue;
    const rounded = parseQuantity(text).roundUp(MILLI).toString();
    if (rounded !== text) setKey(list, name, rounded);
  }
}

export function roundRequirements(resources: ResourceRequirements | undefined): void {
  roundResources(resources?.limits);
  roundResources(resources?.requests);
}

/** Who limits a resource and does not say how much to reserve reserves the limit. */
export function requestLimits(resources: ResourceRequirements | undefined): void {
  const limits = resources?.limits;
  if (resources === undefined || limits === undefined || limits === null) return;
  resources.requests ??= {};
  const requests: ResourceList = resources.requests;
  for (const name of Object.keys(limits)) {
    if (!Object.hasOwn(requests, name)) setKey(requests, name, limits[name] ?? '0');
  }
}
