/**
 * The order of merged lists: what the patch says comes first, then how the live list stood. Elements are told apart by their merge key, or by
 * value when they are scalars.
 */
import { formatGoValue, goScalarName } from '../machinery/go/format.ts';
import { RawJson } from '../machinery/raw.ts';
import { type ApiError, rawError } from '../machinery/status.ts';
import { isMap, type JsonMap } from './document.ts';

export function noMergeKey(element: unknown, mergeKey: string): ApiError {
  return rawError(`map: ${formatGoValue(element)} does not contain declared merge key: ${mergeKey}`);
}

type ElementKind = NonNullable<ReturnType<typeof goScalarName>> | 'map' | 'list' | 'null';

function kindOf(value: unknown): ElementKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return goScalarName(value instanceof RawJson ? value.parse() : value) ?? 'map';
}

/** The kind that all elements have. @throws {ApiError} 500 when they differ, are lists, or there are none */
export function elementType(lists: readonly (readonly unknown[])[]): ElementKind {
  let kind: ElementKind | undefined;
  for (const each of lists.flat()) {
    const next = kindOf(each);
    if (kind === undefined && next === 'list') throw rawError('lists of lists are not supported');
    if (kind !== undefined && next !== kind) throw rawError(`list element types are not identical: ${formatGoValue(lists)}`);
    kind = next;
  }
  if (kind === undefined) throw rawError('no elements in any of the given slices');
  return kind;
}

/** Whether two elements stand for the same thing. @throws {ApiError} 500 for a map without its merge key */
export function sameElement(a: unknown, b: unknown, mergeKey: string): boolean {
  if (mergeKey === '') return a === b;
  return keyOf(a, mergeKey) === keyOf(b, mergeKey);
}

function keyOf(element: unknown, mergeKey: string): unknown {
  if (!isMap(element)) throw rawError('value for key 0 is not a map');
  if (!Object.hasOwn(element, mergeKey)) throw noMergeKey(element, mergeKey);
  return element[mergeKey];
}

/** Splits `elements` into those that `by` knows and the others. */
export function partition(elements: readonly unknown[], by: readonly unknown[], mergeKey: string): [unknown[], unknown[]] {
  const known = new Set(by.map((each, i) => (mergeKey === '' ? each : optionalKey(each, mergeKey, i))));
  const inside: unknown[] = [];
  const outside: unknown[] = [];
  for (const each of elements) (known.has(mergeKey === '' ? each : keyOf(each, mergeKey)) ? inside : outside).push(each);
  return [inside, outside];
}

function optionalKey(element: unknown, mergeKey: string, index: number): unknown {
  if (!isMap(element)) throw rawError(`value for key ${index} is not a map`);
  return Object.hasOwn(element, mergeKey) ? element[mergeKey] : element;
}

/** Elements without, and with, a delete directive. */
export function splitDeletions(elements: readonly unknown[]): [unknown[], unknown[]] {
  const kept: unknown[] = [];
  const deleted: unknown[] = [];
  for (const each of elements) (isMap(each) && (each as JsonMap).$patch === 'delete' ? deleted : kept).push(each);
  return [kept, deleted];
}

/** A merged list in its parts. */
export interface ListParts {
  /** Elements that `order` names. */
  readonly patched: readonly unknown[];
  /** All other elements. */
  readonly others: readonly unknown[];
  readonly order: readonly unknown[];
  /** The list as it was. */
  readonly live: readonly unknown[];
  /** '' for lists of scalars. */
  readonly mergeKey: string;
  readonly areMaps: boolean;
}

/**
 * Joins patched elements, in the order of `order`, with those that only the live object has, in the order of `live`: a live element goes
 * before a patched one where the live list had it so, and behind it else.
 */
export function orderElements({ patched, others, order, live, mergeKey, areMaps }: ListParts): unknown[] {
  const orderRank = ranks(order, mergeKey, areMaps);
  const liveRank = ranks(live, mergeKey, areMaps);
  const identity = (each: unknown): unknown => (areMaps && mergeKey !== '' ? keyOf(each, mergeKey) : each);
  const sortBy = (elements: readonly unknown[], rank: ReadonlyMap<unknown, number>): unknown[] => {
    const [kept, deleted] = areMaps ? splitDeletions(elements) : [[...elements], []];
    const at = (each: unknown): number => rank.get(identity(each)) ?? Number.MAX_SAFE_INTEGER;
    return [...kept.sort((a, b) => at(a) - at(b)), ...deleted];
  };
  const left = sortBy(others, liveRank);
  const right = sortBy(patched, orderRank);
  const result: unknown[] = [];
  let i = 0;
  for (const next of right) {
    const nextRank = liveRank.get(identity(next));
    while (i < left.length && nextRank !== undefined) {
      const rank = liveRank.get(identity(left[i]));
      if (rank === undefined || rank >= nextRank) break;
      result.push(left[i++]);
    }
    result.push(next);
  }
  return [...result, ...left.slice(i)];
}

function ranks(elements: readonly unknown[], mergeKey: string, areMaps: boolean): Map<unknown, number> {
  const rank = new Map<unknown, number>();
  for (const [i, each] of elements.entries()) {
    const key = areMaps && mergeKey !== '' ? keyOf(each, mergeKey) : each;
    if (!rank.has(key)) rank.set(key, i);
  }
  return rank;
}
