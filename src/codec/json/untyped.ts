/**
 * JSON without a table: patches, bodies of custom resources, values of any type.
 *
 * In memory: objects are ordinary (users' keys set with setKey), integers that fit an int64 are numbers or, beyond 2^53, bigints, other numbers are
 * doubles.
 */
import { compareBytes } from '../../machinery/go/format.ts';
import { setKey } from '../../machinery/object.ts';
import { RawJson } from '../../machinery/raw.ts';
import { DecodeError } from '../interface.ts';
import { isDigit, MAX_DEPTH, Scanner, textOf } from './scan.ts';
import { encodeString } from './strings.ts';
import { TypedScanner } from './typed-scanner.ts';

export interface UntypedLimits {
  /** Deepest nesting; Go's 10,000 unless less is said, and never more than 1,000 levels are built. */
  readonly depth?: number;
  /** Keep a number that would be printed otherwise ("2.0", "1e2") as it was written, as RawJson. */
  readonly literals?: boolean;
  /** With `literals`: strings too. A string that Go would write otherwise ("<", "\\u0041") stays as it was written. */
  readonly strings?: boolean;
}

/** How readUntyped reads: numbers by value, as written, or strings as written too. */
type Literals = boolean | 'strings';

export interface UntypedDecoded {
  readonly value: unknown;
  /** `duplicate field "a.b"` in upstream's words. */
  readonly strictErrors: readonly string[];
}

/** Deeper values are refused: what reads them recurses. */
const MAX_BUILT_DEPTH = 1_000;

/** The last of duplicate keys wins. @throws {DecodeError} with Go's syntax errors */
export function decodeUntyped(bytes: Uint8Array, limits: UntypedLimits = {}): unknown {
  return decode(bytes, limits, false).value;
}

/** As decodeUntyped, and reports duplicates. */
export function decodeUntypedStrict(bytes: Uint8Array, limits: UntypedLimits = {}): UntypedDecoded {
  return decode(bytes, limits, true);
}

function decode(bytes: Uint8Array, limits: UntypedLimits, strict: boolean): UntypedDecoded {
  const text = textOf(bytes);
  // The syntax first, without memory: a deep or broken text is refused before anything is built.
  new Scanner(text).skipDocument();
  const scanner = new TypedScanner(text, strict);
  const value = readUntyped(scanner, 0, Math.min(limits.depth ?? MAX_DEPTH, MAX_BUILT_DEPTH), limits.strings === true ? 'strings' : limits.literals);
  return { value, strictErrors: scanner.strictErrors };
}

export function readUntyped(scanner: TypedScanner, depth: number, limit = MAX_BUILT_DEPTH, literals: Literals = false): unknown {
  const code = scanner.peek();
  if (code === 34) return literals === 'strings' ? literalString(scanner) : scanner.string();
  if (code === 123 || code === 91) {
    if (depth >= limit) scanner.fail('exceeded max depth');
    return code === 123 ? readObject(scanner, depth, limit, literals) : readArray(scanner, depth, limit, literals);
  }
  if (isDigit(code) || code === 45) return literals !== false ? literalOf(scanner.number(), scanner.strict) : numberOf(scanner.number());
  const start = scanner.at;
  scanner.skip();
  const word = scanner.text.slice(start, scanner.at);
  return word === 'null' ? null : word === 'true';
}

function readObject(scanner: TypedScanner, depth: number, limit: number, literals: Literals): unknown {
  const object: { [key: string]: unknown } = {};
  scanner.at++;
  if (scanner.peek() === 125) {
    scanner.at++;
    return object;
  }
  scanner.enter('');
  do {
    const key = scanner.key();
    if (scanner.strict && Object.hasOwn(object, key)) {
      scanner.leave();
      scanner.duplicateField(key);
      scanner.enter(key);
    }
    scanner.move(key);
    setKey(object, key, readUntyped(scanner, depth + 1, limit, literals));
  } while (scanner.moreMembers());
  scanner.leave();
  return object;
}

function readArray(scanner: TypedScanner, depth: number, limit: number, literals: Literals): unknown {
  const items: unknown[] = [];
  scanner.at++;
  if (scanner.peek() === 93) {
    scanner.at++;
    return items;
  }
  scanner.enter(0);
  do {
    scanner.move(items.length);
    items.push(readUntyped(scanner, depth + 1, limit, literals));
  } while (scanner.moreElements());
  scanner.leave();
  return items;
}

const MAX_INT64 = 2n ** 63n;

/** Integers stay exact as far as an int64 goes. @throws {DecodeError} when a double cannot hold it either */
function numberOf(text: string): number | bigint {
  const value = Number(text);
  if (Number.isSafeInteger(value) && text.length < 17) return Object.is(value, -0) && text === '-0' ? 0 : value;
  if (/^-?[0-9]+$/.test(text) && text.length <= 20) {
    const exact = BigInt(text);
    if (exact < MAX_INT64 && exact >= -MAX_INT64) return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }
  if (!Number.isFinite(value)) throw new DecodeError(`json: cannot unmarshal number ${text} into Go value of type float64`);
  return value;
}

function literalString(scanner: TypedScanner): string | RawJson {
  const start = scanner.at;
  const value = scanner.string();
  const text = scanner.text.slice(start, scanner.at);
  return text === encodeString(value) ? value : new RawJson(text);
}

/** What nobody has to look at may be beyond a double. */
function literalOf(text: string, isChecked: boolean): number | bigint | RawJson {
  if (!isChecked && !Number.isFinite(Number(text))) return new RawJson(text);
  const value = numberOf(text);
  return String(value) === text ? value : new RawJson(text);
}

/** Compact JSON with sorted keys and Go's escapes. */
export function encodeUntyped(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  switch (typeof value) {
    case 'string':
      return encodeString(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
    case 'boolean':
      return String(value);
  }
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map(encodeUntyped).join(',')}]`;
  const object = value as { readonly [key: string]: unknown };
  const members: string[] = [];
  for (const key of sortedKeys(object)) {
    const member = object[key];
    if (member !== undefined) members.push(`${encodeString(key)}:${encodeUntyped(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** Own keys in the order of their UTF-8 bytes, as Go sorts them. */
export function sortedKeys(object: { readonly [key: string]: unknown }): string[] {
  const keys = Object.keys(object);
  // What came out of a store is in order already, and finding that out is cheaper than sorting.
  for (let i = 1; i < keys.length; i++) if (compareBytes(keys[i - 1] as string, keys[i] as string) > 0) return keys.sort(compareBytes);
  return keys;
}
