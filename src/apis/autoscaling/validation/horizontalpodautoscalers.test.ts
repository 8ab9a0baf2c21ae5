import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { type Case, type Change, changed, NO_GATES, reportsOf } from '../../core/validation/workloads.fixture.ts';
import type { HorizontalPodAutoscaler } from '../v2/objects.gen.ts';
import {
  validateHorizontalPodAutoscaler,
  validateHorizontalPodAutoscalerStatus,
  validateHorizontalPodAutoscalerUpdate,
} from './horizontalpodautoscalers.ts';

const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };
const QUEUE = { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '5' } } };

function stored(): KubeObject {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' };
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    metadata: { name: 'w', namespace: 'n' },
    spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 3, metrics: [structuredClone(CPU)] },
  };
}

const METRIC = 'spec.metrics[0]';
const metric = (value: object): readonly Change[] => [['spec.metrics', [value]]];
const UP = 'spec.behavior.scaleUp';
const scaleUp = (rules: object): readonly Change[] => [
  ['spec.behavior', { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 1 }], ...rules } }],
];

const CASES: readonly Case[] = [
  ['nothing', [], []],
  [
    'a minimum of zero',
    [['spec.minReplicas', 0]],
    [
      'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1',
      'spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas',
    ],
  ],
  [
    'no maximum',
    [
      ['spec.maxReplicas', 0],
      ['spec.minReplicas', undefined],
    ],
    ['spec.maxReplicas: Required value: must be set and greater than 0'],
  ],
  ['a maximum below the minimum', [['spec.minReplicas', 5]], ['spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`']],
  [
    'no target',
    [['spec.scaleTargetRef', { apiVersion: 'apps/v1', kind: '', name: 'a/b' }]],
    ['spec.scaleTargetRef.kind: Required value', 'spec.scaleTargetRef.name: Invalid value: "a/b": may not contain \'/\''],
  ],
  [
    'a target without group',
    [['spec.scaleTargetRef.apiVersion', 'v1']],
    ['spec.scaleTargetRef.apiVersion: Invalid value: "v1": apiVersion must specify API group'],
  ],
  [
    'a described object without a version',
    metric({
      type: 'Object',
      object: { describedObject: { apiVersion: 'a/b/c', kind: 'K', name: 'n' }, metric: { name: 'm' }, target: { type: 'Value', value: '1' } },
    }),
    [`${METRIC}.object.describedObject.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c`],
  ],
  ['a replication controller of no version', [['spec.scaleTargetRef', { kind: 'ReplicationController', name: 'd' }]], []],
  ['a replication controller', [['spec.scaleTargetRef', { apiVersion: 'v1', kind: 'ReplicationController', name: 'd' }]], []],
  [
    'a metric without type: said three times',
    metric({ type: '' }),
    [
      `${METRIC}.type: Required value: must specify a metric source type`,
      `${METRIC}.type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"`,
      `${METRIC}.type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"`,
    ],
  ],
  [
    'a metric without source',
    metric({ type: 'ContainerResource' }),
    [`${METRIC}.containerResource: Required value: must populate information for the given metric source`],
  ],
  ['two sources', metric({ ...CPU, external: QUEUE.external }), [`${METRIC}.external: Forbidden: must populate the given metric source only`]],
  [
    'a source of another type',
    metric({ ...QUEUE, type: 'Resource' }),
    [`${METRIC}.resource: Required value: must populate information for the given metric source`],
  ],
  [
    'both targets',
    metric({ type: 'Resource', resource: { name: 'cpu', target: { ...CPU.resource.target, averageValue: '0' } } }),
    [
      `${METRIC}.resource.target.averageValue: Invalid value: "0": must be positive`,
      `${METRIC}.resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization`,
    ],
  ],
  [
    'no target',
    metric({ type: 'Pods', pods: { metric: { name: '' }, target: { type: '' } } }),
    [
      `${METRIC}.pods.metric.name: Required value: must specify a metric name`,
      `${METRIC}.pods.target.type: Required value: must specify a metric target type`,
      `${METRIC}.pods.target.type: Invalid value: "": must be either Utilization, Value, or AverageValue`,
      `${METRIC}.pods.target.averageValue: Required value: must specify a positive target averageValue`,
    ],
  ],
  [
    'a container without name',
    metric({ type: 'ContainerResource', containerResource: { name: 'cpu', container: '', target: CPU.resource.target } }),
    [`${METRIC}.containerResource.container: Required value: must specify a container`],
  ],
  [
    'a window that is too long',
    scaleUp({ stabilizationWindowSeconds: 3601 }),
    [`${UP}.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600`],
  ],
  [
    'an unknown choice',
    scaleUp({ selectPolicy: 'Some' }),
    [`${UP}.selectPolicy: Unsupported value: "Some": supported values: "Disabled", "Max", "Min"`],
  ],
  [
    'a policy out of bounds',
    scaleUp({ policies: [{ type: 'All', value: 0, periodSeconds: 1801 }] }),
    [
      `${UP}.policies[0].type: Unsupported value: "All": supported values: "Percent", "Pods"`,
      `${UP}.policies[0].value: Invalid value: 0: must be greater than zero`,
      `${UP}.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800`,
    ],
  ],
];

test('autoscalers: what is refused at creation', () => {
  for (const [what, changes, reports] of CASES)
    assert.deepEqual(reportsOf(validateHorizontalPodAutoscaler(changed<HorizontalPodAutoscaler>(stored(), changes), NO_GATES)), reports, what);
});

test('autoscalers: scaling to zero comes with its feature, and stays where it is stored', () => {
  const toZero: readonly Change[] = [
    ['spec.minReplicas', 0],
    ['spec.metrics', [QUEUE]],
  ];
  const object = changed<HorizontalPodAutoscaler>(stored(), toZero);
  assert.deepEqual(reportsOf(validateHorizontalPodAutoscaler(object, (gate) => gate === 'HPAScaleToZero')), []);
  assert.deepEqual(reportsOf(validateHorizontalPodAutoscalerUpdate(object, object, NO_GATES)), []);
  const old = changed<HorizontalPodAutoscaler>(stored());
  assert.deepEqual(reportsOf(validateHorizontalPodAutoscalerUpdate(object, old, NO_GATES)), [
    'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1',
  ]);
});

test('autoscalers: a target without group stays where it is stored', () => {
  const object = changed<HorizontalPodAutoscaler>(stored(), [['spec.scaleTargetRef.apiVersion', 'v1']]);
  assert.deepEqual(reportsOf(validateHorizontalPodAutoscalerUpdate(object, object, NO_GATES)), []);
});

test('autoscalers: counts of a status are not negative', () => {
  const status = { currentReplicas: -1, desiredReplicas: -2 };
  assert.deepEqual(reportsOf(validateHorizontalPodAutoscalerStatus(changed<HorizontalPodAutoscaler>(stored(), [['status', status]]))), [
    'status.currentReplicas: Invalid value: -1: must be greater than or equal to 0',
    'status.desiredReplicas: Invalid value: -2: must be greater than or equal to 0',
  ]);
});
