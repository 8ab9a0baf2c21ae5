/** How plugins refuse: upstream's admission.NewForbidden and the joining of several errors into one text. */
import { type ApiError, forbidden } from '../machinery/status.ts';
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
