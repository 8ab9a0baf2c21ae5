/**
 * What runs beside the requests, whatever `--controllers` says: the loops that upstream's API server starts after itself. Each has done its first
 * turn when this resolves, so the first client finds addresses repaired and service `kubernetes` in its place.
 */
import { hostname } from 'node:os';
import type { Service } from '../../apis/core/v1/objects.gen.ts';
import { Endpoints } from '../../apis/core/v1/types.ts';
import type { FeatureEnabled } from '../../base/feature-gates.ts';
import { named } from '../../base/log.ts';
import { startApiServiceAvailability } from '../../controllers/api-service-availability.ts';
import { startFlowConfiguration } from '../../controllers/flow-configuration.ts';
import { startFlowSchemaStatus } from '../../controllers/flow-schema-status.ts';
import { runPeriodically } from '../../controllers/framework/periodic.ts';
import { startIdentityLease } from '../../controllers/identity-lease.ts';
import { ServiceEndpoints } from '../../controllers/kubernetes-service/endpoints.ts';
import { startKubernetesService } from '../../controllers/kubernetes-service/kubernetes-service.ts';
import { countReconciler, leaseReconciler, noReconciler, type Reconciler } from '../../controllers/kubernetes-service/reconciler.ts';
import { ServerLeases } from '../../controllers/kubernetes-service/server-leases.ts';
import { startLegacyTokenTracking } from '../../controllers/legacy-token-tracking.ts';
import type { LoopbackClient } from '../../controllers/loopback-client.ts';
import { startAddressRepair } from '../../controllers/service-addresses/address-repair-loop.ts';
import { startDefaultRange } from '../../controllers/service-addresses/default-range.ts';
import { PortRepair } from '../../controllers/service-addresses/port-repair.ts';
import type { ResourceTable } from '../../endpoints/routing/resources.ts';
import type { PortAllocator } from '../../registry/core/services/allocation/ports.ts';
import type { CompletedOptions } from '../options.ts';
import { openServerObjects, type ServerObjectsOptions } from '../storage/server-objects.ts';
import { familiesOf } from './service-allocation.ts';

/** Upstream's. */
const PORT_REPAIR_MS = 180_000;

export interface LoopOptions extends ServerObjectsOptions {
  readonly options: CompletedOptions;
  readonly loopback: LoopbackClient;
  readonly table: ResourceTable;
  readonly featureEnabled: FeatureEnabled;
  readonly ports: PortAllocator | undefined;
  readonly serviceRange: string;
  readonly serviceAddress: string;
  readonly securePort: number;
}

type Close = () => Promise<void>;

/** Before anything that takes an address of a service. @returns what to close in the end */
export async function startRangeLoop({ loopback, clock, log, serviceRange }: LoopOptions): Promise<Close> {
  const cidrs = serviceRange.split(',').map((each) => each.trim());
  const range = await startDefaultRange({ loopback, clock, log: named(log, 'default-service-cidr'), cidrs });
  return () => range.close();
}

/** @param cleanup gets what to close in the end */
export async function startLoops(loops: LoopOptions, cleanup: AsyncDisposableStack): Promise<void> {
  const { loopback, clock, log, ports, options, featureEnabled, securePort } = loops;
  const repair = startAddressRepair({ loopback, clock, log: named(log, 'repairip') });
  cleanup.defer(() => repair.close());
  await repair.first;
  if (ports !== undefined) cleanup.defer(await startPortRepair(loops, ports));
  const service = await startKubernetesService({
    loopback,
    clock,
    log: named(log, 'kubernetesservice'),
    reconciler: reconcilerOf(loops, cleanup),
    serviceAddress: loops.serviceAddress,
    securePort,
    advertiseAddress: options.advertiseAddress,
    nodePort: options.kubernetesServiceNodePort,
  });
  cleanup.defer(() => service.close());
  const services = startApiServiceAvailability({ loopback, clock, log: named(log, 'remote-available'), table: loops.table });
  cleanup.defer(() => services.close());
  const configuration = await startFlowConfiguration({ loopback, clock, log: named(log, 'apf') });
  cleanup.defer(() => configuration.close());
  const tracking = await startLegacyTokenTracking({ loopback, clock, log: named(log, 'legacytokentracking') });
  cleanup.defer(() => tracking.close());
  const schemas = await startFlowSchemaStatus({ loopback, clock, log: named(log, 'apf') });
  cleanup.defer(() => schemas.close());
  if (!featureEnabled('APIServerIdentity')) return;
  const address = options.advertiseAddress;
  const peerAddress = featureEnabled('UnknownVersionInteroperabilityProxy') && address !== '' ? hostPort(address, securePort) : undefined;
  const lease = await startIdentityLease({ loopback, clock, log: named(log, 'lease'), hostname: hostname(), peerAddress });
  cleanup.defer(() => lease.close());
}

const hostPort = (address: string, port: number): string => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);

async function startPortRepair({ loopback, clock, log }: LoopOptions, ports: PortAllocator): Promise<Close> {
  const services = (): Promise<readonly Service[]> => loopback.list<Service>('', 'services', ({ fields }) => fields['spec.type'] !== 'ClusterIP', '');
  const repair = new PortRepair({ services, ports, log: named(log, 'portallocator') });
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  const failure = 'Unable to repair node ports';
  const loop = runPeriodically({ clock, log, failure, intervalMs: PORT_REPAIR_MS }, () => repair.run().finally(firstDone));
  await first;
  return () => loop.close();
}

function reconcilerOf(loops: LoopOptions, cleanup: AsyncDisposableStack): Reconciler {
  const { options, loopback, serviceRange } = loops;
  const type = options.endpointReconciler;
  if (type === 'none') return noReconciler;
  const endpoints = new ServiceEndpoints(loopback, familiesOf(serviceRange));
  if (type === 'master-count') return countReconciler(endpoints, options.apiServerCount);
  const kind = { resource: 'masterleases', kind: 'Endpoints', type: Endpoints, folder: '/masterleases/' };
  const { storage, storagePrefix } = openServerObjects(loops, kind);
  cleanup.defer(() => storage.close());
  return leaseReconciler(endpoints, new ServerLeases(storage, storagePrefix));
}
