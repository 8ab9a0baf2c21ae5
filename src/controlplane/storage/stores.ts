/**
 * The stores of one server: the cluster's own, and those that `--etcd-servers-overrides` binds single resources to. Each has a feed of its own,
 * as revisions of different stores cannot be compared.
 */
import type { Clock } from '../../base/clock.ts';
import { type Logger, named } from '../../base/log.ts';
import type { Store } from '../../storage/interface.ts';
import { openStoreFeed, type StoreFeed } from '../../storage/watch-cache/feed.ts';
import type { ServerOptions } from '../options.ts';
import { keyPrefix, openStore } from './store.ts';

/** A store and the watch of it that its resources share. */
export interface WatchedStore {
  readonly store: Store;
  readonly feed: StoreFeed;
}

export interface ResourceStores {
  readonly main: WatchedStore;
  /** The others, one for each set of servers, in the order in which they were named. */
  readonly overrides: readonly WatchedStore[];
  /** Where the objects of a resource are. */
  of(resource: { readonly group: string; readonly resource: string }): WatchedStore;
  close(): Promise<void>;
}

export interface StoresOptions {
  readonly options: ServerOptions;
  readonly compactionIntervalMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Puts something around every store (metrics). */
  readonly wrap: (store: Store) => Store;
}

/** @throws {StoreUnavailable} and other errors of one line when a store cannot be opened; none is left open then */
export async function openStores({ options, compactionIntervalMs, clock, log, wrap }: StoresOptions): Promise<ResourceStores> {
  const { storage } = options;
  const opened: WatchedStore[] = [];
  const open = async (place: ServerOptions['storage']): Promise<WatchedStore> => {
    const store = wrap(await openStore(place, compactionIntervalMs, clock, named(log, 'storage')));
    const watched = { store, feed: openStoreFeed({ store, clock, log: named(log, 'watch-cache'), prefix: `${keyPrefix(storage)}/` }) };
    opened.push(watched);
    return watched;
  };
  try {
    const main = await open(storage);
    const bound = new Map<string, WatchedStore>();
    const byServers = new Map<string, WatchedStore>();
    if (storage.backend === 'etcd3') {
      for (const { group, resource, servers } of storage.overrides ?? []) {
        const name = servers.join(';');
        const watched = byServers.get(name) ?? (await open({ ...storage, servers }));
        byServers.set(name, watched);
        bound.set(`${group}/${resource}`, watched);
      }
    }
    return {
      main,
      overrides: [...byServers.values()],
      of: ({ group, resource }) => bound.get(`${group}/${resource}`) ?? main,
      close: () => closeAll(opened),
    };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

async function closeAll(stores: readonly WatchedStore[]): Promise<void> {
  for (const { feed } of stores) feed.close();
  await Promise.all(stores.map(({ store }) => store.close()));
}
