/** The encodings that bodies come in. */

import { cborToJson } from '../../../codec/cbor/decode.ts';
import type { Decoded, Strictness } from '../../../codec/interface.ts';
import { decodeJson } from '../../../codec/json/decode.ts';
import { decodeProtobuf } from '../../../codec/protobuf/decode.ts';
import { decodeYaml } from '../../../codec/yaml/decode.ts';
import type { StructType } from '../../../machinery/descriptor.ts';
import type { InputFormat } from './media.ts';

/** @throws {DecodeError} */
export function decodeFormat(format: InputFormat, body: Uint8Array, type: StructType, strictness: Strictness): Decoded {
  switch (format) {
    case 'json':
      return decodeJson(body, type, strictness);
    case 'yaml':
      return decodeYaml(body, type, strictness);
    case 'protobuf':
      return decodeProtobuf(body, type);
    case 'cbor':
      return decodeJson(cborToJson(body), type, strictness);
  }
}
