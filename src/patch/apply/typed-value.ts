/**
 * Values seen through their shape: the identity of list elements, equality, the set of fields in a value.
 *
 * A value is a decoded document or an object in memory. `undefined` is absent and `null` an explicit null: ownership tells them apart.
 */
import { RawJson } from '../../machinery/raw.ts';
import { isMap, type JsonMap } from '../document.ts';
import { FieldSet, FieldSetBuilder } from './field-set.ts';
import { fieldElement, keyElement, type PathElement, valueElement } from './path-element.ts';
import { deduce, type ListShape, type MapShape, type Shape } from './shape.ts';

export function isMapValue(value: unknown): value is JsonMap {
  return isMap(value) && !(value instanceof RawJson);
}

/** Why an element of an associative list has no identity. */
export class ElementError extends Error {
  override readonly name = 'ElementError';
}

/** What tells an element of an associative list from the others. @throws {ElementError} */
export function identityOf(shape: ListShape, item: unknown): PathElement {
  const element = tryIdentity(shape, item);
  if (element === undefined) throw new ElementError(whyNone(shape, item));
  return element;
}

/** As identityOf; undefined where there is none. A body may hold a million such elements, so this is no matter of exceptions. */
export function tryIdentity(shape: ListShape, item: unknown): PathElement | undefined {
  if (shape.relation === 'set') return isMapValue(item) || Array.isArray(item) || item === null ? undefined : valueElement(item);
  if (!isMapValue(item)) return undefined;
  const keys: [string, unknown][] = [];
  for (const key of shape.keys) {
    const value = Object.hasOwn(item, key) ? item[key] : shape.keyDefault(key);
    if (value !== undefined) keys.push([key, value]);
  }
  return keys.length === 0 ? undefined : keyElement(keys);
}

/** Says why `tryIdentity` found none. */
export function whyNone(shape: ListShape, item: unknown): string {
  if (shape.relation === 'set') {
    if (item === null) return "associative list without keys has an element that's an explicit null";
    return Array.isArray(item)
      ? 'not supported: associative list with lists as elements'
      : "associative list without keys has an element that's a map type";
  }
  if (item === null) return 'associative list with keys may not have a null element';
  if (!isMapValue(item)) return 'associative list with keys may not have non-map elements';
  const names = `[${shape.keys.map((key) => JSON.stringify(key)).join(' ')}]`;
  return `associative list with keys has an element that omits all key fields ${names} (and doesn't have default values for any key fields)`;
}

/** Every field that a value says something about: what its applier owns. */
export function toFieldSet(value: unknown, shape: MapShape): FieldSet {
  const builder = new FieldSetBuilder();
  if (isMapValue(value)) collectMap(builder, value, shape);
  return builder.build();
}

/** True when the value's own path is a member: leaves are, containers only through what they hold. */
function collect(builder: FieldSetBuilder, element: PathElement, value: unknown, shape: Shape): void {
  const known = deduce(shape, value);
  if (known === 'leaf' || known.kind === 'scalar') builder.insert(element);
  else if (known.kind === 'list') {
    if (known.relation === 'atomic') builder.insert(element);
    else if (Array.isArray(value)) collectList(builder.child(element), value, known);
  } else if (known.atomic) builder.insert(element);
  else if (isMapValue(value)) collectMap(builder.child(element), value, known);
}

function collectList(builder: FieldSetBuilder, items: readonly unknown[], shape: ListShape): void {
  const identities = items.map((item) => tryIdentity(shape, item));
  const seen = new Set<PathElement>();
  const duplicates = new Set<PathElement>();
  for (const element of identities) {
    if (element === undefined) continue;
    if (seen.has(element)) duplicates.add(element);
    seen.add(element);
  }
  for (const [i, element] of identities.entries()) {
    if (element === undefined) continue;
    // What is in one of several that cannot be told apart belongs to nobody.
    if (!duplicates.has(element)) collect(builder, element, items[i], shape.element);
    builder.insert(element);
  }
}

function collectMap(builder: FieldSetBuilder, map: JsonMap, shape: MapShape): void {
  for (const name of Object.keys(map)) {
    const value = map[name];
    if (value === undefined) continue;
    const element = fieldElement(name);
    const member = shape.member(name);
    if (member !== undefined) collect(builder, element, value, member);
    const isEmpty = value === null || (isMapValue(value) && Object.keys(value).length === 0);
    if (isEmpty || !shape.isField(name)) builder.insert(element);
  }
}

/**
 * Adds every declared field on the way to a member as a member itself: a struct is removed when all that it held is. Keys of maps and
 * elements of lists are left alone, as they are members by themselves when somebody owns them.
 */
export function withNamedFields(set: FieldSet, shape: Shape | undefined): FieldSet {
  if (set.children.size === 0) return set;
  const members = new Set(set.members);
  const children = new Map<PathElement, FieldSet>();
  for (const [element, below] of set.children) {
    const isField = element.startsWith('f:');
    if (isField && shape?.kind === 'map' && shape.isField(element.slice(2))) members.add(element);
    children.set(element, withNamedFields(below, shapeBelow(shape, element)));
  }
  return new FieldSet(members, children);
}

/** The shape behind one step; undefined where the schema says nothing. */
export function shapeBelow(shape: Shape | undefined, element: PathElement): Shape | undefined {
  if (shape === undefined) return undefined;
  if (shape.kind === 'map' && element.startsWith('f:')) return shape.member(element.slice(2));
  if (shape.kind === 'list') return shape.element;
  return shape.kind === 'any' ? shape : undefined;
}
