/**
 * Protobuf to objects in memory. Unknown fields are skipped, as upstream does, so there are no strict errors on this wire.
 */
import type { Field, ListType, MapType, StructType, Type } from '../../machinery/descriptor.ts';
import { type Fields, type KubeObject, type ManagedFieldsEntry, setKey } from '../../machinery/object.ts';
import { RawJson } from '../../machinery/raw.ts';
import { type Decoded, DecodeError } from '../interface.ts';
import { buildStruct, type Drops, dropsOf, kept, zeroOf } from '../memory-form.ts';
import { checkJsonText, MAX_VALUES } from '../values.ts';
import { opaqueReader } from './opaque-readers.ts';
import { type ContentReader, ProtobufReader } from './reader.ts';
import { isWrappedList, LENGTH, PREFIX, VARINT, wireTypeOf } from './wire.ts';

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
  const reader = ProtobufReader.of(bytes, PREFIX.length);
  let apiVersion = '';
  let kind = '';
  let message: Uint8Array = new Uint8Array(0);
  while (!reader.done) {
    const tag = known(reader.tag('Unknown'), ENVELOPE);
    if (tag === ((1 << 3) | LENGTH)) {
      const meta = reader.message();
      while (!meta.done) {
        const inner = known(meta.tag('TypeMeta'), TYPE_META);
        if (inner === ((1 << 3) | LENGTH)) apiVersion = meta.singleText();
        else if (inner === ((2 << 3) | LENGTH)) kind = meta.singleText();
        else meta.skip(inner);
      }
    } else if (tag === ((2 << 3) | LENGTH)) message = reader.bytes();
    else reader.skip(tag);
  }
  return { apiVersion, kind, message };
}

/** Fields of envelopes, from 1 on; how the message inside is encoded is not looked at. */
const ENVELOPE: readonly string[] = ['TypeMeta', 'Raw', 'ContentEncoding', 'ContentType'];
const TYPE_META: readonly string[] = ['APIVersion', 'Kind'];

/** All of them are length-delimited. */
function known(tag: number, fields: readonly string[]): number {
  const name = fields[(tag >>> 3) - 1];
  if (name !== undefined && (tag & 7) !== LENGTH) throw wrongWireType(tag, name);
  return tag;
}

function wrongWireType(tag: number, field: string): DecodeError {
  return new DecodeError(`proto: wrong wireType = ${tag & 7} for field ${field}`);
}

/** An enveloped object from outside; kind and apiVersion are the envelope's. @throws {DecodeError} @throws {ApiError} 413 for too many values */
export function decodeProtobuf(bytes: Uint8Array, type: StructType): Decoded {
  const { apiVersion, kind, message } = openEnvelope(bytes);
  const object = readMessage(ProtobufReader.of(message, 0, MAX_VALUES), type);
  checkManagedFields((object as Partial<KubeObject>).metadata?.managedFields ?? []);
  // In front, where the table has them.
  return { object: { kind, apiVersion, ...object } as KubeObject, strictErrors: [] };
}

/** JSON in Protobuf that the server looks into. */
function checkManagedFields(entries: readonly ManagedFieldsEntry[]): void {
  for (const { fieldsV1 } of entries) if (fieldsV1 instanceof RawJson) checkJsonText(fieldsV1.text);
}

/** A message without envelope, of any number of values: it has been stored. @throws {DecodeError} */
export function decodeProtobufRaw(message: Uint8Array, type: StructType): Fields {
  return readMessage(ProtobufReader.of(message), type);
}

/** What to do with a field number. */
interface Slot {
  readonly name: string;
  readonly wire: number;
  readonly drops: Drops;
  readonly index: number;
  /** Each occurrence is one more. */
  readonly repeated: boolean;
  readonly read: ContentReader;
}

interface Plan {
  /** Of the message, as complaints name it. */
  readonly name: string;
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
    const { go: name, type: inner } = member;
    const repeated = inner.kind === 'list' && !isWrappedList(inner);
    const slot: Slot = { name, wire: fieldWire(inner), drops: dropsOf(member), index: index++, repeated, read: fieldReader(inner) };
    slots.push(slot);
    if (member.number > 0) byNumber.set(member.number, slot);
  }
  plan = { name: type.go.slice(type.go.lastIndexOf('.') + 1), fields: type.fields, slots, byNumber };
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
    const tag = reader.tag(plan.name);
    const slot = plan.byNumber.get(tag >>> 3);
    if (slot === undefined) {
      reader.skip(tag);
      continue;
    }
    if (!('read' in slot)) {
      if ((tag & 7) !== LENGTH) throw wrongWireType(tag, slot.plan().name);
      readInto(reader.message(), slot.plan(), values, offset + slot.offset);
      continue;
    }
    if ((tag & 7) !== slot.wire && !isPacked(tag, slot)) throw wrongWireType(tag, slot.name);
    const at = offset + slot.index;
    const before = values[at];
    const value = (tag & 7) === slot.wire ? slot.read(reader, before) : readPacked(reader.message(), slot.read, before);
    // A list or map that grew is not looked at again: looking at each of a hundred thousand entries would take minutes.
    const keeps = value === before ? value : kept(slot.drops, value);
    values[at] = keeps;
    // Go writes fields that are empty, too: they are no values.
    if (keeps !== undefined) reader.count();
  }
}

/** Lists of integers may come in one piece as well as one by one. */
function isPacked(tag: number, { wire, repeated }: Slot): boolean {
  return repeated && wire === VARINT && (tag & 7) === LENGTH;
}

function readPacked(reader: ProtobufReader, read: ContentReader, before: unknown): unknown {
  let items: unknown = before ?? [];
  while (!reader.done) {
    items = read(reader, items);
    reader.count();
  }
  return items;
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
  const name = type.go?.slice(type.go.lastIndexOf('.') + 1) ?? '';
  const tag = (1 << 3) | wireTypeOf(type.element);
  return (reader) => {
    const message = reader.message();
    const items: unknown[] = [];
    while (!message.done) {
      reader.count();
      const found = message.tag(name);
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
      const tag = entry.tag('Entry');
      if (tag === keyTag) key = String(readKey(entry, undefined));
      else if (tag === valueTag) value = readValue(entry, undefined);
      else entry.skip(tag);
    }
    setKey(object, key, value ?? zeroOf(type.value));
    return object;
  };
}
