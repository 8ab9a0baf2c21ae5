/**
 * A whole API server from its options: store, watch caches, registries, admission, routes, pipeline, doors. This is the one place where the
 * rooms are joined; everything below gets what it needs as arguments.
 *
 * Nothing here touches the process. Two servers in one process share nothing.
 */
import { performance } from 'node:perf_hooks';
import type { NodeGraph } from '../authorization/node/graph.ts';
import { RbacPolicy } from '../authorization/rbac/policy.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { FeatureGates } from '../base/feature-gates.ts';
import { type Logger, named, silentLogger } from '../base/log.ts';
import { MetricsRegistry } from '../base/metrics.ts';
import type { ControllerManager } from '../controllers/framework/manager.ts';
import { OwnWrites } from '../controllers/own-writes.ts';
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
import { type Fetch, InProcessDoor } from '../server/in-process.ts';
import { ActiveRequests, shutDown } from '../server/lifecycle.ts';
import { type Door, listenInsecure, listenSecure, listenUnix, type SecureDoor } from '../server/listen.ts';
import { handshakeErrors } from '../server/metrics.ts';
import { exportInFlight, type Handle, makePipeline } from '../server/pipeline.ts';
import { storeCounter } from '../server/storage-metrics.ts';
import { identityOf } from './access.ts';
import { makeAdmission, resourcesOf } from './admission.ts';
import { type Authentication, type AuthenticationChange, makeAuthentication } from './authentication.ts';
import { makeAuthorization } from './authorization.ts';
import { ensureBootstrapPolicy } from './bootstrap-policy.ts';
import { controlPlaneComponents } from './components.ts';
import { connectHandlers } from './connect.ts';
import { startInServerControllers } from './controllers.ts';
import { SCHEMA_FINGERPRINT } from './fingerprint.ts';
import { makeVerbs } from './handlers.ts';
import { addHealthChecks } from './health.ts';
import { installResources, type Registries } from './install.ts';
import { placesOfKeys } from './key-places.ts';
import { usedTokenMarker } from './legacy-token-use.ts';
import type { ServerOptions } from './options.ts';
import { installPaths } from './paths.ts';
import { publishTrust } from './published-trust.ts';
import { BUILT_IN_RESOURCES } from './resources.ts';
import { escalationGuard, followPolicy, NodeGraphKeeper } from './role-policy.ts';
import { servedDeclarations } from './runtime-config.ts';
import { makeServiceAccounts } from './service-accounts.ts';
import { installServiceAllocation } from './service-allocation.ts';
import { DEFAULT_SERVICE_RANGE, firstServiceAddress } from './service-range.ts';
import { makeStartObjects } from './start-objects.ts';
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
  /** Other authorities of clients, other providers of tokens: from now on, for old connections too. @throws {Error} and nothing has changed */
  changeAuthentication(change: AuthenticationChange): Promise<void>;
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
    servedDeclarations(BUILT_IN_RESOURCES, {
      config: options.runtimeConfig ?? {},
      featureEnabled: (gate) => gates.enabled(gate),
      own: options.resources ?? [],
    }),
    options.eventTtl,
  );
  const serviceRange = options.serviceClusterIpRange ?? DEFAULT_SERVICE_RANGE;
  const serviceAddress = firstServiceAddress(serviceRange);
  let registries: Registries | undefined;
  let ownWrites: OwnWrites | undefined;
  const markUsed = usedTokenMarker(() => ownWrites, log);
  const serviceAccounts = makeServiceAccounts(options, clock, () => registries, markUsed);
  const metrics = new MetricsRegistry();
  const authentication = makeAuthentication({ options, serviceAccounts, clock, log, metrics });
  const { authenticator, tokens } = authentication;
  const policy = new RbacPolicy();
  const nodes = new NodeGraphKeeper(() => registries, clock, metrics);
  const health = new HealthChecks(log);
  const featureEnabled = (gate: string): boolean => gates.enabled(gate);
  const graph = (): Promise<NodeGraph> => nodes.graph();
  const authorization = makeAuthorization({ options, policy, graph, featureEnabled, clock, log, metrics });
  const { authorizer } = authorization;
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
  const cleanUp: (() => void | Promise<void>)[] = [() => authentication.close(), () => stores.close()];
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
        metrics,
      },
      served,
    );
    const installed = registries;
    cleanUp.unshift(() => installed.close());
    cleanUp.unshift(authorization.watch());
    const rolesFollowed = followPolicy(installed, policy, clock);
    cleanUp.unshift(() => rolesFollowed.close());
    cleanUp.unshift(() => nodes.close());
    const own = new OwnWrites({ table, clock, featureEnabled });
    ownWrites = own;
    const keys = {
      fed: stores.of({ group: '', resource: 'services' }),
      prefix: keyPrefix(options.storage),
      fingerprint: SCHEMA_FINGERPRINT,
      mediaType: options.storageMediaType ?? PROTOBUF_TYPE,
    };
    const allocation = installServiceAllocation({
      ...keys,
      registries: installed,
      clock,
      log: named(log, 'watch-cache'),
      serviceRange,
      nodePorts: options.serviceNodePorts,
      own,
    });
    cleanUp.unshift(() => allocation.close());
    const registry = (group: string, resource: string): RegistryStore => installed.require(group, resource);
    const writeDeps: WriteDeps = {
      bigBodies: new BigBodies(),
      admission: makeAdmission({ options, clock, authorizer, featureEnabled, own, registry, resourcesOf: resourcesOf(table) }),
      clock,
      authorizer,
      featureEnabled,
      table,
      guard: escalationGuard(policy, authorizer),
    };
    connectDeps = { ...writeDeps, registry, identity: identityOf(authorization.rules, tokens, serviceAccounts) };
    const verbs = makeVerbs({
      ...writeDeps,
      metrics: requestMetrics,
      minRequestTimeoutSeconds: (options.minRequestTimeout ?? DEFAULT_MIN_REQUEST_TIMEOUT_MS) / 1000,
    });
    const startDone = addHealthChecks(health, stores, clock);
    const paths = new PathTable();
    cleanUp.unshift(installPaths(paths, { options, clock, health, metrics, table, serviceAccounts, gates }));
    const handle = makePipeline({
      clock,
      log: named(log, 'httplog'),
      authenticator,
      authorizer,
      decisions: authorization.decisions,
      inFlight,
      tracker: requests,
      cbor: gates.enabled('CBORServingAndStorage'),
      metrics: requestMetrics,
      requestTimeout: options.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT_MS,
      dispatch: makeRouter({ table, verbs, paths, metrics: requestMetrics }),
    });
    await installed.ready();
    await rolesFollowed.synced;
    const secureDoor = await openDoors(options, { authentication, onHandshakeError: handshakeErrors(metrics) }, handle, log, doors);
    const port = options.secure === undefined ? undefined : doors[0]?.port;
    const loops = {
      ...keys,
      options,
      own,
      table,
      clock,
      log,
      featureEnabled,
      ports: allocation.ports,
      serviceRange,
      serviceAddress,
      securePort: port ?? 443,
    };
    const isServed = (group: string, version: string): boolean => table.snapshot().version(group, version) !== undefined;
    await makeStartObjects({ own, clock, isServed, trust: authentication.published() }, loops, (close) => cleanUp.unshift(close));
    await ensureBootstrapPolicy({ own });
    if (authorization.asksNodes) await nodes.openForNodes();
    startDone();
    const controllers = startInServerControllers({ options, clock, log, table, registries: installed, handle });
    return runningServer({
      controllers,
      options,
      clock,
      log,
      health,
      requests,
      doors,
      secureDoor,
      handle,
      port,
      started,
      cleanUp,
      authentication,
      own,
    });
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
async function openDoors(
  options: ServerOptions,
  { authentication, onHandshakeError }: { readonly authentication: Authentication; readonly onHandshakeError: () => void },
  handle: Handle,
  log: Logger,
  doors: Door[],
): Promise<SecureDoor | undefined> {
  const { secure, insecure, unixSocket } = options;
  let secureDoor: SecureDoor | undefined;
  if (secure !== undefined) {
    secureDoor = await listenSecure(
      {
        onHandshakeError,
        address: secure.address,
        port: secure.port,
        serving: secure.serving,
        ...(secure.sni === undefined ? {} : { sni: secure.sni }),
        ...authentication.clientAuthorities(),
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
  readonly controllers: ControllerManager;
  readonly options: ServerOptions;
  readonly authentication: Authentication;
  readonly own: OwnWrites;
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

function runningServer(running: Running): Server {
  const { controllers, options, authentication, own, clock, log, health, requests, doors, secureDoor, handle, port, started, cleanUp } = running;
  const inProcess = new InProcessDoor(handle, clock);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    if (closing !== undefined) return closing;
    // What controllers have begun is served like everybody's requests; they begin nothing more.
    const controllersStopped = controllers.close();
    closing = shutDown({
      clock,
      log,
      health,
      doors: [...doors, inProcess],
      requests,
      delay: options.shutdownDelay ?? 0,
      requestTimeout: options.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT_MS,
      flush: () => runAll([() => controllersStopped, ...cleanUp]),
    });
    return closing;
  };
  let shown: ServingCertificates | undefined = options.secure;
  const insecureDoor = options.insecure === undefined ? undefined : doors[options.secure === undefined ? 0 : 1];
  return {
    handle,
    fetch: inProcess.fetch,
    port,
    insecurePort: insecureDoor?.port,
    startedIn: performance.now() - started,
    reloadCertificates: (certificates) => {
      secureDoor?.reload({ ...certificates, ...authentication.clientAuthorities() });
      shown = certificates;
    },
    async changeAuthentication(change) {
      await authentication.change(change);
      if (shown !== undefined) secureDoor?.reload({ ...shown, ...authentication.clientAuthorities() });
      await publishTrust(own, authentication.published());
    },
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
