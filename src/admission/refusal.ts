/** How plugins refuse: upstream's admission.NewForbidden and the joining of several errors into one text. */
import { validatePathSegment } from '../machinery/grammar/names.ts';
import { type ApiError, forbidden, rawError } from '../machinery/status.ts';
import type { AdmissionAttributes } from './interface.ts';

/** 403: `pods "a" is forbidden: <text>`. */
export function refuse(attributes: AdmissionAttributes, text: string): ApiError {
  return forbidden(attributes, objectName(attributes), text);
}

/** How refusals name an object: its name, or the base of a name that is yet to be generated. */
function objectName({ name, object }: AdmissionAttributes): string {
  if (name !== '') return name;
  const { name: given = '', generateName = '' } = object?.metadata ?? {};
  return given || generateName || 'Unknown';
}

/** Upstream looks some objects up through a client, which asks for no name that cannot be in a path. @throws {ApiError} 500 */
export function checkLookup(name: string): void {
  const text = lookupError(name);
  if (text !== undefined) throw rawError(text);
}

/** What such a client says of a name; undefined when it would ask. */
export function lookupError(name: string): string | undefined {
  if (name === '') return 'resource name may not be empty';
  const errors = validatePathSegment(name);
  return errors.length === 0 ? undefined : `invalid resource name "${name}": [${errors.join(' ')}]`;
}
