/** Fields that stay as they were created. */
import { equal } from '../../../machinery/clone.ts';
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';

export const IMMUTABLE = 'field is immutable';

/** @param shown how the new value is printed, when not as a plain value */
export function checkImmutable(errors: ErrorList, path: FieldPath, value: unknown, old: unknown, shown?: () => unknown): void {
  if (!equal(value, old)) errors.invalid(path, shown === undefined ? value : shown(), IMMUTABLE);
}
