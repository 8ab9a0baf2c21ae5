/** Messages of the types with a wire form of their own, as upstream's hand-written code makes them. */
import type { OpaqueType, StructType } from '../../machinery/descriptor.ts';
import { isJsonObject } from '../../machinery/loose-json.ts';
import { RawJson } from '../../machinery/raw.ts';
import { parseDuration, timeToMillis } from '../../machinery/time.ts';
import { encodeUntyped } from '../json/untyped.ts';
import { LENGTH, VARINT } from './wire.ts';
import { type BackwardWriter, type ContentWriter, writeText } from './writer.ts';

export function opaqueWriter(type: OpaqueType, messageWriter: (type: StructType) => ContentWriter): ContentWriter {
  switch (type.opaque) {
    case 'Time':
    case 'MicroTime':
      return writeTime;
    case 'Duration':
      return (writer, value) => {
        writer.signed(typeof value === 'string' ? parseDuration(value) : 0);
        writer.byte((1 << 3) | VARINT);
      };
    case 'Quantity':
      return (writer, value) => writeText(writer, 1, value === undefined || value === null ? '0' : String(value));
    case 'IntOrString':
      return writeIntOrString;
    case 'RawExtension':
    case 'FieldsV1':
    case 'JSON':
      return writeRaw;
    case 'Any':
      throw new TypeError('untyped values are not on this wire');
    default:
      return schemaWriter(type, messageWriter);
  }
}

/** As long as a time without a fraction is, but for years beyond 9999. */
const WHOLE_SECONDS = '2006-01-02T15:04:05Z'.length;

/** 1 seconds, 2 nanos; the zero time is an empty message. */
function writeTime(writer: BackwardWriter, value: unknown): void {
  if (typeof value !== 'string') return;
  const fraction = value.length > WHOLE_SECONDS ? /\.([0-9]{6})/.exec(value)?.[1] : undefined;
  writer.varint(fraction === undefined ? 0 : Number(fraction) * 1000);
  writer.byte((2 << 3) | VARINT);
  writer.signed(Math.floor(timeToMillis(value) / 1000));
  writer.byte((1 << 3) | VARINT);
}

/** 1 type (0 integer, 1 string), 2 intVal, 3 strVal: always all three. */
function writeIntOrString(writer: BackwardWriter, value: unknown): void {
  const text = typeof value === 'string' ? value : '';
  writeText(writer, 3, text);
  writer.signed(typeof value === 'number' ? value : 0);
  writer.byte((2 << 3) | VARINT);
  writer.byte(typeof value === 'string' ? 1 : 0);
  writer.byte((1 << 3) | VARINT);
}

function writeRaw(writer: BackwardWriter, value: unknown): void {
  if (value === undefined || value === null) return;
  writeText(writer, 1, value instanceof RawJson ? value.text : encodeUntyped(value));
}

function schemaWriter(type: OpaqueType, messageWriter: (type: StructType) => ContentWriter): ContentWriter {
  const inner = type.inner as StructType;
  const writeSchema = (writer: BackwardWriter, number: number, schema: unknown): void => {
    const before = writer.length;
    messageWriter(inner)(writer, schema);
    writer.close(before, (number << 3) | LENGTH);
  };
  return (writer, value) => {
    const isSchema = isJsonObject(value);
    if (type.opaque === 'JSONSchemaPropsOrBool') {
      if (isSchema) writeSchema(writer, 2, value);
      writer.byte(isSchema || value === true ? 1 : 0);
      writer.byte((1 << 3) | VARINT);
      return;
    }
    if (isSchema) writeSchema(writer, 1, value);
    if (!Array.isArray(value)) return;
    for (const item of value.toReversed()) {
      if (type.opaque === 'JSONSchemaPropsOrArray') writeSchema(writer, 2, item);
      else writeText(writer, 2, String(item));
    }
  };
}
