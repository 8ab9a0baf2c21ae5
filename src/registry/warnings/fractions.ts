/** Bytes come in whole numbers; amounts of memory and storage that do not are most likely a slip ("500m" for "500M"). */
import type { FieldPath } from '../../machinery/field-errors.ts';
import { getKey, type StringMap } from '../../machinery/object.ts';
import { parseQuantity } from '../../machinery/quantity.ts';

export interface ResourceRequirements {
  readonly limits?: StringMap | null;
  readonly requests?: StringMap | null;
}

const WHOLE = 1000n;

export function fractionWarnings(list: StringMap | null | undefined, at: FieldPath, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const text = getKey(list, name);
    if (text === undefined || parseQuantity(text).milliValue() % WHOLE === 0n) return [];
    return [`${at.key(name)}: fractional byte value ${JSON.stringify(text)} is invalid, must be an integer`];
  });
}

/** Of a claim, wherever it stands. */
export function claimSpecWarnings(spec: { readonly resources?: ResourceRequirements } | undefined, at: FieldPath): string[] {
  const inResources = at.child('resources');
  return (['requests', 'limits'] as const).flatMap((list) => fractionWarnings(spec?.resources?.[list], inResources.child(list), ['storage']));
}
