/** Joins services to the objects that their addresses and ports are taken from. */
import { RangeAllocation } from '../../apis/core/v1/types.ts';
import type { LoopbackClient } from '../../controllers/loopback-client.ts';
import { parseRange } from '../../machinery/grammar/addresses.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { AddressAllocator } from '../../registry/core/services/allocation/addresses.ts';
import type { ClusterFamilies } from '../../registry/core/services/allocation/families.ts';
import { PortAllocator, type PortRange } from '../../registry/core/services/allocation/ports.ts';
import { ServiceAllocation } from '../../registry/core/services/allocation/service-allocation.ts';
import type { Registries } from '../storage/install.ts';
import { openServerObjects, type ServerObjectsOptions } from '../storage/server-objects.ts';

export interface ServiceAllocationOptions extends ServerObjectsOptions {
  readonly registries: Registries;
  /** Of `--service-cluster-ip-range`: one range, or one a family. */
  readonly serviceRange: string;
  /** Of `--service-node-port-range`. */
  readonly nodePorts: PortRange;
  readonly loopback: LoopbackClient;
}

export interface InstalledAllocation {
  /** Undefined when services or addresses are not served. */
  readonly ports: PortAllocator | undefined;
  close(): Promise<void>;
}

const PORTS_NAME = 'servicenodeports';

export function installServiceAllocation(options: ServiceAllocationOptions): InstalledAllocation {
  const { registries, loopback } = options;
  const services = registries.get('', 'services');
  const addresses = registries.get('networking.k8s.io', 'ipaddresses');
  const ranges = registries.get('networking.k8s.io', 'servicecidrs');
  if (services === undefined || addresses === undefined || ranges === undefined) return { ports: undefined, close: async () => {} };
  const kind = { resource: 'rangeallocations', kind: 'RangeAllocation', type: RangeAllocation, folder: '/ranges/' };
  const { storage, storagePrefix } = openServerObjects(options, kind);
  const ports = new PortAllocator(storage, storagePrefix + PORTS_NAME, options.nodePorts);
  const create = (object: KubeObject): Promise<void> => loopback.create('networking.k8s.io', 'ipaddresses', object);
  const allocator = new AddressAllocator({ addresses, ranges, context: loopback.context(''), create });
  services.allocation = new ServiceAllocation(familiesOf(options.serviceRange), allocator, ports);
  return { ports, close: () => storage.close() };
}

/** The families of a range flag, the default one first. */
export function familiesOf(range: string): ClusterFamilies {
  return range.split(',').map((each) => (parseRange(each.trim())?.family === 6 ? 'IPv6' : 'IPv4'));
}
