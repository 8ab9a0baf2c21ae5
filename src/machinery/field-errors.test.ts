import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorList, FieldPath } from './field-errors.ts';

test('a body with a million mistakes is refused like any other, and not all of them are told', () => {
  const found = new ErrorList();
  const containers = FieldPath.root('spec').child('containers');
  for (let i = 0; i < 200_000; i++) found.required(containers.index(i).child('name'));
  const all = new ErrorList();
  all.append(found);
  all.append(found);
  const error = all.toApiError({ group: '', kind: 'Pod' }, 'a');
  assert.equal(error.code, 422);
  assert.equal(error.status.details?.causes?.length, 10_000);
  assert.deepEqual(error.status.details?.causes?.[1], {
    reason: 'FieldValueRequired',
    message: 'Required value',
    field: 'spec.containers[1].name',
  });
});

test('one long value that is wrong a thousand times is told a few times', () => {
  const found = new ErrorList();
  const value = 'x'.repeat(1024 * 1024);
  for (let i = 0; i < 1_000; i++) found.invalid('spec.registry', value, `mistake ${i}`);
  const { details } = found.toApiError({ group: '', kind: 'Pod' }, 'a').status;
  assert.equal(details?.causes?.length, 4);
  assert.equal(details?.causes?.[3]?.message, `Invalid value: "${value}": mistake 3`);
});
