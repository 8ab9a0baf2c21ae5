/**
 * Which keys of a cluster a store has to do with: all, or, where single resources lie in stores of their own, some. Prefixes are relative to the
 * cluster's.
 */
import type { ListOptions, ListResult, Revision, Store, StoredValue } from '../interface.ts';
import { orderKey } from '../key-order.ts';

export interface Scope {
  /** What is in it; '' is everything. None of them begins with another. */
  readonly within: readonly string[];
  /** What of that is not. */
  readonly without: readonly string[];
}

export const WHOLE: Scope = { within: [''], without: [] };

/** What running servers say of themselves, for seconds only: it is neither copied nor does it stand in the way of a copy. */
const EPHEMERAL = 'masterleases/';
const PAGE = 500;

/** How many keys there are that are worth a copy. */
export async function countIn(store: Store, prefix: string, scope: Scope): Promise<{ readonly count: number; readonly revision: Revision }> {
  let revision: Revision | undefined;
  const keysUnder = async (relative: string): Promise<number> => {
    const page: ListResult = await store.list(prefix + relative, { limit: 1, keysOnly: true, ...at(revision) });
    revision ??= page.revision;
    return page.count;
  };
  let count = 0;
  for (const within of scope.within) {
    count += await keysUnder(within);
    for (const without of [...scope.without, EPHEMERAL]) if (without.startsWith(within)) count -= await keysUnder(without);
  }
  return { count, revision: revision ?? 0 };
}

/**
 * Pages of what is in the scope, in the order of the keys.
 * @param revision of all pages; absent: that of the first one
 * @param after only what lies behind this key, relative to the prefix
 */
export async function* pagesIn(store: Store, prefix: string, scope: Scope, revision?: Revision, after = ''): AsyncGenerator<readonly StoredValue[]> {
  const excluded = [...scope.without, EPHEMERAL].map((each) => prefix + each);
  let known = revision;
  const sorted = [...scope.within].sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
  for (const within of sorted) {
    const first = prefix + within;
    let start = after !== '' && orderKey(prefix + after) >= orderKey(first) ? `${prefix}${after}\0` : first;
    for (;;) {
      const page: ListResult = await store.list(first, { limit: PAGE, start, ...at(known) });
      known ??= page.revision;
      const last = page.items.at(-1);
      if (last === undefined) break;
      const items = page.items.filter(({ key }) => !excluded.some((each) => key.startsWith(each)));
      if (items.length > 0) yield items;
      if (!page.more) break;
      start = `${last.key}\0`;
    }
  }
}

function at(revision: Revision | undefined): ListOptions {
  return revision === undefined ? {} : { revision };
}
