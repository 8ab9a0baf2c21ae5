/**
 * Writers of messages, generated from the tables (see generate.ts). A writer collects the members that are there and writes all fields from the highest
 * number to the lowest, because everything is written backwards (see writer.ts).
 *
 * Embedded structs that are messages of their own are made of the same object, so their fields are collected with the others.
 */
import type { Field, Inline, ListType, MapType, StructType, Type } from '../../machinery/descriptor.ts';
import { type Fields, getKey } from '../../machinery/object.ts';
import { GeneratedFunction } from '../generate.ts';
import { sortedKeys } from '../json/untyped.ts';
import { opaqueWriter } from './opaque-writers.ts';
import { isWrappedList, LENGTH, wireTypeOf } from './wire.ts';
import type { ContentWriter } from './writer.ts';

const messages = new WeakMap<StructType, ContentWriter>();

/** Made at the first use and kept with the descriptor. */
export function messageWriter(type: StructType): ContentWriter {
  let write = messages.get(type);
  if (write === undefined) {
    write = new MessageCode(type).compile<ContentWriter>(`writeProtobuf_${type.go}`, 'writer, object');
    messages.set(type, write);
  }
  return write;
}

const NOTHING = 'value === undefined || value === null';

class MessageCode extends GeneratedFunction {
  readonly #contentWriter: string;
  readonly #fields: readonly Field[];
  /** Where the value of a field waits. */
  readonly #valueOf: (place: number) => string;

  constructor(type: StructType) {
    super();
    this.#contentWriter = this.bind('contentWriter', contentWriter);
    this.#fields = onTheWire(type);
    this.#valueOf = this.locals('members', this.#fields.length);
    const names = this.#fields.map((each) => each.name);
    const known = (place: number): void => this.add(`${this.#valueOf(place)} = value;`);
    // There is nothing to go through in null.
    this.eachMember(names, known, '');
    this.add('let before = 0, value;');
    this.#members(type);
  }

  #members(type: StructType): void {
    const members = type.members.filter((member) => member.number > 0);
    for (const member of members.toSorted((a, b) => b.number - a.number)) {
      if (member.kind === 'inline') this.#inline(member);
      else {
        this.add(`value = ${this.#valueOf(this.#fields.indexOf(member))};`);
        this.#field(member);
      }
    }
  }

  #inline({ type, number }: Inline): void {
    this.add('{', 'const start = writer.length;');
    this.#members(type);
    this.add(`writer.close(start, ${(number << 3) | LENGTH});`, '}');
  }

  #field(field: Field): void {
    const { type, number, pointer } = field;
    if (type.kind === 'map' || (type.kind === 'list' && !isWrappedList(type))) {
      const write = type.kind === 'map' ? mapWriter(type, number) : listWriter(type, number);
      this.add(`if (!(${NOTHING})) ${this.bind('write', write)}(writer, value);`);
      return;
    }
    const tag = (number << 3) | wireTypeOf(type);
    if (pointer || isBytes(type)) this.add(`if (!(${NOTHING})) {`, ...this.#tagged(type, tag), '}');
    else if (type.kind === 'scalar') this.add(...this.#tagged(type, tag));
    else {
      // What is written for one that is absent is always the same, and known after the first time.
      const absent = this.variable('absent');
      this.add(`if (value === undefined && ${absent} !== undefined) writer.few(${absent});`, 'else {');
      this.add('const start = writer.length;', ...this.#tagged(type, tag));
      this.add(`if (value === undefined) ${absent} = writer.since(start);`, '}');
    }
  }

  /** Code that writes `value` with its tag and, where the wire has one, its length. */
  #tagged(type: Type, tag: number): readonly string[] {
    if (type.kind === 'scalar') {
      switch (type.scalar) {
        case 'string':
          return [`writer.string(typeof value === "string" ? value : "", ${tag});`];
        case 'bool':
          return [`writer.small(value === true ? 1 : 0, ${tag});`];
        case 'float64':
        case 'bytes':
          break;
        default:
          return [`writer.integer(${NOTHING} ? 0 : value, ${tag});`];
      }
    }
    const write = this.variable('write');
    const content = `(${write} ??= ${this.#contentWriter}(${this.bind('type', type)}))(writer, value);`;
    return wireTypeOf(type) === LENGTH ? ['before = writer.length;', content, `writer.close(before, ${tag});`] : [content, `writer.varint(${tag});`];
  }
}

/** The fields of a message, those of embedded messages among them. */
function onTheWire(type: StructType): readonly Field[] {
  return type.members.flatMap((member) => (member.number === 0 ? [] : member.kind === 'inline' ? onTheWire(member.type) : [member]));
}

function isBytes(type: Type): boolean {
  return type.kind === 'scalar' && type.scalar === 'bytes';
}

/** A value with its tag and, where the wire has one, its length. */
function tagged(type: Type, number: number): ContentWriter {
  const wire = wireTypeOf(type);
  const tag = (number << 3) | wire;
  if (type.kind === 'scalar' && type.scalar === 'string') return (writer, value) => writer.string(typeof value === 'string' ? value : '', tag);
  let content: ContentWriter | undefined;
  return (writer, value) => {
    content ??= contentWriter(type);
    const before = writer.length;
    content(writer, value);
    if (wire === LENGTH) writer.close(before, tag);
    else writer.varint(tag);
  };
}

/** A value without tag and length. */
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

/** Each element is a field of its own. */
function listWriter(type: ListType, number: number): ContentWriter {
  const write = tagged(type.element, number);
  return (writer, value) => {
    if (value === undefined || value === null) return;
    const items = value as readonly unknown[];
    for (let i = items.length - 1; i >= 0; i--) write(writer, items[i]);
  };
}

/** Each entry is a message { 1 key, 2 value }. */
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
