/** Leases: lengths of time and counts. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { NOT_NEGATIVE } from '../../../machinery/formats.ts';
import type { Lease } from '../v1/objects.gen.ts';

const SPEC = FieldPath.root('spec');

export function validateLease({ spec }: Lease): ErrorList {
  const errors = new ErrorList();
  const { leaseDurationSeconds, leaseTransitions } = spec ?? {};
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0)
    errors.invalid(SPEC.child('leaseDurationSeconds'), leaseDurationSeconds, 'must be greater than 0');
  if (leaseTransitions !== undefined && leaseTransitions < 0) errors.invalid(SPEC.child('leaseTransitions'), leaseTransitions, NOT_NEGATIVE);
  return errors;
}
