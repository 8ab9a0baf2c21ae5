/**
 * Services and their IPAddress objects belong to each other one to one; this is what keeps it so when something between them broke (a crash, a
 * deleted object, services of a release that kept its addresses elsewhere). An address without its object gets one; an object that no service stands
 * behind goes, once it is older than any request that may still be creating its service.
 *
 * Source of the behaviour: upstream's repair loop for IPAddress objects (KEP-1880). The same is found out by reading, so several servers may do it at
 * once; the Events that upstream leaves on the way are only log lines here.
 */
import type { Service } from '../../apis/core/v1/objects.gen.ts';
import type { IPAddress, ServiceCIDR } from '../../apis/networking/v1/objects.gen.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import { type Address, formatAddress, parseAddress } from '../../machinery/grammar/addresses.ts';
import { getKey } from '../../machinery/object.ts';
import { timeToMillis } from '../../machinery/time.ts';
import { FAMILY_LABEL, familyOf, isManaged, isUsable, newAddressObject } from '../../registry/core/services/allocation/address-objects.ts';
import type { LoopbackClient, Place } from '../loopback-client.ts';

/** No request lives longer. */
const GRACE_MS = 60_000;

const addressPlace = (name: string): Place => ({ group: 'networking.k8s.io', resource: 'ipaddresses', namespace: '', name });
const servicePlace = (namespace: string, name: string): Place => ({ group: '', resource: 'services', namespace, name });

export interface AddressRepairOptions {
  readonly loopback: LoopbackClient;
  readonly clock: Clock;
  readonly log: Logger;
}

export class AddressRepair {
  readonly #loopback: LoopbackClient;
  readonly #clock: Clock;
  readonly #log: Logger;

  constructor({ loopback, clock, log }: AddressRepairOptions) {
    this.#loopback = loopback;
    this.#clock = clock;
    this.#log = log;
  }

  /** Makes sure that every cluster IP of a service has its IPAddress object. */
  async checkService(namespace: string, name: string): Promise<void> {
    const service = await this.#service(namespace, name, '0');
    const spec = service?.spec;
    if (spec === undefined || spec.type === 'ExternalName' || spec.clusterIP === undefined || spec.clusterIP === '' || spec.clusterIP === 'None')
      return;
    for (const text of spec.clusterIPs ?? []) await this.#checkAddressOf(namespace, name, text);
  }

  async #checkAddressOf(namespace: string, name: string, text: string): Promise<void> {
    const address = parseAddress(text);
    if (address === undefined) return this.#tell(`the ClusterIP ${text} for Service ${namespace}/${name} is not a valid IP; please recreate Service`);
    const key = formatAddress(address);
    const about = `the ClusterIP [${familyOf(address)}]: ${key} for Service ${namespace}/${name}`;
    const held = (await this.#address(key, '0')) ?? (await this.#address(key, ''));
    if (held === undefined) {
      if (!(await this.#isInRange(address))) return this.#tell(`${about} is not within any service CIDR; please recreate`);
      if (!(await this.#stillHas(namespace, name, text))) return undefined;
      this.#tell(`${about} is not allocated; repairing`);
      await this.#loopback.ensure('networking.k8s.io', 'ipaddresses', newAddressObject(address, { namespace, name }));
      return undefined;
    }
    const { parentRef } = held.spec ?? {};
    const isServices = (parentRef?.group ?? '') === '' && parentRef?.resource === 'services';
    const isThis = isServices && parentRef.namespace === namespace && parentRef.name === name;
    if (isServices && !isThis) {
      const other = await this.#service(parentRef.namespace ?? '', parentRef.name ?? '', '0');
      if (other?.spec?.clusterIPs?.includes(key) === true)
        return this.#tell(`${about} was assigned to other services ${parentRef.namespace}/${parentRef.name}; please recreate`);
    }
    const labelled = isManaged(held) && getKey(held.metadata.labels, FAMILY_LABEL) === familyOf(address);
    if (isThis && labelled) return undefined;
    if (!(await this.#stillHas(namespace, name, text))) return undefined;
    if (!isThis) this.#tell(`${about} has a wrong reference; repairing`);
    await this.#loopback.delete(addressPlace(key), held.metadata.uid);
    await this.#loopback.ensure('networking.k8s.io', 'ipaddresses', newAddressObject(address, { namespace, name }));
  }

  /** @returns in how many milliseconds to look again: a young object may be ahead of its service */
  async checkAddress(key: string): Promise<number | undefined> {
    const held = await this.#address(key, '0');
    if (held === undefined || !isManaged(held)) return undefined;
    const { parentRef } = held.spec ?? {};
    if ((parentRef?.group ?? '') !== '' || parentRef?.resource !== 'services') {
      this.#tell(`IPAddress ${key} appears to have been modified, not referencing a Service: cleaning up`);
      await this.#loopback.delete(addressPlace(key), held.metadata.uid);
      return undefined;
    }
    const { namespace = '', name = '' } = parentRef;
    const service = (await this.#service(namespace, name, '0')) ?? (await this.#service(namespace, name, ''));
    if (service?.spec?.clusterIPs?.includes(key) === true) return undefined;
    // Also when the service is there: an update that takes a second address writes the address first.
    const age = this.#clock.now() - timeToMillis(held.metadata.creationTimestamp ?? '');
    if (age <= GRACE_MS) return GRACE_MS - age + 1;
    const fresh = await this.#service(namespace, name, '');
    if (fresh?.spec?.clusterIPs?.includes(key) === true) return undefined;
    this.#tell(
      fresh === undefined
        ? `IPAddress ${key} appears to have leaked: cleaning up`
        : `the IPAddress: ${key} for Service ${namespace}/${name} has a wrong reference; cleaning up`,
    );
    await this.#loopback.delete(addressPlace(key), held.metadata.uid);
    return undefined;
  }

  /** What the cache shows may be gone: before something is taken in a service's name, it is asked for again. */
  async #stillHas(namespace: string, name: string, text: string): Promise<boolean> {
    return (await this.#service(namespace, name, ''))?.spec?.clusterIPs?.includes(text) === true;
  }

  async #isInRange(address: Address): Promise<boolean> {
    const ranges = await this.#loopback.list<ServiceCIDR>('networking.k8s.io', 'servicecidrs');
    return ranges.some(({ spec }) => spec?.cidrs?.some((cidr) => isUsable(cidr, address)) === true);
  }

  #service(namespace: string, name: string, resourceVersion: string): Promise<Service | undefined> {
    return this.#loopback.get<Service>(servicePlace(namespace, name), resourceVersion);
  }

  #address(key: string, resourceVersion: string): Promise<IPAddress | undefined> {
    return this.#loopback.get<IPAddress>(addressPlace(key), resourceVersion);
  }

  #tell(text: string): undefined {
    this.#log.error(text);
  }
}
