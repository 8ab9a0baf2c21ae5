/** One page of a list, taken from a state that does not change. Scans with selectors are sliced, so that they never hold the loop. */
import { Slice } from '../../base/slice.ts';
import type { Revision } from '../interface.ts';
import type { EntryFilter, ListPage } from '../resource-storage.ts';
import { encodeContinue } from './continue-token.ts';
import type { StoredEntry } from './entry.ts';
import { inScope } from './events.ts';
import type { TreeView } from './tree.ts';

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

export async function takePage(request: PageRequest): Promise<ListPage> {
  const { state, revision, prefix, from, until, filter, limit } = request;
  const unfiltered = filter.matches === undefined && filter.name === '';
  if (!unfiltered) return takeMatching(request);
  const entries: StoredEntry[] = [];
  for (const run of state.runs(from, until)) {
    for (const entry of run) entries.push(entry);
    if (limit > 0 && entries.length > limit) break;
  }
  const last = entries[limit - 1];
  if (limit === 0 || last === undefined || entries.length <= limit) return lastPage(entries, revision);
  entries.length = limit;
  const remainingItemCount = state.count(from, until) - limit;
  return { entries, revision, continueToken: encodeContinue(prefix, last.key, revision), remainingItemCount };
}

/** With a selector nobody knows how many are left; the token says that there are keys behind the last one that was looked at. */
async function takeMatching({ state, revision, prefix, from, until, filter, limit }: PageRequest): Promise<ListPage> {
  const entries: StoredEntry[] = [];
  const slice = new Slice();
  let last: StoredEntry | undefined;
  for (const entry of state.range(from, until)) {
    if (limit > 0 && entries.length >= limit && last !== undefined) {
      return { entries, revision, continueToken: encodeContinue(prefix, last.key, revision), remainingItemCount: undefined };
    }
    last = entry;
    if (inScope(filter, entry) && (filter.matches === undefined || filter.matches(entry))) entries.push(entry);
    if (slice.over()) await slice.next();
  }
  return lastPage(entries, revision);
}

function lastPage(entries: readonly StoredEntry[], revision: Revision): ListPage {
  return { entries, revision, continueToken: '', remainingItemCount: undefined };
}
