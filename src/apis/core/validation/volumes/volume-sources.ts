/** What each kind of volume source requires; sources made of files stand in file-volumes.ts. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { rangeText } from '../../../../machinery/grammar/formats.ts';
import { nameIsDns1123Subdomain, validateDns1123Label, validateDns1123Subdomain } from '../../../../machinery/grammar/names.ts';
import type {
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  AzureFileVolumeSource,
  CephFSVolumeSource,
  CinderVolumeSource,
  CSIVolumeSource,
  FCVolumeSource,
  FlexVolumeSource,
  FlockerVolumeSource,
  GCEPersistentDiskVolumeSource,
  GitRepoVolumeSource,
  GlusterfsVolumeSource,
  HostPathVolumeSource,
  ISCSIVolumeSource,
  NFSVolumeSource,
  PersistentVolumeClaimVolumeSource,
  PhotonPersistentDiskVolumeSource,
  PortworxVolumeSource,
  QuobyteVolumeSource,
  RBDVolumeSource,
  ScaleIOVolumeSource,
  StorageOSVolumeSource,
  VsphereVirtualDiskVolumeSource,
} from '../../v1/objects.gen.ts';
import { checkDescendingPath, checkNoBacksteps } from '../paths.ts';

/** Fields that may not be empty. */
function required(errors: ErrorList, path: FieldPath, fields: { readonly [name: string]: string | readonly string[] | null | undefined }): void {
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value === undefined || value === null || value.length === 0) errors.required(path.child(name));
  }
}

const HOST_PATH_TYPES: readonly string[] = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

function checkHostPath(errors: ErrorList, path: FieldPath, { path: folder, type }: HostPathVolumeSource): void {
  if (folder === '') {
    errors.required(path.child('path'));
    return;
  }
  checkNoBacksteps(errors, path.child('path'), folder);
  if (type !== undefined && !HOST_PATH_TYPES.includes(type)) errors.notSupported(path.child('type'), type, HOST_PATH_TYPES);
}

export function checkGitRepo(errors: ErrorList, path: FieldPath, { repository, directory = '' }: GitRepoVolumeSource): void {
  required(errors, path, { repository });
  checkDescendingPath(errors, path.child('directory'), directory);
}

function checkPartition(errors: ErrorList, path: FieldPath, partition = 0): void {
  // The text starts at 1, the rule at 0.
  if (partition < 0 || partition > 255) errors.invalid(path.child('partition'), partition, rangeText(1, 255));
}

function checkGceDisk(errors: ErrorList, path: FieldPath, { pdName, partition }: GCEPersistentDiskVolumeSource): void {
  required(errors, path, { pdName });
  checkPartition(errors, path, partition);
}

function checkAwsDisk(errors: ErrorList, path: FieldPath, { volumeID, partition }: AWSElasticBlockStoreVolumeSource): void {
  required(errors, path, { volumeID });
  checkPartition(errors, path, partition);
}

function checkNfs(errors: ErrorList, path: FieldPath, { server, path: folder }: NFSVolumeSource): void {
  required(errors, path, { server, path: folder });
  if (!folder.startsWith('/')) errors.invalid(path.child('path'), folder, 'must be an absolute path');
}

const ISCSI_NAMES: readonly (readonly [prefix: string, isName: (name: string) => boolean])[] = [
  ['iqn', endsWithQualifiedName],
  ['eui', (name) => /^eui.[0-9A-Za-z]{16}$/.test(name)],
  ['naa', (name) => /^naa.[0-9A-Za-z]{32}$/.test(name)],
];

/**
 * As `iqn\.\d{4}-\d{2}\.[[:alnum:].-]+:[^,;*&$|\s]+$`, which upstream does not anchor at the start. In one pass: names have no maximum length, and a
 * backtracking matcher would look at the rest of the name from every place where one may begin.
 */
function endsWithQualifiedName(name: string): boolean {
  const authority = /[0-9A-Za-z.-]*/y;
  const forbidden = Math.max(...[...',;*&$|\t\n\f\r '].map((each) => name.lastIndexOf(each)));
  for (const { index, 0: head } of name.matchAll(/iqn\.\d{4}-\d{2}\./g)) {
    const start = index + head.length;
    if (authority.lastIndex <= start) {
      authority.lastIndex = start;
      authority.test(name);
    }
    const end = authority.lastIndex;
    if (end > start && end > forbidden && end < name.length - 1 && name[end] === ':') return true;
  }
  return false;
}

/** What is wrong with an iSCSI qualified name, an EUI-64 or an NAA name. */
function iscsiNameError(name: string, otherForm: string): string | undefined {
  const form = ISCSI_NAMES.find(([prefix]) => name.startsWith(prefix));
  if (form === undefined) return otherForm;
  const [, isName] = form;
  return isName(name) ? undefined : 'must be valid format';
}

/**
 * Upstream's rules for pods and for volumes differ.
 * @param otherForm what is said of names of no known kind
 * @param afterPortal what else is asked of the portal
 */
export function checkIscsi(
  errors: ErrorList,
  path: FieldPath,
  source: ISCSIVolumeSource,
  otherForm = 'must be valid format starting with iqn, eui, or naa',
  afterPortal?: () => void,
): void {
  const { targetPortal, iqn, lun, initiatorName } = source;
  required(errors, path, { targetPortal });
  afterPortal?.();
  required(errors, path, { iqn });
  const problem = iqn === '' ? undefined : iscsiNameError(iqn, otherForm);
  if (problem !== undefined) errors.invalid(path.child('iqn'), iqn, problem);
  if (lun < 0 || lun > 255) errors.invalid(path.child('lun'), lun, rangeText(0, 255));
  if ((source.chapAuthDiscovery === true || source.chapAuthSession === true) && source.secretRef === undefined)
    errors.required(path.child('secretRef'));
  const initiatorProblem = initiatorName === undefined ? undefined : iscsiNameError(initiatorName, otherForm);
  if (initiatorProblem !== undefined) errors.invalid(path.child('initiatorname'), initiatorName, initiatorProblem);
}

export function checkGlusterfs(errors: ErrorList, path: FieldPath, { endpoints, path: folder }: GlusterfsVolumeSource): void {
  required(errors, path, { endpoints, path: folder });
}

function checkFlocker(errors: ErrorList, path: FieldPath, { datasetName = '', datasetUUID = '' }: FlockerVolumeSource): void {
  if (datasetName === '' && datasetUUID === '') errors.required(path, 'one of datasetName and datasetUUID is required');
  if (datasetName !== '' && datasetUUID !== '') errors.invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously');
  if (datasetName.includes('/')) errors.invalid(path.child('datasetName'), datasetName, "must not contain '/'");
}

export function checkClaim(errors: ErrorList, path: FieldPath, { claimName }: PersistentVolumeClaimVolumeSource): void {
  required(errors, path, { claimName });
}

function checkRbd(errors: ErrorList, path: FieldPath, { monitors, image }: RBDVolumeSource): void {
  required(errors, path, { monitors, image });
}

export function checkCinder(errors: ErrorList, path: FieldPath, { volumeID, secretRef }: CinderVolumeSource): void {
  required(errors, path, { volumeID });
  if (secretRef !== undefined) required(errors, path.child('secretRef'), { name: secretRef.name });
}

function checkCephFs(errors: ErrorList, path: FieldPath, { monitors }: CephFSVolumeSource): void {
  required(errors, path, { monitors });
}

const REGISTRY = 'must be a host:port pair or multiple pairs separated by commas';

function checkQuobyte(errors: ErrorList, path: FieldPath, { registry, volume, tenant = '' }: QuobyteVolumeSource): void {
  if (registry === '') errors.required(path.child('registry'), REGISTRY);
  else if (Buffer.byteLength(tenant) > 64) errors.required(path.child('tenant'), 'must be a UUID and may not exceed a length of 64 characters');
  else for (const pair of registry.split(',')) if (!isHostPort(pair)) errors.invalid(path.child('registry'), registry, REGISTRY);
  required(errors, path, { volume });
}

/** What Go's net.SplitHostPort takes: "host:port", "[v6]:port"; either part may be empty. */
function isHostPort(text: string): boolean {
  return /^(?:\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(text);
}

function checkFibreChannel(errors: ErrorList, path: FieldPath, { targetWWNs = [], wwids = [], lun }: FCVolumeSource): void {
  const at = path.child('targetWWNs');
  if (targetWWNs.length === 0 && wwids.length === 0) errors.required(at, 'must specify either targetWWNs or wwids, but not both');
  if (targetWWNs.length > 0 && wwids.length > 0) errors.invalid(at, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously');
  if (targetWWNs.length === 0) return;
  if (lun === undefined) errors.required(path.child('lun'), 'lun is required if targetWWNs is specified');
  else if (lun < 0 || lun > 255) errors.invalid(path.child('lun'), lun, rangeText(0, 255));
}

const RESERVED_DOMAIN = /\.(?:kubernetes|k8s)\.io$/;

function checkFlex(errors: ErrorList, path: FieldPath, { driver, options = {} }: FlexVolumeSource): void {
  required(errors, path, { driver });
  for (const key of Object.keys(options)) {
    const domain = key.split('/', 1)[0] as string;
    if (RESERVED_DOMAIN.test(`.${domain.toLowerCase()}`))
      errors.invalid(path.child('options').key(key), key, 'kubernetes.io and k8s.io namespaces are reserved');
  }
}

export function checkAzureFile(errors: ErrorList, path: FieldPath, { secretName, shareName }: AzureFileVolumeSource): void {
  required(errors, path, { secretName, shareName });
}

function checkVsphere(errors: ErrorList, path: FieldPath, { volumePath }: VsphereVirtualDiskVolumeSource): void {
  required(errors, path, { volumePath });
}

function checkPhoton(errors: ErrorList, path: FieldPath, { pdID }: PhotonPersistentDiskVolumeSource): void {
  required(errors, path, { pdID });
}

function checkPortworx(errors: ErrorList, path: FieldPath, { volumeID }: PortworxVolumeSource): void {
  required(errors, path, { volumeID });
}

const CACHING_MODES: readonly string[] = ['None', 'ReadOnly', 'ReadWrite'];
const DISK_KINDS: readonly string[] = ['Dedicated', 'Managed', 'Shared'];
const MANAGED_URI = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_URI = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

function checkAzureDisk(errors: ErrorList, path: FieldPath, { diskName, diskURI, cachingMode, kind }: AzureDiskVolumeSource): void {
  required(errors, path, { diskName, diskURI });
  if (cachingMode !== undefined && !CACHING_MODES.includes(cachingMode)) errors.notSupported(path.child('cachingMode'), cachingMode, CACHING_MODES);
  if (kind !== undefined && !DISK_KINDS.includes(kind)) errors.notSupported(path.child('kind'), kind, DISK_KINDS);
  if (kind === 'Managed' && !diskURI.startsWith('/subscriptions/')) errors.notSupported(path.child('diskURI'), diskURI, [MANAGED_URI]);
  if (kind !== undefined && kind !== 'Managed' && !diskURI.startsWith('https://')) errors.notSupported(path.child('diskURI'), diskURI, [BLOB_URI]);
}

export function checkStorageOs(errors: ErrorList, path: FieldPath, source: StorageOSVolumeSource): void {
  const { volumeName = '', volumeNamespace = '', secretRef } = source;
  required(errors, path, { volumeName });
  if (volumeName !== '') errors.eachInvalid(path.child('volumeName'), volumeName, validateDns1123Label(volumeName));
  if (volumeNamespace !== '') errors.eachInvalid(path.child('volumeNamespace'), volumeNamespace, validateDns1123Label(volumeNamespace));
  if (secretRef !== undefined) required(errors, path.child('secretRef'), { name: secretRef.name });
}

function checkScaleIo(errors: ErrorList, path: FieldPath, { gateway, system, volumeName }: ScaleIOVolumeSource): void {
  required(errors, path, { gateway, system, volumeName });
}

const MAX_DRIVER_NAME_BYTES = 63;

export function checkCsiDriverName(errors: ErrorList, path: FieldPath, name: string): void {
  if (name === '') errors.required(path);
  if (Buffer.byteLength(name) > MAX_DRIVER_NAME_BYTES) errors.tooLong(path, MAX_DRIVER_NAME_BYTES);
  // An empty name is not said to be malformed as well.
  if (name !== '') errors.eachInvalid(path, name, validateDns1123Subdomain(name.toLowerCase()));
}

export function checkCsi(errors: ErrorList, path: FieldPath, { driver, nodePublishSecretRef }: CSIVolumeSource): void {
  checkCsiDriverName(errors, path.child('driver'), driver);
  if (nodePublishSecretRef === undefined) return;
  const { name = '' } = nodePublishSecretRef;
  if (name === '') errors.required(path.child('nodePublishSecretRef', 'name'));
  else errors.eachInvalid(path.child('name'), name, nameIsDns1123Subdomain(name));
}

/** Sources that pods' volumes and persistent volumes have in common, by their field. */
export const COMMON_SOURCES = {
  hostPath: checkHostPath,
  gcePersistentDisk: checkGceDisk,
  awsElasticBlockStore: checkAwsDisk,
  nfs: checkNfs,
  flocker: checkFlocker,
  rbd: checkRbd,
  cephfs: checkCephFs,
  quobyte: checkQuobyte,
  fc: checkFibreChannel,
  flexVolume: checkFlex,
  vsphereVolume: checkVsphere,
  photonPersistentDisk: checkPhoton,
  portworxVolume: checkPortworx,
  azureDisk: checkAzureDisk,
  scaleIO: checkScaleIo,
};
