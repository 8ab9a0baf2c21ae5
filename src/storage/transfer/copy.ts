/**
 * Copies a cluster into a store. What lies there already in the same bytes counts as copied, so a copy that was interrupted goes on where it stopped;
 * anything else there is refused before the first write, unless it is to be replaced.
 *
 * Revisions are the target's own: clients notice, as after a restored backup, and list anew.
 */
import { RevisionConflict } from '../errors.ts';
import type { Store, StoredValue } from '../interface.ts';
import { orderKey } from '../key-order.ts';
import { countIn, pagesIn, type Scope, WHOLE } from './scope.ts';
import type { Item, Source } from './source.ts';

export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
}

export interface CopyOptions {
  readonly source: Source;
  readonly target: Store;
  /** Of the target's keys, with a slash at its end. */
  readonly prefix: string;
  /** The part of the target that becomes a copy; the source must have the same. Default: all of it. */
  readonly scope?: Scope;
  /** Whether other objects in the target are replaced and removed. */
  readonly replace: boolean;
  /** Seconds that an item is to live in the target; undefined: for ever. Stores do not tell how much was left. */
  readonly lifetime: (key: string) => number | undefined;
  readonly progress: (done: number, total: number) => void;
}

export interface CopyResult {
  /** Items of the source. */
  readonly total: number;
  readonly written: number;
  /** Removed from the target, because the source does not have them. */
  readonly removed: number;
}

const IN_FLIGHT = 64;

/** @throws {CopyRefused} when the target holds something else, or when the copy is not complete in the end */
export async function copyInto(options: CopyOptions): Promise<CopyResult> {
  const { source, target, replace } = options;
  if (!replace) await refuseOthers(options);
  let written = 0;
  let removed = 0;
  let done = 0;
  for await (const { item, found } of paired(options)) {
    const writes: Promise<unknown>[] = [];
    for (const [each, there] of zip(item, found)) {
      if (each === undefined) {
        writes.push(target.delete((there as StoredValue).key, (there as StoredValue).revision));
        removed++;
      } else if (there === undefined || Buffer.compare(there.value, each.value) !== 0) {
        writes.push(write(options, each, there));
        written++;
      }
    }
    await Promise.all(writes);
    done += item.filter((each) => each !== undefined).length;
    options.progress(done, source.count);
  }
  await check(options, done);
  return { total: done, written, removed };
}

async function write({ target, prefix, lifetime }: CopyOptions, { key, value }: Item, there: StoredValue | undefined): Promise<void> {
  const ttlSeconds = lifetime(key);
  try {
    await target.put(prefix + key, value, there?.revision ?? 0, ttlSeconds === undefined ? {} : { ttlSeconds });
  } catch (error) {
    throw error instanceof RevisionConflict ? new CopyRefused(`somebody else writes to the target: ${prefix}${key} has changed`) : error;
  }
}

/** Keys first: nothing is written to a store that holds another cluster. */
async function refuseOthers(options: CopyOptions): Promise<void> {
  const { target, prefix, scope = WHOLE } = options;
  if ((await countIn(target, prefix, scope)).count === 0) return;
  for await (const { item, found } of paired(options)) {
    for (const [each, there] of zip(item, found)) {
      if (there === undefined || (each !== undefined && Buffer.compare(there.value, each.value) === 0)) continue;
      const what = each === undefined ? 'which the source does not have' : 'and the source has it with other contents';
      throw new CopyRefused(`the target is not empty: it holds ${there.key}, ${what}; use --replace to make it a copy nevertheless`);
    }
  }
}

/** What is in the target in the end must be what was in the source. */
async function check({ source, target, prefix, scope = WHOLE }: CopyOptions, done: number): Promise<void> {
  const { count } = await countIn(target, prefix, scope);
  if (done !== source.count) throw new CopyRefused(`the source announced ${source.count} objects and held ${done}`);
  if (count !== done) throw new CopyRefused(`${done} objects were copied, but the target holds ${count}`);
}

interface Pair {
  /** `item[i]` and `found[i]` have the same key; one of them may be absent. */
  readonly item: readonly (Item | undefined)[];
  readonly found: readonly (StoredValue | undefined)[];
}

/** Walks both sides by their keys, a few dozen at a time. */
async function* paired({ source, target, prefix, scope = WHOLE }: CopyOptions): AsyncGenerator<Pair> {
  const there = targetItems(target, prefix, scope);
  let next = await there.next();
  let pair: { item: (Item | undefined)[]; found: (StoredValue | undefined)[] } = { item: [], found: [] };
  const add = (item: Item | undefined, found: StoredValue | undefined): void => {
    pair.item.push(item);
    pair.found.push(found);
  };
  for await (const page of source.items('')) {
    for (const item of page) {
      const key = orderKey(prefix + item.key);
      while (!next.done && orderKey(next.value.key) < key) {
        add(undefined, next.value);
        next = await there.next();
      }
      if (!next.done && next.value.key === prefix + item.key) {
        add(item, next.value);
        next = await there.next();
      } else add(item, undefined);
      if (pair.item.length < IN_FLIGHT) continue;
      yield pair;
      pair = { item: [], found: [] };
    }
  }
  for (; !next.done; next = await there.next()) add(undefined, next.value);
  if (pair.item.length > 0) yield pair;
}

/** As they were at the beginning: what is written meanwhile lies behind. */
async function* targetItems(target: Store, prefix: string, scope: Scope): AsyncGenerator<StoredValue> {
  for await (const page of pagesIn(target, prefix, scope)) yield* page;
}

function zip(items: Pair['item'], found: Pair['found']): (readonly [Item | undefined, StoredValue | undefined])[] {
  return items.map((item, i) => [item, found[i]]);
}
