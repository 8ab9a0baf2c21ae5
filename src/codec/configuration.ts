/**
 * Reads the server's own configuration files: an object of one kind of group apiserver.config.k8s.io as YAML or JSON. Strictly, as upstream does, so
 * that a misspelt field cannot switch something off.
 */
import type { StructType } from '../machinery/descriptor.ts';
import { goQuote } from '../machinery/go/text.ts';
import { getKey, type KubeObject } from '../machinery/object.ts';
import { decodeYaml, decodeYamlUntyped } from './yaml/decode.ts';

const GROUP = 'apiserver.config.k8s.io';
/** Their types differ in nothing but the version. */
const VERSIONS: readonly string[] = ['v1', 'v1beta1', 'v1alpha1'].map((version) => `${GROUP}/${version}`);
const SCHEME = 'k8s.io/apiserver/pkg/apis/apiserver/load/load.go:32';

/** @throws {Error} one line in upstream's words: no such kind or version, unknown or duplicate fields, wrong types */
export function decodeConfiguration(text: string, kind: string, type: StructType): KubeObject {
  const bytes = Buffer.from(text);
  const { value } = decodeYamlUntyped(bytes);
  const head = typeof value === 'object' && value !== null ? (value as { readonly [key: string]: unknown }) : {};
  const [given, version] = [getKey(head, 'kind'), getKey(head, 'apiVersion')];
  if (typeof given !== 'string' || given === '') throw new Error(`Object 'Kind' is missing in '${text}'`);
  if (typeof version !== 'string' || version === '') throw new Error(`Object 'apiVersion' is missing in '${text}'`);
  if (given !== kind || !VERSIONS.includes(version))
    throw new Error(`no kind ${goQuote(given)} is registered for version ${goQuote(version)} in scheme ${goQuote(SCHEME)}`);
  const { object, strictErrors } = decodeYaml(bytes, type, 'collect');
  if (strictErrors.length > 0) throw new Error(`strict decoding error: ${strictErrors.join(', ')}`);
  return object;
}
