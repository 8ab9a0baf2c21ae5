/** Storage versions: what each API server of a cluster writes and reads of a resource. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { labelKeyErrors } from '../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain, regexText, validateDns1035Label, validateDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import type { ServerStorageVersion, StorageVersion, StorageVersionCondition, StorageVersionStatus } from '../v1alpha1/objects.gen.ts';

const STATUS = FieldPath.root('status');
const EMPTY = 'must be non-empty';

/** "group.resource", the group's own dots included. */
export function storageVersionNameErrors(name: string): readonly string[] {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return ['name must be in the form of <group>.<resource>'];
  return [
    ...validateDns1123Subdomain(name.slice(0, dot)).map((text) => `the group segment ${text}`),
    ...validateDns1035Label(name.slice(dot + 1)).map((text) => `the resource segment ${text}`),
  ];
}

/** Only the status says anything. */
export function validateStorageVersionStatus({ status }: StorageVersion): ErrorList {
  const errors = new ErrorList();
  const { storageVersions = [], conditions = [] } = status;
  const seen = new Set<string>();
  storageVersions.forEach((each, i) => {
    const at = STATUS.child('storageVersions').index(i);
    const { apiServerID = '' } = each;
    if (seen.has(apiServerID)) errors.duplicate(at.child('apiServerID'), apiServerID);
    seen.add(apiServerID);
    checkServer(errors, at, each);
  });
  checkCommon(errors, status);
  checkConditions(errors, conditions);
  return errors;
}

function checkServer(errors: ErrorList, at: FieldPath, server: ServerStorageVersion): void {
  const { apiServerID = '', encodingVersion = '', decodableVersions = [], servedVersions = [] } = server;
  errors.eachInvalid(at.child('apiServerID'), apiServerID, nameIsDns1123Subdomain(apiServerID));
  checkVersion(errors, at.child('encodingVersion'), encodingVersion);
  for (const [i, each] of decodableVersions.entries()) checkVersion(errors, at.child('decodableVersions').index(i), each);
  const decodable = new Set(decodableVersions);
  if (!decodable.has(encodingVersion))
    errors.invalid(at.child('decodableVersions'), server.decodableVersions, `decodableVersions must include encodingVersion ${encodingVersion}`);
  servedVersions.forEach((each, i) => {
    const here = at.child('servedVersions').index(i);
    checkVersion(errors, here, each);
    if (decodable.has(each) || errors.isFull) return;
    errors.invalid(here, each, `individual served version : ${each} must be included in decodableVersions : [${decodableVersions.join(' ')}]`);
  });
}

function checkVersion(errors: ErrorList, at: FieldPath, text: string): void {
  const found = apiVersionErrors(text);
  if (found.length > 0) errors.invalid(at, text, found.join(','));
}

function apiVersionErrors(text: string): readonly string[] {
  const parts = text.split('/');
  if (parts.length > 2) {
    const label =
      "a DNS-1035 label, which must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
    const rule = regexText(label, '[a-z]([-a-z0-9]*[a-z0-9])?', 'my-name', 'abc-123');
    return [`an apiVersion is ${rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyVersion')`];
  }
  const version = parts.at(-1) ?? '';
  const group = parts.length === 2 ? (parts[0] ?? '') : undefined;
  const groupErrors = group === undefined ? [] : group === '' ? [EMPTY] : validateDns1123Subdomain(group);
  const versionErrors = version === '' ? [EMPTY] : validateDns1035Label(version);
  return [...groupErrors.map((each) => `group part: ${each}`), ...versionErrors.map((each) => `version part: ${each}`)];
}

function checkCommon(errors: ErrorList, { storageVersions = [], commonEncodingVersion }: StorageVersionStatus): void {
  const at = STATUS.child('commonEncodingVersion');
  const versions = new Set(storageVersions.map((each) => each.encodingVersion ?? ''));
  const [common] = versions.size === 1 ? versions : [];
  if (common === commonEncodingVersion) return;
  if (common === undefined) {
    const text = 'should be nil if servers do not agree on the same encoding version, or if there is no server reporting the supported versions yet';
    errors.invalid(at, commonEncodingVersion, text);
  } else if (commonEncodingVersion === undefined) errors.invalid(at, null, `the common encoding version is ${common}`);
  else errors.invalid(at, commonEncodingVersion, `the actual common encoding version is ${common}`);
}

/** Upstream counts them below the status itself. */
function checkConditions(errors: ErrorList, conditions: readonly StorageVersionCondition[]): void {
  const seen = new Map<string, number>();
  conditions.forEach(({ type, status, reason, message = '' }, i) => {
    const at = STATUS.index(i);
    const before = seen.get(type);
    if (before !== undefined)
      errors.invalid(at.child('type'), type, `the type of the condition is not unique, it also appears in conditions[${before}]`);
    seen.set(type, i);
    errors.eachInvalid(at.child('type'), type, labelKeyErrors(type));
    errors.eachInvalid(at.child('status'), status, labelKeyErrors(status));
    if (reason === '') errors.required(at.child('reason'), 'reason cannot be empty');
    if (message === '') errors.required(at.child('message'), 'message cannot be empty');
  });
}
