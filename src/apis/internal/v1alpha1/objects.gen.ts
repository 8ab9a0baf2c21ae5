/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { Int64 } from '../../../machinery/int64.ts';
import type { ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface ServerStorageVersion {
  apiServerID?: string;
  encodingVersion?: string;
  decodableVersions?: string[];
  servedVersions?: string[];
}

export interface StorageVersion {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: StorageVersionSpec;
  status: StorageVersionStatus;
}

export interface StorageVersionCondition {
  type: string;
  status: string;
  observedGeneration?: Int64;
  lastTransitionTime: string | null;
  reason: string;
  message?: string;
}

export interface StorageVersionList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: StorageVersion[] | null;
}

export type StorageVersionSpec = { [key: string]: never };

export interface StorageVersionStatus {
  storageVersions?: ServerStorageVersion[];
  commonEncodingVersion?: string;
  conditions?: StorageVersionCondition[];
}
