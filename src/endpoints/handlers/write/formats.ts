/** The encodings that bodies come in. */
import type { Steps } from '../../../base/event-loop.ts';
import { cborToJson } from '../../../codec/cbor/decode.ts';
import type { Decoded, Empties, Strictness } from '../../../codec/interface.ts';
import { decodeJson, decodeJsonInSteps } from '../../../codec/json/decode.ts';
import { decodeProtobuf } from '../../../codec/protobuf/decode.ts';
import { checkCborValues, checkJsonValues } from '../../../codec/values.ts';
import { decodeYaml, decodeYamlInSteps } from '../../../codec/yaml/decode.ts';
import type { StructType } from '../../../machinery/descriptor.ts';
import type { InputFormat } from './media.ts';

/** @throws {DecodeError} @throws {ApiError} 413 for more values than a body may hold */
export function decodeFormat(format: InputFormat, body: Uint8Array, type: StructType, strictness: Strictness, empties?: Empties): Decoded {
  checkValues(format, body);
  switch (format) {
    case 'json':
      return decodeJson(body, type, strictness, empties);
    case 'yaml':
      return decodeYaml(body, type, strictness, empties);
    case 'protobuf':
      return decodeProtobuf(body, type);
    case 'cbor':
      return decodeJson(cborToJson(body), type, strictness, empties);
  }
}

/** As decodeFormat, for long texts. */
export function* decodeFormatInSteps(
  format: Exclude<InputFormat, 'protobuf'>,
  body: Uint8Array,
  type: StructType,
  strictness: Strictness,
  empties?: Empties,
): Steps<Decoded> {
  checkValues(format, body);
  yield;
  if (format === 'yaml') return yield* decodeYamlInSteps(body, type, strictness, empties);
  const json = format === 'cbor' ? cborToJson(body) : body;
  yield;
  return yield* decodeJsonInSteps(json, type, strictness, empties);
}

const OPEN_MAP = 0x7b;

/** Before anything is built. YAML that is not JSON and Protobuf are counted as they are read. @throws {ApiError} 413 */
export function checkValues(format: InputFormat, body: Uint8Array): void {
  if (format === 'cbor') checkCborValues(body);
  else if (format === 'json' || (format === 'yaml' && body[0] === OPEN_MAP)) checkJsonValues(body);
}
