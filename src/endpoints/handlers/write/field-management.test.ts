import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { keepTimesOfNoChange } from './field-management.ts';

const role = (time: string, rest: object): KubeObject => ({
  kind: 'Role',
  apiVersion: 'rbac.authorization.k8s.io/v1',
  metadata: { name: 'a', managedFields: [{ manager: 'm', operation: 'Update', time }] },
  ...rest,
});

test('a write that changes nothing keeps the times of its owners; an empty list where there is none is no change', () => {
  const old = role('2020-01-01T00:00:00Z', { rules: null });
  for (const rules of [null, []]) {
    const next = role('2021-01-01T00:00:00Z', { rules });
    keepTimesOfNoChange(next, old);
    assert.equal(next.metadata.managedFields, old.metadata.managedFields);
  }
  const changed = role('2021-01-01T00:00:00Z', { rules: [{ verbs: ['get'] }] });
  keepTimesOfNoChange(changed, old);
  assert.equal(changed.metadata.managedFields?.[0]?.time, '2021-01-01T00:00:00Z');
});
