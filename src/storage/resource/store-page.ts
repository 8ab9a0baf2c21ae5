/** One page of a list, read from the store: for resources without a cache, and for states older than the cache remembers. */
import { ApiError, gone } from '../../machinery/status.ts';
import type { StoredEntry } from '../entries/entry.ts';
import { RevisionCompacted, RevisionInFuture } from '../errors.ts';
import type { Revision, Store, StoredValue } from '../interface.ts';
import type { EntryFilter, ListPage } from '../resource-storage.ts';
import { inScope } from '../watch-cache/events.ts';
import { encodeContinue, encodeInconsistent } from './continue-token.ts';
import { toApiFailure, tooLargeVersion } from './failures.ts';
import type { KeyScope } from './key-scope.ts';
import { ensureReadable, matches } from './readable.ts';

/** Values that are read at once when there is no limit, or a selector in front of it. */
const CHUNK = 500;

/** A page whose entries were made here. */
interface Page extends ListPage {
  readonly entries: readonly StoredEntry[];
}

export interface StorePageRequest {
  readonly store: Store;
  readonly scope: KeyScope;
  /** The first key that may be listed. */
  readonly from: string;
  /** undefined: now. */
  readonly revision: Revision | undefined;
  readonly filter: EntryFilter;
  readonly limit: number;
  readonly continued: boolean;
  readonly entryOf: (value: StoredValue) => StoredEntry;
}

/** @throws {ApiError} 410 for states that are gone, 500 when an object among them cannot be read */
export async function takeStorePage(request: StorePageRequest): Promise<Page> {
  const page = await takePage(request);
  await ensureReadable(page.entries);
  return page;
}

async function takePage(request: StorePageRequest): Promise<Page> {
  const { scope, filter, limit, entryOf } = request;
  const unfiltered = filter.matches === undefined && filter.name === '';
  const entries: StoredEntry[] = [];
  let start = request.from;
  let revision = request.revision;
  for (;;) {
    const wanted = limit > 0 && unfiltered ? limit - entries.length : CHUNK;
    const page = await readPage(request, start, wanted, revision);
    revision ??= page.revision;
    for (const [i, value] of page.items.entries()) {
      if (value.key >= scope.until) return lastPage(entries, revision);
      const entry = entryOf(value);
      if (inScope(filter, entry) && matches(filter, entry)) entries.push(entry);
      const more = i + 1 < page.items.length || page.more;
      if (limit > 0 && entries.length >= limit && more) {
        const remainingItemCount = unfiltered ? page.count - i - 1 : undefined;
        return { entries, revision, continueToken: encodeContinue(scope.prefix, value.key, revision), remainingItemCount };
      }
    }
    const last = page.items.at(-1);
    if (!page.more || last === undefined) return lastPage(entries, revision);
    start = `${last.key}\0`;
  }
}

function lastPage(entries: readonly StoredEntry[], revision: Revision): Page {
  return { entries, revision, continueToken: '', remainingItemCount: undefined };
}

async function readPage(request: StorePageRequest, start: string, limit: number, revision: Revision | undefined) {
  try {
    return await request.store.list(request.scope.prefix, { start, limit, ...(revision === undefined ? {} : { revision }) });
  } catch (error) {
    if (error instanceof RevisionCompacted)
      throw request.continued ? expiredToken(request.scope.prefix, start) : gone('The resourceVersion for the provided list is too old.');
    if (error instanceof RevisionInFuture) throw tooLargeVersion(String(revision), error.current);
    throw toApiFailure(error);
  }
}

const EXPIRED_TOKEN =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** The way on is in the Status: a token that continues at the present. */
function expiredToken(prefix: string, start: string): ApiError {
  return new ApiError(410, 'Expired', EXPIRED_TOKEN, undefined, { continue: encodeInconsistent(prefix, start) });
}
