/** Bytes come in whole numbers; amounts of memory and storage that do not are most likely a slip ("500m" for "500M"). */
import type { FieldPath } from '../../machinery/field-errors.ts';
import { getKey, type StringMap } from '../../machinery/object.ts';
import { parseQuantity } from '../../machinery/quantity.ts';

export interface ResourceRequirements {
  readonly limits?: StringMap | null;
  readonly requests?: StringMap | null;
}

/** What there is to say of nearly everything. */
export const NO_WARNINGS: readonly string[] = [];

const WHOLE = 1000n;

/** Amounts that are whole at first sight, and not so large that thousandths of them cannot be counted. */
const PLAIN = /^[0-9]{1,6}(?:[kMG]|[KMG]i)?$/;

export function fractionWarnings(list: StringMap | null | undefined, at: FieldPath, names: readonly string[]): readonly string[] {
  let warnings = NO_WARNINGS;
  if (list === undefined || list === null) return warnings;
  for (const name of names) {
    const text = getKey(list, name);
    if (text === undefined || PLAIN.test(text) || parseQuantity(text).milliValue() % WHOLE === 0n) continue;
    warnings = [...warnings, `${at.key(name)}: fractional byte value ${JSON.stringify(text)} is invalid, must be an integer`];
  }
  return warnings;
}

/** Of a claim, wherever it stands. */
export function claimSpecWarnings(spec: { readonly resources?: ResourceRequirements } | undefined, at: FieldPath): string[] {
  const inResources = at.child('resources');
  return (['requests', 'limits'] as const).flatMap((list) => fractionWarnings(spec?.resources?.[list], inResources.child(list), ['storage']));
}
