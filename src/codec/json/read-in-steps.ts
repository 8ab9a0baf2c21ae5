/**
 * Reading long texts: the same as the readers, but it can be left between the members and elements of the larger parts. Whatever is odd (null,
 * another type, a field that comes twice) goes to the reader, which knows what to say.
 *
 * Invariant: objects, complaints and their order are those of readers.ts and struct-reader.ts; a test compares the two.
 */
import type { Steps } from '../../base/event-loop.ts';
import type { ListType, MapType, StructType, Type } from '../../machinery/descriptor.ts';
import { type Fields, setKey } from '../../machinery/object.ts';
import { buildStruct, kept } from '../memory-form.ts';
import { readerOf, readKey, zeroElement } from './readers.ts';
import { type Slot, type Slots, skipUnknown, slotsOf } from './slots.ts';
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

function* readStruct(struct: StructType, scanner: TypedScanner, levels: number): Steps<Fields> {
  const slots = slotsOf(struct);
  const values: unknown[] = [];
  const seen: boolean[] | undefined = scanner.strict ? [] : undefined;
  scanner.at++;
  do {
    const slot = readField(scanner, slots, seen);
    yield;
    if (slot === undefined) continue;
    const { type } = slot.field;
    const before = values[slot.index];
    scanner.enter(slot);
    if (readAbsence(scanner, slot)) values[slot.index] = undefined;
    else {
      const value = before === undefined ? yield* readInSteps(type, scanner, levels - 1) : readerOf(type)(scanner, before);
      values[slot.index] = kept(slot.drops, value, scanner.empties);
    }
    scanner.leave();
  } while (scanner.moreMembers());
  return buildStruct(struct.fields, values);
}

/** Moves to the value of the next member; past it, when the struct has no such field. */
function readField(scanner: TypedScanner, slots: Slots, seen: boolean[] | undefined): Slot | undefined {
  const key = scanner.key();
  const slot = slots.get(key);
  if (slot === undefined) {
    skipUnknown(scanner, key);
    return undefined;
  }
  if (seen !== undefined) {
    if (seen[slot.index] === true) scanner.duplicateField(key);
    seen[slot.index] = true;
  }
  return slot;
}

/** A null for a pointer: it is no value, and passed. */
function readAbsence(scanner: TypedScanner, { field }: Slot): boolean {
  if (!field.pointer || scanner.peek() !== 110) return false;
  scanner.literal('null');
  return true;
}
