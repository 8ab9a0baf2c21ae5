/** What storage needs to know of a resource; a ResourceDeclaration of the registry is one. */
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';

/** A version in which stored bytes may be written. */
export interface StoredVersion {
  readonly version: string;
  readonly group?: string;
  readonly type: StructType;
  readonly setDefaults?: (object: KubeObject) => void;
  readonly toHub?: (object: KubeObject) => KubeObject;
  readonly fromHub?: (object: KubeObject) => KubeObject;
}

export interface ResourceStorageDeclaration {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly storageVersion: string;
  readonly versions: readonly StoredVersion[];
  /** The form in the store when that is not the storage version itself: a version that upstream stores but that objects are not kept in here. */
  readonly storedAs?: StoredVersion;
  /** Stored as JSON whatever the server's storage media type is. */
  readonly storedAsJson?: boolean;
  /** Ends with a slash; keys are prefix + [namespace/] + name. */
  readonly storagePrefix: string;
  /** Default true. */
  readonly watchCache?: boolean;
  readonly selectableFields: {
    readonly values: { readonly [field: string]: (object: KubeObject) => string };
    readonly indexed?: readonly string[];
  };
}
