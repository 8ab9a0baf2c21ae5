/** All objects of a resource, without paging: what the server looks through for its own purposes. */
import type { Entry, ResourceStorage } from '../../storage/resource-storage.ts';

/** @param namespace only in it; '' everywhere. @param resourceVersion '0': what the cache knows; '': the most recent state */
export async function everyEntry(storage: ResourceStorage, namespace: string, resourceVersion: '' | '0'): Promise<readonly Entry[]> {
  const everything = { name: '', matches: undefined, resourceVersionMatch: '', limit: 0, continueToken: '' } as const;
  return (await storage.list({ ...everything, namespace, resourceVersion })).entries;
}
