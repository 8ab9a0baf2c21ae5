/** The API of one server: its store, the resources that it serves from there, and the handlers and paths through which they are reached. */
import { named } from '../base/log.ts';
import { LoopbackClient } from '../controllers/loopback-client.ts';
import { GROUP_PRIORITIES } from '../endpoints/discovery/priorities.ts';
import { BigBodies } from '../endpoints/handlers/write/big-body.ts';
import type { WriteDeps } from '../endpoints/handlers/write/deps.ts';
import { PathTable } from '../endpoints/routing/paths.ts';
import { ResourceTable } from '../endpoints/routing/resources.ts';
import { makeRouter } from '../endpoints/routing/router.ts';
import type { VirtualDeps } from '../endpoints/virtual/interface.ts';
import type { PortAllocator } from '../registry/core/services/allocation/ports.ts';
import type { ResourceDeclaration } from '../registry/generic/declaration.ts';
import type { RegistryStore } from '../registry/generic/store.ts';
import type { RequestContext } from '../request/context.ts';
import type { Pending } from '../request/pending.ts';
import { exportStoreSize, storeCounter } from '../server/storage-metrics.ts';
import type { Access } from './access/access.ts';
import { makeAdmission, resourcesOf } from './admission/admission.ts';
import { controlPlaneComponents } from './components.ts';
import type { CompletedConfig } from './config.ts';
import { makeVerbs } from './handlers.ts';
import { addHealthChecks, type StartProgress } from './health.ts';
import { installPaths } from './paths.ts';
import { installServiceAllocation } from './post-start/service-allocation.ts';
import { BUILT_IN_RESOURCES } from './resources.ts';
import { servedDeclarations } from './runtime-config.ts';
import { SCHEMA_FINGERPRINT } from './storage/fingerprint.ts';
import { installResources, type Registries } from './storage/install.ts';
import { placesOfKeys } from './storage/key-places.ts';
import { keyPrefix } from './storage/store.ts';
import { openStores, type ResourceStores, type WatchedStore } from './storage/stores.ts';
import { virtualHandlers } from './virtual-handlers.ts';

/** Where and how what is no served resource is kept beside those that are: allocations, leases of servers. */
export interface KeyPlace {
  readonly watched: WatchedStore;
  /** What all keys begin with. */
  readonly prefix: string;
  readonly fingerprint: number;
  readonly mediaType: string;
}

export interface Api {
  readonly stores: ResourceStores;
  readonly table: ResourceTable;
  readonly registries: Registries;
  /** Writes of the server itself. */
  readonly loopback: LoopbackClient;
  readonly keys: KeyPlace;
  /** Node ports of services; undefined when services are not served. */
  readonly ports: PortAllocator | undefined;
  readonly route: (context: RequestContext) => Pending;
  /** The server reports ready from its end on. */
  readonly start: StartProgress;
  /** Resolves when caches and policy have seen everything that is stored. */
  readonly synced: Promise<unknown>;
}

/** @throws {Error} of one line when the store cannot be opened or a part of the options is wrong */
export async function openApi(config: CompletedConfig, access: Access): Promise<Api> {
  const { options, clock, log, metrics, featureEnabled, cleanup } = config;
  const served = declarationsOf(config);
  const prefix = keyPrefix(options.storage);
  const mediaType = options.storageMediaType;
  const stores = await openStores({
    options,
    compactionIntervalMs: options.compactionInterval,
    clock,
    log,
    wrap: storeCounter(metrics, placesOfKeys(served, prefix)),
  });
  cleanup.defer(() => stores.close());
  const measured = [stores.main, ...stores.overrides].map(({ store }) => store);
  cleanup.defer(exportStoreSize(metrics, { stores: measured, clock, interval: options.storeSizeInterval, log: named(log, 'storage') }));
  const table = new ResourceTable(GROUP_PRIORITIES);
  let virtualDeps: VirtualDeps;
  const handlers = virtualHandlers(() => virtualDeps, controlPlaneComponents(stores.main.store));
  const common = { clock, log: named(log, 'watch-cache'), prefix, fingerprint: SCHEMA_FINGERPRINT, mediaType };
  const registries = installResources({ ...common, options, stores, table, virtualHandlers: handlers, metrics }, served);
  cleanup.defer(() => registries.close());
  const loopback = new LoopbackClient({ table, clock, featureEnabled });
  const policy = access.follow({ registries, table, loopback });
  const watched = stores.of({ group: '', resource: 'services' });
  const serviceRange = options.serviceClusterIpRange;
  const allocation = installServiceAllocation({ ...common, watched, registries, serviceRange, nodePorts: options.serviceNodePorts, loopback });
  cleanup.defer(() => allocation.close());
  const writeDeps = writing(config, access, { table, registries, loopback });
  const registry = (group: string, resource: string): RegistryStore => registries.require(group, resource);
  virtualDeps = { ...writeDeps, registry, identity: access.identity };
  const start = addHealthChecks(config.health, stores, clock, options);
  return {
    stores,
    table,
    registries,
    loopback,
    keys: { watched, prefix, fingerprint: SCHEMA_FINGERPRINT, mediaType },
    ports: allocation.ports,
    route: routerOf(config, access, table, writeDeps),
    start,
    synced: Promise.all([registries.ready(), policy.synced]),
  };
}

/** What is served, under the conditions that the options set. */
function declarationsOf({ options, featureEnabled }: CompletedConfig): readonly ResourceDeclaration[] {
  const { runtimeConfig, resources, eventTtl } = options;
  const declarations = servedDeclarations(BUILT_IN_RESOURCES, { config: runtimeConfig, featureEnabled, own: resources });
  if (eventTtl === undefined) return declarations;
  // Whatever expires by itself (events) does so after that time.
  const ttlSeconds = Math.max(1, Math.round(eventTtl / 1000));
  return declarations.map((each) => (each.strategy.ttlSeconds === undefined ? each : { ...each, strategy: { ...each.strategy, ttlSeconds } }));
}

function writing(
  config: CompletedConfig,
  access: Access,
  { table, registries, loopback }: Pick<Api, 'table' | 'registries' | 'loopback'>,
): WriteDeps {
  const { options, clock, metrics, featureEnabled } = config;
  const { authorizer } = access.authorization;
  const registry = (group: string, resource: string): RegistryStore => registries.require(group, resource);
  return {
    bigBodies: new BigBodies(),
    admission: makeAdmission({ options, clock, metrics, authorizer, featureEnabled, loopback, registry, resourcesOf: resourcesOf(table) }),
    clock,
    authorizer,
    featureEnabled,
    refusesPrivileged: !options.allowPrivileged,
    table,
    guard: access.guard,
  };
}

function routerOf(config: CompletedConfig, { serviceAccounts }: Access, table: ResourceTable, writeDeps: WriteDeps): Api['route'] {
  const { options, clock, health, metrics, requestMetrics, gates, cleanup } = config;
  const paths = new PathTable();
  cleanup.defer(installPaths(paths, { options, clock, health, metrics, table, serviceAccounts, gates }));
  const minRequestTimeoutSeconds = options.minRequestTimeout / 1000;
  const verbs = makeVerbs({ ...writeDeps, metrics: requestMetrics, minRequestTimeoutSeconds });
  return makeRouter({ table, verbs, paths, metrics: requestMetrics });
}
