/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */
import type { Condition, GroupResource, ListMeta, ObjectMeta } from '../../meta/v1/objects.gen.ts';

export interface StorageVersionMigration {
  kind?: string;
  apiVersion?: string;
  metadata: ObjectMeta;
  spec: StorageVersionMigrationSpec;
  status: StorageVersionMigrationStatus;
}

export interface StorageVersionMigrationList {
  kind?: string;
  apiVersion?: string;
  metadata: ListMeta;
  items: StorageVersionMigration[] | null;
}

export interface StorageVersionMigrationSpec {
  resource: GroupResource;
}

export interface StorageVersionMigrationStatus {
  conditions?: Condition[];
  resourceVersion?: string;
}
