/** Where the data of a persistent volume is. The sources are those of pods' volumes, with secrets in other namespaces, and local folders. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { nameIsDns1123Label, validateDns1123Label, validateDns1123Subdomain } from '../../../../machinery/grammar/names.ts';
import type {
  CSIPersistentVolumeSource,
  GlusterfsPersistentVolumeSource,
  ISCSIPersistentVolumeSource,
  LocalVolumeSource,
  PersistentVolumeSpec,
  SecretReference,
  StorageOSPersistentVolumeSource,
} from '../../v1/objects.gen.ts';
import { checkNoBacksteps } from '../paths.ts';
import { COMMON_SOURCES, checkCsiDriverName, checkGlusterfs, checkIscsi, checkStorageOs } from './volume-sources.ts';

/** What else a source's rules look at. */
interface Volume {
  readonly name: string;
  /** It says which nodes reach it. */
  readonly placed: boolean;
}

/** How a source of type T is checked. */
type Check<T> = (errors: ErrorList, path: FieldPath, source: T, volume: Volume) => void;

/** Erases the source's type: a row of the table below is read with the field that it stands for. */
function row<T>(field: keyof PersistentVolumeSpec, check: Check<T>): readonly [keyof PersistentVolumeSpec, Check<unknown>] {
  return [field, (errors, path, source, volume) => check(errors, path, source as T, volume)];
}

const common = (field: keyof typeof COMMON_SOURCES): readonly [keyof PersistentVolumeSpec, Check<unknown>] =>
  row(field, COMMON_SOURCES[field] as Check<unknown>);

/** In the order in which upstream looks at them: all but the first are too many. */
const SOURCES = [
  common('hostPath'),
  common('gcePersistentDisk'),
  common('awsElasticBlockStore'),
  row('glusterfs', checkPersistentGlusterfs),
  common('flocker'),
  common('nfs'),
  common('rbd'),
  common('quobyte'),
  common('cephfs'),
  row('iscsi', checkPersistentIscsi),
  row('cinder', checkCinder),
  common('fc'),
  common('flexVolume'),
  row('azureFile', checkAzureShare),
  common('vsphereVolume'),
  common('photonPersistentDisk'),
  common('portworxVolume'),
  common('azureDisk'),
  common('scaleIO'),
  row('local', checkLocal),
  row('storageos', checkPersistentStorageOs),
  row('csi', checkPersistentCsi),
] as const;

/** Where upstream's paths are not the field's: of what a source gets wrong, and of a source that is one too many. */
const WRONG_AT: { readonly [field: string]: string } = { gcePersistentDisk: 'persistentDisk' };
const TOO_MANY_AT: { readonly [field: string]: string } = { cephfs: 'cephFS' };

export function checkPersistentSources(errors: ErrorList, path: FieldPath, spec: PersistentVolumeSpec, volume: Volume): void {
  let found = false;
  for (const [field, check] of SOURCES) {
    const source = spec[field];
    if (source === undefined || source === null) continue;
    // Upstream never finds that a flex volume is one too many.
    if (found && field !== 'flexVolume') errors.forbidden(path.child(TOO_MANY_AT[field] ?? field), 'may not specify more than 1 volume type');
    else check(errors, path.child(WRONG_AT[field] ?? field), source, volume);
    found = true;
  }
  if (!found) errors.required(path, 'must specify a volume type');
}

/** The part of a spec that cannot change. */
export function sourceOf(spec: PersistentVolumeSpec): { readonly [field: string]: unknown } {
  return Object.fromEntries(SOURCES.map(([field]) => [field, spec[field]]).filter(([, source]) => source !== undefined));
}

const MAX_TARGET_BYTES = 64;

/** Initiators are told apart by volume and portal. */
function checkPersistentIscsi(errors: ErrorList, path: FieldPath, source: ISCSIPersistentVolumeSource, { name }: Volume): void {
  const { targetPortal, initiatorName, secretRef } = source;
  checkIscsi(errors, path, source, 'must be valid format', () => {
    if (initiatorName !== undefined && Buffer.byteLength(`${name}:${targetPortal}`) > MAX_TARGET_BYTES) {
      const text = 'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
      errors.invalid(path.child('targetportal'), targetPortal, text);
    }
  });
  if (secretRef !== undefined && (secretRef.name ?? '') === '') errors.required(path.child('secretRef', 'name'));
}

function checkPersistentGlusterfs(errors: ErrorList, path: FieldPath, source: GlusterfsPersistentVolumeSource): void {
  checkGlusterfs(errors, path, source);
  const { endpointsNamespace: namespace } = source;
  if (namespace === undefined) return;
  const at = path.child('endpointsNamespace');
  if (namespace === '') errors.invalid(at, namespace, 'if the endpointnamespace is set, it must be a valid namespace name');
  else errors.eachInvalid(at, namespace, nameIsDns1123Label(namespace));
}

function checkPersistentStorageOs(errors: ErrorList, path: FieldPath, source: StorageOSPersistentVolumeSource): void {
  checkStorageOs(errors, path, source);
  if (source.secretRef !== undefined && (source.secretRef.namespace ?? '') === '') errors.required(path.child('secretRef', 'namespace'));
}

function checkCinder(
  errors: ErrorList,
  path: FieldPath,
  { volumeID, secretRef }: { readonly volumeID: string; readonly secretRef?: SecretReference },
): void {
  if (volumeID === '') errors.required(path.child('volumeID'));
  if (secretRef !== undefined) checkSecret(errors, path.child('secretRef'), secretRef);
}

interface AzureShare {
  readonly secretName: string;
  readonly shareName: string;
  readonly secretNamespace?: string | null;
}

function checkAzureShare(errors: ErrorList, path: FieldPath, { secretName, shareName, secretNamespace }: AzureShare): void {
  if (secretName === '') errors.required(path.child('secretName'));
  if (shareName === '') errors.required(path.child('shareName'));
  if (secretNamespace === '') errors.required(path.child('secretNamespace'));
}

/** Only some nodes have the folder. */
function checkLocal(errors: ErrorList, path: FieldPath, { path: folder }: LocalVolumeSource, { placed }: Volume): void {
  if (folder === '') errors.required(path.child('path'));
  else checkNoBacksteps(errors, path.child('path'), folder);
  if (!placed) errors.required(path.sibling('nodeAffinity'), 'Local volume requires node affinity');
}

/** A secret for staging on nodes is not looked at upstream. */
const CSI_SECRETS = ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const;

function checkPersistentCsi(errors: ErrorList, path: FieldPath, source: CSIPersistentVolumeSource): void {
  checkCsiDriverName(errors, path.child('driver'), source.driver);
  if (source.volumeHandle === '') errors.required(path.child('volumeHandle'));
  for (const field of CSI_SECRETS) {
    const secret = source[field];
    if (secret !== undefined) checkNamedSecret(errors, path.child(field), secret);
  }
}

function checkNamedSecret(errors: ErrorList, at: FieldPath, { name = '', namespace = '' }: SecretReference): void {
  if (name === '') errors.required(at.child('name'));
  else errors.eachInvalid(at.child('name'), name, validateDns1123Subdomain(name));
  if (namespace === '') errors.required(at.child('namespace'));
  else errors.eachInvalid(at.child('namespace'), namespace, validateDns1123Label(namespace));
}

function checkSecret(errors: ErrorList, at: FieldPath, { name = '', namespace = '' }: SecretReference): void {
  if (name === '') errors.required(at.child('name'));
  if (namespace === '') errors.required(at.child('namespace'));
}
