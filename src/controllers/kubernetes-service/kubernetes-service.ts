/**
 * Keeps service `kubernetes` and its endpoints there: made when missing, every ten seconds, and this server taken out of the endpoints when it stops.
 * A server on a loopback address is reachable by nobody else, so it publishes no endpoints.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { runPeriodically } from '../framework/periodic.ts';
import type { LoopbackClient } from '../loopback-client.ts';
import type { EndpointPort } from './endpoints.ts';
import type { Reconciler } from './reconciler.ts';

/** Upstream's. Leases live a little longer than this. */
const INTERVAL_MS = 10_000;
const SERVICE_PORT = 443;

export interface KubernetesServiceOptions {
  readonly loopback: LoopbackClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly reconciler: Reconciler;
  /** The first address of the service range. */
  readonly serviceAddress: string;
  readonly securePort: number;
  /** Where members of the cluster reach this server. */
  readonly advertiseAddress: string;
  /** `--kubernetes-service-node-port`; 0: none. */
  readonly nodePort: number;
}

/** Resolves when the service is there. @returns what to close in the end */
export async function startKubernetesService(options: KubernetesServiceOptions): Promise<{ close(): Promise<void> }> {
  const { loopback, clock, log, reconciler, advertiseAddress } = options;
  const port: EndpointPort = { name: 'https', port: options.securePort, protocol: 'TCP' };
  const isPublic = advertiseAddress !== '' && !isLoopback(advertiseAddress);
  let isFirst = true;
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  const pass = async (): Promise<void> => {
    await loopback.ensure('', 'services', serviceObject(options));
    if (isPublic) await reconciler.reconcile(advertiseAddress, port, isFirst);
    isFirst = false;
  };
  const loop = runPeriodically({ clock, log, failure: 'unable to sync kubernetes service', intervalMs: INTERVAL_MS }, () =>
    pass().finally(firstDone),
  );
  await first;
  return {
    async close() {
      await loop.close();
      if (!isPublic) return;
      await reconciler
        .remove(advertiseAddress, port)
        .catch((error: unknown) => log.error('Unable to remove endpoints from kubernetes service', error));
    },
  };
}

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

/** What it is made with; defaults and allocation fill in the rest. */
function serviceObject({ serviceAddress, securePort, nodePort }: KubernetesServiceOptions): KubeObject {
  const port = { name: 'https', protocol: 'TCP', port: SERVICE_PORT, targetPort: securePort, ...(nodePort > 0 ? { nodePort } : {}) };
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      ports: [port],
      clusterIP: serviceAddress,
      type: nodePort > 0 ? 'NodePort' : 'ClusterIP',
      sessionAffinity: 'None',
      ipFamilyPolicy: 'SingleStack',
    },
    status: { loadBalancer: {} },
  };
}
