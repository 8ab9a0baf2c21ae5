/**
 * Parts of pods, claims and volumes as upstream's internal types: in messages that print a struct, and in the diff of an update that changes what it
 * may not.
 */
import type { PodSpec, PodTemplateSpec } from '../v1/objects.gen.ts';
import * as types from '../v1/types.ts';
import { POD_TYPES } from './internal-types.ts';

const PRINTED = {
  ClusterTrustBundleProjection: types.ClusterTrustBundleProjection,
  EphemeralContainer: types.EphemeralContainer,
  HostIP: types.HostIP,
  NodeSelectorTerm: types.NodeSelectorTerm,
  PersistentVolumeClaimSpec: types.PersistentVolumeClaimSpec,
  PersistentVolumeSource: types.PersistentVolumeSpec,
  PersistentVolumeSpec: types.PersistentVolumeSpec,
  PodIP: types.PodIP,
  PodResourceClaim: types.PodResourceClaim,
  PodSpec: types.PodSpec,
  PodTemplateSpec: types.PodTemplateSpec,
  SeccompProfile: types.SeccompProfile,
  SecurityContext: types.SecurityContext,
  VolumeNodeAffinity: types.VolumeNodeAffinity,
};

/** A value or a list of values, on one line unless `indent` says otherwise. */
export function printInternal(value: unknown, name: keyof typeof PRINTED, indent = ''): string {
  const type = PRINTED[name];
  return POD_TYPES.print(value, Array.isArray(value) ? { kind: 'list', element: type } : type, name, indent);
}

/** The spec on lines of its own, for a diff. */
export function printPodSpec(spec: PodSpec): string {
  return printInternal(withHostFields(spec), 'PodSpec', ' ');
}

export function printPodTemplate(template: PodTemplateSpec): string {
  return printInternal({ ...template, spec: withHostFields(template.spec) }, 'PodTemplateSpec');
}

/** The spec in one line, for a bad value. */
export function showPodSpec(spec: PodSpec): string {
  return printInternal(withHostFields(spec), 'PodSpec');
}

/** The internal security context holds what shares the host's namespaces; it is always there. */
function withHostFields(spec: PodSpec): object {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec;
  return { ...spec, securityContext: { ...spec.securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } };
}
