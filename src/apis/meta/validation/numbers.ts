/** Counts, and numbers that may be percentages: rules that many kinds share. */

import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { NOT_NEGATIVE } from '../../../machinery/grammar/formats.ts';
import { regexText } from '../../../machinery/grammar/names.ts';
import { type Int64, parseInt64 } from '../../../machinery/int64.ts';

type Count = Int64 | null | undefined;

export function checkNotNegative(errors: ErrorList, path: FieldPath, value: Count): void {
  if (value !== undefined && value !== null && value < 0) errors.invalid(path, value, NOT_NEGATIVE);
}

const PERCENT_TEXT = regexText("a valid percent string must be a numeric string followed by an ending '%'", '[0-9]+%', '1%', '93%');

const isPercent = (value: number | string): value is string => typeof value === 'string' && /^[0-9]+%$/.test(value);

/** A number or a percentage, neither of them negative. */
export function checkAmountOrPercent(errors: ErrorList, path: FieldPath, value: number | string): void {
  if (typeof value === 'number') checkNotNegative(errors, path, value);
  else if (!isPercent(value)) errors.invalid(path, value, PERCENT_TEXT);
}

export function checkAtMostAll(errors: ErrorList, path: FieldPath, value: number | string): void {
  if (!isPercent(value)) return;
  const amount = parseInt64(value.slice(0, -1));
  // What is too long for a number is too much.
  if (typeof amount === 'string' || amount > 100n) errors.invalid(path, value, 'must not be greater than 100%');
}

/** Whether it amounts to none; texts that are no percentages count as their leading number would: none. */
export function isNone(value: number | string): boolean {
  if (typeof value === 'number') return value === 0;
  return isPercent(value) ? /^0+%$/.test(value) : !/^[+-]?[0-9]+$/.test(value) || Number(value) === 0;
}

/** Fields of a status that count something. */
export function checkCounts<T extends object>(errors: ErrorList, path: FieldPath, status: T, fields: readonly (keyof T & string)[]): void {
  for (const field of fields) checkNotNegative(errors, path.child(field), status[field] as Count);
}

/** Counts of replicas that are part of a total; missing ones are 0. */
export function checkPartOf<T extends object>(
  errors: ErrorList,
  path: FieldPath,
  status: T,
  fields: readonly (keyof T & string)[],
  total: keyof T & string,
  totalName: string,
): void {
  const limit = (status[total] as number | undefined) ?? 0;
  for (const field of fields) {
    const value = (status[field] as number | undefined) ?? 0;
    if (value > limit) errors.invalid(path.child(field), value, `cannot be greater than ${totalName}`);
  }
}

/** Collision counts only grow: names are made of them. */
export function checkNotDecremented(errors: ErrorList, path: FieldPath, value: Count, old: Count): void {
  if (old === undefined || old === null) return;
  if (value === undefined || value === null || value < old) errors.invalid(path, value ?? 0, 'cannot be decremented');
}
