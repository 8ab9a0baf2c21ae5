import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../machinery/object.ts';
import { autoscalerToV1, autoscalerToV2 } from './conversion.ts';
import { setHorizontalPodAutoscalerDefaults } from './v2/defaults.ts';

const target = { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' };
const status = { desiredReplicas: 0, currentMetrics: null };

const v2 = (spec: object, more: Partial<KubeObject> = {}): KubeObject => ({
  kind: 'HorizontalPodAutoscaler',
  apiVersion: 'autoscaling/v2',
  metadata: { name: 'h' },
  spec: { scaleTargetRef: target, minReplicas: 1, maxReplicas: 5, ...spec },
  status,
  ...more,
});

const cpu = (averageUtilization: number): object => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

const MIXED = [
  { type: 'Pods', pods: { metric: { name: 'qps', selector: { matchLabels: { a: 'b' } } }, target: { type: 'AverageValue', averageValue: '1500m' } } },
  { type: 'Object', object: { describedObject: { kind: 'Ingress', name: 'i' }, metric: { name: 'rps' }, target: { type: 'Value', value: '2k' } } },
  { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '30' } } },
  { type: 'ContainerResource', containerResource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 20 }, container: 'c' } },
];

test('what v1 has no fields for travels in annotations, in the JSON of upstream', () => {
  const old = autoscalerToV1(v2({ metrics: [cpu(40), ...MIXED] }));
  assert.equal((old.spec as { targetCPUUtilizationPercentage: number }).targetCPUUtilizationPercentage, 40);
  assert.deepEqual(old.metadata.annotations, {
    'autoscaling.alpha.kubernetes.io/metrics':
      '[{"type":"Pods","pods":{"metricName":"qps","targetAverageValue":"1500m","selector":{"matchLabels":{"a":"b"}}}},' +
      '{"type":"Object","object":{"target":{"kind":"Ingress","name":"i"},"metricName":"rps","targetValue":"2k"}},' +
      '{"type":"External","external":{"metricName":"queue","targetAverageValue":"30"}},' +
      '{"type":"ContainerResource","containerResource":{"name":"cpu","targetAverageUtilization":20,"container":"c"}}]',
  });
});

test('there and back nothing is lost; CPU comes last', () => {
  const behavior = { scaleUp: { stabilizationWindowSeconds: 5, selectPolicy: 'Min', policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }] } };
  const conditions = [{ type: 'AbleToScale', status: 'True', lastTransitionTime: '2024-01-01T00:00:00Z', reason: 'Ok', message: 'fine' }];
  const currentMetrics = [{ type: 'Resource', resource: { name: 'cpu', current: { averageValue: '90m', averageUtilization: 45 } } }];
  const full = v2({ metrics: [...MIXED, cpu(40)], behavior }, { status: { desiredReplicas: 3, currentReplicas: 2, currentMetrics, conditions } });
  assert.deepEqual(autoscalerToV2(autoscalerToV1(full)), full);
});

test('a v1 autoscaler without any metric aims at 80 % CPU, and unreadable annotations are ignored', () => {
  const old: KubeObject = {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name: 'h',
      annotations: { 'autoscaling.alpha.kubernetes.io/metrics': 'xx', 'autoscaling.alpha.kubernetes.io/behavior': '{', keep: 'me' },
    },
    spec: { scaleTargetRef: target, maxReplicas: 5 },
    status: { currentReplicas: 0, desiredReplicas: 0 },
  };
  const converted = autoscalerToV2(old);
  assert.deepEqual((converted.spec as { metrics: unknown }).metrics, [cpu(80)]);
  assert.deepEqual(converted.metadata.annotations, { keep: 'me' });
});

test('an average of an object may have an amount beside it; zero is none', () => {
  const target = (value?: string): object => ({ type: 'AverageValue', averageValue: '3', ...(value === undefined ? {} : { value }) });
  const metric = (value?: string): object => ({
    type: 'Object',
    object: { describedObject: { kind: 'Ingress', name: 'i' }, metric: { name: 'rps' }, target: target(value) },
  });
  const again = (value?: string): unknown => (autoscalerToV2(autoscalerToV1(v2({ metrics: [metric(value)] }))).spec as { metrics: unknown }).metrics;
  assert.deepEqual(again(), [metric()]);
  assert.deepEqual(again('0'), [metric()]);
  assert.deepEqual(again('5'), [metric('5')]);
});

test('a part of an object converts too: ownership asks for that', () => {
  const part = { spec: { minReplicas: 2 } } as unknown as KubeObject;
  assert.equal((autoscalerToV2(part).spec as { minReplicas: number }).minReplicas, 2);
  assert.equal((autoscalerToV1(part).spec as { minReplicas: number }).minReplicas, 2);
});

test("rules for scaling are completed where some are given, and v2 keeps none of v1's annotations", () => {
  const object = v2({ behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } } });
  object.metadata.annotations = { 'autoscaling.alpha.kubernetes.io/metrics': 'mine' };
  setHorizontalPodAutoscalerDefaults(object);
  assert.deepEqual((object.spec as { behavior: unknown }).behavior, {
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 15 },
      ],
    },
    scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
  });
  assert.equal(object.metadata.annotations, undefined);
});
