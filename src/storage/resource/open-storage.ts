/** Opens the storage of one resource: over a watch cache, or straight on the store for resources that declare `watchCache: false`. */
import type { ResourceStorage } from '../resource-storage.ts';
import { CachedStorage } from './cached-storage.ts';
import { DirectStorage } from './direct-storage.ts';
import type { ResourceStorageOptions } from './options.ts';

/** For servers that do not say which schema they are (tests). */
const DEFAULT_FINGERPRINT = 1;

export function openResourceStorage(options: ResourceStorageOptions): ResourceStorage {
  const fingerprint = options.fingerprint ?? DEFAULT_FINGERPRINT;
  return options.declaration.watchCache === false ? new DirectStorage(options, fingerprint) : new CachedStorage(options, fingerprint);
}
