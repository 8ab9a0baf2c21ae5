/** One page of a list, taken from a state that does not change. Scans with selectors are sliced, so that they never hold the loop. */
import { TimeSlice } from '../../base/event-loop.ts';
import type { StoredEntry } from '../entries/entry.ts';
import type { Revision } from '../interface.ts';
import type { TreeView } from '../ordered-tree.ts';
import type { EntryFilter, ListPage } from '../resource-storage.ts';
import { inScope } from '../watch-cache/events.ts';
import { encodeContinue } from './continue-token.ts';
import { ensureReadable, matches } from './readable.ts';

/** A page whose entries are the cache's own. */
export interface Page extends ListPage {
  readonly entries: readonly StoredEntry[];
  /** How many objects were looked at. */
  readonly looked: number;
}

export interface PageRequest {
  readonly state: TreeView<StoredEntry>;
  /** The state's. */
  readonly revision: Revision;
  /** What continue tokens are relative to; ends with a slash. */
  readonly prefix: string;
  /** The first key, and the first key beyond the last. */
  readonly from: string;
  readonly until: string;
  readonly filter: EntryFilter;
  /** 0: none. */
  readonly limit: number;
}

/** @throws {ApiError} 500 when an object among them cannot be read */
export async function takeCachePage(request: PageRequest): Promise<Page> {
  const { filter } = request;
  const page = filter.matches === undefined && filter.name === '' ? takeAll(request) : await takeMatching(request);
  await ensureReadable(page.entries);
  return page;
}

function takeAll({ state, revision, prefix, from, until, limit }: PageRequest): Page {
  const entries: StoredEntry[] = [];
  for (const run of state.runs(from, until)) {
    for (const entry of run) entries.push(entry);
    if (limit > 0 && entries.length > limit) break;
  }
  const last = entries[limit - 1];
  const looked = entries.length;
  if (limit === 0 || last === undefined || looked <= limit) return lastPage(entries, revision, looked);
  entries.length = limit;
  const remainingItemCount = state.count(from, until) - limit;
  return { entries, revision, continueToken: encodeContinue(prefix, last.key, revision), remainingItemCount, looked };
}

/** With a selector nobody knows how many are left; the token says that there are keys behind the last one that was looked at. */
async function takeMatching({ state, revision, prefix, from, until, filter, limit }: PageRequest): Promise<Page> {
  const entries: StoredEntry[] = [];
  const slice = new TimeSlice();
  let last: StoredEntry | undefined;
  let looked = 0;
  for (const entry of state.range(from, until)) {
    if (limit > 0 && entries.length >= limit && last !== undefined) {
      return { entries, revision, continueToken: encodeContinue(prefix, last.key, revision), remainingItemCount: undefined, looked };
    }
    last = entry;
    looked++;
    if (inScope(filter, entry) && matches(filter, entry)) entries.push(entry);
    if (slice.over()) await slice.next();
  }
  return lastPage(entries, revision, looked);
}

function lastPage(entries: readonly StoredEntry[], revision: Revision, looked: number): Page {
  return { entries, revision, continueToken: '', remainingItemCount: undefined, looked };
}
