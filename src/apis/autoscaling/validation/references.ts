/** References to objects of any kind: what is scaled, and what a metric describes. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { validatePathSegment } from '../../../machinery/grammar/names.ts';
import { parseApiVersion } from '../../../machinery/gvk.ts';
import type { CrossVersionObjectReference } from '../v2/objects.gen.ts';

/** What an apiVersion may be: anything that was stored, a version in any group, or one in a group with a name. */
export type Versions = 'any' | 'parsed' | 'grouped';

export function checkReference(errors: ErrorList, path: FieldPath, reference: CrossVersionObjectReference, versions: Versions): void {
  for (const field of ['kind', 'name'] as const) {
    const value = reference[field];
    if (value === '') errors.required(path.child(field));
    else errors.eachInvalid(path.child(field), value, validatePathSegment(value));
  }
  const problem = versionProblem(reference, versions);
  if (problem !== undefined) errors.invalid(path.child('apiVersion'), reference.apiVersion ?? '', problem);
}

export function versionProblem({ apiVersion = '' }: CrossVersionObjectReference, versions: Versions): string | undefined {
  if (versions === 'any') return undefined;
  const parsed = parseApiVersion(apiVersion);
  if (parsed === undefined) return `unexpected GroupVersion string: ${apiVersion}`;
  return parsed.group === '' && versions === 'grouped' ? 'apiVersion must specify API group' : undefined;
}
