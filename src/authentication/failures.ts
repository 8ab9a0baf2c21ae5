/** What several authenticators found wrong, as one failure: for the log and for reviews, in the order in which they were asked. */
import { aggregate } from '../machinery/go/text.ts';
import type { Authentication } from './interface.ts';

/** The worse of two answers, neither of which is a user; of two failures both. */
export function worse(first: Authentication, second: Authentication): Authentication {
  if (second.kind !== 'failed') return first;
  if (first.kind !== 'failed') return second;
  const errors = [...partsOf(first.error), ...partsOf(second.error)];
  const remarks = first.remarks ?? second.remarks;
  const error = new AggregateError(errors, aggregate(errors.map(({ message }) => message)));
  return { kind: 'failed', error, ...(remarks === undefined ? {} : { remarks }) };
}

/** The failures that one is made of. */
export function partsOf(error: Error): readonly Error[] {
  return error instanceof AggregateError ? (error.errors as readonly Error[]) : [error];
}
