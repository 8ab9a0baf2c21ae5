/**
 * fieldsV1 of a new object, written straight from it: its creator owns all that is there, so there is nothing to compare with other owners and no set
 * to build, sort and encode.
 *
 * Invariant: the text is what the general way gives (compare with the zero object, take away what nobody may own, encode); a test compares the two.
 */
import { sortedKeys } from '../../codec/json/untyped.ts';
import { compareBytes } from '../../machinery/go/format.ts';
import { equalJson, type JsonMap } from '../document.ts';
import { FieldSet } from './field-set.ts';
import { quoteElement } from './fields-v1.ts';
import { fieldElement, type PathElement, sortElements, valueElement } from './path-element.ts';
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

/** A member of a struct or map that may be owned. */
interface MemberEntry {
  readonly element: PathElement;
  readonly quoted: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly shape: Shape;
}

/** The members that `membersText` joins, one by one: their texts where these are known. */
export function* memberEntries(
  before: JsonMap | undefined,
  after: JsonMap,
  shape: MapShape,
  unowned: Unowned,
): Generator<MemberEntry | string, void, void> {
  if (shape.sortedFields !== undefined) {
    for (const { name, element, quoted, omitsEmpty, shape: member } of shape.sortedFields()) {
      const value = after[name];
      if (value !== undefined && !(omitsEmpty && isEmptyContainer(value)))
        yield { element, quoted, before: before?.[name], after: value, shape: member };
    }
    return;
  }
  for (const name of sortedKeys(after)) {
    const member = shape.member(name);
    const value = after[name];
    if (member === undefined || value === undefined) continue;
    if (member.kind === 'scalar' && before === undefined && unowned === NOTHING) yield `${quoteElement(fieldElement(name))}:{}`;
    else {
      const element = fieldElement(name);
      const earlier = before !== undefined && Object.hasOwn(before, name) ? before[name] : undefined;
      yield { element, quoted: quoteElement(element), before: earlier, after: value, shape: member };
    }
  }
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
  for (const name of sortedKeys(after)) {
    const member = shape.member(name);
    const value = after[name];
    if (member === undefined || value === undefined) continue;
    if (member.kind === 'scalar' && before === undefined && unowned === NOTHING) {
      // Labels, annotations, data: most of what there is.
      text = joined(text, `${quotedField(name)}:{}`);
      continue;
    }
    const earlier = before !== undefined && Object.hasOwn(before, name) ? before[name] : undefined;
    const element = fieldElement(name);
    text = joined(text, entryText(element, quoteElement(element), earlier, value, member, unowned));
  }
  return text;
}

/** As `quoteElement(fieldElement(name))`, of what the same few clients write into thousands of objects. */
function quotedField(name: string): string {
  let quoted = quotedFields.get(name);
  if (quoted === undefined) {
    quoted = quoteElement(fieldElement(name));
    if (quotedFields.size >= MAX_QUOTED) quotedFields.clear();
    if (name.length <= MAX_QUOTED_LENGTH) quotedFields.set(name, quoted);
  }
  return quoted;
}

const quotedFields = new Map<string, string>();
const MAX_QUOTED = 1000;
const MAX_QUOTED_LENGTH = 100;

export function joined(text: string, more: string): string {
  if (more === '') return text;
  return text === '' ? more : `${text},${more}`;
}

/** `"f:name":{...}`, or '' when neither the value nor anything in it is owned. */
export function entryText(element: PathElement, quoted: string, before: unknown, after: unknown, shape: Shape, unowned: Unowned): string {
  if (before === after || holds(unowned.whole, element)) return '';
  const known = deduce(shape, after);
  const mayOwn = !holds(unowned.single, element);
  if (known === 'leaf' || known.kind === 'scalar' || isLeaf(known, before, after)) {
    return mayOwn && (before === undefined || !equalJson(before, after)) ? `${quoted}:{}` : '';
  }
  const below = unownedBelow(unowned, element);
  const inner =
    known.kind === 'list'
      ? elementsText(after as readonly unknown[], known, below)
      : membersText(isMapValue(before) ? before : undefined, isMapValue(after) ? after : {}, known, below);
  return withSelf(element, quoted, before, inner, unowned);
}

/** A container and what is owned in it. What the zero object has belongs to nobody; only what stands in it does. */
export function withSelf(element: PathElement, quoted: string, before: unknown, inner: string, { single }: Unowned): string {
  const self = before === undefined && !holds(single, element);
  if (inner === '') return self ? `${quoted}:{}` : '';
  return self ? `${quoted}:{".":{},${inner}}` : `${quoted}:{${inner}}`;
}

/** Whether anything at an element may be owned. */
export function owns({ whole }: Unowned, element: PathElement): boolean {
  return !holds(whole, element);
}

export function isLeaf(shape: ListShape | MapShape, before: unknown, after: unknown): boolean {
  if (shape.kind === 'list') return shape.relation === 'atomic' || !Array.isArray(after) || after.length === 0;
  return shape.atomic || (isEmpty(before) && isEmpty(after));
}

function isEmpty(value: unknown): boolean {
  if (!isMapValue(value)) return true;
  for (const _ in value) return false;
  return true;
}

function elementsText(items: readonly unknown[], shape: ListShape, unowned: Unowned): string {
  if (shape.relation === 'set' && unowned === NOTHING && items.every((each) => typeof each === 'string')) return valuesText(items);
  const texts = new ElementTexts();
  for (const item of items) {
    const element = texts.next(shape, item);
    if (element !== undefined) texts.set(element, entryText(element, quoteElement(element), undefined, item, shape.element, unowned));
  }
  let text = '';
  for (const element of sortElements(texts.elements())) text = joined(text, texts.of(element));
  return text;
}

/** The texts of a list's elements. */
export class ElementTexts {
  readonly #texts = new Map<PathElement, string>();
  readonly #duplicates = new Set<PathElement>();

  /** The identity of an item; undefined when there was one with the same before. @throws {ElementError} */
  next(shape: ListShape, item: unknown): PathElement | undefined {
    const element = identityOf(shape, item);
    if (!this.#texts.has(element)) return element;
    // Duplicates (older clients may have left some) are owned as one thing.
    this.#duplicates.add(element);
    return undefined;
  }

  set(element: PathElement, text: string): void {
    this.#texts.set(element, text);
  }

  /** Whose texts there are. */
  elements(): PathElement[] {
    for (const element of this.#duplicates) this.#texts.set(element, `${quoteElement(element)}:{}`);
    return [...this.#texts.keys()];
  }

  of(element: PathElement): string {
    return this.#texts.get(element) ?? '';
  }
}

/** A set of strings: they are in order when their elements are. */
function valuesText(values: readonly string[]): string {
  const unique = [...new Set(values)].sort(compareBytes);
  return unique.map((each) => `${quoteElement(valueElement(each))}:{}`).join(',');
}

/** Most sets are empty, and looking into one costs the hash of the element. */
function holds({ members }: FieldSet, element: PathElement): boolean {
  return members.size > 0 && members.has(element);
}

export function unownedBelow({ whole, single }: Unowned, element: PathElement): Unowned {
  if (whole.children.size === 0 && single.children.size === 0) return NOTHING;
  return { whole: whole.below(element), single: single.below(element) };
}
