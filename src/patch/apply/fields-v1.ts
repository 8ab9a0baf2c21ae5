/**
 * fieldsV1: a set of fields as JSON. `{"f:data":{".":{},"f:a":{}}}` owns the map itself (".") and its key a; an empty object is a member with
 * nothing below.
 */
import type { Steps } from '../../base/event-loop.ts';
import { RawJson } from '../../machinery/raw.ts';
import { type FieldSet, FieldSetBuilder } from './field-set.ts';
import { type PathElement, parseElement, sortElements } from './path-element.ts';
import { isEmptyContainer } from './shape.ts';

/** Characters of text whose sets are kept. The same few texts come again with every revision and with every object that one controller writes. */
const MAX_KEPT_CHARACTERS = 4 * 1024 * 1024;
const kept = new Map<string, FieldSet>();
let keptCharacters = 0;

/** Shorter texts are read in one go. */
const LONG_CHARACTERS = 64 * 1024;

/** The set of an entry; equal texts give the same set. @throws {Error} for JSON that is no set of fields */
export function decodeFieldsV1(fields: RawJson): FieldSet {
  const found = kept.get(fields.text);
  if (found !== undefined) return found;
  const builder = new FieldSetBuilder();
  decodeInto(builder, fields.parse(), 0);
  return keep(fields.text, builder.build());
}

/** As decodeFieldsV1. */
export function* decodeFieldsV1InSteps(fields: RawJson): Steps<FieldSet> {
  if (fields.text.length < LONG_CHARACTERS || kept.has(fields.text)) return decodeFieldsV1(fields);
  const builder = new FieldSetBuilder();
  const json = fields.parse();
  yield;
  yield* decodeInSteps(builder, json, 0);
  yield;
  return keep(fields.text, builder.build());
}

/** The oldest texts go first. */
function keep(text: string, set: FieldSet): FieldSet {
  if (kept.has(text)) return set;
  kept.set(text, set);
  keptCharacters += text.length;
  for (const oldest of kept.keys()) {
    if (keptCharacters <= MAX_KEPT_CHARACTERS) break;
    kept.delete(oldest);
    keptCharacters -= oldest.length;
  }
  return set;
}

/** Deeper sets than any object can be are refused. */
const MAX_DEPTH = 10_000;

function decodeInto(builder: FieldSetBuilder, json: unknown, depth: number): void {
  const members = membersOf(json, depth);
  for (const key of Object.keys(members)) {
    const value = members[key];
    const below = insertMember(builder, key, value);
    if (below !== undefined) decodeInto(below, value, depth + 1);
  }
}

/** Sets are long because of what stands further up; what lies deeper is read in one go. */
const LEVELS = 8;

function* decodeInSteps(builder: FieldSetBuilder, json: unknown, depth: number): Steps<void> {
  if (depth === LEVELS) {
    decodeInto(builder, json, depth);
    return;
  }
  const members = membersOf(json, depth);
  for (const key of Object.keys(members)) {
    yield;
    const value = members[key];
    const below = insertMember(builder, key, value);
    if (below !== undefined) yield* decodeInSteps(below, value, depth + 1);
  }
}

function membersOf(json: unknown, depth: number): { readonly [key: string]: unknown } {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('expected an object');
  if (depth > MAX_DEPTH) throw new Error('exceeded max depth');
  return json as { readonly [key: string]: unknown };
}

/** @returns where what lies below goes; undefined when there is nothing */
function insertMember(builder: FieldSetBuilder, key: string, value: unknown): FieldSetBuilder | undefined {
  if (key === '.') return undefined;
  const element = parseElement(key);
  // Elements of kinds that we do not know are skipped, so that newer writers do no harm.
  if (element === undefined) {
    if (key.charAt(1) !== ':' || /^[fkvi]:/.test(key)) throw new Error(`invalid path element ${key}`);
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('expected an object');
  const isEmpty = isEmptyContainer(value);
  if (isEmpty || Object.hasOwn(value, '.')) builder.insert(element);
  return isEmpty ? undefined : builder.child(element);
}

const encodings = new WeakMap<FieldSet, RawJson>();

/** Canonical: elements sorted. The text is kept with the set, which many objects of one controller share over time. */
export function encodeFieldsV1(set: FieldSet): RawJson {
  let encoded = encodings.get(set);
  if (encoded === undefined) {
    encoded = new RawJson(encode(set, ''));
    encodings.set(set, encoded);
    keep(encoded.text, set);
  }
  return encoded;
}

function encode(set: FieldSet, self: string): string {
  const elements: PathElement[] = [...set.members];
  for (const element of set.children.keys()) if (!set.members.has(element)) elements.push(element);
  sortElements(elements);
  let text = self === '' ? '{' : `{${self}`;
  for (const element of elements) {
    const child = set.children.get(element);
    if (text.length > 1) text += ',';
    text += `${quoteElement(element)}:${child === undefined ? '{}' : encode(child, set.members.has(element) ? '".":{}' : '')}`;
  }
  return `${text}}`;
}

/** As JSON. Field names hardly ever need escapes. */
export function quoteElement(element: PathElement): string {
  return /^[\w:./-]+$/.test(element) ? `"${element}"` : JSON.stringify(element);
}
