/** What storage needs to know of a resource; a ResourceDeclaration of the registry is one. */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Store } from '../interface.ts';
import type { Transformer } from '../transformer.ts';
import type { CacheCounters } from './cache-metrics.ts';
import type { StoreFeed } from './feed.ts';

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

export interface ResourceStorageOptions {
  readonly store: Store;
  readonly declaration: ResourceStorageDeclaration;
  readonly clock: Clock;
  readonly log: Logger;
  /** The store's feed that all resources share; without it the storage opens one of its own. */
  readonly feed?: StoreFeed;
  /** Identifies the schema that this process writes: bytes noted with the same number are served as they are. */
  readonly fingerprint?: number;
  /** In which form objects are stored: Protobuf (default) or JSON. */
  readonly mediaType?: string;
  /** Default: none. */
  readonly transformer?: Transformer;
  /** Default: nobody counts. */
  readonly counters?: CacheCounters;
}
