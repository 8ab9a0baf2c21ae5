/**
 * Go's `%v`, for the messages in which upstream prints a decoded document: maps with sorted keys, lists in brackets, no quotes.
 */
import { RawJson } from '../raw.ts';

export function formatGoValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(formatGoValue).join(' ')}]`;
  if (value instanceof RawJson) return formatGoValue(value.parse());
  if (typeof value === 'object') {
    const map = value as { readonly [key: string]: unknown };
    const keys = Object.keys(map).sort(compareBytes);
    return `map[${keys.map((key) => `${key}:${formatGoValue(map[key])}`).join(' ')}]`;
  }
  if (typeof value === 'number') return formatGoNumber(value);
  return String(value);
}

/** Go's `%s` of a decoded document: only texts are what it is for; the type of everything else is shown. */
export function formatGoString(value: unknown, isInside = false): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return isInside ? '<nil>' : '%!s(<nil>)';
  if (Array.isArray(value)) return `[${value.map((each) => formatGoString(each, true)).join(' ')}]`;
  if (typeof value === 'object' && !(value instanceof RawJson)) {
    const map = value as { readonly [key: string]: unknown };
    const keys = Object.keys(map).sort(compareBytes);
    return `map[${keys.map((key) => `${key}:${formatGoString(map[key], true)}`).join(' ')}]`;
  }
  return `%!s(${goTypeName(value instanceof RawJson ? value.parse() : value)}=${formatGoValue(value)})`;
}

/** A float as `%v` prints it: shortest digits, an exponent of at least two digits from a million on. Integers print as they are. */
function formatGoNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const text = value.toExponential();
  const exponent = Number(text.slice(text.indexOf('e') + 1));
  return exponent < -4 || exponent >= 6 ? text.replace(/e([+-])(\d)$/, 'e$10$2') : String(value);
}

/** The name of a decoded document's Go type, as `%T` prints it. */
export function goTypeName(value: unknown): string {
  if (value === null || value === undefined) return '%!s(<nil>)';
  if (Array.isArray(value)) return '[]interface {}';
  return goScalarName(value) ?? 'map[string]interface {}';
}

/** What Go calls a scalar of a decoded document; undefined for everything else. */
export function goScalarName(value: unknown): 'string' | 'bool' | 'int64' | 'float64' | undefined {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int64';
    case 'number':
      return Number.isSafeInteger(value) ? 'int64' : 'float64';
    default:
      return undefined;
  }
}

/** Orders strings as Go does, by their UTF-8 bytes; UTF-16 code units differ only where surrogates meet U+E000 and above. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const xSurrogate = x >= 0xd800 && x <= 0xdfff;
      const ySurrogate = y >= 0xd800 && y <= 0xdfff;
      if (xSurrogate !== ySurrogate) return xSurrogate ? 1 : -1;
      return x - y;
    }
  }
  return a.length - b.length;
}
