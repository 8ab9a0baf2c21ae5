/**
 * Objects to canonical JSON, driven by the tables: members in table order, what Go would omit omitted and what it would write written, map
 * keys sorted, Go's escapes, no white space. Equal objects give equal bytes, so a no-op can be told by comparing them.
 *
 * One writer per type, made at first use. Writers concatenate strings: V8 turns them into bytes in one go at the end.
 */
import { lastingBytes } from '../../base/lasting-bytes.ts';
import type { Field, ListType, MapType, OpaqueType, ScalarType, StructType, Type } from '../../machinery/descriptor.ts';
import type { Fields, KubeObject } from '../../machinery/object.ts';
import { RawJson } from '../../machinery/raw.ts';
import type { ServedEncoding } from '../interface.ts';
import { zeroOf } from '../memory-form.ts';
import { encodeString, escapeRaw } from './strings.ts';
import { encodeUntyped, sortedKeys } from './untyped.ts';

type Writer = (value: unknown) => string;

const writers = new WeakMap<Type, Writer>();

/** UTF-8, no trailing newline. */
export function encodeJson(object: KubeObject, type: StructType): Uint8Array {
  return Buffer.from(encodeValue(object, type));
}

/** A value of any type, in memory form, as JSON text. */
export function encodeValue(value: unknown, type: Type): string {
  return writerOf(type)(value);
}

/**
 * How often the running encoding met what decoding its result would not give back: an empty list, a null, a member that is not in the table. Those
 * who change objects in memory leave such things behind.
 */
let deviations = 0;

/** Whether the running encoding is what a stored object is served as: empty lists and maps that are always written are null there. */
let isStored = false;

/**
 * The object without its resourceVersion, and where that goes. `metadata` must hold at least one member behind it or before it: every stored
 * object has a name.
 */
export function encodeServed(object: KubeObject, type: StructType): ServedEncoding {
  const metadata = type.field('metadata');
  if (metadata?.type.kind !== 'struct') throw new TypeError(`${type.name} has no metadata`);
  const head = `"kind":${encodeString(object.kind)},"apiVersion":${encodeString(object.apiVersion)},`;
  deviations = 0;
  const { before, after } = splitMetadata(object.metadata as Fields, metadata.type);
  const rest = restOf(object, type);
  const open = `{${head}"metadata":{`;
  // The revision comes with a comma behind it, so something must follow; without creationTimestamp it goes to the front.
  const revisionAt = after === '' ? open.length : open.length + before.length + 1;
  const text = `${open}${before}${before !== '' && after !== '' ? ',' : ''}${after}}${rest}}`;
  const json = utf8(text);
  const at = after !== '' && before === '' ? open.length : revisionAt;
  const plain = json.length === text.length;
  return {
    json,
    revisionAt: plain ? at : Buffer.byteLength(text.slice(0, at)),
    prefixLength: plain ? head.length : Buffer.byteLength(head),
    exact: deviations === 0,
  };
}

/** The members behind the metadata, each with a comma before it. */
function restOf(object: KubeObject, type: StructType): string {
  let rest = '';
  isStored = true;
  try {
    for (const member of membersOf(type).inOrder) {
      if (member.name === 'kind' || member.name === 'apiVersion' || member.name === 'metadata') continue;
      const text = member.write(object[member.name]);
      if (text !== '') rest += `,${text}`;
    }
  } finally {
    isStored = false;
  }
  return rest;
}

/** It stays in a cache. */
function utf8(text: string): Buffer {
  const bytes = lastingBytes(Buffer.byteLength(text));
  bytes.write(text, bytes.length === text.length ? 'latin1' : 'utf8');
  return bytes;
}

function splitMetadata(metadata: Fields, type: StructType): { before: string; after: string } {
  let before = '';
  let after = '';
  let passed = false;
  for (const member of membersOf(type).inOrder) {
    if (member.name === 'resourceVersion') {
      passed = true;
      continue;
    }
    const text = member.write(metadata[member.name]);
    if (text === '') continue;
    if (passed) after += after === '' ? text : `,${text}`;
    else before += before === '' ? text : `,${text}`;
  }
  return { before, after };
}

function writerOf(type: Type): Writer {
  let writer = writers.get(type);
  if (writer === undefined) {
    writer = makeWriter(type);
    writers.set(type, writer);
  }
  return writer;
}

function makeWriter(type: Type): Writer {
  switch (type.kind) {
    case 'scalar':
      return scalarWriter(type);
    case 'opaque':
      return opaqueWriter(type);
    case 'list':
      return listWriter(type);
    case 'map':
      return mapWriter(type);
    case 'struct':
      return structWriter(type);
  }
}

function scalarWriter(type: ScalarType): Writer {
  switch (type.scalar) {
    case 'string':
      return (value) => (typeof value === 'string' ? encodeString(value) : '""');
    case 'bytes':
      // Base64 needs no escapes.
      return (value) => (typeof value === 'string' ? `"${value}"` : 'null');
    case 'bool':
      return (value) => (value === true ? 'true' : 'false');
    case 'float64':
      return encodeUntyped;
    default:
      return (value) => (value === undefined || value === null ? '0' : String(value));
  }
}

function opaqueWriter(type: OpaqueType): Writer {
  const zero = encodeUntyped(zeroOf(type));
  switch (type.opaque) {
    case 'Any':
      return encodeUntyped;
    case 'RawExtension':
    case 'FieldsV1':
    case 'JSON':
      return (value) => (value instanceof RawJson ? escapeRaw(value.text) : encodeUntyped(value));
    case 'JSONSchemaPropsOrBool':
    case 'JSONSchemaPropsOrArray':
    case 'JSONSchemaPropsOrStringArray':
      return schemaWriter(type);
    default:
      return (value) => (typeof value === 'string' ? encodeString(value) : value === undefined || value === null ? zero : String(value));
  }
}

function schemaWriter(type: OpaqueType): Writer {
  const inner = type.inner as StructType;
  return (value) => {
    if (typeof value === 'boolean') return String(value);
    if (value === undefined || value === null) return 'null';
    if (!Array.isArray(value)) return writerOf(inner)(value);
    if (value.length === 0) return 'null';
    return type.opaque === 'JSONSchemaPropsOrArray' ? `[${value.map(writerOf(inner)).join(',')}]` : encodeUntyped(value);
  };
}

function listWriter(type: ListType): Writer {
  let element: Writer | undefined;
  return (value) => {
    if (value === undefined || value === null) return 'null';
    const items = value as readonly unknown[];
    if (items.length === 0) return '[]';
    element ??= writerOf(type.element);
    let out = `[${element(items[0])}`;
    for (let i = 1; i < items.length; i++) out += `,${element(items[i])}`;
    return `${out}]`;
  };
}

function mapWriter(type: MapType): Writer {
  let write: Writer | undefined;
  return (value) => {
    if (value === undefined || value === null) return 'null';
    write ??= writerOf(type.value);
    const object = value as { readonly [key: string]: unknown };
    let out = '';
    // These are own keys: nothing inherited can be meant.
    for (const key of sortedKeys(object)) {
      const member = object[key];
      if (member === undefined) deviations++;
      else out += `${out === '' ? '' : ','}${encodeString(key)}:${write(member)}`;
    }
    return `{${out}}`;
  };
}

/** A field of a struct; `write` gives `"name":value`, or '' where Go omits it. */
interface MemberWriter {
  readonly name: string;
  /** Its place in the table. */
  readonly place: number;
  /** Written even when the object lacks it. */
  readonly always: boolean;
  readonly write: Writer;
}

interface Members {
  readonly inOrder: readonly MemberWriter[];
  readonly byName: ReadonlyMap<string, MemberWriter>;
  readonly always: number;
}

const structMembers = new WeakMap<StructType, Members>();

function membersOf(type: StructType): Members {
  let members = structMembers.get(type);
  if (members === undefined) {
    const inOrder = type.fields.map((field, place) => ({ name: field.name, place, always: !field.omitempty, write: memberWriter(field) }));
    members = { inOrder, byName: new Map(inOrder.map((each) => [each.name, each])), always: inOrder.filter((each) => each.always).length };
    structMembers.set(type, members);
  }
  return members;
}

function structWriter(type: StructType): Writer {
  let members: Members | undefined;
  return (value) => {
    members ??= membersOf(type);
    if (value === undefined || value === null) deviations++;
    const object = (value ?? {}) as Fields;
    return isInOrder(object, members) ? writeInOrder(object, members) : writeByTable(object, members);
  };
}

/**
 * Objects come out of decoders in table order: then a walk over the few members that are there is enough. It is found out beforehand: what lies below
 * must not be written twice, since each level of a deep object would double that.
 */
function isInOrder(object: Fields, { byName, always }: Members): boolean {
  let last = -1;
  let seen = 0;
  let ordered = true;
  for (const name in object) {
    const member = byName.get(name);
    if (member === undefined) {
      deviations++;
      continue;
    }
    if (member.place < last) ordered = false;
    last = member.place;
    if (member.always) seen++;
  }
  return ordered && seen === always;
}

function writeInOrder(object: Fields, { byName }: Members): string {
  let out = '{';
  for (const name in object) {
    const member = byName.get(name);
    if (member === undefined) continue;
    const text = member.write(object[name]);
    if (text !== '') out += out.length === 1 ? text : `,${text}`;
  }
  return `${out}}`;
}

function writeByTable(object: Fields, { inOrder }: Members): string {
  let out = '';
  for (const member of inOrder) {
    const value = object[member.name];
    if (value === undefined && member.always) deviations++;
    const text = member.write(value);
    if (text !== '') out += out === '' ? text : `,${text}`;
  }
  return `{${out}}`;
}

function memberWriter(field: Field): Writer {
  const key = `${encodeString(field.name)}:`;
  let write: Writer | undefined;
  const isEmpty = emptinessOf(field);
  if (!field.omitempty) {
    const becomesNull = field.type.kind === 'list' || field.type.kind === 'map';
    return (value) => {
      if (field.pointer && (value === undefined || value === null)) return `${key}null`;
      if (becomesNull && value !== undefined && value !== null && isEmpty(value)) {
        deviations++;
        if (isStored) return `${key}null`;
      }
      write ??= writerOf(field.type);
      return key + write(value);
    };
  }
  return (value) => {
    if (value === undefined) return '';
    if (value === null || isEmpty(value)) {
      deviations++;
      return '';
    }
    write ??= writerOf(field.type);
    return key + write(value);
  };
}

function emptinessOf(field: Field): (value: unknown) => boolean {
  if (field.pointer) return () => false;
  if (field.type.kind === 'scalar') return (value) => value === '' || value === 0 || value === false;
  if (field.type.kind === 'list') return (value) => (value as readonly unknown[]).length === 0;
  if (field.type.kind !== 'map') return () => false;
  return (value) => {
    for (const _ in value as object) return false;
    return true;
  };
}
