/** Readers of the messages that upstream decodes by hand. */
import type { OpaqueType, StructType } from '../../machinery/descriptor.ts';
import { canonicalQuantity, QuantityError } from '../../machinery/quantity.ts';
import { RawJson } from '../../machinery/raw.ts';
import { formatDuration, formatTime } from '../../machinery/time.ts';
import { DecodeError } from '../interface.ts';
import { compact, Scanner } from '../json/scan.ts';
import type { ContentReader, ProtobufReader } from './reader.ts';
import { LENGTH, VARINT } from './wire.ts';

type ReadMessage = (reader: ProtobufReader, type: StructType) => unknown;

export function opaqueReader(type: OpaqueType, readMessage: ReadMessage): ContentReader {
  switch (type.opaque) {
    case 'Time':
      return (reader) => readTime(reader.message(), false);
    case 'MicroTime':
      return (reader) => readTime(reader.message(), true);
    case 'Duration':
      return (reader) => formatDuration(BigInt(integerAt(reader.message(), 'Duration', 1) ?? 0));
    case 'Quantity':
      return (reader) => readQuantity(reader.message());
    case 'IntOrString':
      return (reader) => readIntOrString(reader.message());
    case 'RawExtension':
    case 'FieldsV1':
    case 'JSON':
      return (reader) => readRaw(reader.message(), type.opaque);
    case 'Any':
      throw new TypeError('untyped values are not on this wire');
    default:
      return schemaReader(type, readMessage);
  }
}

/** Calls `read` at each field of a message; what it does not take is skipped. @param name of the message, for complaints */
function eachField(message: ProtobufReader, name: string, read: (tag: number) => boolean): void {
  while (!message.done) {
    const tag = message.tag(name);
    if (!read(tag)) message.skip(tag);
  }
}

function integerAt(message: ProtobufReader, name: string, number: number): number | bigint | undefined {
  let value: number | bigint | undefined;
  eachField(message, name, (tag) => {
    if (tag !== ((number << 3) | VARINT)) return false;
    value = message.int64();
    return true;
  });
  return value;
}

/** Milliseconds that a Date can hold. */
const MAX_MILLIS = 8.64e15;

function readTime(message: ProtobufReader, micro: boolean): string | undefined {
  if (message.done) return undefined;
  let seconds = 0;
  let nanos = 0;
  eachField(message, 'Timestamp', (tag) => {
    if (tag === ((1 << 3) | VARINT)) seconds = Number(message.int64());
    else if (tag === ((2 << 3) | VARINT)) nanos = message.int32();
    else return false;
    return true;
  });
  if (Math.abs(seconds) * 1000 > MAX_MILLIS) throw new DecodeError('time out of range');
  const text = formatTime(seconds * 1000);
  if (!micro) return text;
  const micros = Math.min(Math.max(Math.trunc(nanos / 1000), 0), 999_999);
  return text.replace('Z', `.${String(micros).padStart(6, '0')}Z`);
}

function textAt(message: ProtobufReader, name: string, number: number): string | undefined {
  let value: string | undefined;
  eachField(message, name, (tag) => {
    if (tag !== ((number << 3) | LENGTH)) return false;
    value = message.text();
    return true;
  });
  return value;
}

function readQuantity(message: ProtobufReader): string {
  const text = textAt(message, 'Quantity', 1);
  if (text === undefined) return '0';
  try {
    return canonicalQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) throw new DecodeError(error.message);
    throw error;
  }
}

function readIntOrString(message: ProtobufReader): number | string {
  let isString = false;
  let number = 0;
  let text = '';
  eachField(message, 'IntOrString', (tag) => {
    if (tag === ((1 << 3) | VARINT)) isString = message.bool();
    else if (tag === ((2 << 3) | VARINT)) number = message.int32();
    else if (tag === ((3 << 3) | LENGTH)) text = message.text();
    else return false;
    return true;
  });
  return isString ? text : number;
}

/** JSON inside; anything else could not be written as JSON later. */
function readRaw(message: ProtobufReader, name: string): RawJson | undefined {
  const text = textAt(message, name, 1);
  if (text === undefined || text === '') return undefined;
  new Scanner(text).skipDocument();
  return new RawJson(compact(text));
}

function schemaReader(type: OpaqueType, readMessage: ReadMessage): ContentReader {
  const inner = type.inner as StructType;
  const isBool = type.opaque === 'JSONSchemaPropsOrBool';
  const schemaTag = ((isBool ? 2 : 1) << 3) | LENGTH;
  const itemTag = (2 << 3) | LENGTH;
  return (reader) => {
    const message = reader.message();
    let schema: unknown;
    let allows = false;
    const items: unknown[] = [];
    eachField(message, type.opaque, (tag) => {
      if (tag === schemaTag) schema = readMessage(message.message(), inner);
      else if (isBool && tag === ((1 << 3) | VARINT)) allows = message.bool();
      else if (tag === itemTag) items.push(type.opaque === 'JSONSchemaPropsOrArray' ? readMessage(message.message(), inner) : message.text());
      else return false;
      return true;
    });
    if (isBool) return schema ?? allows;
    return items.length > 0 ? items : schema;
  };
}
