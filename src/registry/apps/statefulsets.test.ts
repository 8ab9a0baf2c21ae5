import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../machinery/object.ts';
import { strategyContext } from '../generic/context.fixture.ts';
import { statefulsets } from './statefulsets.ts';

const context = strategyContext();

test('a stateful set is warned of fractions of bytes in its claims, and of endless history', () => {
  const resources = { requests: { storage: '1500m' }, limits: { storage: '500m' } };
  const object: KubeObject = {
    kind: 'StatefulSet',
    apiVersion: 'apps/v1',
    metadata: { name: 's' },
    spec: { volumeClaimTemplates: [{ spec: { resources } }], revisionHistoryLimit: -1 },
  };
  const warnings = (path: string): readonly string[] => [
    `${path}.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer`,
    `${path}.resources.limits[storage]: fractional byte value "500m" is invalid, must be an integer`,
    'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended',
  ];
  const { strategy } = statefulsets;
  assert.deepEqual(strategy.warningsOnCreate?.(context, object), warnings('spec.volumeClaimTemplates[0]'));
  assert.deepEqual(strategy.warningsOnUpdate?.(context, object, object), warnings('spec.volumeClaimTemplates[0].Spec'));
});
