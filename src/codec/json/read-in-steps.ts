/**
 * Reading long texts: the same as the readers, but it can be left between the members and elements of the larger parts. Whatever is odd (null,
 * another type, a field that comes twice) goes to the reader, which knows what to say.
 *
 * Invariant: objects, complaints and their order are those of readers.ts; a test compares the two.
 */
import type { Steps } from '../../base/event-loop.ts';
import type { ListType, MapType, StructType, Type } from '../../machinery/descriptor.ts';
import { type Fields, setKey } from '../../machinery/object.ts';
import { ABSENT, buildStruct, kept } from '../memory-form.ts';
import { readAbsence, readerOf, readField, readKey, slotsOf, zeroElement } from './readers.ts';
import type { TypedScanner } from './typed-scanner.ts';

const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

/** What lies deeper is read in one go: bodies are long because of lists and maps that stand further up. */
const LEVELS = 7;

/** The value of a type that comes next, in memory form. */
export function* readInSteps(type: Type, scanner: TypedScanner, levels = LEVELS): Steps<unknown> {
  if (levels > 0 && isLong(type, scanner)) {
    if (type.kind === 'list') return yield* readList(type, scanner, levels);
    if (type.kind === 'map') return yield* readMap(type, scanner, levels);
    if (type.kind === 'struct') return yield* readStruct(type, scanner, levels);
  }
  return readerOf(type)(scanner, undefined);
}

/** Whether a container comes next, as the type wants it, that is not empty. */
function isLong({ kind }: Type, scanner: TypedScanner): boolean {
  const code = scanner.peek();
  if (code !== (kind === 'list' ? OPEN_LIST : OPEN_MAP)) return false;
  const start = scanner.at++;
  const empty = scanner.peek() === (kind === 'list' ? CLOSE_LIST : CLOSE_MAP);
  scanner.at = start;
  return !empty;
}

function* readList({ element }: ListType, scanner: TypedScanner, levels: number): Steps<unknown[]> {
  const items: unknown[] = [];
  scanner.at++;
  scanner.enter(0);
  do {
    scanner.move(items.length);
    items.push((yield* readInSteps(element, scanner, levels - 1)) ?? zeroElement(element));
    yield;
  } while (scanner.moreElements());
  scanner.leave();
  return items;
}

function* readMap({ value }: MapType, scanner: TypedScanner, levels: number): Steps<Fields> {
  const object: Fields = {};
  scanner.at++;
  scanner.enter('');
  do {
    const key = readKey(scanner, object);
    setKey(object, key, (yield* readInSteps(value, scanner, levels - 1)) ?? zeroElement(value));
    yield;
  } while (scanner.moreMembers());
  scanner.leave();
  return object;
}

function* readStruct(type: StructType, scanner: TypedScanner, levels: number): Steps<Fields> {
  const slots = slotsOf(type);
  const values: unknown[] = [];
  const seen: boolean[] | undefined = scanner.strict ? [] : undefined;
  scanner.at++;
  do {
    const slot = readField(scanner, slots, seen);
    yield;
    if (slot === undefined) continue;
    const before = values[slot.index];
    scanner.enter(slot);
    if (readAbsence(scanner, slot)) values[slot.index] = ABSENT;
    else {
      const isFirst = before === undefined || before === ABSENT;
      const value = isFirst ? yield* readInSteps(slot.field.type, scanner, levels - 1) : slot.reader(scanner, before);
      values[slot.index] = kept(slot.drops, value, scanner.empties);
    }
    scanner.leave();
  } while (scanner.moreMembers());
  return buildStruct(type.fields, values);
}
