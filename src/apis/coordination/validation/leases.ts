/** Leases: lengths of time, counts, and who is to be chosen. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { NOT_NEGATIVE } from '../../../machinery/grammar/formats.ts';
import type { Lease } from '../v1/objects.gen.ts';
import { checkStrategy } from './lease-candidates.ts';

const SPEC = FieldPath.root('spec');

export function validateLease({ spec }: Lease): ErrorList {
  const errors = new ErrorList();
  const { leaseDurationSeconds, leaseTransitions, strategy, preferredHolder = '' } = spec ?? {};
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0)
    errors.invalid(SPEC.child('leaseDurationSeconds'), leaseDurationSeconds, 'must be greater than 0');
  if (leaseTransitions !== undefined && leaseTransitions < 0) errors.invalid(SPEC.child('leaseTransitions'), leaseTransitions, NOT_NEGATIVE);
  if (strategy !== undefined) checkStrategy(errors, SPEC.child('strategy'), strategy);
  if (preferredHolder !== '' && (strategy ?? '') === '')
    errors.forbidden(SPEC.child('preferredHolder'), 'may only be specified if `strategy` is defined');
  return errors;
}
