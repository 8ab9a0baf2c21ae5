/** Paths inside of volumes and images. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';

const FILE_MODE = 'must be a number between 0 and 0777 (octal), both inclusive';

export function hasBacksteps(path: string): boolean {
  return path.includes('..') && path.split('/').includes('..');
}

export function checkNoBacksteps(errors: ErrorList, at: FieldPath, path: string): void {
  if (hasBacksteps(path)) errors.invalid(at, path, "must not contain '..'");
}

/** A relative path that stays below its start. */
export function checkDescendingPath(errors: ErrorList, at: FieldPath, path: string): void {
  if (path.startsWith('/')) errors.invalid(at, path, 'must be a relative path');
  checkNoBacksteps(errors, at, path);
}

/** ... and that does not look like what kubelets keep for themselves ("..data"). */
export function checkLocalPath(errors: ErrorList, at: FieldPath, path: string): void {
  checkDescendingPath(errors, at, path);
  if (path.startsWith('..') && !path.startsWith('../')) errors.invalid(at, path, "must not start with '..'");
}

export function checkFileMode(errors: ErrorList, at: FieldPath, mode: number | undefined): void {
  if (mode !== undefined && (mode > 0o777 || mode < 0)) errors.invalid(at, mode, FILE_MODE);
}
