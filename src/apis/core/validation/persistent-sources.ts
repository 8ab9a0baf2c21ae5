/** Where the data of a persistent volume is. The sources are those of pods' volumes, with secrets in other namespaces, and local folders. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import type { CSIPersistentVolumeSource, ISCSIVolumeSource, LocalVolumeSource, PersistentVolumeSpec, SecretReference } from '../v1/objects.gen.ts';
import { checkNoBacksteps } from './paths.ts';
import {
  checkAwsDisk,
  checkAzureDisk,
  checkCephFs,
  checkCsiDriverName,
  checkFibreChannel,
  checkFlocker,
  checkGceDisk,
  checkGlusterfs,
  checkHostPath,
  checkIscsi,
  checkNfs,
  checkPhoton,
  checkPortworx,
  checkQuobyte,
  checkRbd,
  checkScaleIo,
  checkStorageOs,
  checkVsphere,
} from './volume-sources.ts';

/** How a source of type T is checked. */
type Check<T> = (errors: ErrorList, path: FieldPath, source: T) => void;

/** Erases the source's type: a row of the table below is read with the field that it stands for. */
function row<T>(field: keyof PersistentVolumeSpec, check: Check<T>): readonly [keyof PersistentVolumeSpec, Check<unknown>] {
  return [field, (errors, path, source) => check(errors, path, source as T)];
}

/** In the order in which upstream looks at them: all but the first are too many. */
const SOURCES = [
  row('hostPath', checkHostPath),
  row('gcePersistentDisk', checkGceDisk),
  row('awsElasticBlockStore', checkAwsDisk),
  row('glusterfs', checkGlusterfs),
  row('flocker', checkFlocker),
  row('nfs', checkNfs),
  row('rbd', checkRbd),
  row('quobyte', checkQuobyte),
  row('cephfs', checkCephFs),
  row('iscsi', checkPersistentIscsi),
  row('cinder', checkCinder),
  row('fc', checkFibreChannel),
  row('flexVolume', checkFlexDriver),
  row('azureFile', checkAzureShare),
  row('vsphereVolume', checkVsphere),
  row('photonPersistentDisk', checkPhoton),
  row('portworxVolume', checkPortworx),
  row('azureDisk', checkAzureDisk),
  row('scaleIO', checkScaleIo),
  row('local', checkLocal),
  row('storageos', checkStorageOs),
  row('csi', checkPersistentCsi),
] as const;

export function checkPersistentSources(errors: ErrorList, path: FieldPath, spec: PersistentVolumeSpec): void {
  let found = false;
  for (const [field, check] of SOURCES) {
    const source = spec[field];
    if (source === undefined || source === null) continue;
    const at = path.child(field);
    if (found) errors.forbidden(at, 'may not specify more than 1 volume type');
    else check(errors, at, source);
    found = true;
  }
  if (!found) errors.required(path, 'must specify a volume type');
}

/** The part of a spec that cannot change; the secret for expansion may be added. */
export function sourceOf(spec: PersistentVolumeSpec): { readonly [field: string]: unknown } {
  return Object.fromEntries(SOURCES.map(([field]) => [field, spec[field]]).filter(([, source]) => source !== undefined));
}

/** Volumes' own LUN comes last: the path is upstream's. */
function checkPersistentIscsi(errors: ErrorList, path: FieldPath, source: ISCSIVolumeSource): void {
  checkIscsi(errors, path, source, 'must be valid format');
}

function checkCinder(
  errors: ErrorList,
  path: FieldPath,
  { volumeID, secretRef }: { readonly volumeID: string; readonly secretRef?: SecretReference },
): void {
  if (volumeID === '') errors.required(path.child('volumeID'));
  if (secretRef !== undefined) checkSecret(errors, path.child('secretRef'), secretRef);
}

function checkFlexDriver(errors: ErrorList, path: FieldPath, { driver }: { readonly driver: string }): void {
  if (driver === '') errors.required(path.child('driver'));
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

function checkLocal(errors: ErrorList, path: FieldPath, { path: folder }: LocalVolumeSource): void {
  if (folder === '') errors.required(path.child('path'));
  else checkNoBacksteps(errors, path.child('path'), folder);
}

/** A secret for staging on nodes is not looked at upstream. */
const CSI_SECRETS = ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const;

function checkPersistentCsi(errors: ErrorList, path: FieldPath, source: CSIPersistentVolumeSource): void {
  checkCsiDriverName(errors, path.child('driver'), source.driver);
  if (source.volumeHandle === '') errors.required(path.child('volumeHandle'));
  for (const field of CSI_SECRETS) {
    const secret = source[field];
    if (secret !== undefined) checkSecret(errors, path.child(field), secret);
  }
}

function checkSecret(errors: ErrorList, at: FieldPath, { name = '', namespace = '' }: SecretReference): void {
  if (name === '') errors.required(at.child('name'));
  if (namespace === '') errors.required(at.child('namespace'));
}
