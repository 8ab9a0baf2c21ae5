/** Config maps and secrets: keys are file names, all values together fit into one etcd value, and both can be frozen. */
import { DecodeError } from '../../../codec/interface.ts';
import { decodeUntyped } from '../../../codec/json/untyped.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { configKeyErrors } from '../../../machinery/grammar/formats.ts';
import { jsonTypeName } from '../../../machinery/loose-json.ts';
import { getKey, type StringMap } from '../../../machinery/object.ts';
import { equalJson } from '../../../patch/document.ts';
import type { ConfigMap, Secret } from '../v1/objects.gen.ts';

/** Bytes of all values together. */
const MAX_BYTES = 1024 * 1024;

const FROZEN = 'field is immutable when `immutable` is set';
const ROOT = FieldPath.root();
const DATA = FieldPath.root('data');
const BINARY_DATA = FieldPath.root('binaryData');

type Data = StringMap | null | undefined;

/** The length of what a base64 text stands for. */
function decodedLength(base64: string): number {
  return (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
}

export function validateConfigMap({ data, binaryData }: ConfigMap): ErrorList {
  const errors = new ErrorList();
  let size = 0;
  for (const key of Object.keys(data ?? {})) {
    errors.eachInvalid(DATA.key(key), key, configKeyErrors(key));
    if (getKey(binaryData, key) !== undefined) errors.invalid(DATA.key(key), key, 'duplicate of key present in binaryData');
    size += Buffer.byteLength(getKey(data, key) ?? '');
  }
  for (const key of Object.keys(binaryData ?? {})) {
    errors.eachInvalid(BINARY_DATA.key(key), key, configKeyErrors(key));
    size += decodedLength(getKey(binaryData, key) ?? '');
  }
  // The error is about the whole object; upstream writes no path.
  if (size > MAX_BYTES) errors.tooLong('[]', MAX_BYTES);
  return errors;
}

export function validateConfigMapUpdate(map: ConfigMap, old: ConfigMap): ErrorList {
  const errors = new ErrorList();
  if (old.immutable === true) {
    if (map.immutable !== true) errors.forbidden(ROOT.child('immutable'), FROZEN);
    if (!same(map.data, old.data)) errors.forbidden(DATA, FROZEN);
    if (!same(map.binaryData, old.binaryData)) errors.forbidden(BINARY_DATA, FROZEN);
  }
  errors.append(validateConfigMap(map));
  return errors;
}

/** As they are in memory: an explicitly empty map is not none. */
const same = (a: Data, b: Data): boolean => equalJson(a ?? undefined, b ?? undefined);

export function validateSecret(secret: Secret): ErrorList {
  const errors = new ErrorList();
  const { data } = secret;
  let size = 0;
  for (const key of Object.keys(data ?? {})) {
    errors.eachInvalid(DATA.key(key), key, configKeyErrors(key));
    size += decodedLength(getKey(data, key) ?? '');
  }
  if (size > MAX_BYTES) errors.tooLong(DATA, MAX_BYTES);
  const check = Object.hasOwn(TYPED_DATA, secret.type ?? '') ? TYPED_DATA[secret.type as keyof typeof TYPED_DATA] : undefined;
  check?.(errors, secret);
  return errors;
}

export function validateSecretUpdate(secret: Secret, old: Secret): ErrorList {
  const errors = new ErrorList();
  if (secret.type !== old.type) errors.invalid('type', secret.type ?? '', 'field is immutable');
  if (old.immutable === true) {
    if (secret.immutable !== true) errors.forbidden('immutable', FROZEN);
    if (!same(secret.data, old.data)) errors.forbidden(DATA, FROZEN);
  }
  errors.append(validateSecret(secret));
  return errors;
}

const ACCOUNT_NAME = 'kubernetes.io/service-account.name';

/** What the types that the API knows promise about their data. */
const TYPED_DATA = {
  'kubernetes.io/service-account-token': (errors: ErrorList, { metadata }: Secret): void => {
    if ((getKey(metadata.annotations, ACCOUNT_NAME) ?? '') === '') errors.required(FieldPath.root('metadata').child('annotations').key(ACCOUNT_NAME));
  },
  'kubernetes.io/dockercfg': (errors: ErrorList, { data }: Secret): void => checkJsonObject(errors, data, '.dockercfg'),
  'kubernetes.io/dockerconfigjson': (errors: ErrorList, { data }: Secret): void => checkJsonObject(errors, data, '.dockerconfigjson'),
  'kubernetes.io/basic-auth': (errors: ErrorList, { data }: Secret): void => {
    if (getKey(data, 'username') !== undefined || getKey(data, 'password') !== undefined) return;
    errors.required(DATA.key('username'));
    errors.required(DATA.key('password'));
  },
  'kubernetes.io/ssh-auth': (errors: ErrorList, { data }: Secret): void => {
    if ((getKey(data, 'ssh-privatekey') ?? '') === '') errors.required(DATA.key('ssh-privatekey'));
  },
  'kubernetes.io/tls': (errors: ErrorList, { data }: Secret): void => {
    for (const key of ['tls.crt', 'tls.key']) if (getKey(data, key) === undefined) errors.required(DATA.key(key));
  },
} as const;

/** Docker's configuration files hold registries and passwords: the error does not repeat them. */
function checkJsonObject(errors: ErrorList, data: Data, key: string): void {
  const text = getKey(data, key);
  if (text === undefined) {
    errors.required(DATA.key(key));
    return;
  }
  const problem = jsonObjectProblem(Buffer.from(text, 'base64'));
  if (problem !== undefined) errors.invalid(DATA.key(key), '<secret contents redacted>', problem);
}

function jsonObjectProblem(bytes: Uint8Array): string | undefined {
  try {
    const value = decodeUntyped(bytes);
    if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
    return `json: cannot unmarshal ${jsonTypeName(value)} into Go value of type map[string]interface {}`;
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}
