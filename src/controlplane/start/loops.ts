/**
 * What runs beside the requests, whatever `--controllers` says: the loops that upstream's API server starts after itself. Each has done its first turn
 * when this resolves, so the first client finds addresses repaired and service `kubernetes` in its place.
 */
import { hostname } from 'node:os';
import { Endpoints } from '../../apis/core/v1/types.ts';
import { named } from '../../base/log.ts';
import { startApiServiceAvailability } from '../../controllers/api-service-availability.ts';
import { every } from '../../controllers/every.ts';
import { startFlowConfiguration } from '../../controllers/flow-configuration.ts';
import { startFlowSchemaStatus } from '../../controllers/flow-schema-status.ts';
import { startIdentityLease } from '../../controllers/identity-lease.ts';
import { ServiceEndpoints } from '../../controllers/kubernetes-service/endpoints.ts';
import { startKubernetesService } from '../../controllers/kubernetes-service/kubernetes-service.ts';
import { countReconciler, leaseReconciler, noReconciler, type Reconciler } from '../../controllers/kubernetes-service/reconciler.ts';
import { ServerLeases } from '../../controllers/kubernetes-service/server-leases.ts';
import { startLegacyTokenTracking } from '../../controllers/legacy-token-tracking.ts';
import type { OwnWrites } from '../../controllers/own-writes.ts';
import { startAddressRepair } from '../../controllers/service-addresses/address-repair-loop.ts';
import { startDefaultRange } from '../../controllers/service-addresses/default-range.ts';
import { PortRepair } from '../../controllers/service-addresses/port-repair.ts';
import type { ResourceTable } from '../../endpoints/resources.ts';
import type { PortAllocator } from '../../registry/core/service-allocation/ports.ts';
import type { ServerOptions } from '../options.ts';
import { openServerObjects, type ServerObjectsOptions } from '../storage/server-objects.ts';
import { familiesOf } from './service-allocation.ts';

/** Upstream's. */
const PORT_REPAIR_MS = 180_000;

export interface LoopOptions extends ServerObjectsOptions {
  readonly options: ServerOptions;
  readonly own: OwnWrites;
  readonly table: ResourceTable;
  readonly featureEnabled: (gate: string) => boolean;
  readonly ports: PortAllocator | undefined;
  readonly serviceRange: string;
  readonly serviceAddress: string;
  readonly securePort: number;
}

type Close = () => Promise<void>;

/** Before anything that takes an address of a service. @returns what to close in the end */
export async function startRangeLoop({ own, clock, log, serviceRange }: LoopOptions): Promise<Close> {
  const cidrs = serviceRange.split(',').map((each) => each.trim());
  const range = await startDefaultRange({ own, clock, log: named(log, 'default-service-cidr'), cidrs });
  return () => range.close();
}

/** @param closing gets what to close in the end, latest first */
export async function startLoops(loops: LoopOptions, closing: (close: Close) => void): Promise<void> {
  const { own, clock, log, ports, options, featureEnabled, securePort } = loops;
  const repair = startAddressRepair({ own, clock, log: named(log, 'repairip') });
  closing(() => repair.close());
  await repair.first;
  if (ports !== undefined) closing(await startPortRepair(loops, ports));
  const service = await startKubernetesService({
    own,
    clock,
    log: named(log, 'kubernetesservice'),
    reconciler: reconcilerOf(loops, closing),
    serviceAddress: loops.serviceAddress,
    securePort,
    advertiseAddress: options.advertiseAddress ?? '',
    nodePort: options.kubernetesServiceNodePort ?? 0,
  });
  closing(() => service.close());
  const services = startApiServiceAvailability({ own, clock, log: named(log, 'remote-available'), table: loops.table });
  closing(() => services.close());
  const configuration = await startFlowConfiguration({ own, clock, log: named(log, 'apf') });
  closing(() => configuration.close());
  const tracking = await startLegacyTokenTracking({ own, clock, log: named(log, 'legacytokentracking') });
  closing(() => tracking.close());
  const schemas = await startFlowSchemaStatus({ own, clock, log: named(log, 'apf') });
  closing(() => schemas.close());
  if (!featureEnabled('APIServerIdentity')) return;
  const address = options.advertiseAddress ?? '';
  const peerAddress = featureEnabled('UnknownVersionInteroperabilityProxy') && address !== '' ? hostPort(address, securePort) : undefined;
  const lease = await startIdentityLease({ own, clock, log: named(log, 'lease'), hostname: hostname(), peerAddress });
  closing(() => lease.close());
}

const hostPort = (address: string, port: number): string => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);

async function startPortRepair({ own, clock, log }: LoopOptions, ports: PortAllocator): Promise<Close> {
  const repair = new PortRepair({ own, ports, log: named(log, 'portallocator') });
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  const failure = 'Unable to repair node ports';
  const loop = every({ clock, log, failure, intervalMs: PORT_REPAIR_MS }, () => repair.run().finally(firstDone));
  await first;
  return () => loop.close();
}

function reconcilerOf(loops: LoopOptions, closing: (close: Close) => void): Reconciler {
  const { options, own, serviceRange } = loops;
  const type = options.endpointReconciler ?? 'lease';
  if (type === 'none') return noReconciler;
  const endpoints = new ServiceEndpoints(own, familiesOf(serviceRange));
  if (type === 'master-count') return countReconciler(endpoints, 1);
  const kind = { resource: 'masterleases', kind: 'Endpoints', type: Endpoints, folder: '/masterleases/' };
  const { storage, storagePrefix } = openServerObjects(loops, kind);
  closing(() => storage.close());
  return leaseReconciler(endpoints, new ServerLeases(storage, storagePrefix));
}
