/**
 * The Endpoints and EndpointSlices of service `kubernetes`: where the API servers of the cluster answer. Written only when they differ, by every
 * server, so a conflict means that another one was there first and the comparison starts anew.
 *
 * Source of the behaviour: upstream's endpoints adapter (pkg/controlplane/reconcilers in k8s.io/kubernetes).
 */
import { clone, equal } from '../../machinery/clone.ts';
import { getKey, type KubeObject, type StringMap } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import type { LoopbackClient, Place } from '../loopback-client.ts';

const NAMESPACE = 'default';
const NAME = 'kubernetes';
const SLICE_LABEL = 'kubernetes.io/service-name';
const ATTEMPTS = 4;

export type AddressType = 'IPv4' | 'IPv6';

export interface EndpointPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'TCP';
}

/** Ports that are there stay unless the caller says that its own are right. */
type Ports = { readonly wanted: EndpointPort; readonly replace: boolean };

const isIPv6 = (address: string): boolean => address.includes(':');
const slicePlace = (name: string): Place => ({ group: 'discovery.k8s.io', resource: 'endpointslices', namespace: NAMESPACE, name });

export class ServiceEndpoints {
  readonly #loopback: LoopbackClient;
  readonly #types: readonly AddressType[];

  /** @param types the families of the service's addresses, the first one first */
  constructor(loopback: LoopbackClient, types: readonly AddressType[]) {
    this.#loopback = loopback;
    this.#types = types;
  }

  /** The addresses that are published now, of the first family. */
  async addresses(): Promise<Set<string>> {
    const { ours } = await this.#slices();
    const endpoints = (ours[0]?.endpoints ?? []) as readonly { readonly addresses: readonly string[] }[];
    return new Set(endpoints.flatMap(({ addresses }) => addresses));
  }

  /** Publishes exactly these. Nothing at all cannot be published: what was there last stays then. @throws {ApiError} */
  async publish(addresses: ReadonlySet<string>, ports: Ports): Promise<void> {
    const sorted = [...addresses].sort();
    const first = sorted.filter((each) => isIPv6(each) === (this.#types[0] === 'IPv6'));
    const second = sorted.filter((each) => isIPv6(each) !== (this.#types[0] === 'IPv6'));
    if (first.length === 0) return;
    await retried(() => this.#publishEndpoints(first, ports));
    // Two families only once all servers have both.
    await retried(() => this.#publishSlices([first, second.length === first.length ? second : []], ports));
  }

  async #publishEndpoints(addresses: readonly string[], ports: Ports): Promise<void> {
    const place = { group: '', resource: 'endpoints', namespace: NAMESPACE, name: NAME };
    const labels = { 'endpointslice.kubernetes.io/skip-mirror': 'true' };
    const subsetsOf = (old: unknown): object[] => {
      const subsets = (old ?? []) as readonly { readonly ports?: readonly EndpointPort[] }[];
      const [subset] = subsets.length === 1 ? subsets : [];
      return [{ ...subset, addresses: addresses.map((ip) => ({ ip })), ports: portsOf(subset?.ports, ports) }];
    };
    const present = await this.#loopback.get(place);
    if (present === undefined) {
      const metadata = { name: NAME, namespace: NAMESPACE, labels };
      await this.#loopback.create('', 'endpoints', { kind: 'Endpoints', apiVersion: 'v1', metadata, subsets: subsetsOf(undefined) });
    } else await this.#change(place, present, labels, { subsets: subsetsOf(present.subsets) });
  }

  async #publishSlices(addresses: readonly (readonly string[])[], ports: Ports): Promise<void> {
    const { ours, others } = await this.#slices();
    for (const slice of others) await this.#loopback.delete(slicePlace(slice.metadata.name ?? ''));
    const labels = { [SLICE_LABEL]: NAME };
    for (const [i, addressType] of this.#types.entries()) {
      const present = ours[i];
      const endpoints = (addresses[i] ?? []).map((address) => ({ addresses: [address], conditions: { ready: true } }));
      const wanted = { endpoints, ports: portsOf(present?.ports as readonly EndpointPort[] | undefined, ports) };
      const name = this.#sliceName(i);
      if (present !== undefined) await this.#change(slicePlace(name), present, labels, wanted);
      else {
        const metadata = { name, namespace: NAMESPACE, labels };
        const slice = { kind: 'EndpointSlice', apiVersion: 'discovery.k8s.io/v1', metadata, addressType, ...wanted };
        await this.#loopback.create('discovery.k8s.io', 'endpointslices', slice);
      }
    }
  }

  async #change(place: Place, present: KubeObject, labels: StringMap, fields: { readonly [name: string]: unknown }): Promise<void> {
    const isThere = Object.entries(fields).every(([name, value]) => equal(present[name], value));
    if (isThere && equal(present.metadata.labels, labels)) return;
    const { resourceVersion } = present.metadata;
    await this.#loopback.update(place, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...labels }, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
      ...clone(fields),
    }));
  }

  /** Slices of the service by family, and those that should not be: of a family that the service has no more, for example. */
  async #slices(): Promise<{ readonly ours: readonly (KubeObject | undefined)[]; readonly others: readonly KubeObject[] }> {
    const isOurs = ({ namespace, labels }: { readonly namespace: string; readonly labels: StringMap }): boolean =>
      namespace === NAMESPACE && getKey(labels, SLICE_LABEL) === NAME;
    const slices = await this.#loopback.list('discovery.k8s.io', 'endpointslices', isOurs, '');
    const ours = this.#types.map((type, i) => slices.find((each) => each.metadata.name === this.#sliceName(i) && each.addressType === type));
    return { ours, others: slices.filter((each) => !ours.includes(each)) };
  }

  #sliceName(i: number): string {
    return i === 0 ? NAME : `${NAME}-${this.#types[i] === 'IPv4' ? 'v4' : 'v6'}`;
  }
}

function portsOf(present: readonly EndpointPort[] | undefined, { wanted, replace }: Ports): readonly EndpointPort[] {
  return present === undefined || present.length === 0 || (replace && !equal(present, [wanted])) ? [wanted] : present;
}

/** Somebody else's write is a reason to look again. */
async function retried(task: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task();
    } catch (error) {
      const isRace = error instanceof ApiError && (error.reason === 'Conflict' || error.reason === 'AlreadyExists');
      if (!isRace || attempt === ATTEMPTS) throw error;
    }
  }
}
