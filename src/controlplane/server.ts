/**
 * A whole API server from its options: store, watch caches, registries, admission, routes, pipeline, doors. This is the one place where the
 * rooms are joined; everything below gets what it needs as arguments.
 *
 * Nothing here touches the process. Two servers in one process share nothing.
 */
import { performance } from 'node:perf_hooks';
import { RbacPolicy } from '../authorization/rbac/policy.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { FeatureGates } from '../base/feature-gates.ts';
import { type Logger, named, silentLogger } from '../base/log.ts';
import { MetricsRegistry } from '../base/metrics.ts';
import type { ConnectDeps } from '../endpoints/connect/interface.ts';
import { GROUP_PRIORITIES } from '../endpoints/discovery/priorities.ts';
import { BigBodies } from '../endpoints/handlers/write/big-body.ts';
import type { WriteDeps } from '../endpoints/handlers/write/deps.ts';
import { PathTable } from '../endpoints/paths.ts';
import { RequestMetrics } from '../endpoints/request-metrics.ts';
import { ResourceTable } from '../endpoints/resources.ts';
import { makeRouter } from '../endpoints/router.ts';
import { InFlightLimiter } from '../flowcontrol/in-flight.ts';
import { PROTOBUF_TYPE } from '../machinery/media.ts';
import type { ResourceDeclaration } from '../registry/generic/declaration.ts';
import type { RegistryStore } from '../registry/generic/store.ts';
import { HealthChecks } from '../server/health.ts';
import { type Fetch, makeFetch } from '../server/in-process.ts';
import { ActiveRequests, shutDown } from '../server/lifecycle.ts';
import { type Door, listenInsecure, listenSecure, listenUnix, type SecureDoor } from '../server/listen.ts';
import { exportInFlight, type Handle, makePipeline } from '../server/pipeline.ts';
import { storeCounter } from '../server/storage-metrics.ts';
import { clientAuthorities, identityOf, makeAuthenticator, makeAuthorizer, makeTokens } from './access.ts';
import { makeAdmission, resourcesOf } from './admission.ts';
import { ensureBootstrapPolicy } from './bootstrap-policy.ts';
import { controlPlaneComponents } from './components.ts';
import { connectHandlers } from './connect.ts';
import { SCHEMA_FINGERPRINT } from './fingerprint.ts';
import { makeVerbs } from './handlers.ts';
import { addHealthChecks } from './health.ts';
import { installResources, type Registries } from './install.ts';
import { placesOfKeys } from './key-places.ts';
import { loopbackContext } from './loopback.ts';
import type { ServerOptions } from './options.ts';
import { installPaths } from './paths.ts';
import { BUILT_IN_RESOURCES } from './resources.ts';
import { aggregateRoles, escalationGuard, followPolicy, NodeGraphKeeper } from './role-policy.ts';
import { servedDeclarations } from './runtime-config.ts';
import { makeServiceAccounts } from './service-accounts.ts';
import { installServiceAllocation } from './service-allocation.ts';
import { DEFAULT_SERVICE_RANGE, firstServiceAddress } from './service-range.ts';
import { ensureStartObjects } from './start-objects.ts';
import { keyPrefix } from './store.ts';
import { openStores } from './stores.ts';

const DEFAULT_READ_ONLY_IN_FLIGHT = 400;
const DEFAULT_MUTATING_IN_FLIGHT = 200;
const DEFAULT_REQUEST_TIMEOUT_MS = 60_000;
const DEFAULT_MIN_REQUEST_TIMEOUT_MS = 1_800_000;
const DEFAULT_COMPACTION_MS = 300_000;

/** What the secure door shows to clients. */
export type ServingCertificates = Pick<NonNullable<ServerOptions['secure']>, 'serving' | 'sni'>;

/** A running server. */
export interface Server extends AsyncDisposable {
  /** Answers a request, whatever it came over. Never rejects. */
  readonly handle: Handle;
  /** Answers without a socket, as the administrator unless the request carries a token. */
  readonly fetch: Fetch;
  /** The port of the secure door; undefined without one. */
  readonly port: number | undefined;
  readonly insecurePort: number | undefined;
  /** New connections to the secure door get these certificates. @throws {Error} and keeps the old ones when they are broken */
  reloadCertificates(certificates: ServingCertificates): void;
  /** How long the start took, in milliseconds. */
  readonly startedIn: number;
  /** Stops as upstream stops on SIGTERM. Resolves when everything is stored; further calls get the same promise. */
  close(): Promise<void>;
}

/** @throws {Error} of one line when a part of the options is wrong, a port is taken or the store cannot be opened */
export async function createServer(options: ServerOptions): Promise<Server> {
  const started = performance.now();
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLogger;
  const gates = new FeatureGates(options.featureGates);
  const served = withEventTtl(
    servedDeclarations([...BUILT_IN_RESOURCES, ...(options.resources ?? [])], options.runtimeConfig ?? {}),
    options.eventTtl,
  );
  const serviceRange = options.serviceClusterIpRange ?? DEFAULT_SERVICE_RANGE;
  const serviceAddress = firstServiceAddress(serviceRange);
  let registries: Registries | undefined;
  const serviceAccounts = makeServiceAccounts(options, clock, () => registries);
  const tokens = makeTokens(options, serviceAccounts, clock, log);
  const authenticator = makeAuthenticator(options, clock, tokens);
  const policy = new RbacPolicy();
  const nodes = new NodeGraphKeeper(() => registries, clock);
  const authorizer = makeAuthorizer(options, policy, () => nodes.graph());
  const health = new HealthChecks(log);
  const metrics = new MetricsRegistry();
  const requestMetrics = new RequestMetrics(metrics);
  const requests = new ActiveRequests();
  const inFlight = new InFlightLimiter({
    readOnly: options.maxRequestsInFlight ?? DEFAULT_READ_ONLY_IN_FLIGHT,
    mutating: options.maxMutatingRequestsInFlight ?? DEFAULT_MUTATING_IN_FLIGHT,
  });
  exportInFlight(metrics, inFlight);

  const stores = await openStores({
    options,
    compactionIntervalMs: options.compactionInterval ?? DEFAULT_COMPACTION_MS,
    clock,
    log,
    wrap: storeCounter(metrics, placesOfKeys(served, keyPrefix(options.storage))),
  });
  const doors: Door[] = [];
  const cleanUp: (() => void | Promise<void>)[] = [() => stores.close()];
  try {
    const table = new ResourceTable(GROUP_PRIORITIES);
    let connectDeps: ConnectDeps;
    registries = installResources(
      {
        stores,
        clock,
        log: named(log, 'watch-cache'),
        table,
        prefix: keyPrefix(options.storage),
        connect: connectHandlers(() => connectDeps, controlPlaneComponents(stores.main.store)),
        fingerprint: SCHEMA_FINGERPRINT,
        mediaType: options.storageMediaType ?? PROTOBUF_TYPE,
      },
      served,
    );
    const installed = registries;
    cleanUp.unshift(() => installed.close());
    const rolesFollowed = followPolicy(installed, policy, clock);
    cleanUp.unshift(() => rolesFollowed.close());
    cleanUp.unshift(() => nodes.close());
    cleanUp.unshift(
      installServiceAllocation({
        registries: installed,
        fed: stores.of({ group: '', resource: 'services' }),
        clock,
        log: named(log, 'watch-cache'),
        prefix: keyPrefix(options.storage),
        fingerprint: SCHEMA_FINGERPRINT,
        mediaType: options.storageMediaType ?? PROTOBUF_TYPE,
        serviceRange,
        context: loopbackContext(clock, (gate) => gates.enabled(gate)),
      }),
    );
    const featureEnabled = (gate: string): boolean => gates.enabled(gate);
    const registry = (group: string, resource: string): RegistryStore => installed.require(group, resource);
    const writeDeps: WriteDeps = {
      bigBodies: new BigBodies(),
      admission: makeAdmission({ options, clock, authorizer, featureEnabled, registry, resourcesOf: resourcesOf(table) }),
      clock,
      authorizer,
      featureEnabled,
      table,
      guard: escalationGuard(policy, authorizer),
    };
    connectDeps = { ...writeDeps, registry, identity: identityOf(options, policy, tokens, serviceAccounts) };
    const verbs = makeVerbs({
      ...writeDeps,
      metrics: requestMetrics,
      minRequestTimeoutSeconds: (options.minRequestTimeout ?? DEFAULT_MIN_REQUEST_TIMEOUT_MS) / 1000,
    });
    const startDone = addHealthChecks(health, stores.main.store, clock);
    const paths = new PathTable();
    cleanUp.unshift(installPaths(paths, { options, clock, health, metrics, table, serviceAccounts }));
    const handle = makePipeline({
      clock,
      log: named(log, 'httplog'),
      authenticator,
      authorizer,
      inFlight,
      tracker: requests,
      cbor: gates.enabled('CBORServingAndStorage'),
      metrics: requestMetrics,
      requestTimeout: options.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT_MS,
      dispatch: makeRouter({ table, verbs, paths, metrics: requestMetrics }),
    });
    await installed.ready();
    await rolesFollowed.synced;
    const secureDoor = await openDoors(options, handle, log, doors);
    const port = options.secure === undefined ? undefined : doors[0]?.port;
    await ensureStartObjects({
      store: (group, resource) => installed.get(group, resource),
      clock,
      featureEnabled: (gate) => gates.enabled(gate),
      serviceClusterIpRange: serviceRange,
      serviceAddress,
      securePort: port ?? 443,
      advertiseAddress: options.advertiseAddress ?? '',
      isServed: (group, version) => table.snapshot().version(group, version) !== undefined,
    });
    await ensureBootstrapPolicy({ store: (group, resource) => installed.get(group, resource), clock, featureEnabled });
    cleanUp.unshift(aggregateRoles(installed, { clock, log, featureEnabled }));
    startDone();
    return runningServer({ options, clock, log, health, requests, doors, secureDoor, handle, port, started, cleanUp });
  } catch (error) {
    for (const door of doors) door.destroy();
    await runAll(cleanUp);
    throw error;
  }
}

/** Whatever expires by itself (events) does so after `ttl` milliseconds. */
function withEventTtl(declarations: readonly ResourceDeclaration[], ttl: number | undefined): readonly ResourceDeclaration[] {
  if (ttl === undefined) return declarations;
  const ttlSeconds = Math.max(1, Math.round(ttl / 1000));
  return declarations.map((each) => (each.strategy.ttlSeconds === undefined ? each : { ...each, strategy: { ...each.strategy, ttlSeconds } }));
}

/** The secure door comes first in `doors` when there is one, and is the result. */
async function openDoors(options: ServerOptions, handle: Handle, log: Logger, doors: Door[]): Promise<SecureDoor | undefined> {
  const { secure, insecure, unixSocket } = options;
  let secureDoor: SecureDoor | undefined;
  if (secure !== undefined) {
    secureDoor = await listenSecure(
      {
        address: secure.address,
        port: secure.port,
        serving: secure.serving,
        ...(secure.sni === undefined ? {} : { sni: secure.sni }),
        ...clientAuthorities(options),
        ...(secure.minVersion === undefined ? {} : { minVersion: secure.minVersion }),
        ...(secure.cipherSuites === undefined ? {} : { ciphers: secure.cipherSuites }),
        ...(secure.disableHttp2 === undefined ? {} : { disableHttp2: secure.disableHttp2 }),
        ...(secure.maxStreams === undefined ? {} : { maxStreams: secure.maxStreams }),
      },
      handle,
      log,
    );
    doors.push(secureDoor);
  }
  if (insecure !== undefined) doors.push(await listenInsecure(insecure, handle, log));
  if (unixSocket !== undefined) doors.push(await listenUnix(unixSocket, handle, log));
  return secureDoor;
}

interface Running {
  readonly options: ServerOptions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: HealthChecks;
  readonly requests: ActiveRequests;
  readonly doors: readonly Door[];
  readonly secureDoor: SecureDoor | undefined;
  readonly handle: Handle;
  readonly port: number | undefined;
  readonly started: number;
  readonly cleanUp: readonly (() => void | Promise<void>)[];
}

function runningServer({ options, clock, log, health, requests, doors, secureDoor, handle, port, started, cleanUp }: Running): Server {
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= shutDown({
      clock,
      log,
      health,
      doors,
      requests,
      delay: options.shutdownDelay ?? 0,
      requestTimeout: options.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT_MS,
      flush: () => runAll(cleanUp),
    });
    return closing;
  };
  const insecureDoor = options.insecure === undefined ? undefined : doors[options.secure === undefined ? 0 : 1];
  return {
    handle,
    fetch: makeFetch(handle),
    port,
    insecurePort: insecureDoor?.port,
    startedIn: performance.now() - started,
    reloadCertificates: (certificates) => secureDoor?.reload({ ...certificates, ...clientAuthorities(options) }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Every task in order, whatever the others do; the first failure is told at the end. */
async function runAll(tasks: readonly (() => void | Promise<void>)[]): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  for (const task of tasks) {
    try {
      await task();
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure !== undefined) throw failure.error;
}
