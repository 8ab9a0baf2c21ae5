/**
 * YAML to objects. As upstream does it: YAML becomes JSON first (with sorted keys), and the JSON is decoded by the table. Duplicate keys are known
 * only to the YAML reader, which reports them as one strict error of several lines.
 */
import type { StructType } from '../../machinery/descriptor.ts';
import { type Decoded, DecodeError, type Empties, type Strictness } from '../interface.ts';
import { decodeJsonText } from '../json/decode.ts';
import { textOf } from '../json/scan.ts';
import { decodeUntypedStrict, encodeUntyped } from '../json/untyped.ts';
import { parseYaml, type YamlValue } from './parse.ts';

/** The first document as a value. JSON is taken as such when it has no duplicates. @throws {DecodeError} */
export function decodeYamlUntyped(bytes: Uint8Array): YamlValue {
  if (/^\s*\{/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'))) {
    try {
      const { value, strictErrors } = decodeUntypedStrict(bytes);
      if (strictErrors.length === 0) return { value, duplicates: [] };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
  }
  const parsed = parseYaml(textOf(bytes));
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
  const decoded = decodeJsonText(encodeUntyped(value), type, strictness, empties);
  const message = strictness === 'collect' ? duplicatesMessage(duplicates) : undefined;
  return message === undefined ? decoded : { object: decoded.object, strictErrors: [message, ...decoded.strictErrors] };
}

/** JSON has no infinity. */
function checkFinite(value: unknown): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new DecodeError(`json: unsupported value: ${value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN'}`);
  if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) checkFinite(each);
}
