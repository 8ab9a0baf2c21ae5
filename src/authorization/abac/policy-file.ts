/**
 * The file of mode ABAC (`--authorization-policy-file`): one policy per line, as JSON (or YAML, where one line is enough); empty lines and those that
 * begin with `#` say nothing.
 *
 * A line is a Policy of abac.authorization.kubernetes.io/v1beta1, or one of v0: the same fields without `spec`, where leaving one out means
 * everything. Lines without a known kind are v0. Unknown fields are passed over. What cannot be read refuses the start with the file, the line and
 * its number, as upstream says it (k8s.io/kubernetes: pkg/auth/authorizer/abac, pkg/apis/abac).
 */
import { DecodeError } from '../../codec/interface.ts';
import { decodeJson } from '../../codec/json/decode.ts';
import { yamlToJson } from '../../codec/yaml/decode.ts';
import { bool, field, type StructType, string, struct } from '../../machinery/descriptor.ts';
import { goQuote } from '../../machinery/go/text.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ALL_AUTHENTICATED } from '../../request/user.ts';
import type { AbacPolicy } from './authorizer.ts';

export interface PolicyFile {
  readonly policies: readonly AbacPolicy[];
  /** Lines without a version, which upstream warns about. */
  readonly unversioned: boolean;
}

const GROUP = 'abac.authorization.kubernetes.io';
const SCHEME = 'k8s.io/kubernetes/pkg/apis/abac/register.go:36';
/** What upstream's line reader holds. */
const MAX_LINE_BYTES = 64 * 1024;

const SPEC_FIELDS = [
  field('user', string, 1, { optional: true }),
  field('group', string, 2, { optional: true }),
  field('readonly', bool, 3, { optional: true }),
  field('apiGroup', string, 4, { optional: true }),
  field('resource', string, 5, { optional: true }),
  field('namespace', string, 6, { optional: true }),
  field('nonResourcePath', string, 7, { optional: true }),
] as const;
const TYPE_META = [field('kind', string, 8, { optional: true }), field('apiVersion', string, 9, { optional: true })] as const;

const PolicyMeta: StructType = struct('abac.TypeMeta', () => TYPE_META);
const PolicySpec: StructType = struct('abac/v1beta1.PolicySpec', () => SPEC_FIELDS);
const PolicyV1beta1: StructType = struct('abac/v1beta1.Policy', () => [...TYPE_META, field('spec', PolicySpec, 1)]);
const PolicyV0: StructType = struct('abac/v0.Policy', () => [
  ...TYPE_META,
  ...SPEC_FIELDS.filter(({ name }) => name !== 'apiGroup' && name !== 'nonResourcePath'),
]);

/** @param file its name, for messages. @throws {Error} of one line */
export function parsePolicyFile(text: string, file: string): PolicyFile {
  const policies: AbacPolicy[] = [];
  let unversioned = false;
  for (const [i, whole] of text.split('\n').entries()) {
    const line = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    if (Buffer.byteLength(whole) >= MAX_LINE_BYTES) throw new Error(`error reading policy file ${file}: bufio.Scanner: token too long`);
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    try {
      const read = parseLine(line);
      policies.push(read.policy);
      unversioned ||= read.unversioned;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      throw new Error(`error reading policy file ${file}, line ${i + 1}: ${line}: ${error.message}`);
    }
  }
  return { policies, unversioned };
}

function parseLine(line: string): { readonly policy: AbacPolicy; readonly unversioned: boolean } {
  const bytes = Buffer.from(line);
  const json = line.trimStart().startsWith('{') ? bytes : yamlToJson(bytes);
  const { kind = '', apiVersion = '' } = decodeJson(json, PolicyMeta, 'ignore').object as Partial<KubeObject>;
  if (kind === 'Policy' && apiVersion === `${GROUP}/v1beta1`) return { policy: fromV1beta1(json), unversioned: false };
  if (kind === 'Policy' && apiVersion === `${GROUP}/v0`) return { policy: fromV0(json), unversioned: false };
  if (apiVersion === `${GROUP}/v1beta1` && kind === '') throw new DecodeError(`unable to decode ${GROUP}/v1beta1, Kind=Policy into *v0.Policy`);
  if ((kind !== '' && kind !== 'Policy') || (apiVersion !== '' && apiVersion !== `${GROUP}/v0`))
    throw new DecodeError(
      `no kind ${goQuote(kind === '' ? 'Policy' : kind)} is registered for version ${goQuote(apiVersion || `${GROUP}/v0`)} in scheme ${goQuote(SCHEME)}`,
    );
  return { policy: fromV0(json), unversioned: true };
}

type Fields = Partial<AbacPolicy>;

function fromV1beta1(json: Uint8Array): AbacPolicy {
  const { spec = {} } = decodeJson(json, PolicyV1beta1, 'ignore').object as { readonly spec?: Fields };
  return withEverybody(complete(spec));
}

/** Empty fields mean everything there, and nobody is everybody. */
function fromV0(json: Uint8Array): AbacPolicy {
  const fields = complete(decodeJson(json, PolicyV0, 'ignore').object as unknown as Fields);
  const { user, group, namespace, resource } = fields;
  return withEverybody({
    ...fields,
    group: user === '' && group === '' ? '*' : group,
    apiGroup: '*',
    namespace: namespace === '' ? '*' : namespace,
    resource: resource === '' ? '*' : resource,
    nonResourcePath: namespace === '' && resource === '' ? '*' : '',
  });
}

function complete({
  user = '',
  group = '',
  readonly = false,
  apiGroup = '',
  resource = '',
  namespace = '',
  nonResourcePath = '',
}: Fields): AbacPolicy {
  return { user, group, readonly, apiGroup, resource, namespace, nonResourcePath };
}

function withEverybody(policy: AbacPolicy): AbacPolicy {
  return policy.user === '*' || policy.group === '*' ? { ...policy, user: '', group: ALL_AUTHENTICATED } : policy;
}
