/** How controllers hear of changes: the watch cache is their store already, so an informer is nothing but the news. */
import { type EntryFollower, type FollowingEntries, followEntries } from '../../authorization/follow.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { ControllerContext } from './interface.ts';

/** Follows a resource from what is there now on. What is not served has no news. */
export function inform(context: ControllerContext, group: string, resource: string, follower: EntryFollower): FollowingEntries {
  const store = context.registry(group, resource);
  return store === undefined ? { synced: Promise.resolve(), entry: () => undefined, close() {} } : informOf(context, store, follower);
}

/** The same of a store that is at hand. @param namespace only in it; '' everywhere */
export function informOf({ clock }: ControllerContext, store: RegistryStore, follower: EntryFollower, namespace = ''): FollowingEntries {
  return followEntries(store.storage, follower, (ms, task) => clock.after(ms, task), namespace);
}
