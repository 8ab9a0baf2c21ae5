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
  return Buffer.from(printYaml(decodeUntyped(json)));
}

/** A value without typed parts (plain objects, lists, strings, numbers, bigints, booleans, null). */
export function printYaml(value: unknown): string {
  return new Emitter().document(value);
}
