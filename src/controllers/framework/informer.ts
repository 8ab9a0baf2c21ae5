/** How controllers hear of changes: the watch cache is their store already, so an informer is nothing but the news. */
import { type EntryFollower, type FollowingEntries, followEntries } from '../../authorization/follow.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import type { ControllerContext } from './interface.ts';

/** Follows a resource from what is there now on. What is not served has no news. */
export function inform(context: ControllerContext, group: string, resource: string, follower: EntryFollower): FollowingEntries {
  const store = context.registry(group, resource);
  return store === undefined ? { synced: Promise.resolve(), entry: () => undefined, close() {} } : informOf(context, store, follower);
}

/** The same of a store that is at hand. @param namespace only in it; '' everywhere */
export function informOf({ clock, log }: ControllerContext, store: RegistryStore, follower: EntryFollower, namespace = ''): FollowingEntries {
  const { put, remove } = follower;
  const unreadable = ({ key }: Entry, error: unknown): void => log.error('Unable to read an object, it is passed over', error, { key });
  return followEntries(store.storage, { put, remove, unreadable }, (ms, task) => clock.after(ms, task), namespace);
}
