/** Documents that the server writes about itself (Status, discovery): plain objects with members in Go's order, in any encoding. */
import { jsonToCbor } from '../../codec/cbor/encode.ts';
import { encodeProtobuf } from '../../codec/protobuf/encode.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Encoding } from '../responses/accept.ts';
import type { Pieces } from './interface.ts';
import { goJson } from './json-text.ts';
import { yamlOf } from './yaml.ts';

/** The encodings of documents that no type describes. */
export const DOCUMENT_ENCODINGS: readonly Encoding[] = ['json', 'yaml'];

/**
 * @param type needed for Protobuf only
 * @throws {Error} for Protobuf without a type
 */
export function encodeDocument(document: object, encoding: Encoding, type?: StructType): Pieces {
  if (encoding === 'protobuf') {
    if (type === undefined) throw new Error('a document without a type has no Protobuf form');
    // The core group's discovery documents have no apiVersion, in any encoding.
    return [encodeProtobuf({ apiVersion: '', ...document } as KubeObject, type)];
  }
  const json = [Buffer.from(`${goJson(document)}\n`)];
  if (encoding === 'cbor') return [jsonToCbor(json[0] as Uint8Array)];
  return encoding === 'json' ? json : yamlOf(json);
}
