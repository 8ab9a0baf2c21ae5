/**
 * Protobuf to objects in memory. Unknown fields are skipped, as upstream does, so there are no strict errors on this wire.
 */
import type { Field, ListType, MapType, StructType, Type } from '../../machinery/descriptor.ts';
import { type Fields, type KubeObject, type ManagedFieldsEntry, setKey } from '../../machinery/object.ts';
import { RawJson } from '../../machinery/raw.ts';
import { type Decoded, DecodeError } from '../interface.ts';
import { ABSENT, buildStruct, type Drops, dropsOf, kept, zeroOf } from '../memory-form.ts';
import { checkCount, checkJsonText, MAX_VALUES } from '../values.ts';
import { isWrappedList, LENGTH, PREFIX, wireTypeOf } from './encode.ts';
import { opaqueReader } from './opaque-readers.ts';
import { ProtobufReader } from './reader.ts';

/** What an envelope holds. */
export interface Envelope {
  readonly apiVersion: string;
  readonly kind: string;
  readonly message: Uint8Array;
}

/** Only schemas of custom resources nest without end. */
const MAX_DEPTH = 1_000;

/** Whether the bytes start with "k8s\0". */
export function isProtobuf(bytes: Uint8Array): boolean {
  return PREFIX.every((byte, i) => bytes[i] === byte);
}

/** @throws {DecodeError} */
export function openEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length === 0) throw new DecodeError('empty data');
  if (!isProtobuf(bytes)) throw new DecodeError(`provided data does not appear to be a protobuf message, expected prefix [${PREFIX.join(' ')}]`);
  if (bytes.length === PREFIX.length) throw new DecodeError('empty body');
  const reader = new ProtobufReader(bytes, PREFIX.length);
  let apiVersion = '';
  let kind = '';
  let message: Uint8Array = new Uint8Array(0);
  while (!reader.done) {
    const tag = reader.tag();
    if (tag === ((1 << 3) | LENGTH)) {
      const meta = reader.message();
      while (!meta.done) {
        const inner = meta.tag();
        if (inner === ((1 << 3) | LENGTH)) apiVersion = meta.text();
        else if (inner === ((2 << 3) | LENGTH)) kind = meta.text();
        else meta.skip(inner);
      }
    } else if (tag === ((2 << 3) | LENGTH)) message = reader.bytes();
    else reader.skip(tag);
  }
  return { apiVersion, kind, message };
}

/** An enveloped object from outside; kind and apiVersion are the envelope's. @throws {DecodeError} @throws {ApiError} 413 for too many values */
export function decodeProtobuf(bytes: Uint8Array, type: StructType): Decoded {
  const { apiVersion, kind, message } = openEnvelope(bytes);
  valuesLeft = MAX_VALUES;
  try {
    const object = decodeProtobufRaw(message, type) as { [key: string]: unknown };
    checkManagedFields((object as Partial<KubeObject>).metadata?.managedFields ?? []);
    // In front, where the table has them.
    return { object: { kind, apiVersion, ...object } as KubeObject, strictErrors: [] };
  } finally {
    valuesLeft = Number.POSITIVE_INFINITY;
  }
}

/** JSON in Protobuf that the server looks into. */
function checkManagedFields(entries: readonly ManagedFieldsEntry[]): void {
  for (const { fieldsV1 } of entries) if (fieldsV1 instanceof RawJson) checkJsonText(fieldsV1.text);
}

/** What comes from outside may hold so many more values (see values.ts); what is stored is read whatever it holds. */
let valuesLeft = Number.POSITIVE_INFINITY;

/** A message without envelope. @throws {DecodeError} */
export function decodeProtobufRaw(message: Uint8Array, type: StructType): Fields {
  return readMessage(new ProtobufReader(message), type);
}

/** Reads the content of a value: the tag has been read. `before` is what the same field left earlier. */
export type ContentReader = (reader: ProtobufReader, before: unknown) => unknown;

/** What to do with a field number. */
interface Slot {
  readonly name: string;
  readonly wire: number;
  readonly drops: Drops;
  readonly index: number;
  readonly read: ContentReader;
}

interface Plan {
  readonly fields: readonly Field[];
  readonly slots: readonly Slot[];
  readonly byNumber: ReadonlyMap<number, Slot | InlineSlot>;
}

/** Fields of an embedded struct are read into the surrounding one. */
interface InlineSlot {
  readonly plan: () => Plan;
  readonly offset: number;
}

const plans = new WeakMap<StructType, Plan>();

function planOf(type: StructType): Plan {
  let plan = plans.get(type);
  if (plan !== undefined) return plan;
  const byNumber = new Map<number, Slot | InlineSlot>();
  const slots: Slot[] = [];
  let index = 0;
  for (const member of type.members) {
    if (member.kind === 'inline') {
      const inner = member.type;
      if (member.number > 0) byNumber.set(member.number, { plan: () => planOf(inner), offset: index });
      index += inner.fields.length;
      continue;
    }
    const slot: Slot = { name: member.go, wire: fieldWire(member.type), drops: dropsOf(member), index: index++, read: fieldReader(member.type) };
    slots.push(slot);
    if (member.number > 0) byNumber.set(member.number, slot);
  }
  plan = { fields: type.fields, slots, byNumber };
  plans.set(type, plan);
  return plan;
}

function readMessage(reader: ProtobufReader, type: StructType): Fields {
  const plan = planOf(type);
  const values: unknown[] = [];
  readInto(reader, plan, values, 0);
  return buildStruct(plan.fields, values);
}

function readInto(reader: ProtobufReader, plan: Plan, values: unknown[], offset: number): void {
  if (reader.depth > MAX_DEPTH) throw new DecodeError('exceeded max depth');
  while (!reader.done) {
    const tag = reader.tag();
    const slot = plan.byNumber.get(tag >>> 3);
    if (slot === undefined) {
      reader.skip(tag);
      continue;
    }
    if (!('read' in slot)) {
      if ((tag & 7) !== LENGTH) throw new DecodeError(`proto: wrong wireType = ${tag & 7} for an embedded field`);
      readInto(reader.message(), slot.plan(), values, offset + slot.offset);
      continue;
    }
    if ((tag & 7) !== slot.wire) throw new DecodeError(`proto: wrong wireType = ${tag & 7} for field ${slot.name}`);
    const at = offset + slot.index;
    const before = values[at] === ABSENT ? undefined : values[at];
    const value = slot.read(reader, before);
    // A list or map that grew is not looked at again: looking at each of a hundred thousand entries would take minutes.
    const keeps = value === before ? value : kept(slot.drops, value);
    values[at] = keeps;
    // Go writes fields that are empty, too: they are no values.
    if (keeps !== ABSENT && --valuesLeft < 0) checkCount(MAX_VALUES + 1);
  }
}

function fieldWire(type: Type): number {
  return type.kind === 'list' && !isWrappedList(type) ? wireTypeOf(type.element) : wireTypeOf(type);
}

/** Of a field: lists and maps grow with each occurrence. */
function fieldReader(type: Type): ContentReader {
  if (type.kind === 'list' && !isWrappedList(type)) {
    const read = contentReader(type.element);
    return (reader, before) => {
      const items = (before ?? []) as unknown[];
      items.push(read(reader, undefined) ?? zeroOf(type.element));
      return items;
    };
  }
  return type.kind === 'map' ? mapReader(type) : contentReader(type);
}

function contentReader(type: Type): ContentReader {
  switch (type.kind) {
    case 'struct':
      return (reader) => readMessage(reader.message(), type);
    case 'opaque':
      return opaqueReader(type, (message, inner) => readMessage(message, inner));
    case 'list':
      return wrappedListReader(type);
    case 'map':
      throw new TypeError('a map is not a value on this wire');
    case 'scalar':
      break;
  }
  switch (type.scalar) {
    case 'string':
      return (reader) => reader.text();
    case 'bytes':
      return (reader) => reader.bytes().toString('base64');
    case 'bool':
      return (reader) => reader.bool();
    case 'float64':
      return (reader) => reader.double();
    case 'int32':
      return (reader) => reader.int32();
    default:
      return (reader) => reader.int64();
  }
}

function wrappedListReader(type: ListType): ContentReader {
  const read = contentReader(type.element);
  const tag = (1 << 3) | wireTypeOf(type.element);
  return (reader) => {
    const message = reader.message();
    const items: unknown[] = [];
    while (!message.done) {
      if (--valuesLeft < 0) checkCount(MAX_VALUES + 1);
      const found = message.tag();
      if (found === tag) items.push(read(message, undefined));
      else message.skip(found);
    }
    return items;
  };
}

function mapReader(type: MapType): ContentReader {
  const readKey = contentReader(type.key);
  const readValue = contentReader(type.value);
  const keyTag = (1 << 3) | wireTypeOf(type.key);
  const valueTag = (2 << 3) | wireTypeOf(type.value);
  return (reader, before) => {
    const object = (before ?? {}) as Fields;
    const entry = reader.message();
    let key = '';
    let value: unknown;
    while (!entry.done) {
      const tag = entry.tag();
      if (tag === keyTag) key = String(readKey(entry, undefined));
      else if (tag === valueTag) value = readValue(entry, undefined);
      else entry.skip(tag);
    }
    setKey(object, key, value ?? zeroOf(type.value));
    return object;
  };
}
