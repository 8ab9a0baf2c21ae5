/**
 * The admission chain of one server: which plugins there are, in upstream's order, which run, and what each is given to look things up with.
 */
import { makeAdmissionChain } from '../admission/chain.ts';
import {
  eventRateLimitConfiguration,
  podNodeSelectorConfiguration,
  podSecurityConfiguration,
  podTolerationRestrictionConfiguration,
  resourceQuotaConfiguration,
} from '../admission/configuration.ts';
import type { AdmissionChain, AdmissionPlugin, Getter, Lister } from '../admission/interface.ts';
import { makeAlwaysAdmit, makeAlwaysDeny } from '../admission/plugins/always.ts';
import { makeAlwaysPullImages } from '../admission/plugins/always-pull-images.ts';
import { makeCertificateApproval, makeCertificateSigning, makeCertificateSubjectRestriction } from '../admission/plugins/certificates.ts';
import { makeDefaultIngressClass } from '../admission/plugins/default-ingress-class.ts';
import { makeDefaultStorageClass } from '../admission/plugins/default-storage-class.ts';
import { makeDefaultTolerationSeconds } from '../admission/plugins/default-toleration-seconds.ts';
import { makeDenyServiceExternalIPs } from '../admission/plugins/deny-service-external-ips.ts';
import { makeEventRateLimit } from '../admission/plugins/event-rate-limit.ts';
import { makeExtendedResourceToleration } from '../admission/plugins/extended-resource-toleration.ts';
import { makeLimitPodHardAntiAffinityTopology } from '../admission/plugins/limit-pod-hard-anti-affinity-topology.ts';
import { makeLimitRanger } from '../admission/plugins/limit-ranger.ts';
import { makeNamespaceAutoProvision, makeNamespaceExists } from '../admission/plugins/namespace-exists.ts';
import { makeNamespaceLifecycle } from '../admission/plugins/namespace-lifecycle.ts';
import { makeNodeDeclaredFeatureValidator } from '../admission/plugins/node-declared-feature-validator.ts';
import { makeOwnerReferencesPermissionEnforcement, type OwnerResource } from '../admission/plugins/owner-references-permission-enforcement.ts';
import { makePersistentVolumeClaimResize } from '../admission/plugins/persistent-volume-claim-resize.ts';
import { makePodNodeSelector } from '../admission/plugins/pod-node-selector.ts';
import { makePodResizeValidator } from '../admission/plugins/pod-resize-validator.ts';
import { makePodSecurity } from '../admission/plugins/pod-security.ts';
import { makePodTolerationRestriction } from '../admission/plugins/pod-toleration-restriction.ts';
import { makePodTopologyLabels } from '../admission/plugins/pod-topology-labels.ts';
import { makePriority } from '../admission/plugins/priority.ts';
import { makeResourceQuota } from '../admission/plugins/resource-quota.ts';
import { makeRuntimeClass } from '../admission/plugins/runtime-class.ts';
import { makeServiceAccount } from '../admission/plugins/service-account.ts';
import { makeStorageObjectInUseProtection } from '../admission/plugins/storage-object-in-use-protection.ts';
import { makeTaintNodesByCondition } from '../admission/plugins/taint-nodes-by-condition.ts';
import type { Clock } from '../base/clock.ts';
import type { ResourceTable } from '../endpoints/resources.ts';
import { parseApiVersion } from '../machinery/gvk.ts';
import type { KubeObject } from '../machinery/object.ts';
import { conflict } from '../machinery/status.ts';
import type { RegistryStore } from '../registry/generic/store.ts';
import type { Authorizer } from '../request/authorizer.ts';
import type { ResourceStorage } from '../storage/resource-storage.ts';
import { loopbackContext } from './loopback.ts';
import type { ServerOptions } from './options.ts';

const DEFAULT_TOLERATION_SECONDS = 300;

export interface AdmissionHouse {
  readonly options: ServerOptions;
  readonly clock: Clock;
  readonly authorizer: Authorizer;
  readonly featureEnabled: (gate: string) => boolean;
  readonly registry: (group: string, resource: string) => RegistryStore;
  /** The resources of a kind; empty when nothing such is served. */
  readonly resourcesOf: (apiVersion: string, kind: string) => readonly OwnerResource[];
}

/** A plugin that exists upstream. `make` is absent while it does not exist here. */
interface PluginEntry {
  readonly name: string;
  readonly on: boolean;
  /** Without this gate the plugin does nothing. */
  readonly gate?: string;
  readonly make?: (house: AdmissionHouse) => AdmissionPlugin;
}

/** In the order in which they run. */
const PLUGINS: readonly PluginEntry[] = [
  { name: 'AlwaysAdmit', on: false, make: makeAlwaysAdmit },
  { name: 'NamespaceAutoProvision', on: false, make: namespaceAutoProvision },
  { name: 'NamespaceLifecycle', on: true, make: namespaceLifecycle },
  { name: 'NamespaceExists', on: false, make: (house) => makeNamespaceExists({ getNamespace: namespaceGetter(house) }) },
  { name: 'LimitPodHardAntiAffinityTopology', on: false, make: makeLimitPodHardAntiAffinityTopology },
  { name: 'LimitRanger', on: true, make: (house) => makeLimitRanger({ limitRanges: lister(house, '', 'limitranges') }) },
  {
    name: 'ServiceAccount',
    on: true,
    make: (house) => makeServiceAccount({ clock: house.clock, serviceAccounts: getter(house, '', 'serviceaccounts') }),
  },
  { name: 'NodeRestriction', on: false },
  { name: 'TaintNodesByCondition', on: true, make: makeTaintNodesByCondition },
  { name: 'AlwaysPullImages', on: false, make: makeAlwaysPullImages },
  { name: 'ImagePolicyWebhook', on: false },
  {
    name: 'PodSecurity',
    on: true,
    make: (house) =>
      makePodSecurity({
        clock: house.clock,
        namespace: getter(house, '', 'namespaces'),
        pods: lister(house, '', 'pods'),
        ...configured(house, 'PodSecurity', podSecurityConfiguration),
      }),
  },
  {
    name: 'PodNodeSelector',
    on: false,
    make: (house) =>
      makePodNodeSelector({
        namespace: getter(house, '', 'namespaces'),
        selectors: configured(house, 'PodNodeSelector', podNodeSelectorConfiguration),
      }),
  },
  {
    name: 'Priority',
    on: true,
    make: (house) =>
      makePriority({
        priorityClass: getter(house, 'scheduling.k8s.io', 'priorityclasses'),
        priorityClasses: lister(house, 'scheduling.k8s.io', 'priorityclasses'),
      }),
  },
  {
    name: 'DefaultTolerationSeconds',
    on: true,
    make: ({ options }) =>
      makeDefaultTolerationSeconds({
        notReady: options.notReadyTolerationSeconds ?? DEFAULT_TOLERATION_SECONDS,
        unreachable: options.unreachableTolerationSeconds ?? DEFAULT_TOLERATION_SECONDS,
      }),
  },
  {
    name: 'PodTolerationRestriction',
    on: false,
    make: (house) =>
      makePodTolerationRestriction({
        namespace: getter(house, '', 'namespaces'),
        ...configured(house, 'PodTolerationRestriction', podTolerationRestrictionConfiguration),
      }),
  },
  {
    name: 'EventRateLimit',
    on: false,
    make: (house) => makeEventRateLimit({ clock: house.clock, limits: configured(house, 'EventRateLimit', eventRateLimitConfiguration) }),
  },
  { name: 'ExtendedResourceToleration', on: false, make: makeExtendedResourceToleration },
  {
    name: 'DefaultStorageClass',
    on: true,
    make: (house) => makeDefaultStorageClass({ storageClasses: lister(house, 'storage.k8s.io', 'storageclasses') }),
  },
  { name: 'StorageObjectInUseProtection', on: true, make: makeStorageObjectInUseProtection },
  { name: 'PodGroupProtection', on: true, gate: 'GenericWorkload' },
  { name: 'OwnerReferencesPermissionEnforcement', on: false, make: makeOwnerReferencesPermissionEnforcement },
  {
    name: 'PersistentVolumeClaimResize',
    on: true,
    make: (house) => makePersistentVolumeClaimResize({ storageClass: getter(house, 'storage.k8s.io', 'storageclasses') }),
  },
  { name: 'RuntimeClass', on: true, make: (house) => makeRuntimeClass({ runtimeClass: getter(house, 'node.k8s.io', 'runtimeclasses') }) },
  { name: 'CertificateApproval', on: true, make: makeCertificateApproval },
  { name: 'CertificateSigning', on: true, make: makeCertificateSigning },
  { name: 'ClusterTrustBundleAttest', on: true, gate: 'ClusterTrustBundle' },
  { name: 'CertificateSubjectRestriction', on: true, make: makeCertificateSubjectRestriction },
  {
    name: 'DefaultIngressClass',
    on: true,
    make: (house) => makeDefaultIngressClass({ ingressClasses: lister(house, 'networking.k8s.io', 'ingressclasses') }),
  },
  { name: 'DenyServiceExternalIPs', on: false, make: makeDenyServiceExternalIPs },
  {
    name: 'PodTopologyLabels',
    on: true,
    gate: 'PodTopologyLabelsAdmission',
    make: (house) => makePodTopologyLabels({ node: getter(house, '', 'nodes') }),
  },
  { name: 'PodGroupWorkloadExists', on: true, gate: 'GenericWorkload' },
  {
    name: 'NodeDeclaredFeatureValidator',
    on: true,
    gate: 'NodeDeclaredFeatures',
    make: (house) => makeNodeDeclaredFeatureValidator({ node: getter(house, '', 'nodes') }),
  },
  { name: 'JobValidation', on: true, gate: 'WorkloadWithJob' },
  {
    name: 'PodResizeValidator',
    on: true,
    gate: 'InPlacePodVerticalScaling',
    make: (house) => makePodResizeValidator({ node: getter(house, '', 'nodes') }),
  },
  { name: 'MutatingAdmissionPolicy', on: true },
  { name: 'MutatingAdmissionWebhook', on: true },
  { name: 'ValidatingAdmissionPolicy', on: true },
  { name: 'ValidatingAdmissionWebhook', on: true },
  { name: 'ResourceQuota', on: true, make: resourceQuota },
  { name: 'AlwaysDeny', on: false, make: makeAlwaysDeny },
];

/** Every plugin that upstream has. */
export const ADMISSION_PLUGINS: readonly string[] = PLUGINS.map((each) => each.name);
/** Those that run when nobody says otherwise. */
export const DEFAULT_ADMISSION_PLUGINS: readonly string[] = PLUGINS.filter((each) => each.on).map((each) => each.name);
/** Those that work here. */
export const AVAILABLE_ADMISSION_PLUGINS: readonly string[] = PLUGINS.filter((each) => each.make !== undefined).map((each) => each.name);

/** @throws {Error} of one line for unknown names, and for plugins that somebody relies on and that do not work yet */
export function makeAdmission(house: AdmissionHouse): AdmissionChain {
  const { enableAdmissionPlugins: enabled = [], disableAdmissionPlugins: disabled = [] } = house.options;
  checkNames(enabled, disabled);
  const running = PLUGINS.filter((each) => (each.on || enabled.includes(each.name)) && !disabled.includes(each.name));
  return makeAdmissionChain(
    running.flatMap(({ gate, make }) => (make === undefined || (gate !== undefined && !house.featureEnabled(gate)) ? [] : [make(house)])),
  );
}

function checkNames(enabled: readonly string[], disabled: readonly string[]): void {
  for (const [flag, names] of [
    ['enable-admission-plugins', enabled],
    ['disable-admission-plugins', disabled],
  ] as const) {
    for (const name of names) if (!ADMISSION_PLUGINS.includes(name)) throw new Error(`${flag} plugin ${JSON.stringify(name)} is unknown`);
  }
  for (const name of enabled) {
    if (disabled.includes(name)) throw new Error(`[${name}] in enable-admission-plugins and disable-admission-plugins overlapped`);
    if (!DEFAULT_ADMISSION_PLUGINS.includes(name) && !AVAILABLE_ADMISSION_PLUGINS.includes(name))
      throw new Error(`--enable-admission-plugins: plugin ${JSON.stringify(name)} does not work yet`);
  }
}

type NamespaceGetter = (name: string, live: boolean) => Promise<KubeObject | undefined>;

function namespaceGetter({ registry }: AdmissionHouse): NamespaceGetter {
  const namespaces = registry('', 'namespaces');
  return async (name, live) => (await namespaces.storage.get(namespaces.keyOf('', name), live ? '' : '0'))?.object();
}

function namespaceLifecycle(house: AdmissionHouse): AdmissionPlugin {
  return makeNamespaceLifecycle({ clock: house.clock, getNamespace: namespaceGetter(house) });
}

function namespaceAutoProvision(house: AdmissionHouse): AdmissionPlugin {
  const { clock, featureEnabled, registry } = house;
  const get = namespaceGetter(house);
  return makeNamespaceAutoProvision({
    getNamespace: (name) => get(name, false),
    async createNamespace(name) {
      const context = loopbackContext(clock, featureEnabled);
      const object: KubeObject = { kind: 'Namespace', apiVersion: 'v1', metadata: { name } };
      await registry('', 'namespaces').create({ context, object, admit: async () => {} });
    },
  });
}

/** What a plugin's configuration says; the plugin's defaults without one. @throws {AdmissionConfigurationError} */
function configured<Configuration>({ options }: AdmissionHouse, plugin: string, read: (value: unknown) => Configuration): Configuration {
  return read(options.admissionConfiguration?.get(plugin));
}

function getter({ registry }: AdmissionHouse, group: string, resource: string): Getter {
  const store = registry(group, resource);
  return async (namespace, name) => {
    // What is no name cannot be found.
    if (name === '' || name.includes('/')) return undefined;
    return (await store.storage.get(store.keyOf(namespace, name), '0'))?.object();
  };
}

function lister({ registry }: AdmissionHouse, group: string, resource: string): Lister {
  const { storage } = registry(group, resource);
  return async (namespace) => (storage.count() === 0 ? [] : listObjects(storage, namespace, '0'));
}

/** @param resourceVersion '0': what the cache knows; '': the most recent state */
async function listObjects(storage: ResourceStorage, namespace: string, resourceVersion: '' | '0'): Promise<readonly KubeObject[]> {
  const { entries } = await storage.list({
    namespace,
    name: '',
    matches: undefined,
    resourceVersion,
    resourceVersionMatch: '',
    limit: 0,
    continueToken: '',
  });
  return entries.map((entry) => entry.object());
}

function resourceQuota(house: AdmissionHouse): AdmissionPlugin {
  const { clock, registry } = house;
  const quotas = registry('', 'resourcequotas');
  return makeResourceQuota({
    clock,
    limitedResources: configured(house, 'ResourceQuota', resourceQuotaConfiguration),
    count: () => quotas.storage.count(),
    list: (namespace, fresh) => listObjects(quotas.storage, namespace, fresh ? '' : '0'),
    async update(namespace, name, resourceVersion, change) {
      await quotas.storage.update(quotas.keyOf(namespace, name), {
        dryRun: false,
        preconditions: { resourceVersion },
        async transform(current) {
          // Gone meanwhile: whoever asks next finds that nothing is limited any more.
          if (current === undefined) throw conflict(quotas.groupResource, name, 'the quota has been deleted');
          return { action: 'write', object: change(current.object()) };
        },
      });
    },
  });
}

/** Finds what is served as a kind. */
export function resourcesOf(table: ResourceTable): AdmissionHouse['resourcesOf'] {
  return (apiVersion, kind) => {
    const parsed = parseApiVersion(apiVersion);
    const served = parsed === undefined ? undefined : table.snapshot().version(parsed.group, parsed.version);
    return (served?.resources ?? [])
      .filter(({ declaration }) => declaration.kind === kind)
      .map(({ declaration: { resource, namespaced } }) => ({ group: parsed?.group ?? '', version: parsed?.version ?? '', resource, namespaced }));
  };
}
