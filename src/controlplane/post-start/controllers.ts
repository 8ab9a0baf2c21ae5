/** The controllers of one server: which ones, as whom they act, and whether this server is the one that runs them. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Lease } from '../../apis/coordination/v1/objects.gen.ts';
import type { Clock } from '../../base/clock.ts';
import { nextTurn } from '../../base/event-loop.ts';
import type { FeatureEnabled } from '../../base/feature-gates.ts';
import { type Logger, named } from '../../base/log.ts';
import type { MetricsRegistry } from '../../base/metrics.ts';
import { controllersNamed } from '../../controllers/catalogue.ts';
import { clusterRoleAggregation } from '../../controllers/cluster-role-aggregation.ts';
import type { LeaseLock } from '../../controllers/framework/election.ts';
import type { ApiClient, Controller, ControllerContext } from '../../controllers/framework/interface.ts';
import { type ControllerManager, startControllers } from '../../controllers/framework/manager.ts';
import { queueMetrics } from '../../controllers/framework/queue-metrics.ts';
import { chosenControllers } from '../../controllers/names.ts';
import type { ResourceTable } from '../../endpoints/routing/resources.ts';
import type { Handle } from '../../server/pipeline.ts';
import type { CompletedOptions } from '../options.ts';
import type { Registries } from '../storage/install.ts';
import { controllerUser, inProcessClient } from './api-client.ts';

/** Not kube-controller-manager's own lease: one that runs beside this server must not wait for us. */
const LEASE = 'coxswain-controllers';
const LEASE_NAMESPACE = 'kube-system';
const LEASES = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases' };
/** What managedFields call whatever controllers write. */
const PROGRAM = 'kube-controller-manager';

export interface ControllersConfig {
  readonly options: CompletedOptions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: MetricsRegistry;
  readonly table: ResourceTable;
  readonly registries: Registries;
  readonly featureEnabled: FeatureEnabled;
  readonly handle: Handle;
}

/** @throws {Error} of one line for names that make no sense */
export function startInServerControllers({
  options,
  clock,
  log,
  metrics,
  table,
  registries,
  featureEnabled,
  handle,
}: ControllersConfig): ControllerManager {
  const chosen = controllersNamed(chosenControllers(options.controllers));
  const shared = options.storage.backend === 'etcd3';
  const own = named(log, 'controllers');
  const clientOf = (account: string): ApiClient => inProcessClient({ handle, table, user: controllerUser(account), program: PROGRAM });
  const counted = queueMetrics(metrics);
  const context = ({ account }: Controller): ControllerContext => ({
    clock,
    log: own,
    table,
    featureEnabled,
    shared,
    queueMetrics: counted,
    client: clientOf(account),
    registry: (group, resource) => registries.get(group, resource),
    rootCa: options.rootCa,
  });
  const election = {
    clock,
    random: Math.random,
    identity: `${hostname()}_${randomUUID()}`,
    lock: leaseLock(registries, clientOf('leader-election-controller')),
    times: options.leaderElection,
  };
  const start = (): readonly ControllerManager[] => [
    startControllers({ controllers: [clusterRoleAggregation], log: own, context }),
    startControllers({ controllers: chosen, log: own, context, ...(shared ? { election } : {}) }),
  ];
  return afterStart(start);
}

/** The server is ready first: whoever waits for it need not wait for its loops. */
function afterStart(start: () => readonly ControllerManager[]): ControllerManager {
  let closed = false;
  const started = nextTurn().then(() => (closed ? [] : start()));
  return {
    async close() {
      closed = true;
      await Promise.all((await started).map((each) => each.close()));
    },
  };
}

function leaseLock(registries: Registries, client: ApiClient): LeaseLock {
  const metadata = { name: LEASE, namespace: LEASE_NAMESPACE };
  return {
    async get() {
      const leases = registries.require(LEASES.group, LEASES.resource);
      return (await leases.storage.get(leases.keyOf(LEASE_NAMESPACE, LEASE), ''))?.object();
    },
    create: (spec: Lease['spec']) => client.create(LEASES, LEASE_NAMESPACE, { kind: 'Lease', apiVersion: 'coordination.k8s.io/v1', metadata, spec }),
    update: (lease, spec) => client.update(LEASES, { ...lease, spec }),
  };
}
