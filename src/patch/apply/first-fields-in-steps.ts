/**
 * fieldsV1 of a new object that is long: the same text as first-fields.ts makes, but its writing can be left between members and elements.
 *
 * Invariant: the text is that of `firstFieldsV1`; a test compares the two.
 */
import type { Steps } from '../../base/event-loop.ts';
import type { JsonMap } from '../document.ts';
import { quoteElement } from './fields-v1.ts';
import { ElementTexts, entryText, isLeaf, joined, memberEntries, owns, type Unowned, unownedBelow, withSelf } from './first-fields.ts';
import { type PathElement, sortElementsInSteps } from './path-element.ts';
import { deduce, type ListShape, type MapShape, type Shape } from './shape.ts';
import { isMapValue } from './typed-value.ts';

/** What lies deeper is written in one go: objects are long because of lists and maps that stand further up. */
const LEVELS = 7;

/** As `firstFieldsV1`. @throws {ElementError} */
export function* firstFieldsInSteps(object: JsonMap, zero: JsonMap, shape: MapShape, unowned: Unowned): Steps<string | undefined> {
  const inner = yield* members(zero, object, shape, unowned, LEVELS);
  return inner === '' ? undefined : `{${inner}}`;
}

function* members(before: JsonMap | undefined, after: JsonMap, shape: MapShape, unowned: Unowned, levels: number): Steps<string> {
  let text = '';
  for (const each of memberEntries(before, after, shape, unowned)) {
    yield;
    const written = typeof each === 'string' ? each : yield* entry(each.element, each.quoted, each.before, each.after, each.shape, unowned, levels);
    text = joined(text, written);
  }
  return text;
}

function* entry(
  element: PathElement,
  quoted: string,
  before: unknown,
  after: unknown,
  shape: Shape,
  unowned: Unowned,
  levels: number,
): Steps<string> {
  const known = levels > 0 && typeof after === 'object' && before !== after ? deduce(shape, after) : 'leaf';
  if (known === 'leaf' || known.kind === 'scalar' || isLeaf(known, before, after) || !owns(unowned, element))
    return entryText(element, quoted, before, after, shape, unowned);
  const below = unownedBelow(unowned, element);
  const inner =
    known.kind === 'list'
      ? yield* elements(after as readonly unknown[], known, below, levels - 1)
      : yield* members(isMapValue(before) ? before : undefined, isMapValue(after) ? after : {}, known, below, levels - 1);
  return withSelf(element, quoted, before, inner, unowned);
}

function* elements(items: readonly unknown[], shape: ListShape, unowned: Unowned, levels: number): Steps<string> {
  const texts = new ElementTexts();
  for (const item of items) {
    yield;
    const element = texts.next(shape, item);
    if (element !== undefined) texts.set(element, yield* entry(element, quoteElement(element), undefined, item, shape.element, unowned, levels));
  }
  yield;
  let text = '';
  for (const element of yield* sortElementsInSteps(texts.elements())) {
    text = joined(text, texts.of(element));
    yield;
  }
  return text;
}
