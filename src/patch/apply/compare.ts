/**
 * What changed between two values of one shape, as three sets of fields. A leaf that differs is modified; containers differ through what they
 * hold, but for empty ones, which are leaves so that `{}`, null and absent stay different.
 */
import { atOnce, type Steps } from '../../base/event-loop.ts';
import { equalJson, type JsonMap } from '../document.ts';
import { FieldSet, FieldSetBuilder } from './field-set.ts';
import { fieldElement, type PathElement } from './path-element.ts';
import { deduce, type ListShape, type MapShape, type Shape } from './shape.ts';
import { identityOf, isMapValue, tryIdentity } from './typed-value.ts';

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

const NO_CHANGE: Comparison = { added: FieldSet.empty, modified: FieldSet.empty, removed: FieldSet.empty };

/** A place in the two values. Builders are made only where a difference is found, so that equal parts cost no more than looking at them. */
class Spot {
  readonly #parent: Spot | undefined;
  readonly #element: PathElement | (() => PathElement);
  #added: FieldSetBuilder | undefined;
  #modified: FieldSetBuilder | undefined;
  #removed: FieldSetBuilder | undefined;
  /** Whether members that Go does not write count as absent. */
  readonly omits: boolean;
  /** Takes comparisons of what is long; absent where all is compared at once. */
  later: Later[] | undefined;

  constructor(parent: Spot | undefined, element: PathElement | (() => PathElement), omits = parent?.omits ?? false) {
    this.#parent = parent;
    this.omits = omits;
    this.later = parent?.later;
    this.#element = element;
  }

  get element(): PathElement {
    return elementOf(this.#element);
  }

  get added(): FieldSetBuilder {
    this.#added ??= this.#parent === undefined ? new FieldSetBuilder() : this.#parent.added.child(this.element);
    return this.#added;
  }

  get modified(): FieldSetBuilder {
    this.#modified ??= this.#parent === undefined ? new FieldSetBuilder() : this.#parent.modified.child(this.element);
    return this.#modified;
  }

  get removed(): FieldSetBuilder {
    this.#removed ??= this.#parent === undefined ? new FieldSetBuilder() : this.#parent.removed.child(this.element);
    return this.#removed;
  }

  noteAdded(): void {
    this.#parent?.added.insert(this.element);
  }

  noteModified(): void {
    this.#parent?.modified.insert(this.element);
  }

  noteRemoved(): void {
    this.#parent?.removed.insert(this.element);
  }

  build(): Comparison {
    const built = (builder: FieldSetBuilder | undefined): FieldSet => builder?.build() ?? FieldSet.empty;
    return { added: built(this.#added), modified: built(this.#modified), removed: built(this.#removed) };
  }
}

function elementOf(element: PathElement | (() => PathElement)): PathElement {
  return typeof element === 'string' ? element : element();
}

/** @param isInMemory whether `after` is an object in memory, not a document (see MapShape.omits) */
export function compareValues(before: unknown, after: unknown, shape: MapShape, isInMemory = false): Comparison {
  if (before === after) return NO_CHANGE;
  const root = new Spot(undefined, '', isInMemory);
  compareMaps(root, mapOf(before), mapOf(after), shape);
  return root.build();
}

/** As compareValues; the walk can be left within and between long lists and maps. */
export function* compareInSteps(before: unknown, after: unknown, shape: MapShape, isInMemory = false): Steps<Comparison> {
  if (before === after) return NO_CHANGE;
  const root = new Spot(undefined, '', isInMemory);
  // What is found is a set: what is long can as well be looked at behind everything else.
  const later: Later[] = [];
  root.later = later;
  compareMaps(root, mapOf(before), mapOf(after), shape);
  for (let next = later.pop(); next !== undefined; next = later.pop()) yield* next();
  return root.build();
}

/** A comparison that is put off. */
type Later = () => Steps<void>;

/** From here on a list or map is long. */
const LONG = 256;

function compare(parent: Spot, element: PathElement | (() => PathElement), before: unknown, after: unknown, shape: Shape): void {
  if (before === after) return;
  const known = deduce(shape, after ?? before);
  if (known === 'leaf' || known.kind === 'scalar') {
    compareLeaf(parent, element, before, after, known);
  } else if (known.kind === 'list') {
    if (listIsLeaf(known, before, after)) compareLeaf(parent, element, before, after, known);
    else compareLists(presence(parent, element, before, after), listOf(before), listOf(after), known);
  } else if (mapIsLeaf(known, before, after)) compareLeaf(parent, element, before, after, known);
  else compareMaps(presence(parent, element, before, after), mapOf(before), mapOf(after), known);
}

function compareLeaf(parent: Spot, element: PathElement | (() => PathElement), before: unknown, after: unknown, shape: Shape | 'leaf'): void {
  if (before === undefined) parent.added.insert(elementOf(element));
  else if (after === undefined) parent.removed.insert(elementOf(element));
  else if (!equalJson(before, after) && !(parent.omits && shape !== 'leaf' && equalWritten(before, after, shape))) {
    parent.modified.insert(elementOf(element));
  }
}

/**
 * Whether two values in memory are equal as upstream's reflection finds them: in structs and maps, what Go does not write is not there; but lists are
 * compared as they are in memory, where an empty list or map inside an element is not none.
 */
function equalWritten(before: unknown, after: unknown, shape: Shape): boolean {
  const known = deduce(shape, after ?? before);
  if (known === 'leaf' || known.kind !== 'map' || !isMapValue(before) || !isMapValue(after)) return equalJson(before, after);
  const written = (map: JsonMap): string[] => Object.keys(map).filter((name) => known.omits?.(name, map[name]) !== true);
  const names = written(after);
  return (
    names.length === written(before).length &&
    names.every((name) => Object.hasOwn(before, name) && equalWritten(before[name], after[name], known.member(name) ?? known))
  );
}

/** A container is there or not, whatever it holds. */
function presence(parent: Spot, element: PathElement | (() => PathElement), before: unknown, after: unknown): Spot {
  const spot = new Spot(parent, element);
  if (before === undefined) spot.noteAdded();
  else if (after === undefined) spot.noteRemoved();
  return spot;
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

function compareMaps(spot: Spot, before: JsonMap | undefined, after: JsonMap | undefined, shape: MapShape): void {
  const old = before === undefined ? NO_NAMES : Object.keys(before);
  const now = after === undefined ? NO_NAMES : Object.keys(after);
  if (spot.later !== undefined && old.length + now.length > LONG) {
    spot.later.push(function* () {
      for (const name of old) yield compareOld(spot, name, before as JsonMap, after, shape);
      for (const name of now) yield compareNew(spot, name, before, after as JsonMap, shape);
    });
    return;
  }
  for (const name of old) compareOld(spot, name, before as JsonMap, after, shape);
  for (const name of now) compareNew(spot, name, before, after as JsonMap, shape);
}

const NO_NAMES: readonly string[] = [];

function compareOld(spot: Spot, name: string, before: JsonMap, after: JsonMap | undefined, shape: MapShape): void {
  const left = before[name];
  const right = own(after, name, spot, shape);
  if (left === right) return;
  const member = shape.member(name);
  if (member !== undefined) compare(spot, fieldElement(name), left, right, member);
}

function compareNew(spot: Spot, name: string, before: JsonMap | undefined, after: JsonMap, shape: MapShape): void {
  if (before !== undefined && Object.hasOwn(before, name) && before[name] !== undefined) return;
  const member = shape.member(name);
  if (member !== undefined) compare(spot, fieldElement(name), undefined, own(after, name, spot, shape), member);
}

function own(map: JsonMap | undefined, name: string, spot: Spot, shape: MapShape): unknown {
  if (map === undefined || !Object.hasOwn(map, name)) return undefined;
  const value = map[name];
  return spot.omits && shape.omits?.(name, value) === true ? undefined : value;
}

function compareLists(spot: Spot, before: readonly unknown[], after: readonly unknown[], shape: ListShape): void {
  if (sameIdentities(before, after, shape)) {
    for (const [i, item] of before.entries()) compare(spot, () => identityOf(shape, item), item, after[i], shape.element);
    return;
  }
  const steps = compareElements(spot, before, after, shape);
  if (spot.later !== undefined && before.length + after.length > LONG) spot.later.push(() => steps);
  else atOnce(steps);
}

function* compareElements(spot: Spot, before: readonly unknown[], after: readonly unknown[], shape: ListShape): Steps<void> {
  const old = byIdentity(before, shape);
  yield;
  const now = byIdentity(after, shape);
  for (const element of old.single.keys()) yield compareElement(spot, element, old, now, shape.element);
  for (const element of now.single.keys()) if (!old.single.has(element)) yield compareElement(spot, element, old, now, shape.element);
}

function compareElement(spot: Spot, element: PathElement, old: Identified, now: Identified, shape: Shape): void {
  const left = old.single.get(element);
  const right = now.single.get(element);
  const lefts = old.several.get(element);
  const rights = now.several.get(element);
  if (lefts === undefined && rights === undefined) compare(spot, element, left, right, shape);
  else compareDuplicates(spot, element, lefts ?? (left === undefined ? [] : [left]), rights ?? (right === undefined ? [] : [right]), shape);
}

/**
 * Duplicates (older clients may have left some) are owned as one thing, by their identity alone. Where they come to be, what was owned of the single
 * element goes; where they end, all of the one that is left is new.
 */
function compareDuplicates(spot: Spot, element: PathElement, before: readonly unknown[], after: readonly unknown[], shape: Shape): void {
  const marker = new Spot(spot, element);
  if (before.length >= 2 && after.length >= 2) {
    const same = (each: unknown, i: number): boolean => equalJson(each, after[i]) || (spot.omits && equalWritten(each, after[i], shape));
    if (before.length !== after.length || !before.every(same)) marker.noteModified();
  } else if (before.length >= 2) {
    if (after.length === 1) compare(spot, element, undefined, after[0], shape);
    marker.noteRemoved();
  } else {
    if (before.length === 1) compare(spot, element, before[0], undefined, shape);
    marker.noteAdded();
  }
}

/** Short lists are compared without writing identities down: most updates leave lists as they are. */
const MAX_PAIRED = 16;

/** Whether both lists name the same elements in the same order, each once. */
function sameIdentities(before: readonly unknown[], after: readonly unknown[], shape: ListShape): boolean {
  if (shape.relation !== 'map' || before.length !== after.length || before.length > MAX_PAIRED) return false;
  const [key] = shape.keys;
  if (key === undefined) return false;
  for (let i = 0; i < before.length; i++) {
    const left = before[i];
    const right = after[i];
    if (!isMapValue(left) || !isMapValue(right)) return false;
    for (const each of shape.keys) if (!Object.hasOwn(left, each) || left[each] !== right[each]) return false;
    // The first key tells elements apart nearly always; where it does not, the long way decides.
    for (let j = 0; j < i; j++) if ((before[j] as JsonMap)[key] === left[key]) return false;
  }
  return true;
}

/** The elements of a list: the first of each identity, and all of those identities that several have, which are few. */
interface Identified {
  readonly single: ReadonlyMap<PathElement, unknown>;
  readonly several: ReadonlyMap<PathElement, readonly unknown[]>;
}

function byIdentity(items: readonly unknown[], shape: ListShape): Identified {
  const single = new Map<PathElement, unknown>();
  const several = new Map<PathElement, unknown[]>();
  for (const item of items) {
    const element = tryIdentity(shape, item);
    if (element === undefined) continue;
    if (!single.has(element)) {
      single.set(element, item);
      continue;
    }
    const group = several.get(element);
    if (group === undefined) several.set(element, [single.get(element), item]);
    else group.push(item);
  }
  return { single, several };
}
