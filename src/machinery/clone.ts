/** Copies and comparisons of objects in memory: plain objects, lists, scalars and RawJson (which is immutable and shared). */
import { setKey } from './object.ts';
import { RawJson } from './raw.ts';

/** A deep copy in the same key order; `__proto__` stays an ordinary key. */
export function clone<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = new Array<unknown>(value.length);
    for (let i = 0; i < value.length; i++) list[i] = copy(value[i]);
    return list;
  }
  if (value instanceof RawJson) return value;
  const fields = value as { readonly [key: string]: unknown };
  const result: { [key: string]: unknown } = {};
  let isEmpty = true;
  // Nothing is inherited by what is copied here, so this walks own keys, without making a list of them.
  for (const key in fields) {
    isEmpty = false;
    if (key === '__proto__') setKey(result, key, copy(fields[key]));
    else result[key] = copy(fields[key]);
  }
  return isEmpty && isEmptyMap(fields) ? emptyMap() : result;
}

/**
 * An explicitly empty map of users' keys, as a body said it: all comparisons take it for none. It has no prototype, which tells it from an empty
 * struct (`emptyDir: {}`), which is something.
 */
export function emptyMap(): { [key: string]: unknown } {
  return Object.create(null) as { [key: string]: unknown };
}

/** Deep equality in which absent, null, an empty list and an empty map are the same nothing, and the order of keys does not matter. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNothing(a) || isNothing(b)) return (isNothing(a) && isNothing(b)) || (isEmptyObject(a) && isEmptyObject(b));
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a)) return Array.isArray(b) && equalItems(a, b);
  if (Array.isArray(b)) return false;
  if (a instanceof RawJson || b instanceof RawJson) return a instanceof RawJson && b instanceof RawJson && a.text === b.text;
  return equalFields(a as { readonly [key: string]: unknown }, b as { readonly [key: string]: unknown });
}

function equalItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!equal(a[i], b[i])) return false;
  return true;
}

function equalFields(a: { readonly [key: string]: unknown }, b: { readonly [key: string]: unknown }): boolean {
  for (const key in a) if (!equal(a[key], Object.hasOwn(b, key) ? b[key] : undefined)) return false;
  for (const key in b) if (!Object.hasOwn(a, key) && !isNothing(b[key])) return false;
  return true;
}

function isNothing(value: unknown): value is null | undefined | readonly [] {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && isEmptyMap(value);
}

function isEmptyMap(value: object): boolean {
  return Object.getPrototypeOf(value) === null && Object.keys(value).length === 0;
}

/** Callers write `?? {}` for a map that is not there. */
function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
