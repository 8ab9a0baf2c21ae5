/**
 * Would Go's unstructured converter take this document for a type? Strategic merge and server-side apply turn documents into objects with that
 * converter instead of a JSON decoder, and clients see what it says (k8s.io/apimachinery/pkg/runtime, converter.go).
 */
import type { OpaqueType, ScalarType, StructType, Type } from '../../machinery/descriptor.ts';
import { goScalarName } from '../../machinery/go/format.ts';
import { setKey } from '../../machinery/object.ts';
import { RawJson } from '../../machinery/raw.ts';
import { canonicalBase64 } from '../base64.ts';
import { readerOf } from '../json/readers.ts';
import { Abort, TypedScanner } from '../json/typed-scanner.ts';
import { encodeUntyped } from '../json/untyped.ts';

/**
 * The converter's message for the first value that does not fit, in table order; undefined when all do. Of types with a wire form of their own, only
 * what kind of JSON they get is looked at.
 */
export function checkUnstructured(document: unknown, type: StructType): string | undefined {
  return check(document, type);
}

/**
 * The converter cuts integers that are too long for their field, as Go converts numbers: 2147483648 becomes -2147483648 in an int32. In place, and
 * only where something is too long.
 */
export function wrapIntegers(document: unknown, type: Type): void {
  if (typeof document !== 'object' || document === null || document instanceof RawJson) return;
  const wrap = (holder: { [key: string]: unknown }, key: string, inner: Type): void => {
    const value = holder[key];
    if (inner.kind !== 'scalar') wrapIntegers(value, inner);
    else if ((inner.scalar === 'int32' || inner.scalar === 'int64') && isBeyondInt64(value))
      setKey(holder, key, inner.scalar === 'int32' ? 0 : MIN_INT64);
    else if (inner.scalar === 'int32' && kindOf(value) === 'int64') {
      const cut = Number(BigInt.asIntN(32, BigInt(value as number | bigint)));
      if (BigInt(cut) !== BigInt(value as number | bigint)) setKey(holder, key, cut);
    }
  };
  const holder = document as { [key: string]: unknown };
  if (type.kind === 'struct') for (const field of type.fields) if (Object.hasOwn(holder, field.name)) wrap(holder, field.name, field.type);
  if (type.kind === 'list' || type.kind === 'map') {
    const inner = type.kind === 'list' ? type.element : type.value;
    for (const key of Object.keys(holder)) wrap(holder, key, inner);
  }
}

const MIN_INT64 = -(2n ** 63n);

/** A whole number that only a float can hold; on its way into an integer it becomes the smallest int64. */
function isBeyondInt64(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}

function check(value: unknown, type: Type): string | undefined {
  if (value === null || value === undefined) return undefined;
  switch (type.kind) {
    case 'scalar':
      return checkScalar(value, type);
    case 'opaque':
      return checkOpaque(value, type);
    case 'list':
      return Array.isArray(value) ? first(value, (each) => check(each, type.element)) : `cannot restore slice from ${kindOf(value)}`;
    case 'map':
      if (kindOf(value) !== 'map') return `cannot restore map from ${kindOf(value)}`;
      return first(Object.values(value), (each) => check(each, type.value));
    case 'struct': {
      if (kindOf(value) !== 'map') return `cannot restore struct from: ${kindOf(value)}`;
      const map = value as { readonly [key: string]: unknown };
      return first(type.fields, (field) => (Object.hasOwn(map, field.name) ? check(map[field.name], field.type) : undefined));
    }
  }
}

/** Such a type reads its JSON alone, so that its complaint names no field. */
function checkOpaque(value: unknown, type: OpaqueType): string | undefined {
  const takesNumbers = type.opaque === 'IntOrString';
  if (!takesNumbers && type.opaque !== 'Time' && type.opaque !== 'MicroTime' && type.opaque !== 'Duration') return undefined;
  if (typeof value === 'string' || (takesNumbers && value === (Number(value) | 0))) return undefined;
  try {
    readerOf(type)(new TypedScanner(encodeUntyped(value), false), undefined);
    return undefined;
  } catch (error) {
    if (error instanceof Abort) return error.message;
    throw error;
  }
}

function first<T>(items: Iterable<T>, look: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const message = look(item);
    if (message !== undefined) return message;
  }
  return undefined;
}

type Kind = 'map' | 'slice' | 'string' | 'bool' | 'int64' | 'float64';

function kindOf(value: unknown): Kind {
  return Array.isArray(value) ? 'slice' : (goScalarName(value) ?? 'map');
}

/** JSON has four groups of scalars, and Go converts inside a group only; what it could convert but must not is told apart from what it cannot. */
function checkScalar(value: unknown, type: ScalarType): string | undefined {
  const kind = kindOf(value);
  switch (type.scalar) {
    case 'bytes':
      return kind === 'string'
        ? checkBase64(value as string)
        : kind === 'slice'
          ? checkOctets(value as unknown[])
          : `cannot restore slice from ${kind}`;
    case 'string':
      if (kind === 'string') return undefined;
      return kind === 'int64' ? `cannot convert int64 to ${type.go}` : 'unrecognized type: string';
    case 'bool':
      return kind === 'bool' ? undefined : 'unrecognized type: bool';
    case 'float64':
      return kind === 'int64' || kind === 'float64' ? undefined : 'unrecognized type: float64';
    default:
      if (kind === 'int64' || isBeyondInt64(value)) return undefined;
      return kind === 'float64' ? `cannot convert float64 to ${type.go}` : `unrecognized type: ${type.scalar}`;
  }
}

function checkOctets(items: readonly unknown[]): string | undefined {
  return first(items, (each) => {
    const kind = kindOf(each);
    if (each === null || kind === 'int64') return undefined;
    return kind === 'float64' ? 'cannot convert float64 to uint8' : 'unrecognized type: uint8';
  });
}

function checkBase64(text: string): string | undefined {
  const canonical = canonicalBase64(text);
  return typeof canonical === 'string' ? undefined : `error decoding from json: illegal base64 data at input byte ${canonical}`;
}
