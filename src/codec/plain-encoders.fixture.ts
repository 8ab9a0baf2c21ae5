/** The two encodings as plainly as they can be said, to compare with: what Go does with a field, read off the table anew for each value. */
import type { Field, Member, StructType, Type } from '../machinery/descriptor.ts';
import { isJsonObject } from '../machinery/loose-json.ts';
import { type Fields, getKey } from '../machinery/object.ts';
import { RawJson } from '../machinery/raw.ts';
import { parseDuration } from '../machinery/time.ts';
import { encodeUntyped } from './json/untyped.ts';
import { zeroOf } from './memory-form.ts';
import { isWrappedList, LENGTH, wireTypeOf } from './protobuf/wire.ts';

const isNothing = (value: unknown): value is null | undefined => value === undefined || value === null;
const sorted = (map: object): string[] => Object.keys(map).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

function quote(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function plainJson(value: unknown, type: Type): string {
  if (value instanceof RawJson) return value.text.replace(/[<>&\u2028\u2029]/g, (each) => quote(each).slice(1, -1));
  if (type.kind === 'list') return isNothing(value) ? 'null' : `[${(value as unknown[]).map((each) => plainJson(each, type.element)).join(',')}]`;
  if (type.kind === 'map') {
    if (isNothing(value)) return 'null';
    return `{${sorted(value)
      .map((key) => `${quote(key)}:${plainJson((value as Fields)[key], type.value)}`)
      .join(',')}}`;
  }
  if (type.kind === 'struct') {
    const members = type.fields.flatMap((field) => {
      const member = (value as Fields | undefined)?.[field.name];
      if (field.omitempty && isOmitted(field, member)) return [];
      return [`${quote(field.name)}:${isNothing(member) && field.pointer ? 'null' : plainJson(member, field.type)}`];
    });
    return `{${members.join(',')}}`;
  }
  if (type.kind === 'opaque' && type.inner !== undefined) {
    const { inner } = type;
    if (Array.isArray(value)) return `[${value.map((each) => (isJsonObject(each) ? plainJson(each, inner) : quote(each as string))).join(',')}]`;
    return isJsonObject(value) ? plainJson(value, inner) : encodeUntyped(value);
  }
  return encodeUntyped(value ?? zeroOf(type));
}

function isOmitted({ pointer, type }: Field, value: unknown): boolean {
  if (isNothing(value)) return true;
  if (pointer) return false;
  if (type.kind === 'list' || type.kind === 'map') return Object.keys(value).length === 0;
  return type.kind === 'scalar' && (value === '' || value === 0 || value === false);
}

function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

function field(number: number, wire: number, content: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | wire), ...(wire === LENGTH ? [varint(content.length)] : []), content]);
}

/** A message without envelope. */
export function plainProtobuf(value: unknown, type: StructType): Buffer {
  const members = type.members.filter((each) => each.number > 0).sort((a, b) => a.number - b.number);
  return Buffer.concat(members.map((each) => plainMember((value ?? {}) as Fields, each)));
}

function plainMember(object: Fields, member: Member): Buffer {
  const { type, number, pointer } = member;
  if (member.kind === 'inline') return field(number, LENGTH, plainProtobuf(object, member.type));
  const value = object[member.name];
  const { type: of } = member;
  if (of.kind === 'list' && !isWrappedList(of)) {
    return Buffer.concat(((value ?? []) as unknown[]).map((each) => field(number, wireTypeOf(of.element), content(each, of.element))));
  }
  if (of.kind === 'map') return Buffer.concat(sorted(value ?? {}).map((key) => plainEntry(number, key, getKey(value as Fields, key), of.value)));
  if (isNothing(value) && (pointer || (of.kind === 'scalar' && of.scalar === 'bytes'))) return Buffer.alloc(0);
  return field(number, wireTypeOf(type), content(value, type));
}

function plainEntry(number: number, key: string, value: unknown, type: Type): Buffer {
  return field(number, LENGTH, Buffer.concat([field(1, LENGTH, Buffer.from(key)), field(2, wireTypeOf(type), content(value, type))]));
}

function content(value: unknown, type: Type): Buffer {
  if (type.kind === 'struct') return plainProtobuf(value, type);
  if (type.kind === 'list')
    return Buffer.concat(((value ?? []) as unknown[]).map((each) => field(1, wireTypeOf(type.element), content(each, type.element))));
  if (type.kind === 'opaque') return plainOpaque(value, type.opaque, type.inner);
  if (type.kind === 'map') throw new TypeError('no value on this wire');
  if (type.scalar === 'bytes') return Buffer.from(value as string, 'base64');
  if (type.scalar === 'string') return Buffer.from((value ?? '') as string);
  if (type.scalar !== 'float64')
    return varint(Number(value ?? 0) === Number(value) && typeof value !== 'bigint' ? Number(value) : ((value ?? 0) as bigint));
  const double = Buffer.alloc(8);
  double.writeDoubleLE(Number(value ?? 0));
  return double;
}

function plainOpaque(value: unknown, name: string, inner: StructType | undefined): Buffer {
  const text = (number: number, each: unknown): Buffer => field(number, LENGTH, Buffer.from(each as string));
  const number = (at: number, each: number | bigint): Buffer => field(at, 0, varint(each));
  if (inner !== undefined) {
    const schema = (at: number, each: unknown): Buffer => field(at, LENGTH, plainProtobuf(each, inner));
    if (name === 'JSONSchemaPropsOrBool')
      return Buffer.concat([number(1, value === false ? 0 : 1), ...(isJsonObject(value) ? [schema(2, value)] : [])]);
    return Array.isArray(value) ? Buffer.concat(value.map((each) => (isJsonObject(each) ? schema(2, each) : text(2, each)))) : schema(1, value);
  }
  switch (name) {
    case 'Time':
    case 'MicroTime': {
      if (isNothing(value)) return Buffer.alloc(0);
      const micros = Number(/\.([0-9]{6})/.exec(value as string)?.[1] ?? 0);
      return Buffer.concat([number(1, Math.floor(Date.parse(value as string) / 1000)), number(2, micros * 1000)]);
    }
    case 'Duration':
      return number(1, isNothing(value) ? 0 : parseDuration(value as string));
    case 'Quantity':
      return text(1, value ?? '0');
    case 'IntOrString':
      if (typeof value === 'string') return Buffer.concat([number(1, 1), number(2, 0), text(3, value)]);
      return Buffer.concat([number(1, 0), number(2, (value ?? 0) as number), text(3, '')]);
    default:
      return isNothing(value) ? Buffer.alloc(0) : text(1, (value as RawJson).text);
  }
}
