/**
 * Objects that the server keeps for itself under keys of upstream's, which no path serves: which ports are taken, which servers are alive. They are
 * in the cluster's main store and are read where they are, without a watch cache.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { openResourceStorage } from '../../storage/resource/open-storage.ts';
import type { ResourceStorage } from '../../storage/resource-storage.ts';
import type { WatchedStore } from './stores.ts';

/** What such objects share with those of resources. */
export interface ServerObjectsOptions {
  readonly watched: WatchedStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** What all keys begin with. */
  readonly prefix: string;
  readonly fingerprint: number;
  readonly mediaType: string;
}

export interface ServerObjectsKind {
  readonly resource: string;
  /** Of the core group, in version v1. */
  readonly kind: string;
  readonly type: StructType;
  /** What keys have behind the common prefix: "/ranges/". */
  readonly folder: string;
}

export interface ServerObjects {
  /** To be closed in the end. */
  readonly storage: ResourceStorage;
  /** Keys are this and a name. */
  readonly storagePrefix: string;
}

export function openServerObjects(options: ServerObjectsOptions, { resource, kind, type, folder }: ServerObjectsKind): ServerObjects {
  const { watched, clock, log, prefix, fingerprint, mediaType } = options;
  const storagePrefix = prefix + folder;
  const storage = openResourceStorage({
    store: watched.store,
    feed: watched.feed,
    clock,
    log,
    fingerprint,
    mediaType,
    declaration: {
      group: '',
      resource,
      kind,
      namespaced: false,
      storageVersion: 'v1',
      versions: [{ version: 'v1', type }],
      storagePrefix,
      watchCache: false,
      selectableFields: { values: {} },
    },
  });
  return { storage, storagePrefix };
}
