import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { StoredSubresource, StrategyContext } from '../generic/declaration.ts';
import { limitranges } from './limitranges.ts';
import { persistentvolumes } from './persistentvolumes.ts';

const context = { clock: new ManualClock(Date.parse('2024-01-01T00:00:00Z')) } as unknown as StrategyContext;

test('a limit range without a name gets one', () => {
  const nameless: KubeObject = { kind: 'LimitRange', apiVersion: 'v1', metadata: {} };
  limitranges.strategy.prepareForCreate?.(context, nameless);
  assert.match(nameless.metadata.name ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const named: KubeObject = { kind: 'LimitRange', apiVersion: 'v1', metadata: { name: 'a' } };
  limitranges.strategy.prepareForCreate?.(context, named);
  assert.equal(named.metadata.name, 'a');
});

test('the time of the last change of phase: kept, set with a new phase, or as the writer says', () => {
  const volume = (status: object): KubeObject => ({ kind: 'PersistentVolume', apiVersion: 'v1', metadata: { name: 'v' }, spec: {}, status });
  const written = (status: object): unknown => {
    const object = volume(status);
    const { strategy } = persistentvolumes.subresources.status as StoredSubresource;
    strategy.prepareForUpdate?.(context, object, volume({ phase: 'Pending', lastPhaseTransitionTime: '2023-01-01T00:00:00Z' }));
    return (object.status as { readonly lastPhaseTransitionTime?: string }).lastPhaseTransitionTime;
  };
  assert.equal(written({ phase: 'Pending' }), '2023-01-01T00:00:00Z');
  assert.equal(written({ phase: 'Pending', lastPhaseTransitionTime: '2023-06-01T00:00:00Z' }), '2023-06-01T00:00:00Z');
  assert.equal(written({ phase: 'Bound' }), '2024-01-01T00:00:00Z');
  assert.equal(written({ phase: 'Bound', lastPhaseTransitionTime: '2023-01-01T00:00:00Z' }), '2024-01-01T00:00:00Z');
  assert.equal(written({ phase: 'Bound', lastPhaseTransitionTime: '2023-06-01T00:00:00Z' }), '2023-06-01T00:00:00Z');
});
