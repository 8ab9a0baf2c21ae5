/**
 * How a refused patch quotes its result. Upstream carries the JSON of what a patch does not look into as it is, and writes what it has looked into as
 * Go's maps: so the keys of touched maps are sorted, and all others stand as the type, or the patch, has them.
 *
 * Only refusals pay for this: the patch is carried out once more on the object's JSON, with an eye on what it touches.
 */
import { encodeJson } from '../../../codec/json/encode.ts';
import { encodeString, escapeRaw } from '../../../codec/json/strings.ts';
import { decodeUntyped, sortedKeys } from '../../../codec/json/untyped.ts';
import type { StructType } from '../../../machinery/descriptor.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { RawJson } from '../../../machinery/raw.ts';
import { isMap, type JsonMap } from '../../../patch/document.ts';
import { jsonPatch } from '../../../patch/json-patch.ts';
import { mergePatch } from '../../../patch/merge-patch.ts';
import { Touched } from '../../../patch/touched.ts';

/** @param operations with values decoded anew: they become part of the result */
export function quoteJsonPatched(current: KubeObject, type: StructType, operations: readonly unknown[] | null): string {
  const touched = new Touched((map) => reread(writeOrdered(map, touched)));
  return writeOrdered(jsonPatch(writtenDocument(current, type), operations, touched), touched);
}

/** @param patch decoded anew */
export function quoteMergePatched(current: KubeObject, type: StructType, patch: unknown): string {
  const touched = new Touched();
  return writeOrdered(mergePatch(writtenDocument(current, type), patch, touched), touched);
}

/** The members of maps in the order in which they are written. */
function writtenDocument(current: KubeObject, type: StructType): JsonMap {
  return decodeUntyped(encodeJson(current, type), { literals: true }) as JsonMap;
}

function reread(text: string): unknown {
  return decodeUntyped(Buffer.from(text, 'utf8'), { literals: true, strings: true });
}

/** JavaScript moves such keys to the front: their order is lost, and sorted is what Go's own maps are. */
const INTEGER_KEY = /^(?:0|[1-9]\d*)$/;

function writeOrdered(value: unknown, touched: Touched): string {
  if (typeof value === 'string') return encodeString(value);
  if (value instanceof RawJson) return escapeRaw(value.text);
  if (Array.isArray(value)) return `[${value.map((each) => writeOrdered(each, touched)).join(',')}]`;
  if (isMap(value)) {
    const isSorted = touched.has(value) || Object.keys(value).some((key) => INTEGER_KEY.test(key));
    const keys = isSorted ? sortedKeys(value) : Object.keys(value);
    return `{${keys.map((key) => `${encodeString(key)}:${writeOrdered(value[key], touched)}`).join(',')}}`;
  }
  return value === undefined ? 'null' : String(value);
}
