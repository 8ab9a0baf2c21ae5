/**
 * Whether a group and version has a kind: the served ones and their lists, what subresources put on the wire, the types that every group version
 * carries, and versions that upstream no longer serves but still reads. Asked only when a body is of another kind than its URL.
 */
import type { ServedResources } from '../../routing/resources.ts';

const EVERYWHERE: readonly string[] = ['WatchEvent', 'ListOptions', 'GetOptions', 'DeleteOptions', 'CreateOptions', 'UpdateOptions', 'PatchOptions'];
const CORE_ONLY: readonly string[] = ['Status', 'APIVersions', 'APIGroupList', 'APIGroup', 'APIResourceList', 'List'];

/** By "group/version". */
const NOT_SERVED: ReadonlyMap<string, string> = new Map([
  [
    'admissionregistration.k8s.io/v1alpha1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration MutatingWebhookConfiguration MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
  ],
  ['apps/v1beta1', 'Scale StatefulSet Deployment ControllerRevision'],
  ['apps/v1beta2', 'Scale StatefulSet Deployment DaemonSet ReplicaSet ControllerRevision'],
  ['authentication.k8s.io/v1alpha1', 'SelfSubjectReview'],
  ['authentication.k8s.io/v1beta1', 'TokenReview SelfSubjectReview'],
  ['authorization.k8s.io/v1beta1', 'SubjectAccessReview SelfSubjectAccessReview LocalSubjectAccessReview SelfSubjectRulesReview'],
  ['batch/v1beta1', 'CronJob'],
  ['certificates.k8s.io/v1alpha1', 'ClusterTrustBundle'],
  ['certificates.k8s.io/v1beta1', 'CertificateSigningRequest ClusterTrustBundle PodCertificateRequest'],
  ['coordination.k8s.io/v1alpha2', 'LeaseCandidate'],
  ['coordination.k8s.io/v1beta1', 'Lease LeaseCandidate'],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice'],
  ['events.k8s.io/v1beta1', 'Event'],
  ['extensions/v1beta1', 'Scale Deployment DaemonSet Ingress ReplicaSet NetworkPolicy'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema PriorityLevelConfiguration'],
  ['flowcontrol.apiserver.k8s.io/v1beta2', 'FlowSchema PriorityLevelConfiguration'],
  ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema PriorityLevelConfiguration'],
  ['imagepolicy.k8s.io/v1alpha1', 'ImageReview'],
  ['internal.apiserver.k8s.io/v1alpha1', 'StorageVersion'],
  ['networking.k8s.io/v1beta1', 'Ingress IngressClass IPAddress ServiceCIDR'],
  ['node.k8s.io/v1alpha1', 'RuntimeClass'],
  ['node.k8s.io/v1beta1', 'RuntimeClass'],
  ['policy/v1beta1', 'PodDisruptionBudget Eviction'],
  ['rbac.authorization.k8s.io/v1alpha1', 'Role RoleBinding ClusterRole ClusterRoleBinding'],
  ['rbac.authorization.k8s.io/v1beta1', 'Role RoleBinding ClusterRole ClusterRoleBinding'],
  ['resource.k8s.io/v1alpha3', 'DeviceTaintRule ResourcePoolStatusRequest'],
  ['resource.k8s.io/v1beta1', 'ResourceSlice ResourceClaim ResourceClaimTemplate DeviceClass'],
  ['resource.k8s.io/v1beta2', 'ResourceSlice DeviceTaintRule ResourceClaim ResourceClaimTemplate DeviceClass'],
  ['scheduling.k8s.io/v1alpha2', 'Workload PodGroup'],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass'],
  ['storage.k8s.io/v1alpha1', 'VolumeAttachment CSIStorageCapacity VolumeAttributesClass'],
  ['storage.k8s.io/v1beta1', 'StorageClass VolumeAttachment CSIDriver CSINode CSIStorageCapacity VolumeAttributesClass'],
  ['storagemigration.k8s.io/v1beta1', 'StorageVersionMigration'],
]);

/** Groups that a kind has moved out of: what stands there is the same kind still. */
const FORMER_GROUPS: readonly string[] = ['extensions', 'apps'];

export function isKnownKind(served: ServedResources, group: string, version: string, kind: string): boolean {
  if (isRetired(group, version, kind)) return true;
  const found = served.version(group, version);
  if (found === undefined) return false;
  if (EVERYWHERE.includes(kind) || (group === '' && version === 'v1' && CORE_ONLY.includes(kind))) return true;
  if (found.resources.some(({ declaration }) => declaration.kind === kind || declaration.listKind === kind)) return true;
  return isOnTheWireOfSubresource(served, group, version, kind);
}

/** Whether the kind of `group` also has this older version, in its own group or in one that it came from. */
export function isOlderVersion(group: string, givenGroup: string, givenVersion: string, kind: string): boolean {
  return (givenGroup === group || FORMER_GROUPS.includes(givenGroup)) && isRetired(givenGroup, givenVersion, kind);
}

function isRetired(group: string, version: string, kind: string): boolean {
  const kinds = NOT_SERVED.get(`${group}/${version}`)?.split(' ') ?? [];
  return kinds.includes(kind) || (kind.endsWith('List') && kinds.includes(kind.slice(0, -'List'.length)));
}

function isOnTheWireOfSubresource(served: ServedResources, group: string, version: string, kind: string): boolean {
  const resources = served.groups.flatMap(({ versions }) => versions).flatMap((each) => each.resources);
  return resources
    .flatMap(({ declaration }) => Object.values(declaration.subresources))
    .some((each) => each.kind !== 'stored' && each.group === group && each.version === version && each.objectKind === kind);
}
