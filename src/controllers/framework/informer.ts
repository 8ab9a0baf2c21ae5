/** How controllers hear of changes: the watch cache is their store already, so an informer is nothing but the news. */
import type { RegistryStore } from '../../registry/generic/store.ts';
import { type EntryFollower, type EntryHandler, followEntries, type InformedOf, type Informer, startEntryInformer } from '../../storage/informer.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import type { ControllerContext } from './interface.ts';

/** Follows a resource from what is there now on. What is not served has no news. */
export function informerFor(context: ControllerContext, group: string, resource: string, handler: EntryHandler, of?: InformedOf): Informer {
  const store = context.registry(group, resource);
  return store === undefined ? { synced: Promise.resolve(), close() {} } : informerOf(context, store, handler, of);
}

/** The same of a store that is at hand. */
export function informerOf(context: ControllerContext, store: RegistryStore, handler: EntryHandler, of?: InformedOf): Informer {
  const { put, remove } = handler;
  return startEntryInformer(store.storage, { put, remove, unreadable: passOver(context) }, context.clock, of);
}

/** The same for those who know what they hold, and of what: nothing is kept for them. */
export function newsFor(context: ControllerContext, store: RegistryStore, follower: Omit<EntryFollower, 'unreadable'>): Informer {
  const { put, remove, retain } = follower;
  return followEntries(store.storage, { put, remove, retain, unreadable: passOver(context) }, context.clock);
}

function passOver({ log }: ControllerContext): (entry: Entry, error: unknown) => void {
  return ({ key }, error) => log.error('Unable to read an object, it is passed over', error, { key });
}
