/**
 * Objects to canonical JSON, driven by the tables: members in table order, what Go would omit omitted and what it would write written, map
 * keys sorted, Go's escapes, no white space. Equal objects give equal bytes, so a no-op can be told by comparing them.
 */
import { lastingBytes } from '../../base/lasting-bytes.ts';
import type { StructType, Type } from '../../machinery/descriptor.ts';
import type { Fields, KubeObject } from '../../machinery/object.ts';
import type { ServedEncoding } from '../interface.ts';
import { Pen } from './pen.ts';
import { encodeString, FULL_CARE, hasControls } from './strings.ts';
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
  const write = servedWritersOf(type);
  const head = `"kind":${encodeString(object.kind)},"apiVersion":${encodeString(object.apiVersion)},`;
  const [before, after] = write.metadata(object.metadata as Fields, pen);
  pen.isStored = true;
  const rest = write.rest(object, pen);
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

/** A stored object is written in parts that a revision can be put between. */
interface ServedWriters {
  readonly metadata: SplitWriter;
  /** The members behind the metadata. */
  readonly rest: MembersWriter;
}

const servedWriters = new WeakMap<StructType, ServedWriters>();

function servedWritersOf(type: StructType): ServedWriters {
  let writers = servedWriters.get(type);
  if (writers === undefined) {
    const metadata = type.field('metadata');
    if (metadata?.type.kind !== 'struct') throw new TypeError(`${type.name} has no metadata`);
    writers = {
      metadata: splitWriter(metadata.type, placeOf(metadata.type, 'resourceVersion'), writerOf),
      rest: restWriter(type, placeOf(type, 'metadata') + 1, writerOf),
    };
    servedWriters.set(type, writers);
  }
  return writers;
}

const placeOf = (type: StructType, name: string): number => type.fields.findIndex((each) => each.name === name);
