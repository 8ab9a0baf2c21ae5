/**
 * The types of autoscaling/v2: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf numbers
 * and markers are those of k8s.io/api/autoscaling/v2, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, int32, int64, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { ConditionStatus, ResourceName } from '../../core/v1/types.ts';
import { Quantity, Time } from '../../meta/opaques.ts';
import { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const ScalingPolicySelect: ScalarType = enumeration('v2.ScalingPolicySelect');
export const HPAScalingPolicyType: ScalarType = enumeration('v2.HPAScalingPolicyType');
export const MetricSourceType: ScalarType = enumeration('v2.MetricSourceType');
export const MetricTargetType: ScalarType = enumeration('v2.MetricTargetType');
export const HorizontalPodAutoscalerConditionType: ScalarType = enumeration('v2.HorizontalPodAutoscalerConditionType');

export const HorizontalPodAutoscaler: StructType = struct('k8s.io/api/autoscaling/v2.HorizontalPodAutoscaler', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', HorizontalPodAutoscalerSpec, 2, { omitempty: false }),
  field('status', HorizontalPodAutoscalerStatus, 3, { omitempty: false, optional: true }),
]);

export const HorizontalPodAutoscalerSpec: StructType = struct('k8s.io/api/autoscaling/v2.HorizontalPodAutoscalerSpec', () => [
  field('scaleTargetRef', CrossVersionObjectReference, 1, { omitempty: false }),
  field('minReplicas', int32, 2, { pointer: true, optional: true }),
  field('maxReplicas', int32, 3, { omitempty: false }),
  field('metrics', list(MetricSpec), 4, { optional: true, list: 'atomic' }),
  field('behavior', HorizontalPodAutoscalerBehavior, 5, { pointer: true, optional: true }),
]);

export const CrossVersionObjectReference: StructType = struct('k8s.io/api/autoscaling/v2.CrossVersionObjectReference', () => [
  field('kind', string, 1, { omitempty: false }),
  field('name', string, 2, { omitempty: false }),
  field('apiVersion', string, 3, { go: 'APIVersion', optional: true }),
]);

export const MetricSpec: StructType = struct('k8s.io/api/autoscaling/v2.MetricSpec', () => [
  field('type', MetricSourceType, 1, { omitempty: false }),
  field('object', ObjectMetricSource, 2, { pointer: true, optional: true }),
  field('pods', PodsMetricSource, 3, { pointer: true, optional: true }),
  field('resource', ResourceMetricSource, 4, { pointer: true, optional: true }),
  field('containerResource', ContainerResourceMetricSource, 7, { pointer: true, optional: true }),
  field('external', ExternalMetricSource, 5, { pointer: true, optional: true }),
]);

export const HorizontalPodAutoscalerBehavior: StructType = struct('k8s.io/api/autoscaling/v2.HorizontalPodAutoscalerBehavior', () => [
  field('scaleUp', HPAScalingRules, 1, { pointer: true, optional: true }),
  field('scaleDown', HPAScalingRules, 2, { pointer: true, optional: true }),
]);

export const HPAScalingRules: StructType = struct('k8s.io/api/autoscaling/v2.HPAScalingRules', () => [
  field('stabilizationWindowSeconds', int32, 3, { pointer: true, optional: true }),
  field('selectPolicy', ScalingPolicySelect, 1, { pointer: true, optional: true }),
  field('policies', list(HPAScalingPolicy), 2, { optional: true, list: 'atomic', keepEmpty: true }),
  field('tolerance', Quantity, 4, { pointer: true, optional: true, gate: 'HPAConfigurableTolerance' }),
]);

export const HPAScalingPolicy: StructType = struct('k8s.io/api/autoscaling/v2.HPAScalingPolicy', () => [
  field('type', HPAScalingPolicyType, 1, { omitempty: false }),
  field('value', int32, 2, { omitempty: false }),
  field('periodSeconds', int32, 3, { omitempty: false }),
]);

export const ObjectMetricSource: StructType = struct('k8s.io/api/autoscaling/v2.ObjectMetricSource', () => [
  field('describedObject', CrossVersionObjectReference, 1, { omitempty: false }),
  field('target', MetricTarget, 2, { omitempty: false }),
  field('metric', MetricIdentifier, 3, { omitempty: false }),
]);

export const PodsMetricSource: StructType = struct('k8s.io/api/autoscaling/v2.PodsMetricSource', () => [
  field('metric', MetricIdentifier, 1, { omitempty: false }),
  field('target', MetricTarget, 2, { omitempty: false }),
]);

export const ResourceMetricSource: StructType = struct('k8s.io/api/autoscaling/v2.ResourceMetricSource', () => [
  field('name', ResourceName, 1, { omitempty: false }),
  field('target', MetricTarget, 2, { omitempty: false }),
]);

export const ContainerResourceMetricSource: StructType = struct('k8s.io/api/autoscaling/v2.ContainerResourceMetricSource', () => [
  field('name', ResourceName, 1, { omitempty: false }),
  field('target', MetricTarget, 2, { omitempty: false }),
  field('container', string, 3, { omitempty: false }),
]);

export const ExternalMetricSource: StructType = struct('k8s.io/api/autoscaling/v2.ExternalMetricSource', () => [
  field('metric', MetricIdentifier, 1, { omitempty: false }),
  field('target', MetricTarget, 2, { omitempty: false }),
]);

export const MetricIdentifier: StructType = struct('k8s.io/api/autoscaling/v2.MetricIdentifier', () => [
  field('name', string, 1, { omitempty: false }),
  field('selector', LabelSelector, 2, { pointer: true, optional: true }),
]);

export const MetricTarget: StructType = struct('k8s.io/api/autoscaling/v2.MetricTarget', () => [
  field('type', MetricTargetType, 1, { omitempty: false }),
  field('value', Quantity, 2, { pointer: true, optional: true }),
  field('averageValue', Quantity, 3, { pointer: true, optional: true }),
  field('averageUtilization', int32, 4, { pointer: true, optional: true }),
]);

export const HorizontalPodAutoscalerStatus: StructType = struct('k8s.io/api/autoscaling/v2.HorizontalPodAutoscalerStatus', () => [
  field('observedGeneration', int64, 1, { pointer: true, optional: true }),
  field('lastScaleTime', Time, 2, { pointer: true, optional: true }),
  field('currentReplicas', int32, 3, { optional: true }),
  field('desiredReplicas', int32, 4, { omitempty: false }),
  field('currentMetrics', list(MetricStatus), 5, { omitempty: false, optional: true, list: 'atomic' }),
  field('conditions', list(HorizontalPodAutoscalerCondition), 6, { optional: true, patch: 'merge', mergeKey: 'type', list: 'map', keys: ['type'] }),
]);

export const HorizontalPodAutoscalerCondition: StructType = struct('k8s.io/api/autoscaling/v2.HorizontalPodAutoscalerCondition', () => [
  field('type', HorizontalPodAutoscalerConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastTransitionTime', Time, 3, { omitempty: false, optional: true }),
  field('reason', string, 4, { optional: true }),
  field('message', string, 5, { optional: true }),
]);

export const MetricStatus: StructType = struct('k8s.io/api/autoscaling/v2.MetricStatus', () => [
  field('type', MetricSourceType, 1, { omitempty: false }),
  field('object', ObjectMetricStatus, 2, { pointer: true, optional: true }),
  field('pods', PodsMetricStatus, 3, { pointer: true, optional: true }),
  field('resource', ResourceMetricStatus, 4, { pointer: true, optional: true }),
  field('containerResource', ContainerResourceMetricStatus, 7, { pointer: true, optional: true }),
  field('external', ExternalMetricStatus, 5, { pointer: true, optional: true }),
]);

export const ObjectMetricStatus: StructType = struct('k8s.io/api/autoscaling/v2.ObjectMetricStatus', () => [
  field('metric', MetricIdentifier, 1, { omitempty: false }),
  field('current', MetricValueStatus, 2, { omitempty: false }),
  field('describedObject', CrossVersionObjectReference, 3, { omitempty: false }),
]);

export const PodsMetricStatus: StructType = struct('k8s.io/api/autoscaling/v2.PodsMetricStatus', () => [
  field('metric', MetricIdentifier, 1, { omitempty: false }),
  field('current', MetricValueStatus, 2, { omitempty: false }),
]);

export const ResourceMetricStatus: StructType = struct('k8s.io/api/autoscaling/v2.ResourceMetricStatus', () => [
  field('name', ResourceName, 1, { omitempty: false }),
  field('current', MetricValueStatus, 2, { omitempty: false }),
]);

export const ContainerResourceMetricStatus: StructType = struct('k8s.io/api/autoscaling/v2.ContainerResourceMetricStatus', () => [
  field('name', ResourceName, 1, { omitempty: false }),
  field('current', MetricValueStatus, 2, { omitempty: false }),
  field('container', string, 3, { omitempty: false }),
]);

export const ExternalMetricStatus: StructType = struct('k8s.io/api/autoscaling/v2.ExternalMetricStatus', () => [
  field('metric', MetricIdentifier, 1, { omitempty: false }),
  field('current', MetricValueStatus, 2, { omitempty: false }),
]);

export const MetricValueStatus: StructType = struct('k8s.io/api/autoscaling/v2.MetricValueStatus', () => [
  field('value', Quantity, 1, { pointer: true, optional: true }),
  field('averageValue', Quantity, 2, { pointer: true, optional: true }),
  field('averageUtilization', int32, 3, { pointer: true, optional: true }),
]);

export const HorizontalPodAutoscalerList: StructType = struct('k8s.io/api/autoscaling/v2.HorizontalPodAutoscalerList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(HorizontalPodAutoscaler), 2, { omitempty: false }),
]);
