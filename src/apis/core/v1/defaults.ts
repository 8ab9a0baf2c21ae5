/** Defaults of the core kinds other than pods and services, one function per kind. They change the object in place. */
import { type KubeObject, type StringMap, setKey } from '../../../machinery/object.ts';
import { defaultPodTemplate, type PodTemplate } from './pod-defaults.ts';
import { fillResources } from './pod-resources.ts';
import { type ResourceList, roundResources } from './quantities.ts';
import { type ClaimSpec, defaultClaimSpec, defaultStorageSource, type StorageSource } from './volume-defaults.ts';

export { setPodDefaults } from './pod-defaults.ts';
export { setServiceDefaults } from './service-defaults.ts';

const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

export function setNamespaceDefaults(object: KubeObject): void {
  object.status ??= {};
  const status = object.status as { phase?: string };
  status.phase ||= 'Active';
  const { name } = object.metadata;
  if (!name) return;
  object.metadata.labels ??= {};
  object.metadata.labels[NAMESPACE_NAME_LABEL] = name;
}

/** Plain text that a client wrote goes where stored secrets have it; it wins over data under the same key. */
export function setSecretDefaults(object: KubeObject): void {
  object.type ||= 'Opaque';
  const text = object.stringData as StringMap | null | undefined;
  if (text === undefined) return;
  delete object.stringData;
  if (text === null || Object.keys(text).length === 0) return;
  const data: StringMap = { ...(object.data as StringMap | null | undefined) };
  for (const key of Object.keys(text)) setKey(data, key, Buffer.from(text[key] ?? '').toString('base64'));
  object.data = data;
}

export function setEndpointsDefaults(object: KubeObject): void {
  for (const { ports } of (object.subsets as { ports?: { protocol?: string }[] | null }[] | null | undefined) ?? []) {
    for (const port of ports ?? []) port.protocol ||= 'TCP';
  }
}

interface ControllerSpec {
  replicas?: number;
  selector?: StringMap | null;
  template?: PodTemplate;
}

export function setReplicationControllerDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as ControllerSpec;
  defaultPodTemplate(spec.template);
  const labels = spec.template?.metadata?.labels;
  if (labels !== undefined && labels !== null) {
    if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
    if (Object.keys(object.metadata.labels ?? {}).length === 0) object.metadata.labels = { ...labels };
  }
  spec.replicas ??= 1;
}

export function setPodTemplateDefaults(object: KubeObject): void {
  object.template ??= {};
  defaultPodTemplate(object.template as PodTemplate);
}

interface VolumeSpec extends StorageSource {
  persistentVolumeReclaimPolicy?: string;
  volumeMode?: string;
  capacity?: ResourceList | null;
}

export function setPersistentVolumeDefaults(object: KubeObject): void {
  object.status ??= {};
  const status = object.status as { phase?: string };
  status.phase ||= 'Pending';
  object.spec ??= {};
  const spec = object.spec as VolumeSpec;
  spec.persistentVolumeReclaimPolicy ||= 'Retain';
  spec.volumeMode ??= 'Filesystem';
  defaultVolumeSource(spec);
}

/** Also for the specs inside volume attachments, which only say how to find a volume. */
export function defaultVolumeSource(spec: VolumeSpec): void {
  roundResources(spec.capacity);
  defaultStorageSource(spec);
}

interface ClaimStatus {
  phase?: string;
  capacity?: ResourceList | null;
  allocatedResources?: ResourceList | null;
}

export function setPersistentVolumeClaimDefaults(object: KubeObject): void {
  defaultPersistentVolumeClaim(object);
}

/** Also for the claims inside stateful sets, which are not objects of their own. */
export function defaultPersistentVolumeClaim(claim: { spec?: unknown; status?: unknown }): void {
  claim.status ??= {};
  const status = claim.status as ClaimStatus;
  status.phase ||= 'Pending';
  roundResources(status.capacity);
  roundResources(status.allocatedResources);
  claim.spec ??= {};
  defaultClaimSpec(claim.spec as ClaimSpec);
}

interface NodeSpec {
  podCIDR?: string;
  podCIDRs?: string[] | null;
}

interface NodeStatus {
  capacity?: ResourceList | null;
  allocatable?: ResourceList | null;
}

/** A node that does not say what it can allocate can allocate all it has. The single pod range wins over a list that starts otherwise. */
export function setNodeDefaults(object: KubeObject): void {
  const spec = object.spec as NodeSpec | undefined;
  if (spec?.podCIDR) {
    if (spec.podCIDRs?.[0] !== spec.podCIDR) spec.podCIDRs = [spec.podCIDR];
  } else if (spec?.podCIDRs?.[0]) spec.podCIDR = spec.podCIDRs[0];
  const status = object.status as NodeStatus | undefined;
  if (status === undefined) return;
  if (status.capacity) status.allocatable ??= { ...status.capacity };
  roundResources(status.capacity);
  roundResources(status.allocatable);
}

interface LimitRangeItem {
  type?: string;
  max?: ResourceList | null;
  min?: ResourceList | null;
  default?: ResourceList | null;
  defaultRequest?: ResourceList | null;
  maxLimitRequestRatio?: ResourceList | null;
}

export function setLimitRangeDefaults(object: KubeObject): void {
  for (const item of (object.spec as { limits?: LimitRangeItem[] | null } | undefined)?.limits ?? []) {
    if (item.type === 'Container') defaultContainerLimits(item);
    for (const list of [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio]) roundResources(list);
  }
}

/** Limits default to the maximum, requests to the limit, else to the minimum. */
function defaultContainerLimits(item: LimitRangeItem): void {
  const limits = fillResources(item.default, item.max);
  if (limits !== undefined) item.default = limits;
  const requests = fillResources(fillResources(item.defaultRequest, limits), item.min);
  if (requests !== undefined) item.defaultRequest = requests;
}

export function setResourceQuotaDefaults(object: KubeObject): void {
  roundResources((object.spec as { hard?: ResourceList | null } | undefined)?.hard);
  const status = object.status as { hard?: ResourceList | null; used?: ResourceList | null } | undefined;
  roundResources(status?.hard);
  roundResources(status?.used);
}
