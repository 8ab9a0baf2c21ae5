/** One writer of JSON a type, made at first use and kept with the descriptor. Writers concatenate strings: V8 turns them into bytes in one go at the end. */
import type { ListType, MapType, OpaqueType, ScalarType, StructType, Type } from '../../machinery/descriptor.ts';
import { RawJson } from '../../machinery/raw.ts';
import { zeroOf } from '../memory-form.ts';
import type { Writer } from './pen.ts';
import { escapeRaw, escapeString, quote } from './strings.ts';
import { structWriter } from './struct-writer.ts';
import { encodeUntyped, sortedKeys } from './untyped.ts';

const writers = new WeakMap<Type, Writer>();

export function writerOf(type: Type): Writer {
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
      return structWriter(type, writerOf);
  }
}

function scalarWriter(type: ScalarType): Writer {
  switch (type.scalar) {
    case 'string':
      return (value, { care }) => (typeof value === 'string' ? quote(value, care) : '""');
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
      return (value, { care }) => (typeof value === 'string' ? quote(value, care) : value === undefined || value === null ? zero : String(value));
  }
}

function schemaWriter(type: OpaqueType): Writer {
  const inner = type.inner as StructType;
  return (value, pen) => {
    if (typeof value === 'boolean') return String(value);
    if (value === undefined || value === null) return 'null';
    const write = writerOf(inner);
    if (!Array.isArray(value)) return write(value, pen);
    if (value.length === 0) return 'null';
    return type.opaque === 'JSONSchemaPropsOrArray' ? `[${value.map((each) => write(each, pen)).join(',')}]` : encodeUntyped(value);
  };
}

function listWriter(type: ListType): Writer {
  let element: Writer | undefined;
  return (value, pen) => {
    if (value === undefined || value === null) return 'null';
    const items = value as readonly unknown[];
    if (items.length === 0) return '[]';
    element ??= writerOf(type.element);
    let out = `[${element(items[0], pen)}`;
    for (let i = 1; i < items.length; i++) out += `,${element(items[i], pen)}`;
    return `${out}]`;
  };
}

function mapWriter(type: MapType): Writer {
  const isText = type.value.kind === 'scalar' && type.value.scalar === 'string';
  let write: Writer | undefined;
  return (value, pen) => {
    if (value === undefined || value === null) return 'null';
    write ??= writerOf(type.value);
    const object = value as { readonly [key: string]: unknown };
    const { care } = pen;
    let out = '{';
    // These are own keys: nothing inherited can be meant.
    for (const key of sortedKeys(object)) {
      const member = object[key];
      if (member === undefined) {
        pen.deviations++;
        continue;
      }
      const comma = out.length === 1 ? '' : ',';
      // Each concatenation makes a string, so for the maps that users fill with texts there are few of them.
      if (care.test(key)) out += `${comma}${escapeString(key)}:${write(member, pen)}`;
      else if (typeof member === 'string' && isText && !care.test(member)) out += `${comma}"${key}":"${member}"`;
      else out += `${comma}"${key}":${write(member, pen)}`;
    }
    return `${out}}`;
  };
}
