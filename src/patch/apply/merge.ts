/**
 * Merging an applied document into a live object, and taking fields out of an object. Nothing is changed in place: results share what they
 * leave alone.
 */
import { setKey } from '../../machinery/object.ts';
import type { JsonMap } from '../document.ts';
import type { FieldSet } from './field-set.ts';
import { fieldElement, type PathElement } from './path-element.ts';
import { deduce, type ListShape, type MapShape, type Shape } from './shape.ts';
import { isMapValue, tryIdentity } from './typed-value.ts';

/** The live object with everything that `applied` says; leaves of `applied` win. */
export function mergeValues(live: unknown, applied: unknown, shape: Shape): unknown {
  if (applied === undefined) return live;
  if (live === undefined && !isMapValue(applied) && !Array.isArray(applied)) return applied;
  const known = deduce(shape, applied ?? live);
  if (known === 'leaf' || known.kind === 'scalar') return applied;
  if (known.kind === 'list') {
    const left = Array.isArray(live) ? live : [];
    const right = Array.isArray(applied) ? applied : [];
    if (known.relation === 'atomic' || (left.length === 0 && right.length === 0)) return applied;
    return mergeLists(left, right, known);
  }
  const left = isMapValue(live) ? live : {};
  const right = isMapValue(applied) ? applied : {};
  if (known.atomic || (Object.keys(left).length === 0 && Object.keys(right).length === 0)) return applied;
  return mergeMaps(left, right, known);
}

function mergeMaps(left: JsonMap, right: JsonMap, shape: MapShape): JsonMap {
  const merged: JsonMap = {};
  for (const name of Object.keys(left)) {
    const member = shape.member(name);
    const applied = Object.hasOwn(right, name) ? right[name] : undefined;
    setKey(merged, name, member === undefined ? (applied ?? left[name]) : mergeValues(left[name], applied, member));
  }
  for (const name of Object.keys(right)) {
    if (Object.hasOwn(left, name)) continue;
    const member = shape.member(name);
    setKey(merged, name, member === undefined ? right[name] : mergeValues(undefined, right[name], member));
  }
  return merged;
}

interface Indexed {
  readonly elements: readonly PathElement[];
  /** The item of an identity; undefined where several claim it. */
  readonly items: ReadonlyMap<PathElement, unknown>;
}

function index(list: readonly unknown[], shape: ListShape): Indexed {
  const elements: PathElement[] = [];
  const items = new Map<PathElement, unknown>();
  for (const [i, item] of list.entries()) {
    const element = tryIdentity(shape, item) ?? `i:${i}`;
    elements.push(element);
    items.set(element, items.has(element) ? undefined : item);
  }
  return { elements, items };
}

/** Elements of both lists once: applied ones in their own order, live ones around them where they stood. */
function mergeLists(live: readonly unknown[], applied: readonly unknown[], shape: ListShape): unknown[] {
  const left = index(live, shape);
  const right = index(applied, shape);
  const shared = right.elements.filter((each) => left.items.has(each));
  const done = new Set<PathElement>();
  const merged: unknown[] = [];
  let next = 0;
  const take = (element: PathElement, item: unknown): void => {
    merged.push(mergeValues(left.items.get(element), item, shape.element));
    done.add(element);
    if (shared[next] === element) next++;
  };
  let l = 0;
  let r = 0;
  while (l < left.elements.length || r < right.elements.length) {
    const ours = left.elements[l];
    const theirs = right.elements[r];
    if (ours !== undefined && theirs !== undefined) {
      if (ours === theirs) {
        take(theirs, right.items.get(theirs) ?? applied[r]);
        l++;
        r++;
        continue;
      }
      // A shared element whose turn has not come: the applied order decides when.
      if (right.items.has(ours) && shared[next] !== undefined && shared[next] !== ours) {
        l++;
        continue;
      }
    }
    if (ours !== undefined) {
      if (!right.items.has(ours)) {
        merged.push(live[l++]);
        continue;
      }
      if (done.has(ours)) l++;
    }
    if (theirs !== undefined) {
      take(theirs, right.items.get(theirs) ?? applied[r]);
      r++;
    }
  }
  return merged;
}

/** A value without the fields of a set; undefined when nothing is left of it. */
export function removeItems(value: unknown, fields: FieldSet, shape: Shape): unknown {
  if (fields.isEmpty) return value;
  const known = deduce(shape, value);
  if (known === 'leaf' || known.kind === 'scalar') return value;
  if (known.kind === 'list') {
    if (!Array.isArray(value) || value.length === 0 || known.relation === 'atomic') return undefined;
    return removeFromList(value, fields, known);
  }
  if (!isMapValue(value) || Object.keys(value).length === 0 || known.atomic) return undefined;
  return removeFromMap(value, fields, known);
}

function removeFromList(list: readonly unknown[], fields: FieldSet, shape: ListShape): unknown[] | undefined {
  const kept: unknown[] = [];
  for (const item of list) {
    const element = tryIdentity(shape, item);
    if (element !== undefined && fields.members.has(element)) continue;
    const inner = element === undefined ? undefined : fields.children.get(element);
    kept.push(inner === undefined ? item : (removeItems(item, inner, shape.element) ?? null));
  }
  return kept.length === 0 ? undefined : kept;
}

function removeFromMap(map: JsonMap, fields: FieldSet, shape: MapShape): JsonMap | undefined {
  const kept: JsonMap = {};
  let any = false;
  for (const name of Object.keys(map)) {
    const element = fieldElement(name);
    if (fields.members.has(element)) continue;
    const inner = fields.children.get(element);
    const member = inner === undefined ? undefined : shape.member(name);
    const left = inner === undefined || member === undefined ? map[name] : (removeItems(map[name], inner, member) ?? null);
    setKey(kept, name, left);
    any = true;
  }
  return any ? kept : undefined;
}
