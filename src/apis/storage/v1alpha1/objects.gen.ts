/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { PersistentVolumeSpec } from '../../core/v1/objects.gen.ts';
import type { LabelSelector, ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface CSIStorageCapacity {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  nodeTopology?: LabelSelector;
  storageClassName: string;
  capacity?: string;
  maximumVolumeSize?: string;
}

export interface CSIStorageCapacityList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: CSIStorageCapacity[] | null;
}

export interface VolumeAttachment {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: VolumeAttachmentSpec;
  status: VolumeAttachmentStatus;
}

export interface VolumeAttachmentList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: VolumeAttachment[] | null;
}

export interface VolumeAttachmentSource {
  persistentVolumeName?: string;
  inlineVolumeSpec?: PersistentVolumeSpec;
}

export interface VolumeAttachmentSpec {
  attacher: string;
  source: VolumeAttachmentSource;
  nodeName: string;
}

export interface VolumeAttachmentStatus {
  attached: boolean;
  attachmentMetadata?: { [key: string]: string };
  attachError?: VolumeError;
  detachError?: VolumeError;
}

export interface VolumeAttributesClass {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  driverName: string;
  parameters?: { [key: string]: string };
}

export interface VolumeAttributesClassList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: VolumeAttributesClass[] | null;
}

export interface VolumeError {
  time: string | null;
  message?: string;
  errorCode?: number;
}
