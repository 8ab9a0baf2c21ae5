/**
 * JSON documents as the patch engines see them: plain values, numbers or bigints (or the literal of a number, as RawJson), maps whose keys users
 * chose. Engines work in place: the caller hands over a document of its own.
 */
import { RawJson } from '../machinery/raw.ts';

export type JsonMap = { [key: string]: unknown };

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RawJson);
}

/** Deep equality; key order does not matter, 1 and 1n are the same number, carried JSON is compared by what it says. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof RawJson && b instanceof RawJson && a.text === b.text) return true;
  if (a instanceof RawJson || b instanceof RawJson) return equalJson(a instanceof RawJson ? a.parse() : a, b instanceof RawJson ? b.parse() : b);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((each, i) => equalJson(each, b[i]));
  if (isMap(a)) {
    if (!isMap(b)) return false;
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]));
  }
  // biome-ignore lint/suspicious/noDoubleEquals: 1n and 1 are one number here
  if ((typeof a === 'bigint' && typeof b === 'number') || (typeof a === 'number' && typeof b === 'bigint')) return a == b;
  return false;
}
