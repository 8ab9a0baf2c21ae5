/**
 * Objects to YAML as sigs.k8s.io/yaml prints them: the JSON, with naturally sorted keys, in block style, lines folded after 80 columns.
 */
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { encodeValue } from '../json/encode.ts';
import { decodeUntyped } from '../json/untyped.ts';
import { Emitter } from './emitter.ts';

export function encodeYaml(object: KubeObject, type: StructType): Uint8Array {
  return jsonToYaml(Buffer.from(encodeValue(object, type)));
}

/** @param json valid JSON, UTF-8 */
export function jsonToYaml(json: Uint8Array): Uint8Array {
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  return Buffer.from(printYaml(decodeUntyped(text.includes(NEXT_LINE) ? foldNextLines(text.toString()) : json)));
}

const NEXT_LINE = '\u0085';

/** Upstream reads the JSON as YAML, where U+0085 inside quotes is a line break: one becomes a space, more become one newline less. */
function foldNextLines(json: string): Uint8Array {
  return Buffer.from(json.replace(/(?<![ \t])[ \t]*\u0085[ \t\u0085]*/g, (run) => '\\n'.repeat(run.split(NEXT_LINE).length - 2) || ' '));
}

/** A value without typed parts (plain objects, lists, strings, numbers, bigints, booleans, null). */
export function printYaml(value: unknown): string {
  return new Emitter().document(value);
}
