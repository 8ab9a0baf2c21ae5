/**
 * The types of apps/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf numbers and
 * markers are those of k8s.io/api/apps/v1, release 1.36; they are wire format and never change.
 */
import {
  bool,
  enumeration,
  field,
  inline,
  int32,
  int64,
  list,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import { ConditionStatus, PersistentVolumeClaim, PodTemplateSpec } from '../../core/v1/types.ts';
import { IntOrString, RawExtension, Time } from '../../meta/opaques.ts';
import { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const PodManagementPolicyType: ScalarType = enumeration('v1.PodManagementPolicyType', ['OrderedReady', 'Parallel']);
export const StatefulSetUpdateStrategyType: ScalarType = enumeration('v1.StatefulSetUpdateStrategyType', ['OnDelete', 'RollingUpdate']);
export const PersistentVolumeClaimRetentionPolicyType: ScalarType = enumeration('v1.PersistentVolumeClaimRetentionPolicyType');
export const StatefulSetConditionType: ScalarType = enumeration('v1.StatefulSetConditionType');
export const DeploymentStrategyType: ScalarType = enumeration('v1.DeploymentStrategyType', ['Recreate', 'RollingUpdate']);
export const DeploymentConditionType: ScalarType = enumeration('v1.DeploymentConditionType');
export const DaemonSetUpdateStrategyType: ScalarType = enumeration('v1.DaemonSetUpdateStrategyType', ['OnDelete', 'RollingUpdate']);
export const DaemonSetConditionType: ScalarType = enumeration('v1.DaemonSetConditionType');
export const ReplicaSetConditionType: ScalarType = enumeration('v1.ReplicaSetConditionType');

export const StatefulSet: StructType = struct('k8s.io/api/apps/v1.StatefulSet', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', StatefulSetSpec, 2, { omitempty: false, optional: true }),
  field('status', StatefulSetStatus, 3, { omitempty: false, optional: true }),
]);

export const StatefulSetUpdateStrategy: StructType = struct('k8s.io/api/apps/v1.StatefulSetUpdateStrategy', () => [
  field('type', StatefulSetUpdateStrategyType, 1, { optional: true }),
  field('rollingUpdate', RollingUpdateStatefulSetStrategy, 2, { pointer: true, optional: true }),
]);

export const RollingUpdateStatefulSetStrategy: StructType = struct('k8s.io/api/apps/v1.RollingUpdateStatefulSetStrategy', () => [
  field('partition', int32, 1, { pointer: true, optional: true }),
  field('maxUnavailable', IntOrString, 2, { pointer: true, optional: true, gate: 'MaxUnavailableStatefulSet' }),
]);

export const StatefulSetPersistentVolumeClaimRetentionPolicy: StructType = struct(
  'k8s.io/api/apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy',
  () => [
    field('whenDeleted', PersistentVolumeClaimRetentionPolicyType, 1, { optional: true }),
    field('whenScaled', PersistentVolumeClaimRetentionPolicyType, 2, { optional: true }),
  ],
);

export const StatefulSetOrdinals: StructType = struct('k8s.io/api/apps/v1.StatefulSetOrdinals', () => [
  field('start', int32, 1, { omitempty: false, optional: true }),
]);

export const StatefulSetSpec: StructType = struct('k8s.io/api/apps/v1.StatefulSetSpec', () => [
  field('replicas', int32, 1, { pointer: true, optional: true }),
  field('selector', LabelSelector, 2, { pointer: true, omitempty: false }),
  field('template', PodTemplateSpec, 3, { omitempty: false }),
  field('volumeClaimTemplates', list(PersistentVolumeClaim), 4, { optional: true, list: 'atomic' }),
  field('serviceName', string, 5, { omitempty: false, optional: true }),
  field('podManagementPolicy', PodManagementPolicyType, 6, { optional: true }),
  field('updateStrategy', StatefulSetUpdateStrategy, 7, { omitempty: false, optional: true }),
  field('revisionHistoryLimit', int32, 8, { pointer: true, optional: true }),
  field('minReadySeconds', int32, 9, { optional: true }),
  field('persistentVolumeClaimRetentionPolicy', StatefulSetPersistentVolumeClaimRetentionPolicy, 10, { pointer: true, optional: true }),
  field('ordinals', StatefulSetOrdinals, 11, { pointer: true, optional: true }),
]);

export const StatefulSetStatus: StructType = struct('k8s.io/api/apps/v1.StatefulSetStatus', () => [
  field('observedGeneration', int64, 1, { optional: true }),
  field('replicas', int32, 2, { omitempty: false }),
  field('readyReplicas', int32, 3, { optional: true }),
  field('currentReplicas', int32, 4, { optional: true }),
  field('updatedReplicas', int32, 5, { optional: true }),
  field('currentRevision', string, 6, { optional: true }),
  field('updateRevision', string, 7, { optional: true }),
  field('collisionCount', int32, 9, { pointer: true, optional: true }),
  field('conditions', list(StatefulSetCondition), 10, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
  field('availableReplicas', int32, 11, { omitempty: false, optional: true }),
]);

export const StatefulSetCondition: StructType = struct('k8s.io/api/apps/v1.StatefulSetCondition', () => [
  field('type', StatefulSetConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastTransitionTime', Time, 3, { omitempty: false, optional: true }),
  field('reason', string, 4, { optional: true }),
  field('message', string, 5, { optional: true }),
]);

export const StatefulSetList: StructType = struct('k8s.io/api/apps/v1.StatefulSetList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(StatefulSet), 2, { omitempty: false }),
]);

export const Deployment: StructType = struct('k8s.io/api/apps/v1.Deployment', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', DeploymentSpec, 2, { omitempty: false, optional: true }),
  field('status', DeploymentStatus, 3, { omitempty: false, optional: true }),
]);

export const DeploymentSpec: StructType = struct('k8s.io/api/apps/v1.DeploymentSpec', () => [
  field('replicas', int32, 1, { pointer: true, optional: true }),
  field('selector', LabelSelector, 2, { pointer: true, omitempty: false }),
  field('template', PodTemplateSpec, 3, { omitempty: false }),
  field('strategy', DeploymentStrategy, 4, { omitempty: false, optional: true, patch: 'retainKeys' }),
  field('minReadySeconds', int32, 5, { optional: true }),
  field('revisionHistoryLimit', int32, 6, { pointer: true, optional: true }),
  field('paused', bool, 7, { optional: true }),
  field('progressDeadlineSeconds', int32, 9, { pointer: true, optional: true }),
]);

export const DeploymentStrategy: StructType = struct('k8s.io/api/apps/v1.DeploymentStrategy', () => [
  field('type', DeploymentStrategyType, 1, { optional: true }),
  field('rollingUpdate', RollingUpdateDeployment, 2, { pointer: true, optional: true }),
]);

export const RollingUpdateDeployment: StructType = struct('k8s.io/api/apps/v1.RollingUpdateDeployment', () => [
  field('maxUnavailable', IntOrString, 1, { pointer: true, optional: true }),
  field('maxSurge', IntOrString, 2, { pointer: true, optional: true }),
]);

export const DeploymentStatus: StructType = struct('k8s.io/api/apps/v1.DeploymentStatus', () => [
  field('observedGeneration', int64, 1, { optional: true }),
  field('replicas', int32, 2, { optional: true }),
  field('updatedReplicas', int32, 3, { optional: true }),
  field('readyReplicas', int32, 7, { optional: true }),
  field('availableReplicas', int32, 4, { optional: true }),
  field('unavailableReplicas', int32, 5, { optional: true }),
  field('terminatingReplicas', int32, 9, { pointer: true, optional: true }),
  field('conditions', list(DeploymentCondition), 6, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
  field('collisionCount', int32, 8, { pointer: true, optional: true }),
]);

export const DeploymentCondition: StructType = struct('k8s.io/api/apps/v1.DeploymentCondition', () => [
  field('type', DeploymentConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastUpdateTime', Time, 6, { omitempty: false, optional: true }),
  field('lastTransitionTime', Time, 7, { omitempty: false, optional: true }),
  field('reason', string, 4, { optional: true }),
  field('message', string, 5, { optional: true }),
]);

export const DeploymentList: StructType = struct('k8s.io/api/apps/v1.DeploymentList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(Deployment), 2, { omitempty: false }),
]);

export const DaemonSetUpdateStrategy: StructType = struct('k8s.io/api/apps/v1.DaemonSetUpdateStrategy', () => [
  field('type', DaemonSetUpdateStrategyType, 1, { optional: true }),
  field('rollingUpdate', RollingUpdateDaemonSet, 2, { pointer: true, optional: true }),
]);

export const RollingUpdateDaemonSet: StructType = struct('k8s.io/api/apps/v1.RollingUpdateDaemonSet', () => [
  field('maxUnavailable', IntOrString, 1, { pointer: true, optional: true }),
  field('maxSurge', IntOrString, 2, { pointer: true, optional: true }),
]);

export const DaemonSetSpec: StructType = struct('k8s.io/api/apps/v1.DaemonSetSpec', () => [
  field('selector', LabelSelector, 1, { pointer: true, omitempty: false }),
  field('template', PodTemplateSpec, 2, { omitempty: false }),
  field('updateStrategy', DaemonSetUpdateStrategy, 3, { omitempty: false, optional: true }),
  field('minReadySeconds', int32, 4, { optional: true }),
  field('revisionHistoryLimit', int32, 6, { pointer: true, optional: true }),
]);

export const DaemonSetStatus: StructType = struct('k8s.io/api/apps/v1.DaemonSetStatus', () => [
  field('currentNumberScheduled', int32, 1, { omitempty: false }),
  field('numberMisscheduled', int32, 2, { omitempty: false }),
  field('desiredNumberScheduled', int32, 3, { omitempty: false }),
  field('numberReady', int32, 4, { omitempty: false }),
  field('observedGeneration', int64, 5, { optional: true }),
  field('updatedNumberScheduled', int32, 6, { optional: true }),
  field('numberAvailable', int32, 7, { optional: true }),
  field('numberUnavailable', int32, 8, { optional: true }),
  field('collisionCount', int32, 9, { pointer: true, optional: true }),
  field('conditions', list(DaemonSetCondition), 10, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const DaemonSetCondition: StructType = struct('k8s.io/api/apps/v1.DaemonSetCondition', () => [
  field('type', DaemonSetConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastTransitionTime', Time, 3, { omitempty: false, optional: true }),
  field('reason', string, 4, { optional: true }),
  field('message', string, 5, { optional: true }),
]);

export const DaemonSet: StructType = struct('k8s.io/api/apps/v1.DaemonSet', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', DaemonSetSpec, 2, { omitempty: false, optional: true }),
  field('status', DaemonSetStatus, 3, { omitempty: false, optional: true }),
]);

export const DaemonSetList: StructType = struct('k8s.io/api/apps/v1.DaemonSetList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(DaemonSet), 2, { omitempty: false }),
]);

export const ReplicaSet: StructType = struct('k8s.io/api/apps/v1.ReplicaSet', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ReplicaSetSpec, 2, { omitempty: false, optional: true }),
  field('status', ReplicaSetStatus, 3, { omitempty: false, optional: true }),
]);

export const ReplicaSetList: StructType = struct('k8s.io/api/apps/v1.ReplicaSetList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ReplicaSet), 2, { omitempty: false }),
]);

export const ReplicaSetSpec: StructType = struct('k8s.io/api/apps/v1.ReplicaSetSpec', () => [
  field('replicas', int32, 1, { pointer: true, optional: true }),
  field('minReadySeconds', int32, 4, { optional: true }),
  field('selector', LabelSelector, 2, { pointer: true, omitempty: false }),
  field('template', PodTemplateSpec, 3, { omitempty: false, optional: true }),
]);

export const ReplicaSetStatus: StructType = struct('k8s.io/api/apps/v1.ReplicaSetStatus', () => [
  field('replicas', int32, 1, { omitempty: false }),
  field('fullyLabeledReplicas', int32, 2, { optional: true }),
  field('readyReplicas', int32, 4, { optional: true }),
  field('availableReplicas', int32, 5, { optional: true }),
  field('terminatingReplicas', int32, 7, { pointer: true, optional: true }),
  field('observedGeneration', int64, 3, { optional: true }),
  field('conditions', list(ReplicaSetCondition), 6, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const ReplicaSetCondition: StructType = struct('k8s.io/api/apps/v1.ReplicaSetCondition', () => [
  field('type', ReplicaSetConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastTransitionTime', Time, 3, { omitempty: false, optional: true }),
  field('reason', string, 4, { optional: true }),
  field('message', string, 5, { optional: true }),
]);

export const ControllerRevision: StructType = struct('k8s.io/api/apps/v1.ControllerRevision', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('data', RawExtension, 2, { omitempty: false, optional: true }),
  field('revision', int64, 3, { omitempty: false }),
]);

export const ControllerRevisionList: StructType = struct('k8s.io/api/apps/v1.ControllerRevisionList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(ControllerRevision), 2, { omitempty: false }),
]);
