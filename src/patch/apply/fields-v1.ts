/**
 * fieldsV1: a set of fields as JSON. `{"f:data":{".":{},"f:a":{}}}` owns the map itself (".") and its key a; an empty object is a member with
 * nothing below.
 */
import { RawJson } from '../../machinery/raw.ts';
import { type FieldSet, FieldSetBuilder } from './field-set.ts';
import { compareElements, parseElement } from './path-element.ts';

const decoded = new WeakMap<RawJson, FieldSet>();

/** The set, decoded once however often an entry is looked at. @throws {Error} for JSON that is no set of fields */
export function decodeFieldsV1(fields: RawJson): FieldSet {
  let set = decoded.get(fields);
  if (set === undefined) {
    const builder = new FieldSetBuilder();
    decodeInto(builder, fields.parse(), 0);
    set = builder.build();
    decoded.set(fields, set);
  }
  return set;
}

/** Deeper sets than any object can be are refused. */
const MAX_DEPTH = 10_000;

function decodeInto(builder: FieldSetBuilder, json: unknown, depth: number): void {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('expected an object');
  if (depth > MAX_DEPTH) throw new Error('exceeded max depth');
  for (const [key, value] of Object.entries(json)) {
    if (key === '.') continue;
    const element = parseElement(key);
    // Elements of kinds that we do not know are skipped, so that newer writers do no harm.
    if (element === undefined) {
      if (key.charAt(1) !== ':' || /^[fkvi]:/.test(key)) throw new Error(`invalid path element ${key}`);
      continue;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('expected an object');
    const isMember = Object.hasOwn(value, '.') || Object.keys(value).length === 0;
    if (isMember) builder.insert(element);
    decodeInto(builder.child(element), value, depth + 1);
  }
}

const encodings = new WeakMap<FieldSet, RawJson>();

/** Canonical: elements sorted. The text is kept with the set, which many objects of one controller share over time. */
export function encodeFieldsV1(set: FieldSet): RawJson {
  let encoded = encodings.get(set);
  if (encoded === undefined) {
    encoded = new RawJson(encode(set, ''));
    encodings.set(set, encoded);
    decoded.set(encoded, set);
  }
  return encoded;
}

function encode(set: FieldSet, self: string): string {
  const elements = new Set([...set.members, ...set.children.keys()]);
  const parts = self === '' ? [] : [self];
  for (const element of [...elements].sort(compareElements)) {
    const child = set.children.get(element);
    const inner = child === undefined ? '{}' : encode(child, set.members.has(element) ? '".":{}' : '');
    parts.push(`${JSON.stringify(element)}:${inner}`);
  }
  return `{${parts.join(',')}}`;
}
