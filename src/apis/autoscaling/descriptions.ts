/** What the types of the group autoscaling mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

const SELECTOR = 'Only series with these labels; all of them without it.';
const METRIC = 'The name and selector of the metric.';
const TARGET = 'The value to reach.';
const CURRENT = 'The present value.';
const RESOURCE = 'The resource: cpu or memory.';
const CONTAINER = 'The container in each pod.';
const METRIC_NAME = 'The name of the metric.';
const TARGET_AVERAGE = 'The average over all pods to reach.';
const CURRENT_AVERAGE = 'The present average over all pods.';
const TARGET_UTILIZATION = 'The average over all pods to reach, in percent of what they request.';
const CURRENT_UTILIZATION = 'The present average over all pods, in percent of what they request.';
const METRIC_TYPES = 'Resource, ContainerResource, Pods, Object or External; the field of this name is set.';
const SOURCES: Readonly<Record<string, string>> = {
  type: METRIC_TYPES,
  object: 'A metric of one object.',
  pods: 'A metric that each pod has.',
  resource: 'A resource of the pods.',
  containerResource: 'A resource of one container in each pod.',
  external: 'A metric from outside of the cluster.',
};

export const autoscalingDescriptions = (): Descriptions => ({
  ContainerResourceMetricSource: [
    'A resource of one container in each pod, and what it should be.',
    { name: RESOURCE, targetAverageUtilization: TARGET_UTILIZATION, targetAverageValue: TARGET_AVERAGE, container: CONTAINER, target: TARGET },
  ],
  ContainerResourceMetricStatus: [
    'A resource of one container in each pod, as it is.',
    { name: RESOURCE, currentAverageUtilization: CURRENT_UTILIZATION, currentAverageValue: CURRENT_AVERAGE, container: CONTAINER, current: CURRENT },
  ],
  CrossVersionObjectReference: [
    'Points at an object in the same namespace.',
    { kind: 'Its kind.', name: 'Its name.', apiVersion: 'The group and version of its kind.' },
  ],
  ExternalMetricSource: [
    'A metric from outside of the cluster, and what it should be.',
    { metricName: METRIC_NAME, metricSelector: SELECTOR, targetValue: TARGET, targetAverageValue: TARGET_AVERAGE, metric: METRIC, target: TARGET },
  ],
  ExternalMetricStatus: [
    'A metric from outside of the cluster, as it is.',
    {
      metricName: METRIC_NAME,
      metricSelector: SELECTOR,
      currentValue: CURRENT,
      currentAverageValue: CURRENT_AVERAGE,
      metric: METRIC,
      current: CURRENT,
    },
  ],
  HPAScalingPolicy: [
    'How fast the number of pods may change.',
    {
      type: 'Pods or Percent.',
      value: 'By how many pods, or how many percent.',
      periodSeconds: 'Within how many seconds, 1800 at most.',
    },
  ],
  HPAScalingRules: [
    'How the number of pods changes in one direction.',
    {
      stabilizationWindowSeconds: 'For how many seconds back the most cautious of all findings counts.',
      selectPolicy: 'Which policy counts: Max (default) the one that changes most, Min the one that changes least, Disabled none.',
      policies: 'How fast it may change.',
      tolerance: 'How far off the metric may be before anything changes, as a fraction.',
    },
  ],
  HorizontalPodAutoscaler: ['Keeps the number of pods of a workload in step with what metrics say.'],
  HorizontalPodAutoscalerBehavior: [
    'How the number of pods changes.',
    { scaleUp: 'How it grows; by 4 pods or by 100 % in 15 seconds by default.', scaleDown: 'How it shrinks; slowly, over 300 seconds, by default.' },
  ],
  HorizontalPodAutoscalerCondition: ['One aspect of the state of an autoscaler.'],
  HorizontalPodAutoscalerSpec: [
    'What is scaled, by which metrics, and how far.',
    {
      scaleTargetRef: 'The workload; it has the subresource scale.',
      minReplicas: 'The fewest pods; 1 by default.',
      maxReplicas: 'The most pods.',
      targetCPUUtilizationPercentage: 'The average use of cpu over all pods to reach, in percent of what they request.',
      metrics: 'The metrics; the one that asks for most pods decides. Use of cpu at 80 % by default.',
      behavior: 'How the number of pods changes.',
    },
  ],
  HorizontalPodAutoscalerStatus: [
    'What an autoscaler has found and done.',
    {
      lastScaleTime: 'When it last changed the number of pods.',
      currentReplicas: 'How many pods it last saw.',
      desiredReplicas: 'How many pods it wants.',
      currentCPUUtilizationPercentage: 'The present use of cpu over all pods, in percent of what they request.',
      currentMetrics: 'The metrics as it last saw them.',
    },
  ],
  MetricIdentifier: ['Which metric is meant.', { name: METRIC_NAME, selector: SELECTOR }],
  MetricSpec: ['A metric, and what it should be.', SOURCES],
  MetricStatus: ['A metric, as it is.', SOURCES],
  MetricTarget: [
    'What a metric should be.',
    {
      type: 'Utilization, Value or AverageValue; the field of this name is set.',
      value: TARGET,
      averageValue: TARGET_AVERAGE,
      averageUtilization: TARGET_UTILIZATION,
    },
  ],
  MetricValueStatus: ['What a metric is.', { value: CURRENT, averageValue: CURRENT_AVERAGE, averageUtilization: CURRENT_UTILIZATION }],
  ObjectMetricSource: [
    'A metric of one object, and what it should be.',
    {
      target: TARGET,
      metricName: METRIC_NAME,
      targetValue: TARGET,
      selector: SELECTOR,
      averageValue: TARGET_AVERAGE,
      describedObject: 'The object.',
      metric: METRIC,
    },
  ],
  'v1.ObjectMetricSource': ['A metric of one object, and what it should be.', { target: 'The object.' }],
  ObjectMetricStatus: [
    'A metric of one object, as it is.',
    {
      target: 'The object.',
      metricName: METRIC_NAME,
      currentValue: CURRENT,
      selector: SELECTOR,
      averageValue: CURRENT_AVERAGE,
      metric: METRIC,
      current: CURRENT,
      describedObject: 'The object.',
    },
  ],
  PodsMetricSource: [
    'A metric that each pod has, and what it should be.',
    { metricName: METRIC_NAME, targetAverageValue: TARGET_AVERAGE, selector: SELECTOR, metric: METRIC, target: TARGET },
  ],
  PodsMetricStatus: [
    'A metric that each pod has, as it is.',
    { metricName: METRIC_NAME, currentAverageValue: CURRENT_AVERAGE, selector: SELECTOR, metric: METRIC, current: CURRENT },
  ],
  ResourceMetricSource: [
    'A resource of the pods, and what it should be.',
    { name: RESOURCE, targetAverageUtilization: TARGET_UTILIZATION, targetAverageValue: TARGET_AVERAGE, target: TARGET },
  ],
  ResourceMetricStatus: [
    'A resource of the pods, as it is.',
    { name: RESOURCE, currentAverageUtilization: CURRENT_UTILIZATION, currentAverageValue: CURRENT_AVERAGE, current: CURRENT },
  ],
  Scale: ['How many pods a workload has, and should have.'],
  ScaleSpec: ['How many pods are wanted.', { replicas: 'How many pods there should be.' }],
  ScaleStatus: ['How many pods there are.', { replicas: 'How many pods there are.', selector: 'The selector of the pods, as text.' }],
});
