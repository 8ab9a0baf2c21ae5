/** Readers of the types with a wire form of their own: each follows that type's UnmarshalJSON upstream, whose errors end the decoding at once. */
import { int32, list, type OpaqueType, type StructType, string, type Type } from '../../machinery/descriptor.ts';
import { canonicalQuantity, QuantityError } from '../../machinery/quantity.ts';
import { RawJson } from '../../machinery/raw.ts';
import { formatDuration, parseDuration, parseMicroTime, parseTime, TimeError } from '../../machinery/time.ts';
import { compact, isDigit } from './scan.ts';
import { Abort, type Reader, type TypedScanner } from './typed-scanner.ts';
import { readUntyped } from './untyped.ts';

type ReaderOf = (type: Type) => Reader;

export function opaqueReader(type: OpaqueType, readerOf: ReaderOf): Reader {
  switch (type.opaque) {
    case 'Time':
      return textReader(parseTime, () => undefined);
    case 'MicroTime':
      return textReader(parseMicroTime, () => undefined);
    case 'Duration':
      return textReader(
        (text) => formatDuration(parseDuration(text)),
        () => formatDuration(parseDuration('')),
      );
    case 'Quantity':
      return readQuantity;
    case 'IntOrString':
      return readIntOrString(readerOf);
    case 'RawExtension':
    case 'FieldsV1':
    case 'JSON':
      return readRaw;
    case 'Any':
      return (scanner) => readUntyped(scanner, scanner.depth);
    default:
      return schemaReader(type, readerOf);
  }
}

/** A string with a format. */
function textReader(parse: (text: string) => string | undefined, parseNull: () => string | undefined): Reader {
  return (scanner) => {
    const code = scanner.peek();
    let text: string | undefined;
    if (code === 34) text = scanner.string();
    else if (code === 110) scanner.literal('null');
    else abortWrongType(scanner, 'string');
    try {
      return text === undefined ? parseNull() : parse(text);
    } catch (error) {
      if (error instanceof TimeError) throw new Abort(error.message);
      throw error;
    }
  };
}

/** The nested decoder of a type's own method meets a value that it cannot take. */
function abortWrongType(scanner: TypedScanner, go: string): never {
  const code = scanner.peek();
  const found = scanner.skipDescribed(go !== 'string' && (isDigit(code) || code === 45));
  throw new Abort(scanner.typeMessage(found, go));
}

/** The text between the quotes, escapes and all, or the bare value. */
function readQuantity(scanner: TypedScanner): unknown {
  const code = scanner.peek();
  const start = scanner.at;
  scanner.skip(scanner.depth);
  if (code === 110) return '0';
  const text = code === 34 ? scanner.text.slice(start + 1, scanner.at - 1) : scanner.text.slice(start, scanner.at);
  try {
    return canonicalQuantity(text.trim());
  } catch (error) {
    if (error instanceof QuantityError) throw new Abort(error.message);
    throw error;
  }
}

function readIntOrString(readerOf: ReaderOf): Reader {
  const readInt = readerOf(int32);
  return (scanner) => {
    if (scanner.peek() === 34) return scanner.string();
    return scanner.nested(() => readInt(scanner, undefined)) ?? 0;
  };
}

function readRaw(scanner: TypedScanner): unknown {
  const code = scanner.peek();
  const start = scanner.at;
  scanner.skip(scanner.depth);
  return code === 110 ? undefined : new RawJson(compact(scanner.text.slice(start, scanner.at)));
}

/** The three types of the form "a schema or something else". */
function schemaReader(type: OpaqueType, readerOf: ReaderOf): Reader {
  const inner = type.inner as StructType;
  const schemas = list(inner);
  const strings = list(string);
  const nested = (scanner: TypedScanner, of: Type): unknown => scanner.nested(() => readerOf(of)(scanner, undefined));
  return (scanner) => {
    const code = scanner.peek();
    if (code === 123) return nested(scanner, inner);
    if (code === 91 && type.opaque !== 'JSONSchemaPropsOrBool') return nested(scanner, type.opaque === 'JSONSchemaPropsOrArray' ? schemas : strings);
    const start = scanner.at;
    scanner.skip(scanner.depth);
    if (type.opaque !== 'JSONSchemaPropsOrBool') return undefined;
    const text = scanner.text.slice(start, scanner.at);
    if (text === 'true' || text === 'false') return text === 'true';
    throw new Abort('boolean or JSON schema expected');
  };
}
