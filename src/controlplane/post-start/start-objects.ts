/**
 * What a fresh server holds beside what its loops keep (controllers/): namespaces, priority classes, a local APIService for each group version,
 * configuration. Upstream makes the same objects in its post-start hooks; here they are made before the server reports ready, so that the first
 * client finds them.
 *
 * Every object is made only when it is missing, so several replicas may start at once, and what somebody changed stays changed.
 */
import type { Clock } from '../../base/clock.ts';
import { runPeriodically } from '../../controllers/framework/periodic.ts';
import type { LoopbackClient } from '../../controllers/loopback-client.ts';
import { API_SERVICE_PRIORITIES } from '../../endpoints/discovery/priorities.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { formatTime } from '../../machinery/time.ts';
import type { PublishedTrust } from '../access/authentication.ts';
import { publishTrust } from '../access/published-trust.ts';
import { type LoopOptions, startLoops, startRangeLoop } from './loops.ts';

export interface StartObjectOptions {
  readonly loopback: LoopbackClient;
  readonly clock: Clock;
  /** What aggregated servers are told about whom to believe. */
  readonly trust: PublishedTrust;
  /** Whether a group version is served. */
  readonly isServed: (group: string, version: string) => boolean;
}

/** How often they are looked after: one of them can be deleted. */
const NAMESPACES_MS = 60_000;
const IMMORTAL_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

/** Namespaces come first: nothing lives outside of one. */
async function ensureNamespaces({ loopback }: StartObjectOptions): Promise<void> {
  await Promise.all(
    IMMORTAL_NAMESPACES.map((name) => loopback.ensure('', 'namespaces', { kind: 'Namespace', apiVersion: 'v1', metadata: { name } })),
  );
}

/** Everything in its order, and the loops that keep it. @param cleanup gets what to close in the end */
export async function makeStartObjects(options: StartObjectOptions, loops: LoopOptions, cleanup: AsyncDisposableStack): Promise<void> {
  const { clock } = options;
  const failure = 'unable to create required kubernetes system Namespace';
  await ensureNamespaces(options);
  const namespaces = runPeriodically({ clock, log: loops.log, failure, intervalMs: NAMESPACES_MS }, () => ensureNamespaces(options));
  cleanup.defer(() => namespaces.close());
  cleanup.defer(await startRangeLoop(loops));
  await freeServiceAddress(options, loops.serviceAddress);
  await ensureStartObjects(options);
  await publishTrust(options.loopback, options.trust);
  await startLoops(loops, cleanup);
}

async function ensureStartObjects(options: StartObjectOptions): Promise<void> {
  const objects = [...priorityClasses(), ...apiServices(options)];
  await Promise.all(objects.map(([group, resource, object]) => options.loopback.ensure(group, resource, object)));
}

/** An address that outlived its service (somebody deleted it in the store) must not keep the server from starting. */
async function freeServiceAddress({ loopback }: StartObjectOptions, address: string): Promise<void> {
  if ((await loopback.get({ group: '', resource: 'services', namespace: 'default', name: 'kubernetes' })) !== undefined) return;
  const place = { group: 'networking.k8s.io', resource: 'ipaddresses', namespace: '', name: address };
  const { parentRef } = ((await loopback.get(place))?.spec ?? {}) as { readonly parentRef?: { readonly namespace?: string; readonly name?: string } };
  if (parentRef?.namespace === 'default' && parentRef.name === 'kubernetes') await loopback.delete(place);
}

export type StartObject = readonly [group: string, resource: string, object: KubeObject];

function priorityClasses(): StartObject[] {
  return [
    priorityClass('system-node-critical', 2000001000, 'Used for system critical pods that must not be moved from their current node.'),
    priorityClass(
      'system-cluster-critical',
      2000000000,
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    ),
  ];
}

function priorityClass(name: string, value: number, description: string): StartObject {
  return [
    'scheduling.k8s.io',
    'priorityclasses',
    { kind: 'PriorityClass', apiVersion: 'scheduling.k8s.io/v1', metadata: { name }, value, description },
  ];
}

/** One APIService a served group version: how aggregation and discovery learn what this server answers itself. */
function apiServices(options: StartObjectOptions): StartObject[] {
  return API_SERVICE_PRIORITIES.filter((each) => options.isServed(each.group, each.version)).map(
    (each): StartObject => [
      'apiregistration.k8s.io',
      'apiservices',
      {
        kind: 'APIService',
        apiVersion: 'apiregistration.k8s.io/v1',
        metadata: { name: `${each.version}.${each.group}`, labels: { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' } },
        spec: {
          ...(each.group === '' ? {} : { group: each.group }),
          version: each.version,
          groupPriorityMinimum: each.groupPriority,
          versionPriority: each.versionPriority,
        },
        status: {
          conditions: [
            {
              type: 'Available',
              status: 'True',
              lastTransitionTime: formatTime(options.clock.now()),
              reason: 'Local',
              message: 'Local APIServices are always available',
            },
          ],
        },
      },
    ],
  );
}
