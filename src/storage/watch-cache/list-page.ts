/** One page of a list, taken from a state that does not change. Scans with selectors are sliced, so that they never hold the loop. */
import type { Revision } from '../interface.ts';
import type { EntryFilter, ListPage } from '../resource-storage.ts';
import { encodeContinue } from './continue-token.ts';
import type { StoredEntry } from './entry.ts';
import { inScope } from './events.ts';
import type { TreeView } from './tree.ts';

/** Entries that are tested in one go. */
const SLICE = 1000;

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

export async function takePage({ state, revision, prefix, from, until, filter, limit }: PageRequest): Promise<ListPage> {
  const entries: StoredEntry[] = [];
  const { matches } = filter;
  const unfiltered = matches === undefined && filter.name === '';
  let seen = 0;
  let last: StoredEntry | undefined;
  let more = false;
  for (const entry of state.range(from, until)) {
    if (limit > 0 && entries.length >= limit) {
      more = true;
      break;
    }
    last = entry;
    seen++;
    if (unfiltered || (inScope(filter, entry) && (matches === undefined || matches(entry)))) entries.push(entry);
    if (!unfiltered && seen % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  if (!more || last === undefined) return { entries, revision, continueToken: '', remainingItemCount: undefined };
  return {
    entries,
    revision,
    continueToken: encodeContinue(prefix, last.key, revision),
    remainingItemCount: unfiltered ? state.count(from, until) - seen : undefined,
  };
}
