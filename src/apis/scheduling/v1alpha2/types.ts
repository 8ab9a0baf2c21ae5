/**
 * The types of scheduling.k8s.io/v1alpha2: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names,
 * Protobuf numbers and markers are those of k8s.io/api/scheduling/v1alpha2, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, int32, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { Condition, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const DisruptionMode: ScalarType = enumeration('v1alpha2.DisruptionMode', ['Pod', 'PodGroup']);

export const Workload: StructType = struct('k8s.io/api/scheduling/v1alpha2.Workload', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', WorkloadSpec, 2, { omitempty: false }),
]);

export const WorkloadList: StructType = struct('k8s.io/api/scheduling/v1alpha2.WorkloadList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Workload), 2, { omitempty: false }),
]);

export const WorkloadSpec: StructType = struct('k8s.io/api/scheduling/v1alpha2.WorkloadSpec', () => [
  field('controllerRef', TypedLocalObjectReference, 1, { pointer: true, optional: true }),
  field('podGroupTemplates', list(PodGroupTemplate), 2, { omitempty: false, list: 'map', keys: ['name'] }),
]);

export const TypedLocalObjectReference: StructType = struct('k8s.io/api/scheduling/v1alpha2.TypedLocalObjectReference', () => [
  field('apiGroup', string, 1, { go: 'APIGroup', optional: true }),
  field('kind', string, 2, { omitempty: false }),
  field('name', string, 3, { omitempty: false }),
]);

export const PodGroupTemplate: StructType = struct('k8s.io/api/scheduling/v1alpha2.PodGroupTemplate', () => [
  field('name', string, 1, { omitempty: false }),
  field('schedulingPolicy', PodGroupSchedulingPolicy, 2, { omitempty: false }),
  field('schedulingConstraints', PodGroupSchedulingConstraints, 3, {
    pointer: true,
    omitempty: false,
    optional: true,
    gate: 'TopologyAwareWorkloadScheduling',
  }),
  field('resourceClaims', list(PodGroupResourceClaim), 4, {
    optional: true,
    patch: 'merge,retainKeys',
    mergeKey: 'name',
    list: 'map',
    keys: ['name'],
    gate: 'DRAWorkloadResourceClaims',
  }),
  field('disruptionMode', DisruptionMode, 5, { pointer: true, optional: true, gate: 'WorkloadAwarePreemption' }),
  field('priorityClassName', string, 6, { optional: true, gate: 'WorkloadAwarePreemption' }),
  field('priority', int32, 7, { pointer: true, optional: true, gate: 'WorkloadAwarePreemption' }),
]);

export const PodGroupSchedulingPolicy: StructType = struct('k8s.io/api/scheduling/v1alpha2.PodGroupSchedulingPolicy', () => [
  field('basic', BasicSchedulingPolicy, 1, { pointer: true, optional: true }),
  field('gang', GangSchedulingPolicy, 2, { pointer: true, optional: true }),
]);

export const BasicSchedulingPolicy: StructType = struct('k8s.io/api/scheduling/v1alpha2.BasicSchedulingPolicy', () => []);

export const GangSchedulingPolicy: StructType = struct('k8s.io/api/scheduling/v1alpha2.GangSchedulingPolicy', () => [
  field('minCount', int32, 1, { omitempty: false }),
]);

export const PodGroupResourceClaim: StructType = struct('k8s.io/api/scheduling/v1alpha2.PodGroupResourceClaim', () => [
  field('name', string, 1, { omitempty: false }),
  field('resourceClaimName', string, 2, { pointer: true, optional: true }),
  field('resourceClaimTemplateName', string, 3, { pointer: true, optional: true }),
]);

export const PodGroup: StructType = struct('k8s.io/api/scheduling/v1alpha2.PodGroup', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', PodGroupSpec, 2, { omitempty: false }),
  field('status', PodGroupStatus, 3, { omitempty: false, optional: true }),
]);

export const PodGroupList: StructType = struct('k8s.io/api/scheduling/v1alpha2.PodGroupList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(PodGroup), 2, { omitempty: false }),
]);

export const PodGroupSpec: StructType = struct('k8s.io/api/scheduling/v1alpha2.PodGroupSpec', () => [
  field('podGroupTemplateRef', PodGroupTemplateReference, 1, { pointer: true, omitempty: false, optional: true }),
  field('schedulingPolicy', PodGroupSchedulingPolicy, 2, { omitempty: false }),
  field('schedulingConstraints', PodGroupSchedulingConstraints, 3, { pointer: true, optional: true, gate: 'TopologyAwareWorkloadScheduling' }),
  field('resourceClaims', list(PodGroupResourceClaim), 4, {
    optional: true,
    patch: 'merge,retainKeys',
    mergeKey: 'name',
    list: 'map',
    keys: ['name'],
    gate: 'DRAWorkloadResourceClaims',
  }),
  field('disruptionMode', DisruptionMode, 5, { pointer: true, optional: true, default: 'Pod', gate: 'WorkloadAwarePreemption' }),
  field('priorityClassName', string, 6, { optional: true, gate: 'WorkloadAwarePreemption' }),
  field('priority', int32, 7, { pointer: true, optional: true, gate: 'WorkloadAwarePreemption' }),
]);

export const PodGroupStatus: StructType = struct('k8s.io/api/scheduling/v1alpha2.PodGroupStatus', () => [
  field('conditions', list(Condition), 1, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
  field('resourceClaimStatuses', list(PodGroupResourceClaimStatus), 2, {
    optional: true,
    patch: 'merge,retainKeys',
    mergeKey: 'name',
    list: 'map',
    keys: ['name'],
    gate: 'DRAWorkloadResourceClaims',
  }),
]);

export const PodGroupResourceClaimStatus: StructType = struct('k8s.io/api/scheduling/v1alpha2.PodGroupResourceClaimStatus', () => [
  field('name', string, 1, { omitempty: false }),
  field('resourceClaimName', string, 2, { pointer: true, optional: true }),
]);

export const PodGroupTemplateReference: StructType = struct('k8s.io/api/scheduling/v1alpha2.PodGroupTemplateReference', () => [
  field('workload', WorkloadPodGroupTemplateReference, 1, { pointer: true, omitempty: false, optional: true }),
]);

export const WorkloadPodGroupTemplateReference: StructType = struct('k8s.io/api/scheduling/v1alpha2.WorkloadPodGroupTemplateReference', () => [
  field('workloadName', string, 1, { omitempty: false }),
  field('podGroupTemplateName', string, 2, { omitempty: false }),
]);

export const PodGroupSchedulingConstraints: StructType = struct('k8s.io/api/scheduling/v1alpha2.PodGroupSchedulingConstraints', () => [
  field('topology', list(TopologyConstraint), 1, { optional: true, list: 'atomic' }),
]);

export const TopologyConstraint: StructType = struct('k8s.io/api/scheduling/v1alpha2.TopologyConstraint', () => [
  field('key', string, 1, { omitempty: false }),
]);
