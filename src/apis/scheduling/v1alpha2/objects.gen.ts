/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { Condition, ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export type BasicSchedulingPolicy = { [key: string]: never };

export interface GangSchedulingPolicy {
  minCount: number;
}

export interface PodGroup {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: PodGroupSpec;
  status: PodGroupStatus;
}

export interface PodGroupList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: PodGroup[] | null;
}

export interface PodGroupResourceClaim {
  name: string;
  resourceClaimName?: string;
  resourceClaimTemplateName?: string;
}

export interface PodGroupResourceClaimStatus {
  name: string;
  resourceClaimName?: string;
}

export interface PodGroupSchedulingConstraints {
  topology?: TopologyConstraint[];
}

export interface PodGroupSchedulingPolicy {
  basic?: BasicSchedulingPolicy;
  gang?: GangSchedulingPolicy;
}

export interface PodGroupSpec {
  podGroupTemplateRef: PodGroupTemplateReference | null;
  schedulingPolicy: PodGroupSchedulingPolicy;
  schedulingConstraints?: PodGroupSchedulingConstraints;
  resourceClaims?: PodGroupResourceClaim[];
  disruptionMode?: string;
  priorityClassName?: string;
  priority?: number;
}

export interface PodGroupStatus {
  conditions?: Condition[];
  resourceClaimStatuses?: PodGroupResourceClaimStatus[];
}

export interface PodGroupTemplate {
  name: string;
  schedulingPolicy: PodGroupSchedulingPolicy;
  schedulingConstraints: PodGroupSchedulingConstraints | null;
  resourceClaims?: PodGroupResourceClaim[];
  disruptionMode?: string;
  priorityClassName?: string;
  priority?: number;
}

export interface PodGroupTemplateReference {
  workload: WorkloadPodGroupTemplateReference | null;
}

export interface TopologyConstraint {
  key: string;
}

export interface TypedLocalObjectReference {
  apiGroup?: string;
  kind: string;
  name: string;
}

export interface Workload {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: WorkloadSpec;
}

export interface WorkloadList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: Workload[] | null;
}

export interface WorkloadPodGroupTemplateReference {
  workloadName: string;
  podGroupTemplateName: string;
}

export interface WorkloadSpec {
  controllerRef?: TypedLocalObjectReference;
  podGroupTemplates: PodGroupTemplate[] | null;
}
