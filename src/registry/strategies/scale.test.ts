import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { strategyContext } from '../generic/context.fixture.ts';
import { scaleOf } from './scale.ts';

const context = strategyContext({ clock: new ManualClock(0), namespace: 'n', subresource: 'scale' });

const workload = (): KubeObject => ({
  kind: 'Deployment',
  apiVersion: 'apps/v1',
  metadata: { name: 'd', namespace: 'n', uid: 'u', resourceVersion: '7', labels: { a: 'b' }, creationTimestamp: '2024-01-01T00:00:00Z' },
  spec: {
    replicas: 2,
    selector: {
      matchLabels: { app: 'w' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['y', 'x'] },
        { key: 'no', operator: 'DoesNotExist' },
      ],
    },
  },
  status: { replicas: 7 },
});

test('a scale shows counts, identity and the selector as text, sorted by key', () => {
  assert.deepEqual(scaleOf({}).project(workload()), {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name: 'd', namespace: 'n', uid: 'u', resourceVersion: '7', creationTimestamp: '2024-01-01T00:00:00Z' },
    spec: { replicas: 2 },
    status: { replicas: 7, selector: 'app=w,!no,tier in (x,y)' },
  });
});

test('a scale without a spec scales to zero, and nothing but the count is written', () => {
  const object = workload();
  const projected: KubeObject = {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name: 'd', namespace: 'n', labels: { x: 'y' } },
    status: { replicas: 100 },
  };
  assert.equal(scaleOf({}).apply(context, projected, object), undefined);
  assert.equal((object.spec as { replicas: number }).replicas, 0);
  assert.deepEqual(object.metadata.labels, { a: 'b' });
  assert.deepEqual(object.status, { replicas: 7 });
  assert.deepEqual(scaleOf({}).project(object).spec, {}, 'zero does not show');
});

test('a negative count is refused', () => {
  const object = workload();
  assert.deepEqual(refusals({ name: 'd', namespace: 'n' }, -1, object), ['spec.replicas: Invalid value: -1: must be greater than or equal to 0']);
  assert.equal((object.spec as { replicas: number }).replicas, 2, 'nothing is written');
});

test('metadata that would be ignored is checked all the same, before the count', () => {
  const metadata = { name: 'd', namespace: 'n', labels: { x: 'a b' }, finalizers: ['short'] };
  assert.deepEqual(
    refusals(metadata, -1).map((each) => each.split(':', 2).join(':')),
    ['metadata.labels: Invalid value', 'metadata.finalizers[0]: Invalid value', 'spec.replicas: Invalid value'],
  );
  assert.deepEqual(refusals({ name: 'd.with.dots', namespace: 'n' }, 1), []);
});

function refusals(metadata: KubeObject['metadata'], replicas: number, object = workload()): readonly string[] {
  const projected: KubeObject = { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata, spec: { replicas } };
  const errors = scaleOf({}).apply(context, projected, object)?.errors ?? [];
  return errors.map((each) => `${each.field}: ${each.body}`);
}
