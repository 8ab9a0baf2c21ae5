/**
 * The health checks of one server, in upstream's order: probes and dashboards name them one by one. What upstream does in a hook after its
 * start is either done by our start, before the checks pass, or done on demand; a check stands for its own part all the same.
 */
import type { Clock } from '../base/clock.ts';
import { type HealthChecks, storageCheck } from '../server/health.ts';
import type { ResourceStores, WatchedStore } from './storage/stores.ts';

const HOOKS_BEFORE_REGISTRATION = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'peer-endpoint-reconciler-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'storage-readiness',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-wait-for-first-sync',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
];
const HOOKS_AFTER_REGISTRATION = ['apiservice-openapi-controller', 'apiservice-openapiv3-controller'];

export interface StartProgress {
  readonly isOver: () => boolean;
  /** To be called when the start is over. */
  readonly end: () => void;
}

/** How long checks wait for a store, in milliseconds. */
export interface CheckTimeouts {
  readonly healthCheckTimeout: number;
  readonly readyCheckTimeout: number;
}

export function addHealthChecks(
  health: HealthChecks,
  { main, overrides }: Pick<ResourceStores, 'main' | 'overrides'>,
  clock: Clock,
  { healthCheckTimeout, readyCheckTimeout }: CheckTimeouts,
): StartProgress {
  const addStore = ({ store }: WatchedStore, suffix: (group: string) => string): void => {
    const ask = (): Promise<void> => store.check();
    health.add({ ...storageCheck(suffix('etcd'), ask, clock, healthCheckTimeout), group: 'etcd' });
    health.add({ ...storageCheck(suffix('etcd-readiness'), ask, clock, readyCheckTimeout), group: 'etcd-readiness' }, ['readyz']);
  };
  addStore(main, (group) => group);
  overrides.forEach((each, i) => {
    addStore(each, (group) => `${group.replace('etcd', 'etcd-override')}-${i}`);
  });
  let started = false;
  const whenStarted = (): void => {
    if (!started) throw new Error('not finished');
  };
  health.add({ name: 'informer-sync', check: whenStarted }, ['readyz']);
  const add = (hook: string): void => health.addOfStart({ name: `poststarthook/${hook}`, check: whenStarted });
  for (const hook of HOOKS_BEFORE_REGISTRATION) add(hook);
  health.addOfStart({ name: 'autoregister-completion', check: whenStarted });
  for (const hook of HOOKS_AFTER_REGISTRATION) add(hook);
  return {
    isOver: () => started,
    end: () => {
      started = true;
    },
  };
}
