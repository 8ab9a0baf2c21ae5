/**
 * Names of compute resources: standard ones (cpu, memory), huge pages by size, and extended ones that a vendor's domain qualifies
 * (docs/concepts/configuration/manage-resources-containers).
 */
import { labelKeyErrors } from '../../../../machinery/grammar/label-names.ts';
import { parseQuantity, type Quantity, QuantityError } from '../../../../machinery/quantity.ts';

const HUGE_PAGES = 'hugepages-';
const REQUESTS = 'requests.';
const NATIVE_DOMAIN = 'kubernetes.io/';

const CONTAINER_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage']);

const COUNTED = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];

const STANDARD_RESOURCES = new Set([
  ...CONTAINER_RESOURCES,
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'storage',
  'requests.storage',
  ...COUNTED,
]);

const COUNTED_RESOURCES = new Set(COUNTED);

export function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

function isQuotaHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES) || name.startsWith(REQUESTS + HUGE_PAGES);
}

/** Known to the system: unqualified, or in the kubernetes.io domain. */
export function isNative(name: string): boolean {
  return !name.includes('/') || name.includes(NATIVE_DOMAIN);
}

export function isStandard(name: string): boolean {
  return STANDARD_RESOURCES.has(name) || isQuotaHugePages(name);
}

function isStandardForContainers(name: string): boolean {
  return CONTAINER_RESOURCES.has(name) || isHugePages(name);
}

export function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith(REQUESTS) && labelKeyErrors(REQUESTS + name).length === 0;
}

/** Only whole numbers of it make sense. */
export function isCounted(name: string): boolean {
  return COUNTED_RESOURCES.has(name) || isExtended(name);
}

/** Requests may be lower than limits. */
export function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

/** What is wrong with the name of a resource anywhere. */
export function resourceNameErrors(name: string): readonly string[] {
  const errors = labelKeyErrors(name);
  if (errors.length > 0) return errors;
  return name.includes('/') || isStandard(name) ? [] : ['must be a standard resource type or fully qualified'];
}

/** ... and of one that containers request. */
export function containerResourceNameErrors(name: string): readonly string[] {
  if (CONTAINER_RESOURCES.has(name)) return [];
  const errors = resourceNameErrors(name);
  if (!name.includes('/')) return isStandardForContainers(name) ? errors : [...errors, 'must be a standard resource for containers'];
  return isNative(name) || isExtended(name) ? errors : [...errors, "doesn't follow extended resource name standard"];
}

/** Whether an amount of huge pages is a positive number of pages. Names whose size is no quantity divide nothing. */
export function dividesIntoPages(name: string, amount: string): boolean {
  const page = quantityOrUndefined(name.slice(HUGE_PAGES.length));
  if (page === undefined) return false;
  const total = parseQuantity(amount).value();
  const size = page.value();
  return size > 0n && total > 0n && total % size === 0n;
}

function quantityOrUndefined(text: string): Quantity | undefined {
  try {
    return parseQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}
