/** Opens the storage of one resource: over a watch cache, or straight on the store for resources that declare `watchCache: false`. */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { Store } from '../interface.ts';
import type { ResourceStorage } from '../resource-storage.ts';
import { CachedStorage } from './cached-storage.ts';
import type { ResourceStorageDeclaration } from './declaration.ts';
import { DirectStorage } from './direct-storage.ts';
import type { StoreFeed } from './feed.ts';

export interface ResourceStorageOptions {
  readonly store: Store;
  readonly declaration: ResourceStorageDeclaration;
  readonly clock: Clock;
  readonly log: Logger;
  /** The store's feed that all resources share; without it the storage opens one of its own. */
  readonly feed?: StoreFeed;
  /** Identifies the schema that this process writes: bytes noted with the same number are served as they are. */
  readonly fingerprint?: number;
}

/** For servers that do not say which schema they are (tests). */
const DEFAULT_FINGERPRINT = 1;

export function openResourceStorage(options: ResourceStorageOptions): ResourceStorage {
  const fingerprint = options.fingerprint ?? DEFAULT_FINGERPRINT;
  return options.declaration.watchCache === false ? new DirectStorage(options, fingerprint) : new CachedStorage(options, fingerprint);
}
