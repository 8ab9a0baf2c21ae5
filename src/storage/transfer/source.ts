/** Where a copy of a cluster comes from: everything under a prefix at one moment, in the order of the keys. Keys are relative to the prefix. */
import type { Revision, Store } from '../interface.ts';

export interface Item {
  /** Without the prefix: "pods/default/a". */
  readonly key: string;
  readonly value: Uint8Array;
}

export interface Source {
  /** How many items there are. */
  readonly count: number;
  /** Names what is read: a copy that was interrupted may only go on with the same. */
  readonly identity: string;
  /** @param after only what lies behind this key; '' for all */
  items(after: string): AsyncIterable<readonly Item[]>;
}

const PAGE = 500;

/** What running servers say of themselves, for seconds only: it is neither copied nor does it stand in the way of a copy. */
const EPHEMERAL = 'masterleases/';

/** How many keys there are that are worth a copy. */
export async function countIn(store: Store, prefix: string): Promise<{ readonly count: number; readonly revision: Revision }> {
  const all = await store.list(prefix, { limit: 1, keysOnly: true });
  const ephemeral = await store.list(prefix + EPHEMERAL, { limit: 1, keysOnly: true, revision: all.revision });
  return { count: all.count - ephemeral.count, revision: all.revision };
}

export function isEphemeral(key: string): boolean {
  return key.startsWith(EPHEMERAL);
}

/**
 * A store as it is now.
 *
 * @param prefix of all keys, with a slash at its end
 * @param name tells this store from others in `identity`
 */
export async function storeSource(store: Store, prefix: string, name: string): Promise<Source> {
  const { count, revision } = await countIn(store, prefix);
  return { count, identity: `${name} at revision ${revision}`, items: (after) => pages(store, prefix, revision, after) };
}

async function* pages(store: Store, prefix: string, revision: Revision, after: string): AsyncGenerator<readonly Item[]> {
  let start = after === '' ? prefix : `${prefix}${after}\0`;
  for (;;) {
    const page = await store.list(prefix, { limit: PAGE, start, revision });
    const last = page.items.at(-1);
    if (last === undefined) return;
    const items = page.items.map(({ key, value }) => ({ key: key.slice(prefix.length), value }));
    yield items.filter(({ key }) => !isEphemeral(key));
    if (!page.more) return;
    start = `${last.key}\0`;
  }
}
