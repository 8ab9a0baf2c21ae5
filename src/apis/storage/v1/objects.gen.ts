/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { Int64 } from '../../../machinery/int64.ts';
import type { PersistentVolumeSpec, TopologySelectorTerm } from '../../core/v1/objects.gen.ts';
import type { LabelSelector, ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface CSIDriver {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: CSIDriverSpec;
}

export interface CSIDriverList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: CSIDriver[] | null;
}

export interface CSIDriverSpec {
  attachRequired?: boolean;
  podInfoOnMount?: boolean;
  volumeLifecycleModes?: string[];
  storageCapacity?: boolean;
  fsGroupPolicy?: string;
  tokenRequests?: TokenRequest[];
  requiresRepublish?: boolean;
  seLinuxMount?: boolean;
  nodeAllocatableUpdatePeriodSeconds?: Int64;
  serviceAccountTokenInSecrets?: boolean;
  preventPodSchedulingIfMissing?: boolean;
}

export interface CSINode {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: CSINodeSpec;
}

export interface CSINodeDriver {
  name: string;
  nodeID: string;
  topologyKeys: string[] | null;
  allocatable?: VolumeNodeResources;
}

export interface CSINodeList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: CSINode[] | null;
}

export interface CSINodeSpec {
  drivers: CSINodeDriver[] | null;
}

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

export interface StorageClass {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  provisioner: string;
  parameters?: { [key: string]: string };
  reclaimPolicy?: string;
  mountOptions?: string[];
  allowVolumeExpansion?: boolean;
  volumeBindingMode?: string;
  allowedTopologies?: TopologySelectorTerm[];
}

export interface StorageClassList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: StorageClass[] | null;
}

export interface TokenRequest {
  audience: string;
  expirationSeconds?: Int64;
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

export interface VolumeNodeResources {
  count?: number;
}
