/**
 * Objects to Protobuf, byte for byte as upstream's generated code writes them: fields in the order of their numbers; what is no pointer is always
 * written, zero or not; pointers and bytes only when there; lists element by element; maps sorted by key.
 *
 * Everything is written backwards (see writer.ts): fields from the last to the first, lists and maps as well.
 */
import type { Field, ListType, MapType, Member, StructType, Type } from '../../machinery/descriptor.ts';
import { type Fields, getKey, type KubeObject } from '../../machinery/object.ts';
import { sortedKeys } from '../json/untyped.ts';
import { opaqueWriter } from './opaque-writers.ts';
import { isWrappedList, LENGTH, PREFIX, wireTypeOf } from './wire.ts';
import { BackwardWriter, type ContentWriter, writeText } from './writer.ts';

const shared = new BackwardWriter();

/** With the envelope that says what it is. */
export function encodeProtobuf(object: KubeObject, type: StructType): Uint8Array {
  return enveloped(object.apiVersion, object.kind, () => messageWriter(type)(shared, object));
}

/** The message alone: what items of lists are. */
export function encodeProtobufRaw(object: unknown, type: StructType): Uint8Array {
  try {
    messageWriter(type)(shared, object);
    return shared.take();
  } finally {
    shared.reset();
  }
}

/** Puts a message into an envelope. */
export function wrapProtobuf(apiVersion: string, kind: string, message: Uint8Array): Uint8Array {
  return enveloped(apiVersion, kind, () => shared.bytes(message));
}

/** runtime.Unknown: 1 typeMeta { 1 apiVersion, 2 kind }, 2 raw, 3 contentEncoding, 4 contentType; the last two are empty. */
function enveloped(apiVersion: string, kind: string, writeMessage: () => void): Uint8Array {
  try {
    shared.byte(0);
    shared.byte((4 << 3) | LENGTH);
    shared.byte(0);
    shared.byte((3 << 3) | LENGTH);
    let before = shared.length;
    writeMessage();
    shared.close(before, (2 << 3) | LENGTH);
    before = shared.length;
    writeText(shared, 2, kind);
    writeText(shared, 1, apiVersion);
    shared.close(before, (1 << 3) | LENGTH);
    for (let i = PREFIX.length - 1; i >= 0; i--) shared.byte(PREFIX[i] as number);
    return shared.take();
  } finally {
    shared.reset();
  }
}

/** Writes a field with its tag, or nothing. */
interface FieldWriter {
  /** Undefined: an embedded struct, which is made of the whole object. */
  readonly name: string | undefined;
  readonly write: ContentWriter;
  /** What is written when the field is absent (most are): always the same bytes, known after the first time. */
  absent: Uint8Array | undefined;
}

const messages = new WeakMap<StructType, ContentWriter>();

function messageWriter(type: StructType): ContentWriter {
  let write = messages.get(type);
  if (write === undefined) {
    let fields: readonly FieldWriter[] | undefined;
    write = (writer, value) => {
      fields ??= fieldWriters(type);
      const object = (value ?? {}) as Fields;
      for (const field of fields) {
        const content = field.name === undefined ? object : object[field.name];
        if (content !== undefined) field.write(writer, content);
        else if (field.absent !== undefined) writer.few(field.absent);
        else {
          const before = writer.length;
          field.write(writer, undefined);
          field.absent = writer.since(before);
        }
      }
    };
    messages.set(type, write);
  }
  return write;
}

/** From the highest number to the lowest. */
function fieldWriters(type: StructType): readonly FieldWriter[] {
  const members = type.members.filter((member) => member.number > 0);
  return [...members].sort((a, b) => b.number - a.number).map(memberWriter);
}

function memberWriter(member: Member): FieldWriter {
  if (member.kind === 'inline') {
    const tag = (member.number << 3) | LENGTH;
    const write: ContentWriter = (writer, object) => {
      const before = writer.length;
      messageWriter(member.type)(writer, object);
      writer.close(before, tag);
    };
    return { name: undefined, write, absent: undefined };
  }
  return { name: member.name, write: valueWriter(member), absent: undefined };
}

function valueWriter(field: Field): ContentWriter {
  const { type } = field;
  if (type.kind === 'list' && !isWrappedList(type)) return listWriter(type, field.number);
  if (type.kind === 'map') return mapWriter(type, field.number);
  const write = tagged(type, field.number);
  const onlyWhenThere = field.pointer || isBytes(type);
  return (writer, value) => {
    if (!onlyWhenThere || (value !== undefined && value !== null)) write(writer, value);
  };
}

function isBytes(type: Type): boolean {
  return type.kind === 'scalar' && type.scalar === 'bytes';
}

/** A value with its tag and, where the wire has one, its length. */
function tagged(type: Type, number: number): ContentWriter {
  const wire = wireTypeOf(type);
  const tag = (number << 3) | wire;
  let content: ContentWriter | undefined;
  return (writer, value) => {
    content ??= contentWriter(type);
    const before = writer.length;
    content(writer, value);
    if (wire === LENGTH) writer.close(before, tag);
    else writer.varint(tag);
  };
}

function contentWriter(type: Type): ContentWriter {
  switch (type.kind) {
    case 'struct':
      return messageWriter(type);
    case 'opaque':
      return opaqueWriter(type, messageWriter);
    case 'list':
      return listWriter(type, 1);
    case 'map':
      throw new TypeError('a map is not a value on this wire');
    case 'scalar':
      break;
  }
  switch (type.scalar) {
    case 'string':
      return (writer, value) => writer.text(typeof value === 'string' ? value : '');
    case 'bytes':
      return (writer, value) => writer.bytes(Buffer.from(typeof value === 'string' ? value : '', 'base64'));
    case 'bool':
      return (writer, value) => writer.byte(value === true ? 1 : 0);
    case 'float64':
      return (writer, value) => writer.double(Number(value ?? 0));
    default:
      return (writer, value) => writer.signed((value ?? 0) as number | bigint);
  }
}

function listWriter(type: ListType, number: number): ContentWriter {
  const write = tagged(type.element, number);
  return (writer, value) => {
    if (value === undefined || value === null) return;
    const items = value as readonly unknown[];
    for (let i = items.length - 1; i >= 0; i--) write(writer, items[i]);
  };
}

function mapWriter(type: MapType, number: number): ContentWriter {
  const tag = (number << 3) | LENGTH;
  const writeValue = tagged(type.value, 2);
  const writeKey = tagged(type.key, 1);
  const omitsNull = isBytes(type.value);
  return (writer, value) => {
    if (value === undefined || value === null) return;
    const object = value as Fields;
    const keys = sortedKeys(object);
    for (let i = keys.length - 1; i >= 0; i--) {
      const key = keys[i] as string;
      const member = getKey(object, key);
      if (member === undefined) continue;
      const before = writer.length;
      if (!(omitsNull && member === null)) writeValue(writer, member);
      writeKey(writer, key);
      writer.close(before, tag);
    }
  };
}
