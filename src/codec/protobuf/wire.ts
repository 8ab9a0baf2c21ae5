/** What reading and writing share about Protobuf's wire: wire types, the envelope's prefix, and which values are messages of their own. */
import type { ListType, Type } from '../../machinery/descriptor.ts';

/** "k8s" and a zero byte: what an enveloped message starts with. */
export const PREFIX: readonly number[] = [0x6b, 0x38, 0x73, 0x00];

/** Wire types: the lowest three bits of a field's tag. */
export const VARINT = 0;
const FIXED64 = 1;
export const LENGTH = 2;

/** Named lists of scalars (v1.Verbs, v1.ExtraValue) are messages of their own, with the items under 1. */
export function isWrappedList(type: ListType): boolean {
  return type.go !== undefined && type.element.kind === 'scalar';
}

export function wireTypeOf(type: Type): number {
  if (type.kind !== 'scalar') return LENGTH;
  if (type.scalar === 'string' || type.scalar === 'bytes') return LENGTH;
  return type.scalar === 'float64' ? FIXED64 : VARINT;
}
