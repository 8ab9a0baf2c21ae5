/** What the storage of one resource is opened with. */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { ResourceStorageDeclaration } from '../entries/declaration.ts';
import type { Store } from '../interface.ts';
import type { Transformer } from '../transformer.ts';
import type { CacheCounters } from '../watch-cache/cache-metrics.ts';
import type { StoreFeed } from '../watch-cache/feed.ts';

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
