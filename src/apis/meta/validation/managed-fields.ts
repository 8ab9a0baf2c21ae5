/** Rules for who may own fields: the names of managers and what metadata.managedFields says of them (apimachinery meta/v1/validation). */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { isPrintable } from '../../../machinery/go/text.ts';
import type { ManagedFieldsEntry } from '../../../machinery/object.ts';

/** As long as a manager's name may be, in bytes. */
export const MAX_MANAGER_BYTES = 128;
const MAX_SUBRESOURCE_BYTES = 256;
const PLAIN = /^[ -~]{0,128}$/;

/** A manager's name: not too long, and printable. */
export function checkManagerName(errors: ErrorList, path: FieldPath | string, manager: string): void {
  if (PLAIN.test(manager)) return;
  if (Buffer.byteLength(manager) > MAX_MANAGER_BYTES) errors.tooLong(path, MAX_MANAGER_BYTES);
  let position = 0;
  for (const character of manager) {
    if (!isPrintable(character)) {
      const code = (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
      errors.invalid(path, manager, `invalid character U+${code} (at position ${position})`);
    }
    position += Buffer.byteLength(character);
  }
}

export function checkManagedFields(errors: ErrorList, path: FieldPath, entries: readonly ManagedFieldsEntry[] = []): void {
  for (let i = 0; i < entries.length; i++) {
    const { operation = '', fieldsType = '', manager = '', subresource = '' } = entries[i] as ManagedFieldsEntry;
    // Paths are made when there is something to tell: every write comes by here.
    if (operation !== 'Apply' && operation !== 'Update') errors.invalid(at(path, i, 'operation'), operation, 'must be `Apply` or `Update`');
    if (fieldsType !== '' && fieldsType !== 'FieldsV1') errors.invalid(at(path, i, 'fieldsType'), fieldsType, 'must be `FieldsV1`');
    if (!PLAIN.test(manager)) checkManagerName(errors, at(path, i, 'manager'), manager);
    if (subresource !== '' && Buffer.byteLength(subresource) > MAX_SUBRESOURCE_BYTES)
      errors.tooLong(at(path, i, 'subresource'), MAX_SUBRESOURCE_BYTES);
  }
}

const at = (path: FieldPath, i: number, name: string): FieldPath => path.index(i).child(name);
