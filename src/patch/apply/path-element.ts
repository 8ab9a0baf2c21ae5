/**
 * One step of a path to a field, as fieldsV1 writes it: `f:name` a field, `k:{"port":80}` the list element with these keys, `v:"x"` the
 * element of a set with this value, `i:0` a position.
 *
 * A step is a string, so that sets of steps are plain Sets; keys inside `k:` are sorted by name and values are compact JSON, which makes equal steps
 * equal strings. (KEP-555, sigs.k8s.io/structured-merge-diff/fieldpath.)
 */
import { encodeString } from '../../codec/json/strings.ts';
import { compareBytes, formatGoValue } from '../../machinery/go/format.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { isJsonObject } from '../../machinery/loose-json.ts';

export type PathElement = string;

export function fieldElement(name: string): PathElement {
  return `f:${name}`;
}

export function valueElement(value: unknown): PathElement {
  return `v:${compact(value)}`;
}

/** @param keys pairs of key field and value, in any order */
export function keyElement(keys: readonly (readonly [string, unknown])[]): PathElement {
  const sorted = [...keys].sort(([a], [b]) => compareBytes(a, b));
  return `k:{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${compact(value)}`).join(',')}}`;
}

/** JSON of a scalar key or value with Go's escapes; a bigint is a number there. */
function compact(value: unknown): string {
  if (typeof value === 'string') return encodeString(value);
  return typeof value === 'bigint' ? value.toString() : (JSON.stringify(value) ?? 'null');
}

/** Brings an element that a client wrote into the canonical form, or says that it is none. */
export function parseElement(text: string): PathElement | undefined {
  try {
    switch (text.slice(0, 2)) {
      case 'f:':
        return text;
      case 'i:':
        return /^i:-?\d+$/.test(text) ? text : undefined;
      case 'v:':
        return valueElement(JSON.parse(text.slice(2)));
      case 'k:': {
        const keys: unknown = JSON.parse(text.slice(2));
        return isJsonObject(keys) ? keyElement(Object.entries(keys)) : undefined;
      }
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

const FIELD = 'f'.charCodeAt(0);
const RANK: { readonly [prefix: string]: number } = { f: 0, k: 1, v: 2, i: 3 };

/** Fields first, then keyed elements, values, positions; each by its content, numbers by size. */
export function compareElements(a: PathElement, b: PathElement): number {
  if (a.charCodeAt(0) === FIELD && b.charCodeAt(0) === FIELD) return compareBytes(a, b);
  const byKind = (RANK[a.charAt(0)] ?? 4) - (RANK[b.charAt(0)] ?? 4);
  if (byKind !== 0) return byKind;
  const quick = compareStrings(a, b);
  if (quick !== undefined) return quick;
  if (a.startsWith('k:')) return compareKeys(a, b);
  return compareScalars(JSON.parse(a.slice(2)), JSON.parse(b.slice(2)));
}

/** An element that is one string without escapes, as nearly all are: what stands before the string, and the string. */
const ONE_STRING = /^(v:|k:\{"\w+":)"([^"\\]*)"\}?$/;

/** The order of elements that differ in one string alone, without reading their JSON; undefined for others. */
function compareStrings(a: PathElement, b: PathElement): number | undefined {
  const left = ONE_STRING.exec(a);
  const right = left === null ? null : ONE_STRING.exec(b);
  if (left === null || right === null || left[1] !== right[1]) return undefined;
  return compareBytes(left[2] as string, right[2] as string);
}

function compareKeys(a: PathElement, b: PathElement): number {
  const left = Object.entries(JSON.parse(a.slice(2)) as object);
  const right = Object.entries(JSON.parse(b.slice(2)) as object);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [leftName, leftValue] = left[i] as [string, unknown];
    const [rightName, rightValue] = right[i] as [string, unknown];
    const order = compareBytes(leftName, rightName) || compareScalars(leftValue, rightValue);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

const SCALAR_RANK: { readonly [type: string]: number } = { number: 0, bigint: 0, string: 1, boolean: 2 };

function compareScalars(a: unknown, b: unknown): number {
  const byType = (SCALAR_RANK[typeof a] ?? 3) - (SCALAR_RANK[typeof b] ?? 3);
  if (byType !== 0) return byType;
  if (typeof a === 'string' && typeof b === 'string') return compareBytes(a, b);
  return Number(a) - Number(b);
}

/** As conflicts print it: `.spec`, `[name="one"]`, `[="x"]`, `[0]`. */
export function printElement(element: PathElement): string {
  const content = element.slice(2);
  switch (element.charAt(0)) {
    case 'f':
      return `.${content}`;
    case 'k':
      return `[${Object.entries(JSON.parse(content) as object)
        .map(([name, value]) => `${name}=${printValue(value)}`)
        .join(',')}]`;
    case 'v':
      return `[=${printValue(JSON.parse(content))}]`;
    default:
      return `[${content}]`;
  }
}

function printValue(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'string' ? goQuote(value) : formatGoValue(value);
}
