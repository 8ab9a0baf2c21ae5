/** Parts of pods as upstream's internal types: in messages that print a struct, and in the diff of an update that changes what it may not. */

import type { PodSpec } from '../v1/objects.gen.ts';
import * as types from '../v1/types.ts';
import { POD_TYPES } from './internal-types.ts';

const PRINTED = {
  ClusterTrustBundleProjection: types.ClusterTrustBundleProjection,
  EphemeralContainer: types.EphemeralContainer,
  HostIP: types.HostIP,
  NodeSelectorTerm: types.NodeSelectorTerm,
  PodIP: types.PodIP,
  PodResourceClaim: types.PodResourceClaim,
  PodSpec: types.PodSpec,
  SeccompProfile: types.SeccompProfile,
  SecurityContext: types.SecurityContext,
};

/** A value or a list of values, on one line unless `indent` says otherwise. */
export function printInternal(value: unknown, name: keyof typeof PRINTED, indent = ''): string {
  const type = PRINTED[name];
  return POD_TYPES.print(value, Array.isArray(value) ? { kind: 'list', element: type } : type, name, indent);
}

/** The spec with what the internal type keeps elsewhere. */
export function printPodSpec(spec: PodSpec): string {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec;
  const securityContext = { ...spec.securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers };
  return printInternal({ ...spec, securityContext }, 'PodSpec', ' ');
}
