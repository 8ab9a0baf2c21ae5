/**
 * The entries that were written last and still hold their object: whoever reads and changes an object that was just written (a controller, the
 * next patch) need not decode it. Few and small ones, so that they cost a resource some megabytes at most.
 */
import type { StoredEntry } from '../entries/entry.ts';

const MAX_ENTRIES = 64;
/** Of the stored form; an object in memory takes several times that. */
const MAX_BYTES = 16 * 1024;

export class RecentEntries {
  readonly #entries: (StoredEntry | undefined)[] = [];
  #next = 0;

  /** The oldest forgets its object. */
  add(entry: StoredEntry): void {
    if (entry.content.length > MAX_BYTES) {
      entry.forget();
      return;
    }
    this.#entries[this.#next]?.forget();
    this.#entries[this.#next] = entry;
    this.#next = (this.#next + 1) % MAX_ENTRIES;
  }
}
