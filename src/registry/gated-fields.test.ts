/** Fields of features that are off are dropped, unless what is stored has them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../machinery/object.ts';
import { deployments } from './apps/deployments.ts';
import { replicasets } from './apps/replicasets.ts';
import { horizontalpodautoscalers } from './autoscaling/horizontalpodautoscalers.ts';
import type { ResourceDeclaration, StoredSubresource, StrategyContext } from './generic/declaration.ts';

const gates = (on: boolean): StrategyContext => ({ featureEnabled: () => on }) as unknown as StrategyContext;
const object = (fields: object): KubeObject => ({ kind: 'K', apiVersion: 'v1', metadata: { name: 'o' }, ...fields });

test('terminating replicas are reported where the feature is on, or was', () => {
  const write = (of: ResourceDeclaration, on: boolean, before: object): unknown => {
    const written = object({ status: { replicas: 1, terminatingReplicas: 1 } });
    const { strategy } = { ...of.subresources }.status as StoredSubresource;
    strategy.prepareForUpdate?.(gates(on), written, object({ status: before }));
    return written.status;
  };
  for (const kind of [deployments, replicasets]) {
    assert.deepEqual(write(kind, false, {}), { replicas: 1 });
    assert.deepEqual(write(kind, false, { terminatingReplicas: 2 }), { replicas: 1, terminatingReplicas: 1 });
    assert.deepEqual(write(kind, true, {}), { replicas: 1, terminatingReplicas: 1 });
  }
});

test('an autoscaler has tolerances where the feature is on, or was', () => {
  const spec = (): object => ({ spec: { behavior: { scaleUp: { tolerance: '100m' }, scaleDown: { stabilizationWindowSeconds: 1 } } } });
  const without = { behavior: { scaleUp: {}, scaleDown: { stabilizationWindowSeconds: 1 } } };
  const { strategy } = horizontalpodautoscalers;
  const created = object(spec());
  strategy.prepareForCreate?.(gates(false), created);
  assert.deepEqual(created.spec, without);
  const updated = object(spec());
  strategy.prepareForUpdate?.(gates(false), updated, object({}));
  assert.deepEqual(updated.spec, without);
  const kept = object(spec());
  strategy.prepareForUpdate?.(gates(false), kept, object(spec()));
  assert.deepEqual(object(spec()).spec, kept.spec);
});
