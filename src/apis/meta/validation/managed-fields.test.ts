import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import type { ManagedFieldsEntry } from '../../../machinery/object.ts';
import { checkManagedFields } from './managed-fields.ts';

const check = (entry: ManagedFieldsEntry): string[] => {
  const errors = new ErrorList();
  checkManagedFields(errors, FieldPath.root('m'), [{ operation: 'Apply', ...entry }]);
  return errors.errors.map(({ field, body }) => `${field}: ${body}`);
};

test('names of managers are counted in bytes and must be printable', () => {
  assert.deepEqual(check({ manager: 'é'.repeat(64) }), []);
  assert.deepEqual(check({ manager: 'é'.repeat(65) }), ['m[0].manager: Too long: may not be more than 128 bytes']);
  assert.deepEqual(check({ manager: 'é\u0007' }), ['m[0].manager: Invalid value: "é\\a": invalid character U+0007 (at position 2)']);
});

test('operations and field types are those that there are', () => {
  assert.deepEqual(check({ operation: 'Write', fieldsType: 'V2', subresource: 'x'.repeat(257) }), [
    'm[0].operation: Invalid value: "Write": must be `Apply` or `Update`',
    'm[0].fieldsType: Invalid value: "V2": must be `FieldsV1`',
    'm[0].subresource: Too long: may not be more than 256 bytes',
  ]);
});
