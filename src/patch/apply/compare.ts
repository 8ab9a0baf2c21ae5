/**
 * What changed between two values of one shape, as three sets of fields. A leaf that differs is modified; containers differ through what they
 * hold, but for empty ones, which are leaves so that `{}`, null and absent stay different.
 */
import type { JsonMap } from '../document.ts';
import { FieldSet, FieldSetBuilder } from './field-set.ts';
import { fieldElement, type PathElement } from './path-element.ts';
import { deduce, type ListShape, type MapShape, type Shape } from './shape.ts';
import { equalValues, isMapValue, tryIdentity } from './typed-value.ts';

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

export const NO_CHANGE: Comparison = { added: FieldSet.empty, modified: FieldSet.empty, removed: FieldSet.empty };

interface Builders {
  readonly added: FieldSetBuilder;
  readonly modified: FieldSetBuilder;
  readonly removed: FieldSetBuilder;
}

export function compareValues(before: unknown, after: unknown, shape: MapShape): Comparison {
  if (before === after) return NO_CHANGE;
  const builders: Builders = { added: new FieldSetBuilder(), modified: new FieldSetBuilder(), removed: new FieldSetBuilder() };
  compareMaps(builders, isMapValue(before) ? before : undefined, isMapValue(after) ? after : undefined, shape);
  return { added: builders.added.build(), modified: builders.modified.build(), removed: builders.removed.build() };
}

function below(builders: Builders, element: PathElement): Builders {
  return { added: builders.added.child(element), modified: builders.modified.child(element), removed: builders.removed.child(element) };
}

function compare(builders: Builders, element: PathElement, before: unknown, after: unknown, shape: Shape): void {
  if (before === after) return;
  const known = deduce(shape, after ?? before);
  const isLeaf =
    known === 'leaf' || known.kind === 'scalar' || (known.kind === 'list' ? listIsLeaf(known, before, after) : mapIsLeaf(known, before, after));
  if (before === undefined) builders.added.insert(element);
  else if (after === undefined) builders.removed.insert(element);
  else if (isLeaf && !equalValues(before, after)) builders.modified.insert(element);
  if (isLeaf) return;
  const inner = below(builders, element);
  if (known.kind === 'list') compareLists(inner, listOf(before), listOf(after), known);
  else compareMaps(inner, mapOf(before), mapOf(after), known);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const mapOf = (value: unknown): JsonMap | undefined => (isMapValue(value) ? value : undefined);

function listIsLeaf(shape: ListShape, before: unknown, after: unknown): boolean {
  return shape.relation === 'atomic' || (listOf(before).length === 0 && listOf(after).length === 0);
}

function mapIsLeaf(shape: MapShape, before: unknown, after: unknown): boolean {
  return shape.atomic || (isEmptyMap(before) && isEmptyMap(after));
}

function isEmptyMap(value: unknown): boolean {
  return !isMapValue(value) || Object.keys(value).length === 0;
}

function compareMaps(builders: Builders, before: JsonMap | undefined, after: JsonMap | undefined, shape: MapShape): void {
  for (const name of Object.keys(before ?? {})) {
    const member = shape.member(name);
    if (member !== undefined) compare(builders, fieldElement(name), before?.[name], own(after, name), member);
  }
  for (const name of Object.keys(after ?? {})) {
    if (own(before, name) !== undefined) continue;
    const member = shape.member(name);
    if (member !== undefined) compare(builders, fieldElement(name), undefined, after?.[name], member);
  }
}

function own(map: JsonMap | undefined, name: string): unknown {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

function compareLists(builders: Builders, before: readonly unknown[], after: readonly unknown[], shape: ListShape): void {
  const old = groupByIdentity(before, shape);
  const now = groupByIdentity(after, shape);
  for (const element of new Set([...old.keys(), ...now.keys()])) {
    const left = old.get(element) ?? [];
    const right = now.get(element) ?? [];
    if (left.length <= 1 && right.length <= 1) compare(builders, element, left[0], right[0], shape.element);
    // Duplicates (older clients may have left some) are owned as one thing.
    else if (!equalValues(left, right))
      (left.length === 0 ? builders.added : right.length === 0 ? builders.removed : builders.modified).insert(element);
  }
}

function groupByIdentity(items: readonly unknown[], shape: ListShape): Map<PathElement, unknown[]> {
  const groups = new Map<PathElement, unknown[]>();
  for (const item of items) {
    const element = tryIdentity(shape, item);
    if (element === undefined) continue;
    const group = groups.get(element);
    if (group === undefined) groups.set(element, [item]);
    else group.push(item);
  }
  return groups;
}
