/** Defaults of volumes: those of pods, and the sources that persistent volumes share with them. */
import { defaultFieldReference, type FieldReference } from './container-defaults.ts';
import { pullPolicyOf } from './images.ts';
import { type ResourceRequirements, roundRequirements } from './quantities.ts';

/** 0644: readable by everybody, writable by the owner. */
const DEFAULT_FILE_MODE = 0o644;

const TOKEN_EXPIRATION_SECONDS = 3600;

interface FilesSource {
  defaultMode?: number;
  items?: { fieldRef?: FieldReference }[] | null;
}

interface ProjectedSource {
  defaultMode?: number;
  sources?: { serviceAccountToken?: { expirationSeconds?: number }; downwardAPI?: FilesSource }[] | null;
}

interface AzureDiskSource {
  cachingMode?: string;
  kind?: string;
  fsType?: string;
  readOnly?: boolean;
}

/** What volumes of pods and persistent volumes have in common. */
export interface StorageSource {
  hostPath?: { type?: string };
  iscsi?: { iscsiInterface?: string };
  rbd?: { pool?: string; user?: string; keyring?: string };
  azureDisk?: AzureDiskSource;
  scaleIO?: { storageMode?: string; fsType?: string };
}

export interface ClaimSpec {
  volumeMode?: string;
  resources?: ResourceRequirements;
}

export interface Volume extends StorageSource {
  name: string;
  emptyDir?: object;
  secret?: FilesSource;
  configMap?: FilesSource;
  downwardAPI?: FilesSource;
  projected?: ProjectedSource;
  image?: { reference?: string; pullPolicy?: string };
  ephemeral?: { volumeClaimTemplate?: { spec?: ClaimSpec } };
}

export function defaultVolume(volume: Volume): void {
  if (isBare(volume)) {
    volume.emptyDir = {};
    return;
  }
  defaultFiles(volume.secret);
  defaultFiles(volume.configMap);
  defaultFiles(volume.downwardAPI);
  defaultProjected(volume.projected);
  if (volume.image !== undefined) volume.image.pullPolicy ||= pullPolicyOf(volume.image.reference);
  defaultClaimSpec(volume.ephemeral?.volumeClaimTemplate?.spec);
  defaultStorageSource(volume);
}

/** A volume that is nothing but a name is an empty directory. */
function isBare(volume: Volume): boolean {
  for (const field in volume) if (field !== 'name' && volume[field as keyof Volume] !== undefined) return false;
  return true;
}

function defaultFiles(source: FilesSource | undefined): void {
  if (source === undefined) return;
  source.defaultMode ??= DEFAULT_FILE_MODE;
  defaultItems(source);
}

function defaultItems(source: FilesSource | undefined): void {
  for (const item of source?.items ?? []) defaultFieldReference(item.fieldRef);
}

function defaultProjected(projected: ProjectedSource | undefined): void {
  if (projected === undefined) return;
  projected.defaultMode ??= DEFAULT_FILE_MODE;
  for (const source of projected.sources ?? []) {
    if (source.serviceAccountToken !== undefined) source.serviceAccountToken.expirationSeconds ??= TOKEN_EXPIRATION_SECONDS;
    defaultItems(source.downwardAPI);
  }
}

export function defaultStorageSource(source: StorageSource): void {
  if (source.hostPath !== undefined) source.hostPath.type ??= '';
  if (source.iscsi !== undefined) source.iscsi.iscsiInterface ||= 'default';
  const { rbd, azureDisk, scaleIO } = source;
  if (rbd !== undefined) {
    rbd.pool ||= 'rbd';
    rbd.user ||= 'admin';
    rbd.keyring ||= '/etc/ceph/keyring';
  }
  if (azureDisk !== undefined) {
    azureDisk.cachingMode ??= 'ReadWrite';
    azureDisk.kind ??= 'Shared';
    azureDisk.fsType ??= 'ext4';
    azureDisk.readOnly ??= false;
  }
  if (scaleIO !== undefined) {
    scaleIO.storageMode ||= 'ThinProvisioned';
    scaleIO.fsType ||= 'xfs';
  }
}

export function defaultClaimSpec(spec: ClaimSpec | undefined): void {
  if (spec === undefined) return;
  spec.volumeMode ??= 'Filesystem';
  roundRequirements(spec.resources);
}
