/** What the store's failures are to a client. */
import { parseUint64 } from '../../machinery/int64.ts';
import { type ApiError, internalError, rawError, timeoutError } from '../../machinery/status.ts';
import { StoreUnavailable, ValueDamaged } from '../errors.ts';
import type { Revision } from '../interface.ts';

/** The error to answer with; ApiErrors and unknown errors pass unchanged. */
export function toApiFailure(error: unknown): unknown {
  if (error instanceof StoreUnavailable || error instanceof ValueDamaged) return internalError(error.message);
  return error;
}

/** The resource version has not been reached in time (504, Retry-After: 1). */
export function tooLargeVersion(wanted: string, current: Revision): ApiError {
  return timeoutError(`Too large resource version: ${wanted}, current: ${current}`, 1, [
    { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' },
  ]);
}

/**
 * A resource version that a client sent; 0 when empty. Numbers beyond what any store reaches become infinite.
 * @throws {ApiError} 500 with Go's words, as upstream's get and watch; lists word it anew
 */
export function parseVersion(text: string): Revision {
  if (text === '') return 0;
  const value = parseUint64(text);
  if (typeof value === 'string')
    throw rawError(`resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: ${value}`);
  return Number.isSafeInteger(Number(value)) ? Number(value) : Number.POSITIVE_INFINITY;
}
