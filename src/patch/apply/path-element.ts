/**
 * One step of a path to a field, as fieldsV1 writes it: `f:name` a field, `k:{"port":80}` the list element with these keys, `v:"x"` the
 * element of a set with this value, `i:0` a position.
 *
 * A step is a string, so that sets of steps are plain Sets; keys inside `k:` are sorted by name and values are compact JSON, which makes equal steps
 * equal strings. (KEP-555, sigs.k8s.io/structured-merge-diff/fieldpath.)
 */
import type { Steps } from '../../base/event-loop.ts';
import { sortInSteps } from '../../base/sort-in-steps.ts';
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
  const sorted = keys.length === 1 ? keys : [...keys].sort(([a], [b]) => compareBytes(a, b));
  return `k:{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${compact(value)}`).join(',')}}`;
}

/** JSON of a scalar key or value with Go's escapes; a bigint is a number there. */
function compact(value: unknown): string {
  if (typeof value === 'string') return encodeString(value);
  return typeof value === 'bigint' ? value.toString() : (JSON.stringify(value) ?? 'null');
}

/** Elements that are in the canonical form already, as nearly all are: one string in which nothing is escaped. */
const CANONICAL = /^(?:v:"[-\w./:]*"|k:\{"[A-Za-z]+":"[-\w./:]*"\})$/;

/** Brings an element that a client wrote into the canonical form, or says that it is none. */
export function parseElement(text: string): PathElement | undefined {
  if (CANONICAL.test(text)) return text;
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

/** Sorts in place: fields first, then keyed elements, values, positions; each by its content, numbers by size. */
export function sortElements(elements: PathElement[]): PathElement[] {
  if (elements.length < 2) return elements;
  if (elements.every((each) => each.charCodeAt(0) === FIELD)) return elements.sort(compareBytes);
  const read = elements.map((each) => new ReadElement(each)).sort(compareRead);
  for (const [i, { element }] of read.entries()) elements[i] = element;
  return elements;
}

/** As sortElements, for very many. */
export function* sortElementsInSteps(elements: readonly PathElement[]): Steps<readonly PathElement[]> {
  const sorted = yield* sortInSteps(
    elements.map((each) => new ReadElement(each)),
    compareRead,
  );
  return sorted.map(({ element }) => element);
}

/** An element with what it is compared by: read once, not with every comparison. */
class ReadElement {
  readonly element: PathElement;
  readonly rank: number;
  /** Of an element that is one string without escapes, as nearly all are: what stands before the string, and the string. Else empty. */
  readonly head: string;
  readonly text: string;
  #json: unknown;

  constructor(element: PathElement) {
    this.element = element;
    this.rank = RANK[element.charAt(0)] ?? 4;
    const parts = this.rank === RANK.f ? null : ONE_STRING.exec(element);
    this.head = parts?.[1] ?? '';
    this.text = parts?.[2] ?? '';
  }

  get json(): unknown {
    this.#json ??= JSON.parse(this.element.slice(2)) as unknown;
    return this.#json;
  }

  get keys(): readonly (readonly [string, unknown])[] {
    return Object.entries(this.json as object);
  }
}

const ONE_STRING = /^(v:|k:\{"\w+":)"([^"\\]*)"\}?$/;

function compareRead(a: ReadElement, b: ReadElement): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.rank === RANK.f) return compareBytes(a.element, b.element);
  if (a.head !== '' && a.head === b.head) return compareBytes(a.text, b.text);
  return a.rank === RANK.k ? compareKeys(a.keys, b.keys) : compareScalars(a.json, b.json);
}

function compareKeys(left: readonly (readonly [string, unknown])[], right: readonly (readonly [string, unknown])[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [leftName, leftValue] = left[i] as readonly [string, unknown];
    const [rightName, rightValue] = right[i] as readonly [string, unknown];
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
