/**
 * Addresses of services. An address is taken by creating the IPAddress object of its name, so that no two services get one, whatever the number of
 * servers (KEP-1880). Ranges are the ready ServiceCIDR objects. Dynamic addresses come from the upper part of a range as long as it has any, so that
 * the lower part stays for those who choose theirs (KEP-3070).
 */
import { randomBytes } from 'node:crypto';
import {
  type Address,
  contains,
  formatAddress,
  formatRange,
  parseAddress,
  parseRange,
  type Range,
  sizeOf,
} from '../../../../machinery/grammar/addresses.ts';
import type { KubeObject } from '../../../../machinery/object.ts';
import { ApiError } from '../../../../machinery/status.ts';
import type { StrategyContext } from '../../../generic/declaration.ts';
import { everyEntry } from '../../../generic/every-entry.ts';
import type { RegistryStore } from '../../../generic/store.ts';
import { isManaged, newAddressObject, type Owner, usable } from './address-objects.ts';

/** An address or port cannot be had; the message is the end of a sentence. */
export class AllocationError extends Error {
  override readonly name = 'AllocationError';
}

export interface AddressStores {
  /** ipaddresses.networking.k8s.io */
  readonly addresses: RegistryStore;
  /** servicecidrs.networking.k8s.io */
  readonly ranges: RegistryStore;
  /** For writes in the server's own name. */
  readonly context: StrategyContext;
  /** Makes an IPAddress object in the server's own name. @throws {ApiError} AlreadyExists */
  readonly create: (object: KubeObject) => Promise<void>;
}

/** The usable addresses of a range: without the network's, and without the broadcast address of IPv4. */
interface Band {
  readonly first: bigint;
  readonly last: bigint;
  /** Where the dynamic part begins. */
  readonly dynamic: bigint;
}

const NOT_READY = 'allocator not ready';
const MIN_STATIC = 16n;
const MAX_STATIC = 256n;

function bandOf(range: Range): Band {
  const size = sizeOf(range);
  const share = size / 16n;
  const offset = size <= MIN_STATIC ? 0n : share < MIN_STATIC ? MIN_STATIC : share > MAX_STATIC ? MAX_STATIC : share;
  const { first, last } = usable(range);
  return { first, last, dynamic: first + offset };
}

export class AddressAllocator {
  readonly #stores: AddressStores;

  constructor(stores: AddressStores) {
    this.#stores = stores;
  }

  /** @throws {AllocationError} */
  async allocate(text: string, owner: Owner, dryRun: boolean): Promise<void> {
    const address = parseAddress(text) as Address;
    const ranges = await this.#ranges(address.family);
    if (dryRun) return refuseOutside(ranges, address);
    const home = ranges.some((range) => contains(range, address) && inBand(bandOf(range), address.bits));
    if (!home) throw new AllocationError('the provided network does not match the current range');
    if (!(await this.#take(formatAddress(address), owner))) throw new AllocationError('provided IP is already allocated');
  }

  /** Any free address; in a dry run the one of a range itself, which no service ever gets. @throws {AllocationError} when there is none */
  async allocateNext(family: 4 | 6, owner: Owner, dryRun: boolean): Promise<string> {
    const ranges = await this.#ranges(family);
    const [range] = ranges;
    if (range === undefined) throw new AllocationError(NOT_READY);
    if (dryRun) return formatAddress({ family, bits: range.first });
    for (const range of ranges) {
      const { first, last, dynamic } = bandOf(range);
      const found = (await this.#search(family, dynamic, last, owner)) ?? (await this.#search(family, first, dynamic - 1n, owner));
      if (found !== undefined) return found;
    }
    throw new AllocationError('range is full');
  }

  /** Only what this allocator took for that service is given back. */
  async release(text: string, { namespace, name }: Owner): Promise<void> {
    const { addresses, context } = this.#stores;
    const address = parseAddress(text);
    if (address === undefined) return;
    const key = formatAddress(address);
    const held = (await addresses.storage.get(addresses.keyOf('', key), ''))?.object();
    const parent = (held?.spec as { readonly parentRef?: { readonly namespace?: string; readonly name?: string } } | undefined)?.parentRef;
    if (held === undefined || parent?.name !== name || parent.namespace !== namespace) return;
    if (!isManaged(held)) return;
    try {
      await addresses.delete({ context, name: key, options: { preconditions: { uid: held.metadata.uid } }, admit: async () => {} });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  async #ranges(family: 4 | 6): Promise<readonly Range[]> {
    const entries = await everyEntry(this.#stores.ranges.storage, '', '0');
    return entries.flatMap((entry) => (isReady(entry.object()) ? rangesOf(entry.object()) : [])).filter((range) => range.family === family);
  }

  /** From a random place to the end, then from the beginning. */
  async #search(family: 4 | 6, from: bigint, to: bigint, owner: Owner): Promise<string | undefined> {
    if (to < from) return undefined;
    const size = to - from + 1n;
    const start = randomBytes(16).readBigUInt64BE() % size;
    for (let i = 0n; i < size; i++) {
      const text = formatAddress({ family, bits: from + ((start + i) % size) });
      if (await this.#take(text, owner)) return text;
    }
    return undefined;
  }

  /** Whether it could be had. */
  async #take(address: string, owner: Owner): Promise<boolean> {
    const { addresses, create } = this.#stores;
    const key = addresses.keyOf('', address);
    if ((await addresses.storage.get(key, '0')) !== undefined) {
      // Caches may lag behind a release; a taken address is looked at once more where it counts.
      if ((await addresses.storage.get(key, '')) !== undefined) return false;
    }
    try {
      await create(newAddressObject(parseAddress(address) as Address, owner));
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'AlreadyExists') return false;
      throw error;
    }
  }
}

/** A dry run looks no further than at one range, and names it: tools ask for a wrong address to learn the range of a cluster. */
function refuseOutside([range]: readonly Range[], address: Address): void {
  if (range === undefined) throw new AllocationError(NOT_READY);
  if (inBand(bandOf(range), address.bits)) return;
  throw new AllocationError(`the provided IP (${formatAddress(address)}) is not in the valid range. The range of valid IPs is ${formatRange(range)}`);
}

const inBand = ({ first, last }: Band, bits: bigint): boolean => bits >= first && bits <= last;

function isReady({ metadata, status }: KubeObject): boolean {
  const { conditions } = (status ?? {}) as { readonly conditions?: readonly { readonly type: string; readonly status: string }[] | null };
  const ready = conditions?.find((each) => each.type === 'Ready');
  // A range that nobody has judged yet counts: the controller that does so may not be running.
  return metadata.deletionTimestamp === undefined && (ready === undefined || ready.status === 'True');
}

function rangesOf({ spec }: KubeObject): readonly Range[] {
  const { cidrs } = (spec ?? {}) as { readonly cidrs?: readonly string[] | null };
  return (cidrs ?? []).map(parseRange).filter((range): range is Range => range !== undefined);
}
