/**
 * IPAddress objects as the allocator makes and knows them, and which addresses of a range services may have: not the network's own, and not the
 * broadcast address of IPv4. Source: KEP-1880.
 */
import type { IPAddress } from '../../../../apis/networking/v1/objects.gen.ts';
import { type Address, contains, formatAddress, parseRange, type Range, sizeOf } from '../../../../machinery/grammar/addresses.ts';
import { getKey, type KubeObject } from '../../../../machinery/object.ts';

export interface Owner {
  readonly namespace: string;
  readonly name: string;
}

export const FAMILY_LABEL = 'ipaddress.kubernetes.io/ip-family';
const MANAGER_LABEL = 'ipaddress.kubernetes.io/managed-by';
const MANAGER = 'ipallocator.k8s.io';

export const familyOf = ({ family }: Address): 'IPv4' | 'IPv6' => (family === 4 ? 'IPv4' : 'IPv6');

/** Says that a service holds the address. */
export function newAddressObject(address: Address, { namespace, name }: Owner): KubeObject {
  return {
    kind: 'IPAddress',
    apiVersion: 'networking.k8s.io/v1',
    metadata: { name: formatAddress(address), labels: { [FAMILY_LABEL]: familyOf(address), [MANAGER_LABEL]: MANAGER } },
    spec: { parentRef: { resource: 'services', namespace, name } },
  };
}

/** Whether the allocator made it; what others made is theirs. */
export const isManaged = ({ metadata }: Pick<IPAddress | KubeObject, 'metadata'>): boolean => getKey(metadata?.labels, MANAGER_LABEL) === MANAGER;

/** The usable addresses of a range. */
export function usable(range: Range): { readonly first: bigint; readonly last: bigint } {
  return { first: range.first + 1n, last: range.first + sizeOf(range) - (range.family === 4 ? 2n : 1n) };
}

/** Whether a service may have the address from this range ("10.0.0.0/16"). */
export function isUsable(cidr: string, address: Address): boolean {
  const range = parseRange(cidr);
  if (range === undefined || !contains(range, address)) return false;
  const { first, last } = usable(range);
  return address.bits >= first && address.bits <= last;
}
