/**
 * Objects to canonical JSON, driven by the tables: members in table order, what Go would omit omitted and what it would write written, map
 * keys sorted, Go's escapes, no white space. Equal objects give equal bytes, so a no-op can be told by comparing them.
 */
import { lastingBytes } from '../../base/lasting-bytes.ts';
import type { StructType, Type } from '../../machinery/descriptor.ts';
import type { Fields, KubeObject } from '../../machinery/object.ts';
import type { ServedEncoding } from '../interface.ts';
import { Pen } from './pen.ts';
import { FULL_CARE, hasControls, quote } from './strings.ts';
import { type MembersWriter, restWriter, type SplitWriter, splitWriter } from './struct-writer.ts';
import { writerOf } from './writers.ts';

/** UTF-8, no trailing newline. */
export function encodeJson(object: KubeObject, type: StructType): Uint8Array {
  return Buffer.from(encodeValue(object, type));
}

/** A value of any type, in memory form, as JSON text. */
export function encodeValue(value: unknown, type: Type): string {
  const text = writerOf(type)(value, new Pen());
  return (hasControls(text) ? writerOf(type)(value, new Pen(FULL_CARE)) : text).toWellFormed();
}

/**
 * The object without its resourceVersion, and where that goes. `metadata` must hold at least one member behind it or before it: every stored
 * object has a name.
 */
export function encodeServed(object: KubeObject, type: StructType): ServedEncoding {
  let served = servedText(object, type, new Pen());
  if (hasControls(served.text)) served = servedText(object, type, new Pen(FULL_CARE));
  const { text, revisionAt, prefixLength, exact } = served;
  // It stays in a cache.
  const json = lastingBytes(Buffer.byteLength(text));
  const isAscii = json.length === text.length;
  json.write(text, isAscii ? 'latin1' : 'utf8');
  if (isAscii) return { json, revisionAt, prefixLength, exact };
  return { json, revisionAt: Buffer.byteLength(text.slice(0, revisionAt)), prefixLength: Buffer.byteLength(text.slice(1, 1 + prefixLength)), exact };
}

/** As a ServedEncoding, in characters. */
function servedText(object: KubeObject, type: StructType, pen: Pen): { text: string; revisionAt: number; prefixLength: number; exact: boolean } {
  const metadata = type.field('metadata')?.type;
  if (metadata?.kind !== 'struct') throw new TypeError(`${type.name} has no metadata`);
  const head = `"kind":${quote(object.kind, pen.care)},"apiVersion":${quote(object.apiVersion, pen.care)},`;
  const [before, after] = metadataWriterOf(metadata)(object.metadata as Fields, pen);
  pen.isStored = true;
  const rest = restWriterOf(type)(object, pen);
  const open = `{${head}"metadata":{`;
  const isBetween = before !== '' && after !== '';
  return {
    text: `${open}${before}${isBetween ? ',' : ''}${after}}${rest}}`,
    // The revision comes with a comma behind it, so something must follow; without creationTimestamp it goes to the front.
    revisionAt: isBetween ? open.length + before.length + 1 : open.length,
    prefixLength: head.length,
    exact: pen.deviations === 0,
  };
}

const metadataWriters = new WeakMap<StructType, SplitWriter>();
const restWriters = new WeakMap<StructType, MembersWriter>();

/** Writes metadata but for its resourceVersion. */
function metadataWriterOf(type: StructType): SplitWriter {
  let write = metadataWriters.get(type);
  if (write === undefined) {
    write = splitWriter(type, placeOf(type, 'resourceVersion'), writerOf);
    metadataWriters.set(type, write);
  }
  return write;
}

/** Writes the members behind the metadata. */
function restWriterOf(type: StructType): MembersWriter {
  let write = restWriters.get(type);
  if (write === undefined) {
    write = restWriter(type, placeOf(type, 'metadata') + 1, writerOf);
    restWriters.set(type, write);
  }
  return write;
}

const placeOf = (type: StructType, name: string): number => type.fields.findIndex((each) => each.name === name);
