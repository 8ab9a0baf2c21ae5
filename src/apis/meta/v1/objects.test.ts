import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as machinery from '../../../machinery/object.ts';
import type * as status from '../../../machinery/status.ts';
import type * as generated from './objects.gen.ts';

/** Of types that say the same. */
type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** Machinery lies below the tables, so it says once more what metadata and Status look like; the compiler compares. */
const SAID_TWICE: {
  readonly ObjectMeta: Same<machinery.ObjectMeta, generated.ObjectMeta>;
  readonly OwnerReference: Same<machinery.OwnerReference, generated.OwnerReference>;
  readonly ManagedFieldsEntry: Same<machinery.ManagedFieldsEntry, generated.ManagedFieldsEntry>;
  readonly StatusDetails: Same<status.StatusDetails, generated.StatusDetails>;
  readonly StatusCause: Same<status.StatusCause, generated.StatusCause>;
} = { ObjectMeta: true, OwnerReference: true, ManagedFieldsEntry: true, StatusDetails: true, StatusCause: true };

test('metadata and details of a Status look the same wherever they are described', () => {
  assert.ok(Object.values(SAID_TWICE).every((same) => same));
});
