/**
 * The entries of whole collections as they were last listed: as long as nothing changes, the same list is the same array, so that what was
 * rendered from it can be remembered by the array. Gone with the next change.
 */
import type { StoredEntry } from '../entries/entry.ts';

/** Ranges of keys that are listed whole: everything, and some namespaces. */
const MAX_LISTS = 16;

export class WholeLists {
  readonly #lists = new Map<string, readonly StoredEntry[]>();
  #changes = 0;

  /** Tells one state of the resource from all others. */
  get changes(): number {
    return this.#changes;
  }

  changed(): void {
    this.#changes++;
    if (this.#lists.size > 0) this.#lists.clear();
  }

  /** @param from the first key of the range */
  get(from: string): readonly StoredEntry[] | undefined {
    return this.#lists.get(from);
  }

  /** Keeps what was listed, unless something has changed since `changes` was asked for. */
  keep(from: string, changes: number, entries: readonly StoredEntry[]): void {
    if (changes !== this.#changes) return;
    if (this.#lists.size >= MAX_LISTS) this.#lists.clear();
    this.#lists.set(from, entries);
  }
}
