/**
 * One reader per type, made at the first use and kept with the descriptor.
 *
 * A reader consumes one value and returns it in memory form. `undefined` stands for what Go would leave at its zero value: the struct that
 * holds the value decides whether that is absent, or written out. `before` is what an earlier member of the same name left behind, because Go
 * decodes into what is there.
 */
import { emptyMap } from '../../machinery/clone.ts';
import type { ListType, MapType, ScalarType, Type } from '../../machinery/descriptor.ts';
import { type Fields, setKey } from '../../machinery/object.ts';
import { canonicalBase64 } from '../base64.ts';
import { zeroOf } from '../memory-form.ts';
import { opaqueReader } from './opaque-readers.ts';
import { isDigit } from './scan.ts';
import { structReader } from './struct-reader.ts';
import type { Reader, TypedScanner } from './typed-scanner.ts';

const readers = new WeakMap<Type, Reader>();

export function readerOf(type: Type): Reader {
  let reader = readers.get(type);
  if (reader === undefined) {
    reader = makeReader(type);
    readers.set(type, reader);
  }
  return reader;
}

function makeReader(type: Type): Reader {
  switch (type.kind) {
    case 'scalar':
      return scalarReader(type);
    case 'opaque':
      return opaqueReader(type, readerOf);
    case 'list':
      return listReader(type);
    case 'map':
      return mapReader(type);
    case 'struct':
      return structReader(type, readerOf, (scanner, before) => readOther(scanner, type, before));
  }
}

/** A type as Go's reflect prints it. */
function goTypeOf(type: Type): string {
  if (type.kind === 'list') return type.go ?? `[]${goTypeOf(type.element)}`;
  if (type.kind === 'map') return type.go ?? `map[${type.key.go}]${goTypeOf(type.value)}`;
  return type.go;
}

function scalarReader(type: ScalarType): Reader {
  switch (type.scalar) {
    case 'string':
      return (scanner, before) => {
        if (scanner.peek() === 34) return scanner.string();
        return readOther(scanner, type, before);
      };
    case 'bool':
      return (scanner, before) => {
        const code = scanner.peek();
        if (code === 116) {
          scanner.literal('true');
          return true;
        }
        if (code === 102) {
          scanner.literal('false');
          return false;
        }
        return readOther(scanner, type, before);
      };
    case 'bytes':
      return bytesReader(type);
    case 'float64':
      return numberReader(type, (text) => {
        const value = Number(text);
        return Number.isFinite(value) ? value : undefined;
      });
    default:
      return numberReader(type, integerParser(type.scalar));
  }
}

/** Null leaves what is there; anything else has the wrong type. */
function readOther(scanner: TypedScanner, type: Type, before: unknown): unknown {
  if (scanner.peek() === 110) scanner.literal('null');
  else {
    const found = scanner.skipDescribed(false);
    scanner.wrongType(found, goTypeOf(type));
  }
  return before;
}

function numberReader(type: ScalarType, parse: (text: string) => number | bigint | undefined): Reader {
  return (scanner, before) => {
    const code = scanner.peek();
    if (!isDigit(code) && code !== 45) return readOther(scanner, type, before);
    const text = scanner.number();
    const value = parse(text);
    if (value === undefined) scanner.wrongType(`number ${text}`, type.go);
    return value ?? before;
  };
}

const LIMITS = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
} as const;

/** Integers without fraction or exponent; beyond 2^53 as bigint. */
function integerParser(name: keyof typeof LIMITS): (text: string) => number | bigint | undefined {
  const [least, most] = LIMITS[name];
  return (text) => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && text.length < 17) {
      if (!/^-?[0-9]+$/.test(text) || value < least || value > most) return undefined;
      return value + 0;
    }
    if (!/^-?[0-9]{1,30}$/.test(text)) return undefined;
    const exact = BigInt(text);
    if (exact < least || exact > most) return undefined;
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  };
}

/** Base64 text; Go also takes a list of small numbers. */
function bytesReader(type: ScalarType): Reader {
  const parse = integerParser('uint32');
  return (scanner, before) => {
    const code = scanner.peek();
    if (code === 34) {
      const result = canonicalBase64(scanner.string());
      if (typeof result === 'string') return result;
      scanner.savedError ??= `illegal base64 data at input byte ${result}`;
      return before;
    }
    if (code === 110) {
      scanner.literal('null');
      return undefined;
    }
    if (code !== 91) return readOther(scanner, type, before);
    const bytes: number[] = [];
    readElements(scanner, () => {
      const next = scanner.peek();
      const text = isDigit(next) || next === 45 ? scanner.number() : undefined;
      const value = text === undefined ? undefined : parse(text);
      if (text === undefined && next !== 110) scanner.wrongType(scanner.skipDescribed(false), 'uint8');
      else if (text === undefined) scanner.literal('null');
      else if (value === undefined || value > 255) scanner.wrongType(`number ${text}`, 'uint8');
      bytes.push(Number(value ?? 0));
    });
    return Buffer.from(bytes).toString('base64');
  };
}

/** Calls `read` at each element of the list that comes next. */
function readElements(scanner: TypedScanner, read: (index: number) => void): void {
  scanner.at++;
  if (scanner.peek() === 93) {
    scanner.at++;
    return;
  }
  scanner.enter(0);
  for (let index = 0; ; index++) {
    scanner.move(index);
    read(index);
    if (!scanner.moreElements()) break;
  }
  scanner.leave();
}

function listReader(type: ListType): Reader {
  let element: Reader | undefined;
  return (scanner, before) => {
    const code = scanner.peek();
    if (code !== 91) {
      if (code !== 110) return readOther(scanner, type, before);
      scanner.literal('null');
      return undefined;
    }
    element ??= readerOf(type.element);
    const read = element;
    const items: unknown[] = [];
    readElements(scanner, () => {
      items.push(read(scanner, undefined) ?? zeroElement(type.element));
    });
    return items;
  };
}

function mapReader(type: MapType): Reader {
  let value: Reader | undefined;
  return (scanner, before) => {
    const code = scanner.peek();
    if (code !== 123) {
      if (code !== 110) return readOther(scanner, type, before);
      scanner.literal('null');
      return undefined;
    }
    value ??= readerOf(type.value);
    const object = (before ?? {}) as Fields;
    // Keys that an earlier map of the same field left are not duplicates of this one's.
    const seen = scanner.strict && before !== undefined ? new Set<string>() : undefined;
    scanner.at++;
    if (scanner.peek() === 125) {
      scanner.at++;
      return before === undefined && scanner.empties === 'kept' ? emptyMap() : object;
    }
    scanner.enter('');
    do {
      const key = readKey(scanner, object, seen);
      setKey(object, key, value(scanner, undefined) ?? zeroElement(type.value));
    } while (scanner.moreMembers());
    scanner.leave();
    return object;
  };
}

/** Moves to the value of the next member. @param seen the keys of this map, when `object` has others as well */
export function readKey(scanner: TypedScanner, object: Fields, seen?: Set<string>): string {
  const key = scanner.key();
  if (seen === undefined ? scanner.strict && Object.hasOwn(object, key) : seen.has(key)) {
    scanner.leave();
    scanner.duplicateField(key);
    scanner.enter(key);
  }
  seen?.add(key);
  scanner.move(key);
  return key;
}

/** What null becomes inside a list or a map: no bytes are empty bytes there, because the stored form cannot tell them apart. */
export function zeroElement(type: Type): unknown {
  return type.kind === 'scalar' && type.scalar === 'bytes' ? '' : zeroOf(type);
}
