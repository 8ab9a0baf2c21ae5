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
