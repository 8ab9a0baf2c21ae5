import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ManagedFieldsEntry } from '../../machinery/object.ts';
import { RawJson } from '../../machinery/raw.ts';
import { ownersOfParent, ownersOfScale } from './scale-ownership.ts';

const REPLICAS = '{"f:spec":{"f:replicas":{}}}';
const entry = (manager: string, apiVersion: string, fields = REPLICAS): ManagedFieldsEntry => ({
  manager,
  operation: 'Update',
  apiVersion,
  time: '2030-01-01T00:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: new RawJson(fields),
});
const managers = (entries: readonly ManagedFieldsEntry[]): unknown => entries.map(({ manager, apiVersion }) => [manager, apiVersion]);

test('a Scale shows who owns the count in a version that says where it is; entries of other versions do not survive a write to it', () => {
  const parent = [entry('a', 'apps/v1'), entry('b', 'apps/v1beta1'), entry('c', 'apps/v0'), entry('d', 'apps/v1', '{"f:metadata":{"f:labels":{}}}')];
  const scale = ownersOfScale(parent, 'apps/v1');
  assert.deepEqual(managers(scale), [
    ['a', 'autoscaling/v1'],
    ['b', 'autoscaling/v1'],
  ]);
  const taken = [{ ...entry('hpa', 'autoscaling/v1'), subresource: 'scale' }];
  assert.deepEqual(managers(ownersOfParent(parent, taken, 'apps/v1')), [
    ['hpa', 'apps/v1'],
    ['d', 'apps/v1'],
  ]);
});
