/** What readers know of a struct's fields: by which names they go, what is kept of their values, and how complaints call them. */
import type { Field, StructType } from '../../machinery/descriptor.ts';
import { type Drops, dropsOf } from '../memory-form.ts';
import type { TrailField, TypedScanner } from './typed-scanner.ts';

/** A field and its place. */
export interface Slot extends TrailField {
  readonly index: number;
  readonly field: Field;
  /** What is left out because Go's omitempty would. */
  readonly drops: Drops;
}

export type Slots = ReadonlyMap<string, Slot>;

const slotTables = new WeakMap<StructType, Slots>();

/** The fields of a struct in table order; made once. */
export function slotsOf(type: StructType): Slots {
  let slots = slotTables.get(type);
  if (slots === undefined) {
    slots = makeSlots(type);
    slotTables.set(type, slots);
  }
  return slots;
}

function makeSlots(type: StructType): Slots {
  const slots = new Map<string, Slot>();
  const owner = type.go.slice(type.go.lastIndexOf('.') + 1);
  let index = 0;
  const visit = (struct: StructType, prefix: string): void => {
    for (const member of struct.members) {
      if (member.kind === 'inline') visit(member.type, `${prefix}${member.type.go.slice(member.type.go.lastIndexOf('.') + 1)}.`);
      else
        slots.set(member.name, { name: member.name, errorName: prefix + member.name, owner, index: index++, field: member, drops: dropsOf(member) });
    }
  };
  visit(type, '');
  return slots;
}

/** Moves behind a member that the struct does not have; its key has been read. */
export function skipUnknown(scanner: TypedScanner, key: string): void {
  scanner.unknownField(key);
  scanner.peek();
  scanner.skip(scanner.depth + 1);
}
