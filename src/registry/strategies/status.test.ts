import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../machinery/object.ts';
import type { StrategyContext } from '../generic/declaration.ts';
import { statusIsolation, statusOf } from './status.ts';

const context = {} as StrategyContext;

const stored = (): KubeObject => ({
  kind: 'Thing',
  apiVersion: 'v1',
  metadata: { name: 't', labels: { a: 'b' }, annotations: { a: 'b' } },
  spec: { size: 1 },
  status: { done: true },
});

test('a write to the resource leaves the status alone', () => {
  const object = { ...stored(), spec: { size: 2 }, status: { done: false } };
  statusIsolation.prepareForUpdate(context, object, stored());
  assert.deepEqual(object.spec, { size: 2 });
  assert.deepEqual(object.status, { done: true });
});

test('a new object starts with an empty status', () => {
  const object = stored();
  statusIsolation.prepareForCreate(context, object);
  assert.deepEqual(object.status, {});
});

test('a write to the status leaves the rest alone, fields that the client added included', () => {
  const object: KubeObject = { ...stored(), spec: { size: 2 }, data: { a: 'b' }, status: { done: false } };
  object.metadata = { name: 't', labels: { c: 'd' }, annotations: { c: 'd' } };
  statusOf(statusIsolation, { keeps: ['labels'] }).strategy.prepareForUpdate?.(context, object, stored());
  assert.deepEqual(object.spec, { size: 1 });
  assert.deepEqual(object.status, { done: false });
  assert.equal('data' in object, false);
  assert.deepEqual(object.metadata.labels, { a: 'b' });
  assert.deepEqual(object.metadata.annotations, { c: 'd' }, 'metadata that is not kept may change through the status');
});
