/** The body of server-side apply: YAML (or JSON) of one object, duplicates reported as the request's field validation wants. */
import { DecodeError } from '../../../codec/interface.ts';
import { decodeYamlUntyped, duplicatesMessage } from '../../../codec/yaml/decode.ts';
import { badRequest } from '../../../machinery/status.ts';
import { isMap, type JsonMap } from '../../../patch/document.ts';
import { warnStrict } from './body.ts';
import type { Write } from './write.ts';

/** @throws {ApiError} 400 */
export function readConfiguration({ options, request }: Write, body: Uint8Array): JsonMap {
  const { value, duplicates } = decode(body);
  if (value !== null && value !== undefined && !isMap(value)) {
    const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value === 'bigint' ? 'number' : typeof value;
    throw badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${found} into Go value of type map[string]interface {}`,
    );
  }
  const repeated = options.fieldValidation === 'Ignore' ? undefined : duplicatesMessage(duplicates);
  if (repeated !== undefined) {
    if (options.fieldValidation === 'Strict') throw badRequest(`error strict decoding YAML: error converting YAML to JSON: ${repeated}`);
    warnStrict(request, `error converting YAML to JSON: ${repeated}`);
  }
  return value ?? {};
}

function decode(body: Uint8Array): ReturnType<typeof decodeYamlUntyped> {
  try {
    return decodeYamlUntyped(body);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${error.message}`);
  }
}
