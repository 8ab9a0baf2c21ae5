/** Where a copy of a cluster comes from: everything under a prefix at one moment, in the order of the keys. Keys are relative to the prefix. */
import type { Revision, Store } from '../interface.ts';
import { countIn, pagesIn, type Scope, WHOLE } from './scope.ts';

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

/**
 * A store as it is now.
 *
 * @param prefix of all keys, with a slash at its end
 * @param name tells this store from others in `identity`
 */
export async function storeSource(store: Store, prefix: string, name: string, scope: Scope = WHOLE): Promise<Source> {
  const { count, revision } = await countIn(store, prefix, scope);
  return { count, identity: `${name} at revision ${revision}`, items: (after) => items(store, prefix, scope, revision, after) };
}

async function* items(store: Store, prefix: string, scope: Scope, revision: Revision, after: string): AsyncGenerator<readonly Item[]> {
  for await (const page of pagesIn(store, prefix, scope, revision, after)) {
    yield page.map(({ key, value }) => ({ key: key.slice(prefix.length), value }));
  }
}
