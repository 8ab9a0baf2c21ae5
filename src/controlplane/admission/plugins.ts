/** All plugins that upstream has, in the order in which they run, and what each is given. */
import {
  eventRateLimitConfiguration,
  imagePolicyConfiguration,
  podNodeSelectorConfiguration,
  podSecurityConfiguration,
  podTolerationRestrictionConfiguration,
  resourceQuotaConfiguration,
} from '../../admission/configuration.ts';
import type { AdmissionPlugin } from '../../admission/interface.ts';
import { makeAlwaysAdmit, makeAlwaysDeny } from '../../admission/plugins/always.ts';
import {
  makeCertificateApproval,
  makeCertificateSigning,
  makeCertificateSubjectRestriction,
  makeClusterTrustBundleAttest,
} from '../../admission/plugins/certificates/certificates.ts';
import { makeEventRateLimit } from '../../admission/plugins/event-rate-limit.ts';
import { makeLimitRanger } from '../../admission/plugins/limit-ranger.ts';
import { makeNamespaceAutoProvision, makeNamespaceExists } from '../../admission/plugins/namespaces/namespace-exists.ts';
import { makeNamespaceLifecycle } from '../../admission/plugins/namespaces/namespace-lifecycle.ts';
import { makeDefaultIngressClass } from '../../admission/plugins/network/default-ingress-class.ts';
import { makeDenyServiceExternalIPs } from '../../admission/plugins/network/deny-service-external-ips.ts';
import { makeNodeRestriction } from '../../admission/plugins/node-restriction/node-restriction.ts';
import { makeOwnerReferencesPermissionEnforcement } from '../../admission/plugins/owner-references-permission-enforcement.ts';
import { podSecurityMetrics } from '../../admission/plugins/pod-security/metrics.ts';
import { makePodSecurity } from '../../admission/plugins/pod-security/pod-security.ts';
import { makeAlwaysPullImages } from '../../admission/plugins/pods/always-pull-images.ts';
import { makeImagePolicyWebhook } from '../../admission/plugins/pods/image-policy-webhook.ts';
import { makeNodeDeclaredFeatureValidator } from '../../admission/plugins/pods/node-declared-feature-validator.ts';
import { makePodResizeValidator } from '../../admission/plugins/pods/pod-resize-validator.ts';
import { makeResourceQuota } from '../../admission/plugins/resource-quota/resource-quota.ts';
import { makeDefaultTolerationSeconds } from '../../admission/plugins/scheduling/default-toleration-seconds.ts';
import { makeExtendedResourceToleration } from '../../admission/plugins/scheduling/extended-resource-toleration.ts';
import { makeLimitPodHardAntiAffinityTopology } from '../../admission/plugins/scheduling/limit-pod-hard-anti-affinity-topology.ts';
import { makeJobValidation, makePodGroupProtection, makePodGroupWorkloadExists } from '../../admission/plugins/scheduling/pod-groups.ts';
import { makePodNodeSelector } from '../../admission/plugins/scheduling/pod-node-selector.ts';
import { makePodTolerationRestriction } from '../../admission/plugins/scheduling/pod-toleration-restriction.ts';
import { makePodTopologyLabels } from '../../admission/plugins/scheduling/pod-topology-labels.ts';
import { makePriority } from '../../admission/plugins/scheduling/priority.ts';
import { makeRuntimeClass } from '../../admission/plugins/scheduling/runtime-class.ts';
import { makeTaintNodesByCondition } from '../../admission/plugins/scheduling/taint-nodes-by-condition.ts';
import { makeServiceAccount } from '../../admission/plugins/service-account/service-account.ts';
import { makeDefaultStorageClass } from '../../admission/plugins/storage/default-storage-class.ts';
import { makePersistentVolumeClaimResize } from '../../admission/plugins/storage/persistent-volume-claim-resize.ts';
import { makeStorageObjectInUseProtection } from '../../admission/plugins/storage/storage-object-in-use-protection.ts';
import { webhookBackoff } from '../../client/backoff.ts';
import { callMetricsOf } from '../../client/call-metrics.ts';
import { readKubeconfig } from '../../client/kubeconfig.ts';
import { webhookClient } from '../../client/webhook.ts';
import { ApiError, conflict } from '../../machinery/status.ts';
import { type AdmissionDependencies, configured, getter, lister, listObjects, namespaceGetter } from './dependencies.ts';

const SCHEDULING = 'scheduling.k8s.io';

/** A plugin that exists upstream. `make` is absent while it does not exist here. */
export interface PluginEntry {
  readonly name: string;
  readonly on: boolean;
  /** Without this gate the plugin does nothing. */
  readonly gate?: string;
  readonly make?: (dependencies: AdmissionDependencies) => AdmissionPlugin;
}

/** In the order in which they run. */
export const PLUGINS: readonly PluginEntry[] = [
  { name: 'AlwaysAdmit', on: false, make: makeAlwaysAdmit },
  { name: 'NamespaceAutoProvision', on: false, make: namespaceAutoProvision },
  { name: 'NamespaceLifecycle', on: true, make: namespaceLifecycle },
  { name: 'NamespaceExists', on: false, make: (dependencies) => makeNamespaceExists({ getNamespace: namespaceGetter(dependencies) }) },
  { name: 'LimitPodHardAntiAffinityTopology', on: false, make: makeLimitPodHardAntiAffinityTopology },
  { name: 'LimitRanger', on: true, make: (dependencies) => makeLimitRanger({ limitRanges: lister(dependencies, '', 'limitranges') }) },
  {
    name: 'ServiceAccount',
    on: true,
    make: (dependencies) => makeServiceAccount({ clock: dependencies.clock, serviceAccounts: getter(dependencies, '', 'serviceaccounts') }),
  },
  { name: 'NodeRestriction', on: false, make: nodeRestriction },
  { name: 'TaintNodesByCondition', on: true, make: makeTaintNodesByCondition },
  { name: 'AlwaysPullImages', on: false, make: makeAlwaysPullImages },
  { name: 'ImagePolicyWebhook', on: false, make: imagePolicyWebhook },
  {
    name: 'PodSecurity',
    on: true,
    make: (dependencies) =>
      makePodSecurity({
        clock: dependencies.clock,
        namespace: getter(dependencies, '', 'namespaces'),
        pods: lister(dependencies, '', 'pods'),
        metrics: podSecurityMetrics(dependencies.metrics),
        ...configured(dependencies, 'PodSecurity', podSecurityConfiguration),
      }),
  },
  {
    name: 'PodNodeSelector',
    on: false,
    make: (dependencies) =>
      makePodNodeSelector({
        namespace: getter(dependencies, '', 'namespaces'),
        selectors: configured(dependencies, 'PodNodeSelector', podNodeSelectorConfiguration),
      }),
  },
  {
    name: 'Priority',
    on: true,
    make: (dependencies) =>
      makePriority({
        priorityClass: getter(dependencies, 'scheduling.k8s.io', 'priorityclasses'),
        priorityClasses: lister(dependencies, 'scheduling.k8s.io', 'priorityclasses'),
      }),
  },
  {
    name: 'DefaultTolerationSeconds',
    on: true,
    make: ({ options }) =>
      makeDefaultTolerationSeconds({
        notReady: options.notReadyTolerationSeconds,
        unreachable: options.unreachableTolerationSeconds,
      }),
  },
  {
    name: 'PodTolerationRestriction',
    on: false,
    make: (dependencies) =>
      makePodTolerationRestriction({
        namespace: getter(dependencies, '', 'namespaces'),
        ...configured(dependencies, 'PodTolerationRestriction', podTolerationRestrictionConfiguration),
      }),
  },
  {
    name: 'EventRateLimit',
    on: false,
    make: (dependencies) =>
      makeEventRateLimit({ clock: dependencies.clock, limits: configured(dependencies, 'EventRateLimit', eventRateLimitConfiguration) }),
  },
  { name: 'ExtendedResourceToleration', on: false, make: makeExtendedResourceToleration },
  {
    name: 'DefaultStorageClass',
    on: true,
    make: (dependencies) => makeDefaultStorageClass({ storageClasses: lister(dependencies, 'storage.k8s.io', 'storageclasses') }),
  },
  { name: 'StorageObjectInUseProtection', on: true, make: makeStorageObjectInUseProtection },
  { name: 'PodGroupProtection', on: true, gate: 'GenericWorkload', make: makePodGroupProtection },
  { name: 'OwnerReferencesPermissionEnforcement', on: false, make: makeOwnerReferencesPermissionEnforcement },
  {
    name: 'PersistentVolumeClaimResize',
    on: true,
    make: (dependencies) => makePersistentVolumeClaimResize({ storageClass: getter(dependencies, 'storage.k8s.io', 'storageclasses') }),
  },
  {
    name: 'RuntimeClass',
    on: true,
    make: (dependencies) => makeRuntimeClass({ runtimeClass: getter(dependencies, 'node.k8s.io', 'runtimeclasses') }),
  },
  { name: 'CertificateApproval', on: true, make: makeCertificateApproval },
  { name: 'CertificateSigning', on: true, make: makeCertificateSigning },
  { name: 'ClusterTrustBundleAttest', on: true, gate: 'ClusterTrustBundle', make: makeClusterTrustBundleAttest },
  { name: 'CertificateSubjectRestriction', on: true, make: makeCertificateSubjectRestriction },
  {
    name: 'DefaultIngressClass',
    on: true,
    make: (dependencies) => makeDefaultIngressClass({ ingressClasses: lister(dependencies, 'networking.k8s.io', 'ingressclasses') }),
  },
  { name: 'DenyServiceExternalIPs', on: false, make: makeDenyServiceExternalIPs },
  {
    name: 'PodTopologyLabels',
    on: true,
    gate: 'PodTopologyLabelsAdmission',
    make: (dependencies) => makePodTopologyLabels({ node: getter(dependencies, '', 'nodes') }),
  },
  { name: 'PodGroupWorkloadExists', on: true, gate: 'GenericWorkload', make: podGroupWorkloadExists },
  {
    name: 'NodeDeclaredFeatureValidator',
    on: true,
    gate: 'NodeDeclaredFeatures',
    make: (dependencies) => makeNodeDeclaredFeatureValidator({ node: getter(dependencies, '', 'nodes') }),
  },
  // Upstream looks at the gate WorkloadWithJob as well, which depends on this one.
  { name: 'JobValidation', on: true, gate: 'GenericWorkload', make: jobValidation },
  {
    name: 'PodResizeValidator',
    on: true,
    gate: 'InPlacePodVerticalScaling',
    make: (dependencies) => makePodResizeValidator({ node: getter(dependencies, '', 'nodes') }),
  },
  { name: 'MutatingAdmissionPolicy', on: true },
  { name: 'MutatingAdmissionWebhook', on: true },
  { name: 'ValidatingAdmissionPolicy', on: true },
  { name: 'ValidatingAdmissionWebhook', on: true },
  { name: 'ResourceQuota', on: true, make: resourceQuota },
  { name: 'AlwaysDeny', on: false, make: makeAlwaysDeny },
];

function namespaceLifecycle(dependencies: AdmissionDependencies): AdmissionPlugin {
  return makeNamespaceLifecycle({ clock: dependencies.clock, getNamespace: namespaceGetter(dependencies) });
}

function namespaceAutoProvision(dependencies: AdmissionDependencies): AdmissionPlugin {
  const get = namespaceGetter(dependencies);
  return makeNamespaceAutoProvision({
    getNamespace: (name) => get(name, 'cache'),
    async createNamespace(name) {
      await dependencies.loopback.ensure('', 'namespaces', { kind: 'Namespace', apiVersion: 'v1', metadata: { name } });
    },
  });
}

function imagePolicyWebhook(dependencies: AdmissionDependencies): AdmissionPlugin {
  const { clock, options } = dependencies;
  const { environment } = options;
  const { kubeConfigFile, retryBackoff, ...rest } = configured(dependencies, 'ImagePolicyWebhook', imagePolicyConfiguration);
  const webhook = webhookClient({
    config: readKubeconfig(kubeConfigFile),
    clock,
    backoff: webhookBackoff(retryBackoff),
    environment,
    metrics: callMetricsOf(dependencies.metrics),
  });
  return makeImagePolicyWebhook({ clock, webhook, ...rest });
}

function nodeRestriction(dependencies: AdmissionDependencies): AdmissionPlugin {
  const { authorizer, featureEnabled } = dependencies;
  return makeNodeRestriction({
    pod: getter(dependencies, '', 'pods'),
    node: getter(dependencies, '', 'nodes'),
    claim: getter(dependencies, '', 'persistentvolumeclaims'),
    volume: getter(dependencies, '', 'persistentvolumes'),
    csiDriver: getter(dependencies, 'storage.k8s.io', 'csidrivers'),
    serviceAccount: getter(dependencies, '', 'serviceaccounts'),
    signerAuthorizer: authorizer,
    authorizer: featureEnabled('ServiceAccountNodeAudienceRestriction') ? authorizer : undefined,
    anyCertificate: featureEnabled('AllowInsecureKubeletCertificateSigningRequests'),
  });
}

function podGroupWorkloadExists(dependencies: AdmissionDependencies): AdmissionPlugin {
  return makePodGroupWorkloadExists({ workload: (namespace, name) => getter(dependencies, SCHEDULING, 'workloads')(namespace, name) });
}

/** Pod groups need not be served: then there are none. */
function jobValidation(dependencies: AdmissionDependencies): AdmissionPlugin {
  const isServed = (): boolean => dependencies.resourcesOf(`${SCHEDULING}/v1alpha2`, 'PodGroup').length > 0;
  return makeJobValidation({
    podGroup: async (namespace, name) => (isServed() ? getter(dependencies, SCHEDULING, 'podgroups')(namespace, name) : undefined),
    podGroups: async (namespace) => (isServed() ? lister(dependencies, SCHEDULING, 'podgroups')(namespace) : []),
  });
}

const DEVICES = 'resource.k8s.io';

function resourceQuota(dependencies: AdmissionDependencies): AdmissionPlugin {
  const { clock, registry } = dependencies;
  const quotas = registry('', 'resourcequotas');
  return makeResourceQuota({
    clock,
    limitedResources: configured(dependencies, 'ResourceQuota', resourceQuotaConfiguration),
    mayHaveAny: () => quotas.storage.count() !== 0,
    list: (namespace, fresh) => listObjects(quotas.storage, namespace, fresh ? '' : '0'),
    devices: {
      extended: () => dependencies.featureEnabled('DRAExtendedResource'),
      classes: async () => lister(dependencies, DEVICES, 'deviceclasses')(''),
      claims: async (namespace) => lister(dependencies, DEVICES, 'resourceclaims')(namespace),
      pod: async (namespace, name) => getter(dependencies, '', 'pods')(namespace, name),
    },
    async update(namespace, name, resourceVersion, change) {
      const stale = (): ApiError => conflict(quotas.groupResource, name, 'the quota has changed meanwhile');
      try {
        await dependencies.loopback.update(
          { group: '', resource: 'resourcequotas', namespace, name },
          (current) => {
            if (current.metadata.resourceVersion !== resourceVersion) throw stale();
            return change(current);
          },
          'status',
        );
      } catch (error) {
        // Gone: whoever asks next finds that nothing is limited any more.
        throw error instanceof ApiError && error.reason === 'NotFound' ? stale() : error;
      }
    },
  });
}
