/**
 * How decoded values become members of an object in memory: what is dropped, what is filled in (see machinery/descriptor.ts). Shared by all decoders.
 */
import type { Field, StructType, Type } from '../machinery/descriptor.ts';
import type { Fields } from '../machinery/object.ts';
import type { Empties } from './interface.ts';

/** What Go's zero value looks like where it is written out; a new value on each call. */
export function zeroOf(type: Type): unknown {
  switch (type.kind) {
    case 'scalar':
      return type.scalar === 'bytes' ? null : type.scalar === 'string' ? '' : type.scalar === 'bool' ? false : 0;
    case 'opaque':
      if (type.opaque === 'Quantity') return '0';
      if (type.opaque === 'IntOrString') return 0;
      if (type.opaque === 'Duration') return '0s';
      return null;
    case 'list':
    case 'map':
      return null;
    case 'struct':
      return zeroStruct(type);
  }
}

export function zeroStruct(type: StructType): Fields {
  return buildStruct(type.fields, []);
}

/**
 * What is dropped from a field that is no pointer: what Go's omitempty leaves out. Where an empty list or map is always written it stays, because its
 * writer owns it; the stored form (Protobuf) cannot tell it from none, so that it is null when it is read again.
 */
export type Drops = 'nothing' | 'zero' | 'empty';

export function dropsOf(field: Field): Drops {
  if (field.pointer || field.keepEmpty === true) return 'nothing';
  if (field.type.kind === 'scalar') return field.omitempty ? 'zero' : 'nothing';
  return field.omitempty && (field.type.kind === 'list' || field.type.kind === 'map') ? 'empty' : 'nothing';
}

/** The value as a member; undefined when that is absent. */
export function kept(drops: Drops, value: unknown, empties: Empties = 'dropped'): unknown {
  if (value === undefined || drops === 'nothing') return value;
  if (drops === 'zero') return value === '' || value === 0 || value === false ? undefined : value;
  if (!isEmptyContainer(value)) return value;
  return empties === 'kept' && value !== null ? value : undefined;
}

function isEmptyContainer(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value as object) return false;
  return true;
}

/** An object in table order. @param values by the fields' places; undefined where there is nothing */
export function buildStruct(fields: readonly Field[], values: readonly unknown[]): Fields {
  const object: Fields = {};
  const filled = Math.min(values.length, fields.length);
  for (let i = 0; i < filled; i++) {
    const value = values[i];
    const field = fields[i] as Field;
    if (value !== undefined) object[field.name] = value;
    else if (!field.omitempty) object[field.name] = field.pointer ? null : zeroOf(field.type);
  }
  // Behind the last value that is there, most fields are not even looked at: bodies may hold a million empty structs.
  if (filled < fields.length) {
    for (const [place, field] of alwaysWritten(fields)) {
      if (place >= filled) object[field.name] = field.pointer ? null : zeroOf(field.type);
    }
  }
  return object;
}

const always = new WeakMap<readonly Field[], readonly (readonly [place: number, field: Field])[]>();

function alwaysWritten(fields: readonly Field[]): readonly (readonly [place: number, field: Field])[] {
  let found = always.get(fields);
  if (found === undefined) {
    found = fields.flatMap((field, place) => (field.omitempty ? [] : [[place, field] as const]));
    always.set(fields, found);
  }
  return found;
}
