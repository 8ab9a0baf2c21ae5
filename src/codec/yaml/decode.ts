/**
 * YAML to objects. As upstream does it: YAML becomes JSON first (with sorted keys), and the JSON is decoded by the table. Duplicate keys are known
 * only to the YAML reader, which reports them as one strict error of several lines.
 */
import { atOnce, type Steps } from '../../base/event-loop.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { type Decoded, DecodeError, type Empties, type Strictness } from '../interface.ts';
import { decodeJsonText, decodeTextInSteps } from '../json/decode.ts';
import { decodeUntypedStrict, encodeUntyped } from '../json/untyped.ts';
import { objectDocument } from './documents.ts';
import { parseYamlInSteps, type YamlValue } from './parse.ts';
import { readableText } from './readable.ts';

/** The first document as a value. JSON is taken as such when it has no duplicates. @throws {DecodeError} */
export function decodeYamlUntyped(bytes: Uint8Array): YamlValue {
  return atOnce(readYamlInSteps(bytes));
}

/** As decodeYamlUntyped, for long texts. */
export function* readYamlInSteps(bytes: Uint8Array): Steps<YamlValue> {
  const text = readableText(bytes);
  let alone = text;
  if (/^\s*\{/.test(text)) {
    try {
      const { value, strictErrors } = decodeUntypedStrict(bytes);
      if (strictErrors.length === 0) return { value, duplicates: [] };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      alone = objectDocument(text) ?? text;
    }
    yield;
  }
  const parsed = yield* parseYamlInSteps(alone);
  yield;
  checkFinite(parsed.value);
  return parsed;
}

/** The JSON that sigs.k8s.io/yaml makes of the first document. @throws {DecodeError} */
export function yamlToJson(bytes: Uint8Array): Uint8Array {
  return Buffer.from(encodeUntyped(decodeYamlUntyped(bytes).value));
}

/** What the strict reader says of the duplicates; undefined when there are none. */
export function duplicatesMessage(duplicates: readonly string[]): string | undefined {
  return duplicates.length === 0 ? undefined : `yaml: unmarshal errors:\n${duplicates.map((each) => `  ${each}`).join('\n')}`;
}

/** @throws {DecodeError} */
export function decodeYaml(bytes: Uint8Array, type: StructType, strictness: Strictness, empties: Empties = 'dropped'): Decoded {
  const { value, duplicates } = decodeYamlUntyped(bytes);
  return withDuplicates(decodeJsonText(encodeUntyped(value), type, strictness, empties), strictness, duplicates);
}

/** As decodeYaml, for long texts. */
export function* decodeYamlInSteps(bytes: Uint8Array, type: StructType, strictness: Strictness, empties: Empties = 'dropped'): Steps<Decoded> {
  const { value, duplicates } = yield* readYamlInSteps(bytes);
  yield;
  const text = encodeUntyped(value);
  yield;
  return withDuplicates(yield* decodeTextInSteps(text, type, strictness, empties), strictness, duplicates);
}

function withDuplicates(decoded: Decoded, strictness: Strictness, duplicates: readonly string[]): Decoded {
  const message = strictness === 'collect' ? duplicatesMessage(duplicates) : undefined;
  return message === undefined ? decoded : { object: decoded.object, strictErrors: [message, ...decoded.strictErrors] };
}

/** JSON has no infinity. */
function checkFinite(value: unknown): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new DecodeError(`json: unsupported value: ${value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN'}`);
  if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) checkFinite(each);
}
