/**
 * The types of autoscaling/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf numbers
 * and markers are those of k8s.io/api/autoscaling/v1, release 1.36; they are wire format and never change.
 */
import { enumeration, field, inline, int32, int64, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { ConditionStatus, ResourceName } from '../../core/v1/types.ts';
import { Quantity, Time } from '../../meta/opaques.ts';
import { LabelSelector, ListMeta, ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';

export const MetricSourceType: ScalarType = enumeration('v1.MetricSourceType', ['ContainerResource', 'External', 'Object', 'Pods', 'Resource']);
export const HorizontalPodAutoscalerConditionType: ScalarType = enumeration('v1.HorizontalPodAutoscalerConditionType');

export const CrossVersionObjectReference: StructType = struct(
  'k8s.io/api/autoscaling/v1.CrossVersionObjectReference',
  () => [
    field('kind', string, 1, { omitempty: false }),
    field('name', string, 2, { omitempty: false }),
    field('apiVersion', string, 3, { go: 'APIVersion', optional: true }),
  ],
  '',
  { atomic: true },
);

export const HorizontalPodAutoscalerSpec: StructType = struct('k8s.io/api/autoscaling/v1.HorizontalPodAutoscalerSpec', () => [
  field('scaleTargetRef', CrossVersionObjectReference, 1, { omitempty: false }),
  field('minReplicas', int32, 2, { pointer: true, optional: true }),
  field('maxReplicas', int32, 3, { omitempty: false }),
  field('targetCPUUtilizationPercentage', int32, 4, { pointer: true, optional: true }),
]);

export const HorizontalPodAutoscalerStatus: StructType = struct('k8s.io/api/autoscaling/v1.HorizontalPodAutoscalerStatus', () => [
  field('observedGeneration', int64, 1, { pointer: true, optional: true }),
  field('lastScaleTime', Time, 2, { pointer: true, optional: true }),
  field('currentReplicas', int32, 3, { omitempty: false }),
  field('desiredReplicas', int32, 4, { omitempty: false }),
  field('currentCPUUtilizationPercentage', int32, 5, { pointer: true, optional: true }),
]);

export const HorizontalPodAutoscaler: StructType = struct('k8s.io/api/autoscaling/v1.HorizontalPodAutoscaler', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', HorizontalPodAutoscalerSpec, 2, { omitempty: false }),
  field('status', HorizontalPodAutoscalerStatus, 3, { omitempty: false, optional: true }),
]);

export const HorizontalPodAutoscalerList: StructType = struct('k8s.io/api/autoscaling/v1.HorizontalPodAutoscalerList', () => [
  inline(TypeMeta),
  field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
  field('items', list(HorizontalPodAutoscaler), 2, { omitempty: false }),
]);

export const Scale: StructType = struct('k8s.io/api/autoscaling/v1.Scale', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
  field('spec', ScaleSpec, 2, { omitempty: false, optional: true }),
  field('status', ScaleStatus, 3, { omitempty: false, optional: true }),
]);

export const ScaleSpec: StructType = struct('k8s.io/api/autoscaling/v1.ScaleSpec', () => [
  field('replicas', int32, 1, { optional: true, default: 0 }),
]);

export const ScaleStatus: StructType = struct('k8s.io/api/autoscaling/v1.ScaleStatus', () => [
  field('replicas', int32, 1, { omitempty: false }),
  field('selector', string, 2, { optional: true }),
]);

export const MetricSpec: StructType = struct('k8s.io/api/autoscaling/v1.MetricSpec', () => [
  field('type', MetricSourceType, 1, { omitempty: false }),
  field('object', ObjectMetricSource, 2, { pointer: true, optional: true }),
  field('pods', PodsMetricSource, 3, { pointer: true, optional: true }),
  field('resource', ResourceMetricSource, 4, { pointer: true, optional: true }),
  field('containerResource', ContainerResourceMetricSource, 7, { pointer: true, optional: true }),
  field('external', ExternalMetricSource, 5, { pointer: true, optional: true }),
]);

export const ObjectMetricSource: StructType = struct('k8s.io/api/autoscaling/v1.ObjectMetricSource', () => [
  field('target', CrossVersionObjectReference, 1, { omitempty: false }),
  field('metricName', string, 2, { omitempty: false }),
  field('targetValue', Quantity, 3, { omitempty: false }),
  field('selector', LabelSelector, 4, { pointer: true, optional: true }),
  field('averageValue', Quantity, 5, { pointer: true, optional: true }),
]);

export const PodsMetricSource: StructType = struct('k8s.io/api/autoscaling/v1.PodsMetricSource', () => [
  field('metricName', string, 1, { omitempty: false }),
  field('targetAverageValue', Quantity, 2, { omitempty: false }),
  field('selector', LabelSelector, 3, { pointer: true, optional: true }),
]);

export const ResourceMetricSource: StructType = struct('k8s.io/api/autoscaling/v1.ResourceMetricSource', () => [
  field('name', ResourceName, 1, { omitempty: false }),
  field('targetAverageUtilization', int32, 2, { pointer: true, optional: true }),
  field('targetAverageValue', Quantity, 3, { pointer: true, optional: true }),
]);

export const ContainerResourceMetricSource: StructType = struct('k8s.io/api/autoscaling/v1.ContainerResourceMetricSource', () => [
  field('name', ResourceName, 1, { omitempty: false }),
  field('targetAverageUtilization', int32, 2, { pointer: true, optional: true }),
  field('targetAverageValue', Quantity, 3, { pointer: true, optional: true }),
  field('container', string, 5, { omitempty: false }),
]);

export const ExternalMetricSource: StructType = struct('k8s.io/api/autoscaling/v1.ExternalMetricSource', () => [
  field('metricName', string, 1, { omitempty: false }),
  field('metricSelector', LabelSelector, 2, { pointer: true, optional: true }),
  field('targetValue', Quantity, 3, { pointer: true, optional: true }),
  field('targetAverageValue', Quantity, 4, { pointer: true, optional: true }),
]);

export const MetricStatus: StructType = struct('k8s.io/api/autoscaling/v1.MetricStatus', () => [
  field('type', MetricSourceType, 1, { omitempty: false }),
  field('object', ObjectMetricStatus, 2, { pointer: true, optional: true }),
  field('pods', PodsMetricStatus, 3, { pointer: true, optional: true }),
  field('resource', ResourceMetricStatus, 4, { pointer: true, optional: true }),
  field('containerResource', ContainerResourceMetricStatus, 7, { pointer: true, optional: true }),
  field('external', ExternalMetricStatus, 5, { pointer: true, optional: true }),
]);

export const HorizontalPodAutoscalerCondition: StructType = struct('k8s.io/api/autoscaling/v1.HorizontalPodAutoscalerCondition', () => [
  field('type', HorizontalPodAutoscalerConditionType, 1, { omitempty: false }),
  field('status', ConditionStatus, 2, { omitempty: false }),
  field('lastTransitionTime', Time, 3, { omitempty: false, optional: true }),
  field('reason', string, 4, { optional: true }),
  field('message', string, 5, { optional: true }),
]);

export const ObjectMetricStatus: StructType = struct('k8s.io/api/autoscaling/v1.ObjectMetricStatus', () => [
  field('target', CrossVersionObjectReference, 1, { omitempty: false }),
  field('metricName', string, 2, { omitempty: false }),
  field('currentValue', Quantity, 3, { omitempty: false }),
  field('selector', LabelSelector, 4, { pointer: true, optional: true }),
  field('averageValue', Quantity, 5, { pointer: true, optional: true }),
]);

export const PodsMetricStatus: StructType = struct('k8s.io/api/autoscaling/v1.PodsMetricStatus', () => [
  field('metricName', string, 1, { omitempty: false }),
  field('currentAverageValue', Quantity, 2, { omitempty: false }),
  field('selector', LabelSelector, 3, { pointer: true, optional: true }),
]);

export const ResourceMetricStatus: StructType = struct('k8s.io/api/autoscaling/v1.ResourceMetricStatus', () => [
  field('name', ResourceName, 1, { omitempty: false }),
  field('currentAverageUtilization', int32, 2, { pointer: true, optional: true }),
  field('currentAverageValue', Quantity, 3, { omitempty: false }),
]);

export const ContainerResourceMetricStatus: StructType = struct('k8s.io/api/autoscaling/v1.ContainerResourceMetricStatus', () => [
  field('name', ResourceName, 1, { omitempty: false }),
  field('currentAverageUtilization', int32, 2, { pointer: true, optional: true }),
  field('currentAverageValue', Quantity, 3, { omitempty: false }),
  field('container', string, 4, { omitempty: false }),
]);

export const ExternalMetricStatus: StructType = struct('k8s.io/api/autoscaling/v1.ExternalMetricStatus', () => [
  field('metricName', string, 1, { omitempty: false }),
  field('metricSelector', LabelSelector, 2, { pointer: true, optional: true }),
  field('currentValue', Quantity, 3, { omitempty: false }),
  field('currentAverageValue', Quantity, 4, { pointer: true, optional: true }),
]);
