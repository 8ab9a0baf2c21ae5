/**
 * Facts of the published documents that no type table says: the names of shared parameters, the versions in which every group knows
 * DeleteOptions and WatchEvent, unions.
 */
import type { GroupVersion } from '../../machinery/gvk.ts';

/**
 * Names of shared parameters in v2. Upstream appends a hash of the parameter's text; the names are part of the published document, so they
 * are kept. `Kind.name` stands for an option of a virtual subresource, `patch.name` for one of PATCH.
 */
export const SHARED_PARAMETER_NAMES: ReadonlyMap<string, string> = new Map([
  ['allowWatchBookmarks', 'allowWatchBookmarks-HC2hJt-J'],
  ['continue', 'continue-QfD61s0i'],
  ['fieldManager', 'fieldManager-Qy4HdaTW'],
  ['patch.fieldManager', 'fieldManager-7c6nTn1T'],
  ['fieldSelector', 'fieldSelector-xIcQKXFG'],
  ['force', 'force-tOGGb0Yi'],
  ['gracePeriodSeconds', 'gracePeriodSeconds--K5HaBOS'],
  ['ignoreStoreReadErrorWithClusterBreakingPotential', 'ignoreStoreReadErrorWithClusterBreakingPotential-QbNkfIqj'],
  ['labelSelector', 'labelSelector-5Zw57w4C'],
  ['limit', 'limit-1NfNmdNH'],
  ['namespace', 'namespace-vgWSWtn3'],
  ['orphanDependents', 'orphanDependents-uRB25kX5'],
  ['path', 'path-z6Ciiujn'],
  ['pretty', 'pretty-tJGM1-ng'],
  ['propagationPolicy', 'propagationPolicy-6jk3prlO'],
  ['resourceVersion', 'resourceVersion-5WAnf1kx'],
  ['resourceVersionMatch', 'resourceVersionMatch-t8XhRHeC'],
  ['sendInitialEvents', 'sendInitialEvents-rLXlEK_k'],
  ['shardSelector', 'shardSelector-Kgyki_3_'],
  ['timeoutSeconds', 'timeoutSeconds-yvYezaOC'],
  ['watch', 'watch-XNNPZGbK'],
  ['PodExecOptions.command', 'command-Py3eQybp'],
  ['PodExecOptions.container', 'container-i5dOmRiM'],
  ['PodExecOptions.stderr', 'stderr-W_1TNlWc'],
  ['PodExecOptions.stdin', 'stdin-PSzNhyUC'],
  ['PodExecOptions.stdout', 'stdout--EZLRwV1'],
  ['PodExecOptions.tty', 'tty-s0flW37O'],
  ['PodAttachOptions.container', 'container-_Q-EJ3nR'],
  ['PodAttachOptions.stderr', 'stderr-26jJhFUR'],
  ['PodAttachOptions.stdin', 'stdin-sEFnN3IS'],
  ['PodAttachOptions.stdout', 'stdout-005YMKE6'],
  ['PodAttachOptions.tty', 'tty-g7MlET_l'],
  ['PodPortForwardOptions.ports', 'ports-91KROJmm'],
  ['PodProxyOptions.path', 'path-oPbzgLUj'],
  ['ServiceProxyOptions.path', 'path-QCf0eosM'],
  ['NodeProxyOptions.path', 'path-rFDtV0x9'],
  ['PodLogOptions.container', 'container-1GeXxFDC'],
  ['PodLogOptions.follow', 'follow-9OIXh_2R'],
  ['PodLogOptions.insecureSkipTLSVerifyBackend', 'insecureSkipTLSVerifyBackend-gM00jVbe'],
  ['PodLogOptions.limitBytes', 'limitBytes-zwd1RXuc'],
  ['PodLogOptions.previous', 'previous-1jxDPu3y'],
  ['PodLogOptions.sinceSeconds', 'sinceSeconds-vE2NLdnP'],
  ['PodLogOptions.stream', 'stream-l-48cgXv'],
  ['PodLogOptions.tailLines', 'tailLines-9xQLWHMV'],
  ['PodLogOptions.timestamps', 'timestamps-c17fW1w_'],
]);

/** Shared bodies of v2, by definition name. */
export const SHARED_BODY_NAMES: ReadonlyMap<string, string> = new Map([
  ['io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions', 'body-2Y1dVQaQ'],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.Patch', 'body-78PwaGsr'],
]);

const versionsOf = (group: string, ...versions: readonly string[]): GroupVersion[] => versions.map((version) => ({ group, version }));

/** Group versions that upstream has types for, served or not: DeleteOptions and WatchEvent are known in each. */
export const KNOWN_GROUP_VERSIONS: readonly GroupVersion[] = [
  ...versionsOf('', 'v1'),
  ...versionsOf('admission.k8s.io', 'v1', 'v1beta1'),
  ...versionsOf('admissionregistration.k8s.io', 'v1', 'v1alpha1', 'v1beta1'),
  ...versionsOf('apiextensions.k8s.io', 'v1', 'v1beta1'),
  ...versionsOf('apiregistration.k8s.io', 'v1', 'v1beta1'),
  ...versionsOf('apps', 'v1', 'v1beta1', 'v1beta2'),
  ...versionsOf('authentication.k8s.io', 'v1', 'v1alpha1', 'v1beta1'),
  ...versionsOf('authorization.k8s.io', 'v1', 'v1beta1'),
  ...versionsOf('autoscaling', 'v1', 'v2'),
  ...versionsOf('batch', 'v1', 'v1beta1'),
  ...versionsOf('certificates.k8s.io', 'v1', 'v1alpha1', 'v1beta1'),
  ...versionsOf('coordination.k8s.io', 'v1', 'v1alpha2', 'v1beta1'),
  ...versionsOf('discovery.k8s.io', 'v1', 'v1beta1'),
  ...versionsOf('events.k8s.io', 'v1', 'v1beta1'),
  ...versionsOf('extensions', 'v1beta1'),
  ...versionsOf('flowcontrol.apiserver.k8s.io', 'v1', 'v1beta1', 'v1beta2', 'v1beta3'),
  ...versionsOf('imagepolicy.k8s.io', 'v1alpha1'),
  ...versionsOf('internal.apiserver.k8s.io', 'v1alpha1'),
  ...versionsOf('networking.k8s.io', 'v1', 'v1beta1'),
  ...versionsOf('node.k8s.io', 'v1', 'v1alpha1', 'v1beta1'),
  ...versionsOf('policy', 'v1', 'v1beta1'),
  ...versionsOf('rbac.authorization.k8s.io', 'v1', 'v1alpha1', 'v1beta1'),
  ...versionsOf('resource.k8s.io', 'v1', 'v1alpha3', 'v1beta1', 'v1beta2'),
  ...versionsOf('scheduling.k8s.io', 'v1', 'v1alpha2', 'v1beta1'),
  ...versionsOf('storage.k8s.io', 'v1', 'v1alpha1', 'v1beta1'),
  ...versionsOf('storagemigration.k8s.io', 'v1beta1'),
];

export interface Union {
  readonly discriminator?: string;
  /** JSON name of a member -> value of the discriminator. */
  readonly members: { readonly [field: string]: string };
}

/** x-kubernetes-unions by definition name. */
export const UNIONS: ReadonlyMap<string, Union> = new Map([
  ['io.k8s.api.core.v1.AppArmorProfile', { discriminator: 'type', members: { localhostProfile: 'LocalhostProfile' } }],
  ['io.k8s.api.core.v1.PodSchedulingGroup', { members: { podGroupName: 'PodGroupName' } }],
  ['io.k8s.api.core.v1.SeccompProfile', { discriminator: 'type', members: { localhostProfile: 'LocalhostProfile' } }],
  ['io.k8s.api.flowcontrol.v1.LimitResponse', { discriminator: 'type', members: { queuing: 'Queuing' } }],
  ['io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec', { discriminator: 'type', members: { exempt: 'Exempt', limited: 'Limited' } }],
  ['io.k8s.api.flowcontrol.v1.Subject', { discriminator: 'kind', members: { group: 'Group', serviceAccount: 'ServiceAccount', user: 'User' } }],
]);

/** What is published about a field beyond its table. */
export interface FieldFacts {
  /** Required although Go leaves it out when empty. */
  readonly required?: true;
  /** Values of an enumeration that Go declares elsewhere. */
  readonly values?: readonly string[];
  /** A default that names a constant. */
  readonly default?: string;
  /** The struct or map is owned field by field, although its type says otherwise. */
  readonly granular?: true;
  /** Upstream has no text for it: its reference stands alone in v3. */
  readonly alone?: true;
}

const required: FieldFacts = { required: true };
const alone: FieldFacts = { alone: true };
const SCHEMA_PROPS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';

/** By definition and field: "io.k8s.api.core.v1.PersistentVolumeSpec.claimRef". */
export const FIELD_FACTS: ReadonlyMap<string, FieldFacts> = new Map([
  ['io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec.policyName', required],
  ['io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec.validationActions', required],
  ['io.k8s.api.authentication.v1.TokenReviewSpec.token', required],
  ['io.k8s.api.core.v1.AzureDiskVolumeSource.cachingMode', { default: 'ReadWrite' }],
  ['io.k8s.api.core.v1.AzureDiskVolumeSource.kind', { default: 'Shared' }],
  ['io.k8s.api.core.v1.ContainerRestartRule.action', required],
  ['io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes.operator', required],
  ['io.k8s.api.core.v1.ImageVolumeStatus.imageRef', required],
  ['io.k8s.api.core.v1.PersistentVolumeClaimStatus.allocatedResourceStatuses', { granular: true }],
  ['io.k8s.api.core.v1.PersistentVolumeSpec.claimRef', { granular: true }],
  ['io.k8s.api.core.v1.PodCertificateProjection.keyType', required],
  ['io.k8s.api.core.v1.PodCertificateProjection.signerName', required],
  ['io.k8s.api.discovery.v1.EndpointSlice.addressType', { values: ['FQDN', 'IPv4', 'IPv6'] }],
  ['io.k8s.api.networking.v1.HTTPIngressPath.pathType', { values: ['Exact', 'ImplementationSpecific', 'Prefix'] }],
  ['io.k8s.api.networking.v1.IngressRule.http', alone],
  ['io.k8s.api.networking.v1.IPAddressSpec.parentRef', required],
  ['io.k8s.api.networking.v1.ParentReference.name', required],
  ['io.k8s.api.networking.v1.ParentReference.resource', required],
  ['io.k8s.api.resource.v1.CapacityRequestPolicyRange.min', required],
  ['io.k8s.api.resource.v1.CounterSet.counters', required],
  ['io.k8s.api.resource.v1.DeviceCounterConsumption.counters', required],
  ['io.k8s.api.resource.v1.DeviceSubRequest.allocationMode', { values: ['All', 'ExactCount'] }],
  ['io.k8s.api.resource.v1.ExactDeviceRequest.allocationMode', { values: ['All', 'ExactCount'] }],
  ...['additionalItems', 'additionalProperties', 'example', 'externalDocs', 'items', 'not'].map((name): [string, FieldFacts] => [
    `${SCHEMA_PROPS}.${name}`,
    alone,
  ]),
]);
