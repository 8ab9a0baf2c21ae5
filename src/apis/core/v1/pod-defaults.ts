/**
 * Defaults of pods and of the pod templates inside workloads. A template gets what its kind of pod would get anyway; links to services, host ports
 * and requests come with the pod itself. The two names of the service account follow each other.
 */

import type { Int64 } from '../../../machinery/int64.ts';
import type { KubeObject, StringMap } from '../../../machinery/object.ts';
import { type Container, defaultContainer, mirrorHostPorts } from './container-defaults.ts';
import { defaultPodResources } from './pod-resources.ts';
import { type ResourceList, type ResourceRequirements, requestLimits, roundRequirements, roundResources } from './quantities.ts';
import { defaultVolume, type Volume } from './volume-defaults.ts';

const GRACE_PERIOD_SECONDS = 30;

export interface PodSpec {
  containers?: Container[] | null;
  initContainers?: Container[] | null;
  ephemeralContainers?: Container[] | null;
  volumes?: Volume[] | null;
  dnsPolicy?: string;
  restartPolicy?: string;
  hostNetwork?: boolean;
  securityContext?: object;
  terminationGracePeriodSeconds?: Int64;
  schedulerName?: string;
  serviceAccountName?: string;
  serviceAccount?: string;
  enableServiceLinks?: boolean;
  overhead?: ResourceList | null;
  resources?: ResourceRequirements;
}

export interface PodTemplate {
  metadata?: { labels?: StringMap | null; annotations?: StringMap | null };
  spec?: PodSpec;
}

/** Annotations that held init containers before they had fields; they are dropped wherever they turn up. */
const OLD_INIT_ANNOTATIONS = [
  'pod.beta.kubernetes.io/init-containers',
  'pod.alpha.kubernetes.io/init-containers',
  'pod.beta.kubernetes.io/init-container-statuses',
  'pod.alpha.kubernetes.io/init-container-statuses',
] as const;

export function defaultPodTemplate(template: PodTemplate | undefined): void {
  if (template === undefined) return;
  if (template.metadata !== undefined) dropOldAnnotations(template.metadata);
  template.spec ??= {};
  defaultPodSpec(template.spec);
}

function defaultPodSpec(spec: PodSpec): void {
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
  for (const container of spec.initContainers ?? []) defaultContainer(container);
  for (const container of spec.containers ?? []) defaultContainer(container);
  for (const container of spec.ephemeralContainers ?? []) defaultContainer(container);
  spec.restartPolicy ||= 'Always';
  spec.terminationGracePeriodSeconds ??= GRACE_PERIOD_SECONDS;
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.securityContext ??= {};
  spec.schedulerName ||= 'default-scheduler';
  const account = spec.serviceAccountName || spec.serviceAccount;
  // What is so already is not written again: the parts of a stored pod that a patch leaves alone come by here, too.
  if (account && (spec.serviceAccountName !== account || spec.serviceAccount !== account)) {
    spec.serviceAccountName = account;
    spec.serviceAccount = account;
  }
  roundResources(spec.overhead);
  if (spec.resources !== undefined) roundRequirements(spec.resources);
}

interface PodStatus {
  podIP?: string;
  podIPs?: { ip: string }[] | null;
  containerStatuses?: StatusWithResources[] | null;
  initContainerStatuses?: StatusWithResources[] | null;
  ephemeralContainerStatuses?: StatusWithResources[] | null;
}

interface StatusWithResources {
  allocatedResources?: ResourceList | null;
  resources?: ResourceRequirements;
}

export function setPodDefaults(object: KubeObject): void {
  dropOldAnnotations(object.metadata);
  object.spec ??= {};
  const spec = object.spec as PodSpec;
  defaultPodSpec(spec);
  for (const container of spec.containers ?? []) requestLimits(container.resources);
  for (const container of spec.initContainers ?? []) requestLimits(container.resources);
  if (spec.resources !== undefined) defaultPodResources(spec, spec.resources);
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork === true) {
    mirrorHostPorts(spec.containers);
    mirrorHostPorts(spec.initContainers);
  }
  if (object.status !== undefined) defaultPodStatus(object.status as PodStatus);
}

function dropOldAnnotations(metadata: { annotations?: StringMap | null }): void {
  const { annotations } = metadata;
  if (annotations === undefined || annotations === null) return;
  let dropped = false;
  for (const key of OLD_INIT_ANNOTATIONS) {
    if (!Object.hasOwn(annotations, key)) continue;
    delete annotations[key];
    dropped = true;
  }
  if (dropped && Object.keys(annotations).length === 0) delete metadata.annotations;
}

/** The single address is the first of the list; where they differ, the single one (of an older kubelet) is right. */
function defaultPodStatus(status: PodStatus): void {
  if (status.podIP) {
    if (status.podIPs?.[0]?.ip !== status.podIP) status.podIPs = [{ ip: status.podIP }];
  } else if (status.podIPs?.[0]?.ip) status.podIP = status.podIPs[0].ip;
  for (const list of [status.initContainerStatuses, status.containerStatuses, status.ephemeralContainerStatuses]) {
    for (const container of list ?? []) {
      roundResources(container.allocatedResources);
      roundRequirements(container.resources);
    }
  }
}
