/**
 * A whole API server from its options. Read `createServer` from top to bottom: the ground it stands on, who may call it, the store with its resources
 * and handlers, the pipeline in front of them, the doors, and what exists from the first moment on. The rooms are joined here and in the files that
 * it calls; everything below gets what it needs as arguments.
 *
 * Nothing here touches the process. Two servers in one process share nothing.
 */
import { performance } from 'node:perf_hooks';
import { named } from '../base/log.ts';
import type { ControllerManager } from '../controllers/framework/manager.ts';
import { type Fetch, InProcessDoor } from '../server/in-process.ts';
import { shutDown } from '../server/lifecycle.ts';
import { type Handle, makePipeline } from '../server/pipeline.ts';
import { type Access, makeAccess } from './access/access.ts';
import type { AuthenticationChange } from './access/authentication.ts';
import { publishTrust } from './access/published-trust.ts';
import { type Api, openApi } from './api.ts';
import { type Doors, openDoors } from './doors.ts';
import { type Ground, layGround } from './ground.ts';
import type { ServerOptions } from './options.ts';
import { ensureBootstrapPolicy } from './start/bootstrap-policy.ts';
import { startInServerControllers } from './start/controllers.ts';
import { DEFAULT_SERVICE_RANGE, firstServiceAddress } from './start/service-range.ts';
import { makeStartObjects } from './start/start-objects.ts';

const DEFAULT_REQUEST_TIMEOUT_MS = 60_000;
/** What the service `kubernetes` is told where there is no secure door. */
const DEFAULT_SECURE_PORT = 443;

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
  const ground = layGround(options);
  let doors: Doors | undefined;
  try {
    const access = makeAccess(ground);
    const api = await openApi(ground, access);
    const handle = pipelineOf(ground, access, api);
    await api.synced;
    doors = await openDoors(ground, access.authentication, handle);
    await makeWhatExists(ground, access, api, doors.secure?.port ?? DEFAULT_SECURE_PORT);
    api.startDone();
    const controllers = startInServerControllers({ ...ground, ...api, handle });
    return runningServer({ ground, access, api, doors, handle, controllers, started });
  } catch (error) {
    for (const door of doors?.all ?? []) door.destroy();
    await ground.closing.run();
    throw error;
  }
}

function pipelineOf({ options, clock, log, gates, requests, inFlight, requestMetrics }: Ground, access: Access, api: Api): Handle {
  return makePipeline({
    clock,
    log: named(log, 'httplog'),
    authenticator: access.authentication.authenticator,
    authorizer: access.authorization.authorizer,
    decisions: access.authorization.decisions,
    inFlight,
    tracker: requests,
    cbor: gates.enabled('CBORServingAndStorage'),
    metrics: requestMetrics,
    requestTimeout: options.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT_MS,
    dispatch: api.route,
  });
}

/** What a fresh server holds, what keeps it so, and the policy without which nobody may do anything. */
async function makeWhatExists(ground: Ground, access: Access, { table, own, keys, ports }: Api, securePort: number): Promise<void> {
  const { options, clock, log, featureEnabled, closing } = ground;
  const serviceRange = options.serviceClusterIpRange ?? DEFAULT_SERVICE_RANGE;
  const serviceAddress = firstServiceAddress(serviceRange);
  const loops = { ...keys, options, own, table, clock, log, featureEnabled, ports, serviceRange, serviceAddress, securePort };
  const isServed = (group: string, version: string): boolean => table.snapshot().version(group, version) !== undefined;
  await makeStartObjects({ own, clock, isServed, trust: access.authentication.published() }, loops, (close) => closing.add(close));
  await ensureBootstrapPolicy({ own });
  await access.openForNodes();
}

interface Running {
  readonly ground: Ground;
  readonly access: Access;
  readonly api: Api;
  readonly doors: Doors;
  readonly handle: Handle;
  readonly controllers: ControllerManager;
  readonly started: number;
}

function runningServer({ ground, access: { authentication }, api: { own }, doors, handle, controllers, started }: Running): Server {
  const { options, clock, log, health, requests, closing } = ground;
  const inProcess = new InProcessDoor(handle, clock);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    if (closed !== undefined) return closed;
    // What controllers have begun is served like everybody's requests; they begin nothing more.
    const controllersStopped = controllers.close();
    closing.add(() => controllersStopped);
    closed = shutDown({
      clock,
      log,
      health,
      doors: [...doors.all, inProcess],
      requests,
      delay: options.shutdownDelay ?? 0,
      requestTimeout: options.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT_MS,
      flush: () => closing.run(),
    });
    return closed;
  };
  let shown: ServingCertificates | undefined = options.secure;
  return {
    handle,
    fetch: inProcess.fetch,
    port: doors.secure?.port,
    insecurePort: doors.insecure?.port,
    startedIn: performance.now() - started,
    reloadCertificates: (certificates) => {
      doors.secure?.reload({ ...certificates, ...authentication.clientAuthorities() });
      shown = certificates;
    },
    async changeAuthentication(change) {
      await authentication.change(change);
      if (shown !== undefined) doors.secure?.reload({ ...shown, ...authentication.clientAuthorities() });
      await publishTrust(own, authentication.published());
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
