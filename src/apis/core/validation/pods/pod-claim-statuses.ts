/** What the status of a pod says of resource claims: made from templates, for extended resources, and for the node's own resources. */
import { type ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { nameIsDns1123Subdomain, validateDns1123Label } from '../../../../machinery/grammar/names.ts';
import { getKey } from '../../../../machinery/object.ts';
import { parseQuantity } from '../../../../machinery/quantity.ts';
import type { PodSpec, PodStatus } from '../../v1/objects.gen.ts';
import { isNative } from '../resources/resource-names.ts';

const STATUS = FieldPath.root('status');

/** Claims that were made for the pod. */
export function checkClaimStatuses(errors: ErrorList, { resourceClaimStatuses }: PodStatus, { resourceClaims = [] }: PodSpec): void {
  const names = new Set<string>();
  const known = new Set(resourceClaims.map((each) => each.name));
  resourceClaimStatuses?.forEach(({ name, resourceClaimName }, i) => {
    const at = STATUS.child('resourceClaimStatuses').index(i);
    if (!known.has(name)) errors.invalid(at.child('name'), name, 'must match the name of an entry in `spec.resourceClaims`');
    if (names.has(name)) errors.duplicate(at.child('name'), name);
    names.add(name);
    if (resourceClaimName !== undefined) checkClaimName(errors, at.child('resourceClaimName'), resourceClaimName);
  });
}

function checkClaimName(errors: ErrorList, path: FieldPath, name: string): void {
  errors.eachInvalid(path, name, nameIsDns1123Subdomain(name));
}

const OF_SPEC = 'of an entry in spec.initContainers';

/** The claim that stands for extended resources (KEP-5004). The path of bad request names is upstream's. */
export function checkExtendedClaim(errors: ErrorList, { extendedResourceClaimStatus: claim }: PodStatus, spec: PodSpec): void {
  if (claim === undefined) return;
  const path = STATUS.child('extendedResourceClaimStatus');
  const containers = new Map([...(spec.initContainers ?? []), ...(spec.containers ?? [])].map((each) => [each.name, each]));
  const mappings = claim.requestMappings ?? [];
  if (mappings.length === 0) errors.required(path.child('requestMappings'), 'at least one request mapping is required');
  const seen = new Set<string>();
  mappings.forEach(({ containerName, resourceName, requestName }, i) => {
    const at = path.child('requestMappings').index(i);
    const container = containers.get(containerName);
    if (container === undefined)
      errors.invalid(at.child('containerName'), containerName, `must match the name ${OF_SPEC}.name or spec.containers.name`);
    else if (getKey(container.resources?.requests, resourceName) === undefined)
      errors.invalid(
        at.child('resourceName'),
        resourceName,
        `must match the extended resource name ${OF_SPEC}.resources.requests or spec.containers.resources.requests`,
      );
    errors.eachInvalid(path.child('requestName'), requestName, validateDns1123Label(requestName));
    const key = JSON.stringify([containerName, resourceName, requestName]);
    if (seen.has(key)) {
      errors.duplicate(at.child('containerName'), containerName);
      errors.duplicate(at.child('resourceName'), resourceName);
      errors.duplicate(at.child('requestName'), requestName);
    }
    seen.add(key);
  });
  if (claim.resourceClaimName === '') errors.required(path.child('resourceClaimName'));
  else checkClaimName(errors, path.child('resourceClaimName'), claim.resourceClaimName);
}

/** What claims take of the node's own resources (KEP-5517). */
export function checkNodeClaims(errors: ErrorList, status: PodStatus, { resourceClaims = [] }: PodSpec): void {
  const known = new Set([...resourceClaims, ...(status.resourceClaimStatuses ?? [])].map((each) => each.resourceClaimName));
  status.nodeAllocatableResourceClaimStatuses?.forEach(({ resourceClaimName = '', containers = [], resources }, i) => {
    const at = STATUS.child('nodeAllocatableResourceClaimStatuses').index(i);
    if (resourceClaimName === '') errors.required(at.child('resourceClaimName'), 'must not be empty');
    if (!known.has(resourceClaimName)) errors.invalid(at.child('resourceClaimName'), resourceClaimName, 'no mapping found in pod reference');
    if (containers.length === 0) errors.required(at.child('containers'), 'must not be empty');
    const names = Object.keys(resources ?? {});
    if (names.length === 0) errors.required(at.child('resources'), 'must not be empty');
    for (const name of names.toSorted()) {
      const key = at.child('resources').key(name);
      const amount = parseQuantity(getKey(resources, name) ?? '');
      if (!isNative(name)) errors.invalid(key, name, 'must be a node allocatable resource name');
      if (amount.sign < 0) errors.invalid(key, amount.toString(), 'must be non-negative');
    }
  });
}
