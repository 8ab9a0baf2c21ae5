/**
 * A whole API server from its options. Read `createServer` from top to bottom: the completed configuration, authentication and authorization, the
 * store with its resources and handlers, the request pipeline, the listeners, and the post-start hooks. The parts are joined here and in the files
 * that this one calls; everything below gets what it needs as arguments.
 *
 * Nothing here touches the process. Two servers in one process share nothing but memories of what can be made again (encoded forms, parsed headers).
 */
import { performance } from 'node:perf_hooks';
import type { ControllerManager } from '../controllers/framework/manager.ts';
import { shutDown } from '../server/lifecycle.ts';
import type { Handle } from '../server/pipeline.ts';
import { type Fetch, InProcessListener } from '../server/transport/in-process.ts';
import { type Access, makeAccess } from './access/access.ts';
import type { AuthenticationChange } from './access/authentication.ts';
import { publishTrust } from './access/published-trust.ts';
import { type Api, openApi } from './api.ts';
import { insecureKubeconfigText, localUrl } from './certificates/kubeconfig.ts';
import { type CompletedConfig, completeConfig } from './config.ts';
import { type Listeners, startListeners } from './listeners.ts';
import type { SecureOptions, ServerOptions } from './options.ts';
import { pipelineOf } from './pipeline.ts';
import { ensureBootstrapPolicy } from './post-start/bootstrap-policy.ts';
import { startInServerControllers } from './post-start/controllers.ts';
import { firstServiceAddress } from './post-start/service-range.ts';
import { makeStartObjects } from './post-start/start-objects.ts';

/** What the service `kubernetes` is told where there is no secure listener. */
const DEFAULT_SECURE_PORT = 443;

/** What the secure listener shows to clients. */
export type ServingCertificates = Pick<SecureOptions, 'serving' | 'sni'>;

/** A running server. */
export interface Server extends AsyncDisposable {
  /** Answers a request, whatever it came over. Never rejects. */
  readonly handle: Handle;
  /** Answers without a socket, as the administrator unless the request carries a token. */
  readonly fetch: Fetch;
  /** The port of the secure listener; undefined without one. */
  readonly port: number | undefined;
  readonly insecurePort: number | undefined;
  /** The text of a kubeconfig by which client libraries reach the insecure listener; undefined without one. */
  readonly kubeconfig: string | undefined;
  /** New connections to the secure listener get these certificates. @throws {Error} and keeps the old ones when they are broken */
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
  const config = completeConfig(options);
  let listeners: Listeners | undefined;
  try {
    const access = makeAccess(config);
    const api = await openApi(config, access);
    const handle = await pipelineOf(config, access, api);
    await api.synced;
    listeners = await startListeners(config, access.authentication, handle);
    await runPostStartHooks(config, access, api, listeners.secure?.port ?? DEFAULT_SECURE_PORT);
    api.start.end();
    const controllers = startInServerControllers({ ...config, ...api, handle });
    return runningServer({ config, access, api, listeners, handle, controllers, started });
  } catch (error) {
    for (const listener of listeners?.all ?? []) listener.destroy();
    await config.cleanup.disposeAsync();
    throw error;
  }
}

/** What a fresh server holds, what keeps it so, and the policy without which nobody may do anything. */
async function runPostStartHooks(config: CompletedConfig, access: Access, { table, loopback, keys, ports }: Api, securePort: number): Promise<void> {
  const { options, clock, log, featureEnabled, cleanup } = config;
  const serviceRange = options.serviceClusterIpRange;
  const serviceAddress = firstServiceAddress(serviceRange);
  const loops = { ...keys, options, loopback, table, clock, log, featureEnabled, ports, serviceRange, serviceAddress, securePort };
  const isServed = (group: string, version: string): boolean => table.snapshot().version(group, version) !== undefined;
  await makeStartObjects({ loopback, clock, isServed, trust: access.authentication.published() }, loops, cleanup);
  await ensureBootstrapPolicy({ loopback });
  await access.openForNodes();
}

interface Running {
  readonly config: CompletedConfig;
  readonly access: Access;
  readonly api: Api;
  readonly listeners: Listeners;
  readonly handle: Handle;
  readonly controllers: ControllerManager;
  readonly started: number;
}

function runningServer({ config, access: { authentication }, api: { loopback }, listeners, handle, controllers, started }: Running): Server {
  const { options, clock, log, health, requests, cleanup } = config;
  const inProcess = new InProcessListener(handle, clock);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    if (closed !== undefined) return closed;
    // What controllers have begun is served like everybody's requests; they begin nothing more.
    const controllersStopped = controllers.close();
    cleanup.defer(() => controllersStopped);
    closed = shutDown({
      clock,
      log,
      health,
      listeners: [...listeners.all, inProcess],
      requests,
      delay: options.shutdownDelay,
      requestTimeout: options.requestTimeout,
      sendRetryAfter: options.shutdownSendRetryAfter,
      watchGracePeriod: options.shutdownWatchGracePeriod,
      flush: () => cleanup.disposeAsync(),
    });
    return closed;
  };
  let shown: ServingCertificates | undefined = options.secure;
  return {
    handle,
    fetch: inProcess.fetch,
    port: listeners.secure?.port,
    insecurePort: listeners.insecure?.port,
    kubeconfig: listeners.insecure && insecureKubeconfigText(localUrl('http', options.insecure?.address ?? '', listeners.insecure.port)),
    startedIn: performance.now() - started,
    reloadCertificates: (certificates) => {
      listeners.secure?.reload({ ...certificates, ...authentication.clientAuthorities() });
      shown = certificates;
    },
    async changeAuthentication(change) {
      await authentication.change(change);
      if (shown !== undefined) listeners.secure?.reload({ ...shown, ...authentication.clientAuthorities() });
      await publishTrust(loopback, authentication.published());
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
