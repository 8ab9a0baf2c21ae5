/**
 * What upstream says when the result of a strategic merge patch does not fit its type. That result never becomes JSON there: a converter walks it in
 * the order of the type's fields, and its messages name Go's kinds instead of fields (apimachinery runtime/converter.go).
 */
import type { ScalarType, Type } from '../../../machinery/descriptor.ts';
import { getKey } from '../../../machinery/object.ts';

type Document = { readonly [key: string]: unknown };

/** The first misfit, or undefined when the walk finds none (a value with a form of its own may still be wrong). */
export function restoreError(value: unknown, type: Type): string | undefined {
  if (value === null || value === undefined) return undefined;
  switch (type.kind) {
    case 'scalar':
      return scalarError(value, type);
    case 'map':
      if (!isMap(value)) return `cannot restore map from ${goKind(value)}`;
      return firstOf(Object.keys(value), (key) => restoreError(value[key], type.value));
    case 'list':
      if (!Array.isArray(value)) return `cannot restore slice from ${goKind(value)}`;
      return firstOf(value, (element) => restoreError(element, type.element));
    case 'struct':
      if (!isMap(value)) return `cannot restore struct from: ${goKind(value)}`;
      return firstOf(type.fields, (field) => restoreError(getKey(value, field.name), field.type));
    case 'opaque':
      return undefined;
  }
}

function scalarError(value: unknown, type: ScalarType): string | undefined {
  const from = goKind(value);
  switch (type.scalar) {
    case 'string':
      if (from === 'string') return undefined;
      return from === 'int64' ? `cannot convert int64 to ${type.go}` : 'unrecognized type: string';
    case 'bool':
      return from === 'bool' ? undefined : 'unrecognized type: bool';
    case 'bytes':
      if (typeof value !== 'string') return Array.isArray(value) ? undefined : `cannot restore slice from ${from}`;
      return base64Error(value);
    case 'float64':
      return from === 'int64' || from === 'float64' ? undefined : 'unrecognized type: float64';
    default:
      if (from === 'int64') return undefined;
      return from === 'float64' ? `cannot convert float64 to ${type.go}` : `unrecognized type: ${type.scalar}`;
  }
}

/** Go's decoder names the first byte that is no base64. */
function base64Error(text: string): string | undefined {
  const at = text.search(/[^A-Za-z0-9+/=\r\n]/);
  return at < 0 ? undefined : `error decoding from json: illegal base64 data at input byte ${at}`;
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int64';
    case 'number':
      return Number.isInteger(value) ? 'int64' : 'float64';
    default:
      return 'map';
  }
}

function isMap(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstOf<T>(items: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = check(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
