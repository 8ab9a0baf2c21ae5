/** References to objects of any kind: what is scaled, and what a metric describes. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { validatePathSegment } from '../../../machinery/names.ts';
import type { CrossVersionObjectReference } from '../v2/objects.gen.ts';

export function checkReference(errors: ErrorList, path: FieldPath, reference: CrossVersionObjectReference): void {
  for (const field of ['kind', 'name'] as const) {
    const value = reference[field];
    if (value === '') errors.required(path.child(field));
    else errors.eachInvalid(path.child(field), value, validatePathSegment(value, false));
  }
}
