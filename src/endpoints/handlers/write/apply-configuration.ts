/** The body of server-side apply: YAML (or JSON) of one object, duplicates reported as the request's field validation wants. */
import type { Steps } from '../../../base/event-loop.ts';
import { DecodeError } from '../../../codec/interface.ts';
import { duplicatesMessage, readYamlInSteps } from '../../../codec/yaml/decode.ts';
import type { YamlValue } from '../../../codec/yaml/parse.ts';
import { jsonTypeName } from '../../../machinery/loose-json.ts';
import { badRequest } from '../../../machinery/status.ts';
import { isMap, type JsonMap } from '../../../patch/document.ts';
import { warnStrict } from './body.ts';
import type { Write } from './write.ts';

export interface Configuration {
  readonly document: JsonMap;
  /** What a strict reader says of it; asked for once it has been applied, as other failures come first. */
  readonly complain: () => void;
}

/** @throws {ApiError} 400 */
export function* readConfiguration(write: Write, body: Uint8Array): Steps<Configuration> {
  const { value, duplicates } = yield* decode(body);
  if (value !== null && value !== undefined && !isMap(value)) {
    throw badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonTypeName(value)} into Go value of type map[string]interface {}`,
    );
  }
  return { document: value ?? {}, complain: () => reportDuplicates(write, duplicates) };
}

/** @throws {ApiError} 400 */
function reportDuplicates({ options, request }: Write, duplicates: readonly string[]): void {
  const repeated = options.fieldValidation === 'Ignore' ? undefined : duplicatesMessage(duplicates);
  if (repeated === undefined) return;
  if (options.fieldValidation === 'Strict') throw badRequest(`error strict decoding YAML: error converting YAML to JSON: ${repeated}`);
  warnStrict(request, `error converting YAML to JSON: ${repeated}`);
}

function* decode(body: Uint8Array): Steps<YamlValue> {
  try {
    return yield* readYamlInSteps(body);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${error.message}`);
  }
}
