/** Deletion of everything that a list selects; answers with the objects as they were before. */
import { TimeSlice } from '../../base/event-loop.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Entry, ListPage, ResourceVersionMatch } from '../../storage/resource-storage.ts';
import { deleteObject } from './delete.ts';
import type { DeleteCollectionRequest, Registry } from './requests.ts';

/** Objects that are listed at a time when the client sets no limit. */
const PAGE_SIZE = 10_000;

/** @throws {ApiError} the first failure; what has been deleted by then stays deleted */
export async function deleteCollection(store: Registry, request: DeleteCollectionRequest): Promise<ListPage> {
  const { filter, limit } = request;
  const list = (continueToken: string, resourceVersion: string, resourceVersionMatch: ResourceVersionMatch): Promise<ListPage> =>
    store.storage.list({ ...filter, resourceVersion, resourceVersionMatch, limit: limit > 0 ? limit : PAGE_SIZE, continueToken });
  const first = await list(request.continueToken, request.resourceVersion, request.resourceVersionMatch);
  await deleteAll(store, request, first.entries);
  if (limit > 0 || first.continueToken === '') return first;
  const entries = [...first.entries];
  for (let token = first.continueToken; token !== ''; ) {
    const page = await list(token, '', '');
    await deleteAll(store, request, page.entries);
    for (const entry of page.entries) entries.push(entry);
    token = page.continueToken;
  }
  return { entries, revision: first.revision, continueToken: '', remainingItemCount: undefined };
}

async function deleteAll(store: Registry, request: DeleteCollectionRequest, entries: readonly Entry[]): Promise<void> {
  const failures: { readonly index: number; readonly error: unknown }[] = [];
  let next = 0;
  // Where nothing has to be waited for, nobody else would have a turn before the last one.
  const slice = new TimeSlice();
  let pause: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    while (next < entries.length && failures.length === 0) {
      const index = next++;
      const entry = entries[index] as Entry;
      try {
        const context = entry.namespace === request.context.namespace ? request.context : { ...request.context, namespace: entry.namespace };
        await deleteObject(store, { context, name: entry.name, options: request.options, admit: request.admit });
      } catch (error) {
        if (!(error instanceof ApiError && error.reason === 'NotFound')) failures.push({ index, error });
      }
      if (pause === undefined && slice.over()) {
        pause = slice.next().then(() => {
          pause = undefined;
        });
      }
      if (pause !== undefined) await pause;
    }
  };
  await Promise.all(Array.from({ length: Math.min(store.deleteCollectionWorkers, entries.length) }, work));
  if (failures.length > 0) throw failures.reduce((a, b) => (a.index < b.index ? a : b)).error;
}
