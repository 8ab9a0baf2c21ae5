/**
 * What a service is given by the server: families, addresses, node ports, the port of its health check. Order and errors are upstream's
 * (pkg/registry/core/service/storage/alloc.go in k8s.io/kubernetes): all of it happens before the service is validated.
 */
import type { Service, ServicePort, ServiceSpec } from '../../../../apis/core/v1/objects.gen.ts';
import { TimeSlice } from '../../../../base/event-loop.ts';
import { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { asKind, type KubeObject } from '../../../../machinery/object.ts';
import { internalError, rawError } from '../../../../machinery/status.ts';
import type { Allocation, Transaction } from '../../../generic/allocation.ts';
import type { StrategyContext } from '../../../generic/declaration.ts';
import { prepareService } from '../strategy.ts';
import type { Owner } from './address-objects.ts';
import { type AddressAllocator, AllocationError } from './addresses.ts';
import { type ClusterFamilies, type Family, isHeadless, settleFamilies, staysPreferred } from './families.ts';
import { type PortAllocator, PortOperation } from './ports.ts';

const SPEC = FieldPath.root('spec');
const SERVICE = { group: '', kind: 'Service' };

const specOf = (object: KubeObject): ServiceSpec => (object.spec ?? {}) as ServiceSpec;
const hasNodePorts = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer';
const wantsNodePorts = ({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean =>
  type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
const needsHealthCheck = ({ type, externalTrafficPolicy }: ServiceSpec): boolean => type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
const nodePortsOf = ({ ports }: ServiceSpec): number[] => (ports ?? []).map(({ nodePort }) => nodePort ?? 0).filter((port) => port !== 0);

/** What one write takes, and what it gives back in the end. */
interface Work {
  readonly service: Service;
  readonly spec: ServiceSpec;
  readonly owner: Owner;
  readonly dryRun: boolean;
  readonly taken: string[];
  readonly released: string[];
  readonly ports: PortOperation;
}

export class ServiceAllocation implements Allocation {
  readonly #families: ClusterFamilies;
  readonly #addresses: AddressAllocator;
  readonly #ports: PortAllocator;

  constructor(families: ClusterFamilies, addresses: AddressAllocator, ports: PortAllocator) {
    this.#families = families;
    this.#addresses = addresses;
    this.#ports = ports;
  }

  beginCreate(context: StrategyContext, object: KubeObject): Promise<Transaction> {
    prepareService.prepareForCreate(context, object);
    return this.#run(context, object, async (work) => {
      settleFamilies(work.service, undefined, this.#families);
      await this.#takeAddresses(work);
      if (hasNodePorts(work.spec)) await takeNodePorts(work);
      if (needsHealthCheck(work.spec)) await takeHealthCheckPort(work);
    });
  }

  beginUpdate(context: StrategyContext, object: KubeObject, old: KubeObject): Promise<Transaction> {
    prepareService.prepareForUpdate(context, object, old);
    return this.#run(context, object, async (work) => {
      const before = specOf(old);
      settleFamilies(work.service, asKind<Service>(old), this.#families);
      await this.#changeAddresses(work, before);
      if (hasNodePorts(before) && !hasNodePorts(work.spec)) work.ports.releaseLater(nodePortsOf(before));
      if (hasNodePorts(work.spec)) await changeNodePorts(work, before);
      if (!needsHealthCheck(before) && needsHealthCheck(work.spec)) await takeHealthCheckPort(work);
      else if (needsHealthCheck(before) && !needsHealthCheck(work.spec)) work.ports.releaseLater([before.healthCheckNodePort ?? 0]);
    });
  }

  async afterDelete(object: KubeObject): Promise<void> {
    const spec = specOf(object);
    const owner = { namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
    if (spec.type !== 'ExternalName' && !isHeadless(spec)) await this.#release(spec.clusterIPs ?? [], owner);
    // An ExternalName service may show node ports that it never held.
    const ports = spec.type === 'ExternalName' ? [] : nodePortsOf(spec);
    await this.#ports.release(needsHealthCheck(spec) ? [...ports, spec.healthCheckNodePort ?? 0] : ports);
  }

  async #run(context: StrategyContext, object: KubeObject, steps: (work: Work) => Promise<void>): Promise<Transaction> {
    const { dryRun, namespace } = context;
    object.spec ??= {};
    const work: Work = {
      service: asKind<Service>(object),
      spec: specOf(object),
      owner: { namespace, name: object.metadata.name ?? '' },
      dryRun,
      taken: [],
      released: [],
      ports: new PortOperation(this.#ports, dryRun),
    };
    const revert = async (): Promise<void> => {
      if (!dryRun) await this.#release(work.taken, work.owner);
      await work.ports.revert();
    };
    try {
      await steps(work);
    } catch (error) {
      await revert();
      throw error;
    }
    return {
      revert,
      commit: async () => {
        if (!dryRun) await this.#release(work.released, work.owner);
        await work.ports.commit();
      },
    };
  }

  async #release(addresses: readonly string[], owner: Owner): Promise<void> {
    for (const address of addresses) await this.#addresses.release(address, owner);
  }

  /** One address per family; those that the client named are taken as they are. */
  async #takeAddresses(work: Work): Promise<void> {
    const { spec } = work;
    if (spec.type === 'ExternalName' || isHeadless(spec)) return;
    const wanted = (spec.ipFamilies ?? []).map((family, i) => ({ family: family as Family, address: spec.clusterIPs?.[i] ?? '' }));
    spec.clusterIPs = wanted.map(({ address }) => address);
    for (const [i, { family, address }] of wanted.entries()) {
      spec.clusterIPs[i] = await this.#takeAddress(work, family, address);
    }
    spec.clusterIP = spec.clusterIPs[0] ?? '';
  }

  async #takeAddress(work: Work, family: Family, address: string): Promise<string> {
    const { owner, dryRun, service, spec } = work;
    try {
      const got = address === '' ? await this.#addresses.allocateNext(family === 'IPv4' ? 4 : 6, owner, dryRun) : address;
      if (address !== '') await this.#addresses.allocate(address, owner, dryRun);
      work.taken.push(got);
      return got;
    } catch (error) {
      if (!(error instanceof AllocationError)) throw error;
      if (address === '') throw internalError(`failed to allocate a serviceIP: ${error.message}`);
      const errors = new ErrorList();
      errors.invalid(SPEC.child('clusterIPs'), spec.clusterIPs, `failed to allocate IP ${address}: ${error.message}`);
      throw errors.toApiError(SERVICE, service.metadata.name ?? '');
    }
  }

  async #changeAddresses(work: Work, before: ServiceSpec): Promise<void> {
    const { spec } = work;
    if (staysPreferred(spec, before)) return;
    if (before.type === 'ExternalName' && spec.type !== 'ExternalName') {
      await this.#takeAddresses(work);
      return;
    }
    if (isHeadless(before)) return;
    const held = before.clusterIPs ?? [];
    if (before.type !== 'ExternalName' && spec.type === 'ExternalName') {
      work.released.push(...held);
      return;
    }
    const [now, then] = [spec.ipFamilies?.length ?? 0, before.ipFamilies?.length ?? 0];
    if (then === 1 && now === 2) {
      const family = spec.ipFamilies?.[1] as Family;
      const second = spec.clusterIPs?.[1] ?? '';
      const [first = ''] = spec.clusterIPs ?? [];
      spec.clusterIPs = [first, second];
      spec.clusterIPs = [first, await this.#takeAddress(work, family, second)];
    } else if (then === 2 && now === 1 && held[1] !== undefined) work.released.push(held[1]);
  }
}

async function takeNodePorts(work: Work): Promise<void> {
  const { spec } = work;
  const byPort = new Map<number, number>();
  const slice = new TimeSlice();
  const requestedFor = new Map<number, number>();
  for (const { port, nodePort = 0 } of spec.ports ?? []) if (nodePort !== 0 && !requestedFor.has(port)) requestedFor.set(port, nodePort);
  for (const [i, port] of (spec.ports ?? []).entries()) {
    const wanted = port.nodePort ?? 0;
    if (wanted === 0 && !wantsNodePorts(spec)) continue;
    if (slice.over()) await slice.next();
    const known = byPort.get(port.port);
    if (known === undefined) {
      const requested = requestedFor.get(port.port);
      const got = requested === undefined ? await anyPort(work) : await namedPort(work, i, requested);
      port.nodePort = got;
      byPort.set(port.port, got);
    } else if (wanted === 0) port.nodePort = known;
    else if (wanted !== known) await namedPort(work, i, wanted);
  }
}

async function changeNodePorts(work: Work, before: ServiceSpec): Promise<void> {
  const { spec } = work;
  const held = new Set(nodePortsOf(before));
  const taken = new Set<number>();
  const seen = new Set<string>();
  const slice = new TimeSlice();
  for (const [i, port] of (spec.ports ?? []).entries()) {
    if (slice.over()) await slice.next();
    const wanted = port.nodePort ?? 0;
    if (wanted === 0) {
      if (!wantsNodePorts(spec)) continue;
      port.nodePort = await anyPort(work);
    } else if (!held.has(wanted) && !taken.has(wanted)) {
      await namedPort(work, i, wanted);
      taken.add(wanted);
    }
    const key = duplicateKey(port);
    if (seen.has(key)) throw rawError(`duplicate nodePort: {${key}}`);
    seen.add(key);
  }
  const now = new Set(nodePortsOf(spec));
  work.ports.releaseLater([...held].filter((port) => !now.has(port)));
}

const duplicateKey = ({ protocol = '', nodePort = 0 }: ServicePort): string => `${protocol} ${nodePort}`;

async function anyPort({ ports }: Work): Promise<number> {
  try {
    return await ports.allocateNext();
  } catch (error) {
    throw error instanceof AllocationError ? internalError(`failed to allocate a nodePort: ${error.message}`) : error;
  }
}

async function namedPort({ ports, service }: Work, i: number, port: number): Promise<number> {
  try {
    await ports.allocate(port);
    return port;
  } catch (error) {
    if (!(error instanceof AllocationError)) throw error;
    const errors = new ErrorList();
    errors.invalid(SPEC.child('ports').index(i).child('nodePort'), port, error.message);
    throw errors.toApiError(SERVICE, service.metadata.name ?? '');
  }
}

async function takeHealthCheckPort({ ports, spec }: Work): Promise<void> {
  const wanted = spec.healthCheckNodePort ?? 0;
  try {
    if (wanted === 0) spec.healthCheckNodePort = await ports.allocateNext();
    else await ports.allocate(wanted);
  } catch (error) {
    if (!(error instanceof AllocationError)) throw error;
    throw internalError(`failed to allocate ${wanted === 0 ? 'a' : 'requested'} HealthCheck NodePort ${wanted}: ${error.message}`);
  }
}
