/**
 * fieldsV1 of new objects that come one after the other: what one client creates is mostly built alike, and then one owns what the one before it owned.
 * Telling that costs a look at names and a few values, a fraction of writing the text; and equal text is one object, so that whatever was made of it
 * (its bytes) need not be made again.
 *
 * Invariant: two objects with one outline have the same fieldsV1; a test compares. An outline is drawn when the same text has come twice in a row, and
 * it holds names and keys, never the object, which goes on changing.
 */
import { RawJson } from '../../machinery/raw.ts';
import type { JsonMap } from '../document.ts';
import { firstFieldsV1, type Unowned } from './first-fields.ts';
import { isEmptyContainer, type ListShape, type MapShape, type Shape } from './shape.ts';
import { isMapValue } from './typed-value.ts';

/** As much of a value as its fieldsV1 depends on. */
type Outline =
  | { readonly kind: 'anything' }
  | { readonly kind: 'scalar'; readonly value: unknown }
  | { readonly kind: 'whole'; readonly empty: boolean }
  | { readonly kind: 'map'; readonly names: readonly string[]; readonly members: readonly Outline[] }
  | { readonly kind: 'set'; readonly values: readonly unknown[] }
  | { readonly kind: 'elements'; readonly keys: readonly string[]; readonly elements: readonly Keyed[] };

/** An element of a list, and the values of its keys. */
interface Keyed {
  readonly key: readonly unknown[];
  readonly outline: Outline;
}

const ANYTHING: Outline = { kind: 'anything' };
/** Longer texts are of objects that hardly come in numbers. */
const MAX_CHARACTERS = 16 * 1024;

export class RepeatedFields {
  readonly #zero: JsonMap;
  readonly #shape: MapShape;
  readonly #unowned: Unowned;
  #latest: RawJson | undefined;
  #outline: Outline | undefined;

  /** @param zero as for `firstFieldsV1` */
  constructor(zero: JsonMap, shape: MapShape, unowned: Unowned) {
    this.#zero = zero;
    this.#shape = shape;
    this.#unowned = unowned;
  }

  /** As `firstFieldsV1`. @throws {ElementError} */
  of(object: JsonMap): RawJson | undefined {
    if (this.#outline !== undefined && fits(this.#outline, object)) return this.#latest;
    const text = firstFieldsV1(object, this.#zero, this.#shape, this.#unowned);
    if (text === undefined) return undefined;
    if (text !== this.#latest?.text) {
      this.#latest = new RawJson(text);
      this.#outline = undefined;
    } else if (text.length <= MAX_CHARACTERS) this.#outline = outlineOf(this.#zero, object, this.#shape);
    return this.#latest;
  }
}

/** Undefined: it cannot be told by an outline. */
function outlineOf(before: unknown, value: unknown, shape: Shape): Outline | undefined {
  if (value === undefined || (shape.kind === 'any' && !shape.atomic)) return undefined;
  const isMap = shape.kind === 'map' && !shape.atomic && isMapValue(value);
  if (isMap && (before === undefined || isMapValue(before))) return mapOutline(before, value, shape);
  // What is there from the beginning is owned when it is not as it was. Of a list that was null, as Go makes them, the elements are.
  if (before !== undefined && !(before === null && shape.kind === 'list'))
    return typeof value === 'object' && value !== null ? undefined : { kind: 'scalar', value };
  if (shape.kind === 'scalar' || shape.kind === 'any') return ANYTHING;
  if (typeof value !== 'object' || value === null) return undefined;
  if (shape.kind === 'map') return shape.atomic ? { kind: 'whole', empty: isEmptyContainer(value) } : undefined;
  if (!Array.isArray(value)) return undefined;
  return shape.relation === 'atomic' || value.length === 0 ? { kind: 'whole', empty: value.length === 0 } : listOutline(value, shape);
}

function mapOutline(before: JsonMap | undefined, map: JsonMap, shape: MapShape): Outline | undefined {
  const names = Object.keys(map);
  const members: Outline[] = [];
  for (const name of names) {
    const member = shape.member(name);
    const earlier = before !== undefined && Object.hasOwn(before, name) ? before[name] : undefined;
    const outline = member === undefined ? undefined : outlineOf(earlier, map[name], member);
    if (outline === undefined) return undefined;
    members.push(outline);
  }
  return { kind: 'map', names, members };
}

function listOutline(items: readonly unknown[], { relation, keys, element }: ListShape): Outline | undefined {
  if (relation === 'set') return items.every(isScalar) ? { kind: 'set', values: [...items] } : undefined;
  const elements: Keyed[] = [];
  for (const item of items) {
    const key = isMapValue(item) ? keys.map((name) => ownMember(item, name)) : undefined;
    const outline = outlineOf(undefined, item, element);
    if (key === undefined || outline === undefined || !key.every(isScalar)) return undefined;
    elements.push({ key, outline });
  }
  return { kind: 'elements', keys, elements };
}

function fits(outline: Outline, value: unknown): boolean {
  switch (outline.kind) {
    case 'anything':
      return value !== undefined;
    case 'scalar':
      return value === outline.value;
    case 'whole':
      return typeof value === 'object' && value !== null && isEmptyContainer(value) === outline.empty;
    case 'map':
      return isMapValue(value) && fitsMap(outline.names, outline.members, value);
    case 'set':
      return Array.isArray(value) && equalItems(outline.values, value);
    case 'elements':
      return (
        Array.isArray(value) &&
        value.length === outline.elements.length &&
        outline.elements.every((each, i) => fitsElement(outline.keys, each, value[i]))
      );
  }
}

function fitsMap(names: readonly string[], members: readonly Outline[], map: JsonMap): boolean {
  let i = 0;
  for (const name in map) {
    if (name !== names[i] || !fits(members[i] as Outline, map[name])) return false;
    i++;
  }
  return i === names.length;
}

function fitsElement(keys: readonly string[], { key, outline }: Keyed, item: unknown): boolean {
  if (!isMapValue(item)) return false;
  for (let i = 0; i < keys.length; i++) if (ownMember(item, keys[i] as string) !== key[i]) return false;
  return fits(outline, item);
}

function ownMember(map: JsonMap, name: string): unknown {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

function equalItems(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((each, i) => each === right[i]);
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
