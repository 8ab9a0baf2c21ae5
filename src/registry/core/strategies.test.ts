import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../base/manual-clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { StoredSubresource, StrategyContext } from '../generic/declaration.ts';
import { limitranges } from './limitranges.ts';
import { persistentvolumes } from './persistentvolumes.ts';
import { podtemplates } from './podtemplates.ts';
import { replicationcontrollers } from './replicationcontrollers.ts';

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

test('a template that stays is warned of once, and that of a replication controller is the one before', () => {
  const template = (sysctl: string): object => ({ metadata: { annotations: { [`security.alpha.kubernetes.io/${sysctl}`]: '' } } });
  const object = (generation: number, fields: object): KubeObject => ({ kind: '', apiVersion: 'v1', metadata: { name: 'a', generation }, ...fields });
  const update = ({ strategy }: typeof podtemplates, made: KubeObject, old: KubeObject): readonly string[] =>
    strategy.warningsOnUpdate?.(context, made, old) ?? [];
  const bare = (generation: number): KubeObject => object(generation, { template: template('sysctls') });
  assert.equal(update(podtemplates, bare(1), bare(1)).length, 0);
  assert.match(update(podtemplates, bare(2), bare(1))[0] ?? '', /^template\.metadata\.annotations\[security\.alpha\.kubernetes\.io\/sysctls\]: /);
  const controller = (generation: number, sysctl: string): KubeObject => object(generation, { spec: { template: template(sysctl) } });
  const warnings = update(replicationcontrollers, controller(2, 'sysctls'), controller(1, 'unsafe-sysctls'));
  assert.match(warnings.join(), /^spec\.template\.metadata\.annotations\[security\.alpha\.kubernetes\.io\/unsafe-sysctls\]: /);
});
