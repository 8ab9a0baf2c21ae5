/**
 * fieldsV1 of a new object, written straight from it: its creator owns all that is there, so there is nothing to compare with other owners and no set
 * to build, sort and encode.
 *
 * Invariant: the text is what the general way gives (compare with the zero object, take away what nobody may own, encode); a test compares the two.
 */
import { compareBytes } from '../../machinery/go-format.ts';
import { equalJson, type JsonMap } from '../document.ts';
import { FieldSet } from './field-set.ts';
import { quoteElement } from './fields-v1.ts';
import { compareElements, fieldElement, type PathElement } from './path-element.ts';
import { deduce, isEmptyContainer, type ListShape, type MapShape, type Shape } from './shape.ts';
import { identityOf, isMapValue } from './typed-value.ts';

/** What nobody may own, at one place of the tree. */
export interface Unowned {
  /** With everything below. */
  readonly whole: FieldSet;
  /** Themselves alone. */
  readonly single: FieldSet;
}

const NOTHING: Unowned = { whole: FieldSet.empty, single: FieldSet.empty };

/**
 * @param zero a new object of the type, as Go makes it: its structs belong to nobody. It has no list with elements
 * @returns undefined when nothing is owned
 * @throws {ElementError} when a list has an element that nothing tells apart: upstream cannot see such an object by its schema
 */
export function firstFieldsV1(object: JsonMap, zero: JsonMap, shape: MapShape, unowned: Unowned): string | undefined {
  const inner = membersText(zero, object, shape, unowned);
  return inner === '' ? undefined : `{${inner}}`;
}

function membersText(before: JsonMap | undefined, after: JsonMap, shape: MapShape, unowned: Unowned): string {
  let text = '';
  if (shape.sortedFields !== undefined) {
    for (const field of shape.sortedFields()) {
      const value = after[field.name];
      if (value !== undefined && !(field.omitsEmpty && isEmptyContainer(value)))
        text = joined(text, entryText(field.element, field.quoted, before?.[field.name], value, field.shape, unowned));
    }
    return text;
  }
  const names = Object.keys(after);
  if (names.length > 1) names.sort(compareBytes);
  for (const name of names) {
    const member = shape.member(name);
    const value = after[name];
    if (member === undefined || value === undefined) continue;
    const earlier = before !== undefined && Object.hasOwn(before, name) ? before[name] : undefined;
    const element = fieldElement(name);
    text = joined(text, entryText(element, quoteElement(element), earlier, value, member, unowned));
  }
  return text;
}

function joined(text: string, more: string): string {
  if (more === '') return text;
  return text === '' ? more : `${text},${more}`;
}

/** `"f:name":{...}`, or '' when neither the value nor anything in it is owned. */
function entryText(element: PathElement, quoted: string, before: unknown, after: unknown, shape: Shape, unowned: Unowned): string {
  if (before === after || unowned.whole.members.has(element)) return '';
  const known = deduce(shape, after);
  const mayOwn = !unowned.single.members.has(element);
  if (known === 'leaf' || known.kind === 'scalar' || isLeaf(known, before, after)) {
    return mayOwn && (before === undefined || !equalJson(before, after)) ? `${quoted}:{}` : '';
  }
  const below = unownedBelow(unowned, element);
  const inner =
    known.kind === 'list'
      ? elementsText(after as readonly unknown[], known, below)
      : membersText(isMapValue(before) ? before : undefined, isMapValue(after) ? after : {}, known, below);
  // What the zero object has belongs to nobody; only what stands in it does.
  const self = before === undefined && mayOwn;
  if (inner === '') return self ? `${quoted}:{}` : '';
  return self ? `${quoted}:{".":{},${inner}}` : `${quoted}:{${inner}}`;
}

function isLeaf(shape: ListShape | MapShape, before: unknown, after: unknown): boolean {
  if (shape.kind === 'list') return shape.relation === 'atomic' || !Array.isArray(after) || after.length === 0;
  return shape.atomic || (isEmpty(before) && isEmpty(after));
}

function isEmpty(value: unknown): boolean {
  if (!isMapValue(value)) return true;
  for (const _ in value) return false;
  return true;
}

function elementsText(items: readonly unknown[], shape: ListShape, unowned: Unowned): string {
  const texts = new Map<PathElement, string>();
  const duplicates = new Set<PathElement>();
  for (const item of items) {
    const element = identityOf(shape, item);
    if (texts.has(element)) duplicates.add(element);
    else texts.set(element, entryText(element, quoteElement(element), undefined, item, shape.element, unowned));
  }
  // Duplicates (older clients may have left some) are owned as one thing.
  for (const element of duplicates) texts.set(element, `${quoteElement(element)}:{}`);
  const elements = [...texts.keys()];
  if (elements.length > 1) elements.sort(compareElements);
  let text = '';
  for (const element of elements) text = joined(text, texts.get(element) ?? '');
  return text;
}

function unownedBelow({ whole, single }: Unowned, element: PathElement): Unowned {
  if (whole.children.size === 0 && single.children.size === 0) return NOTHING;
  return { whole: whole.below(element), single: single.below(element) };
}
