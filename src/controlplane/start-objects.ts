/**
 * What a fresh server holds: namespaces, the service `kubernetes` with its address and range, priority classes, a local APIService for each
 * group version. Upstream makes the same objects in its post-start hooks; here they are made before the server reports ready, so
 * that the first client finds them.
 *
 * Every object is made only when it is missing, so several replicas may start at once, and what somebody changed stays changed.
 */
import type { Clock } from '../base/clock.ts';
import type { KubeObject } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import { formatTime } from '../machinery/time.ts';
import type { RegistryStore } from '../registry/generic/store.ts';
import { API_SERVICE_PRIORITIES } from './api-services.ts';
import { loopbackContext } from './loopback.ts';
import { configObjects, markSchemasSettled } from './start-configuration.ts';

export interface StartObjectOptions {
  /** The registry of a resource ("services", "apiservices.apiregistration.k8s.io"); undefined when it is not served. */
  readonly store: (group: string, resource: string) => RegistryStore | undefined;
  readonly clock: Clock;
  readonly featureEnabled: (gate: string) => boolean;
  /** The address range of services, "10.0.0.0/24". */
  readonly serviceClusterIpRange: string;
  /** The first address in it: where `kubernetes` answers. */
  readonly serviceAddress: string;
  readonly securePort: number;
  /** Loopback: endpoints are left out, as nobody else could reach them. */
  readonly advertiseAddress: string;
  /** What `extension-apiserver-authentication` tells aggregated servers; absent parts are left out. */
  readonly authentication?: {
    /** PEM. */
    readonly clientCa?: string;
    readonly requestHeader?: {
      readonly clientCa?: string;
      readonly allowedNames?: readonly string[];
      readonly usernameHeaders?: readonly string[];
      readonly uidHeaders?: readonly string[];
      readonly groupHeaders?: readonly string[];
      readonly extraHeaderPrefixes?: readonly string[];
    };
  };
  /** Whether a group version is served. */
  readonly isServed: (group: string, version: string) => boolean;
}

const IMMORTAL_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

export async function ensureStartObjects(options: StartObjectOptions): Promise<void> {
  await Promise.all(
    IMMORTAL_NAMESPACES.map((name) => ensure(options, '', 'namespaces', { kind: 'Namespace', apiVersion: 'v1', metadata: { name } })),
  );
  await ensure(options, ...defaultRange(options));
  await markRangeReady(options);
  await freeServiceAddress(options);
  await Promise.all(
    [...clusterObjects(options), ...apiServices(options), ...configObjects(options)].map(([group, resource, object]) =>
      ensure(options, group, resource, object),
    ),
  );
  await markSchemasSettled(options);
}

/** Creates an object unless it is there. */
async function ensure(options: StartObjectOptions, group: string, resource: string, object: KubeObject): Promise<void> {
  const store = options.store(group, resource);
  if (store === undefined) return;
  const name = object.metadata.name ?? '';
  const namespace = object.metadata.namespace ?? '';
  if ((await store.storage.get(store.keyOf(namespace, name), '')) !== undefined) return;
  const version = store.declaration.versions.find((each) => each.version === store.declaration.storageVersion);
  version?.setDefaults?.(object);
  try {
    await store.create({ context: loopbackContext(options.clock, options.featureEnabled, namespace), object, admit: async () => {} });
  } catch (error) {
    // Another replica was faster.
    if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error;
  }
}

/** The default range is ready as soon as it is there: no controller has to say so. */
async function markRangeReady(options: StartObjectOptions): Promise<void> {
  const store = options.store('networking.k8s.io', 'servicecidrs');
  const status = store?.declaration.subresources.status;
  if (store === undefined || status?.kind !== 'stored') return;
  const now = formatTime(options.clock.now());
  const condition = { type: 'Ready', status: 'True', lastTransitionTime: now, reason: '', message: 'Kubernetes default Service CIDR is ready' };
  await store.update({
    context: loopbackContext(options.clock, options.featureEnabled, '', 'status'),
    name: 'kubernetes',
    strategy: status.strategy,
    transform: async (current) => {
      const old = current?.object() as KubeObject;
      const conditions = (old.status as { readonly conditions?: readonly { readonly type: string }[] } | undefined)?.conditions ?? [];
      if (conditions.some((each) => each.type === 'Ready')) return { ...old, metadata: { ...old.metadata } };
      return { ...old, metadata: { ...old.metadata }, status: { ...(old.status as object), conditions: [...conditions, condition] } };
    },
    admitCreate: async () => {},
    admitUpdate: async () => {},
  });
}

/** An address that outlived its service (somebody deleted it in the store) must not keep the server from starting. */
async function freeServiceAddress(options: StartObjectOptions): Promise<void> {
  const services = options.store('', 'services');
  const addresses = options.store('networking.k8s.io', 'ipaddresses');
  if (services === undefined || addresses === undefined) return;
  if ((await services.storage.get(services.keyOf('default', 'kubernetes'), '')) !== undefined) return;
  const held = (await addresses.storage.get(addresses.keyOf('', options.serviceAddress), ''))?.object();
  const parent = (held?.spec as { readonly parentRef?: { readonly namespace?: string; readonly name?: string } } | undefined)?.parentRef;
  if (parent?.namespace !== 'default' || parent.name !== 'kubernetes') return;
  const context = loopbackContext(options.clock, options.featureEnabled);
  await addresses.delete({ context, name: options.serviceAddress, options: {}, admit: async () => {} });
}

export type StartObject = readonly [group: string, resource: string, object: KubeObject];

function clusterObjects(options: StartObjectOptions): StartObject[] {
  const objects: StartObject[] = [
    [
      '',
      'services',
      {
        kind: 'Service',
        apiVersion: 'v1',
        metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
        spec: {
          ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: options.securePort }],
          clusterIP: options.serviceAddress,
          clusterIPs: [options.serviceAddress],
          type: 'ClusterIP',
          sessionAffinity: 'None',
          ipFamilies: [options.serviceAddress.includes(':') ? 'IPv6' : 'IPv4'],
          ipFamilyPolicy: 'SingleStack',
          internalTrafficPolicy: 'Cluster',
        },
        status: { loadBalancer: {} },
      },
    ],
    priorityClass('system-node-critical', 2000001000, 'Used for system critical pods that must not be moved from their current node.'),
    priorityClass(
      'system-cluster-critical',
      2000000000,
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    ),
  ];
  return [...objects, ...endpoints(options)];
}

function defaultRange({ serviceClusterIpRange }: StartObjectOptions): StartObject {
  const cidrs = serviceClusterIpRange.split(',').map((each) => each.trim());
  const object = { kind: 'ServiceCIDR', apiVersion: 'networking.k8s.io/v1', metadata: { name: 'kubernetes' }, spec: { cidrs } };
  return ['networking.k8s.io', 'servicecidrs', object];
}

function priorityClass(name: string, value: number, description: string): StartObject {
  return [
    'scheduling.k8s.io',
    'priorityclasses',
    { kind: 'PriorityClass', apiVersion: 'scheduling.k8s.io/v1', metadata: { name }, value, description },
  ];
}

/** Where the service leads. A loopback address leads nowhere, so there are none then. */
function endpoints({ advertiseAddress, securePort }: StartObjectOptions): StartObject[] {
  if (advertiseAddress === '' || advertiseAddress.startsWith('127.') || advertiseAddress === '::1') return [];
  const port = { name: 'https', port: securePort, protocol: 'TCP' };
  return [
    [
      '',
      'endpoints',
      {
        kind: 'Endpoints',
        apiVersion: 'v1',
        metadata: { name: 'kubernetes', namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
        subsets: [{ addresses: [{ ip: advertiseAddress }], ports: [port] }],
      },
    ],
    [
      'discovery.k8s.io',
      'endpointslices',
      {
        kind: 'EndpointSlice',
        apiVersion: 'discovery.k8s.io/v1',
        metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
        addressType: advertiseAddress.includes(':') ? 'IPv6' : 'IPv4',
        endpoints: [{ addresses: [advertiseAddress], conditions: { ready: true } }],
        ports: [port],
      },
    ],
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
              lastTransitionTime: new Date(options.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
              reason: 'Local',
              message: 'Local APIServices are always available',
            },
          ],
        },
      },
    ],
  );
}
