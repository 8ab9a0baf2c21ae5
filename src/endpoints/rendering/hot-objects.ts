/**
 * The bytes of objects that are asked for again and again. Clients poll the same few objects (leases, nodes, what a controller owns); from the third
 * time on, there is nothing to copy and nothing to collect.
 *
 * The first time leaves only a mark: the answers to thousands of creates, each of them sent once, would otherwise live just long enough to be
 * copied by every scavenge.
 *
 * A fixed number of places, each for one object of bounded size: looking is a comparison, and no more than MAX_PLACES * MAX_BYTES are kept. Entries
 * are immutable, so nothing here is ever stale, and one memory serves every server of the process.
 */
import type { Entry } from '../../storage/resource-storage.ts';
import type { Pieces } from './interface.ts';

const MAX_PLACES = 512;
const MAX_BYTES = 8 * 1024;

export class HotObjects {
  readonly #entries: (Entry | undefined)[] = new Array(MAX_PLACES).fill(undefined);
  readonly #forms: (object | undefined)[] = new Array(MAX_PLACES).fill(undefined);
  readonly #pieces: (Pieces | undefined)[] = new Array(MAX_PLACES).fill(undefined);

  /** @param form stands for the encoding together with everything that it depends on besides the entry */
  get(entry: Entry, form: object): Pieces | undefined {
    const place = entry.revision % MAX_PLACES;
    return this.#entries[place] === entry && this.#forms[place] === form ? this.#pieces[place] : undefined;
  }

  /** The piece belongs to the cache from here on: nobody may change it. */
  keep(entry: Entry, form: object, pieces: readonly [Uint8Array]): void {
    // Revision 0 is that of many objects: of all that were not stored.
    if (pieces[0].length > MAX_BYTES || entry.revision === 0) return;
    const place = entry.revision % MAX_PLACES;
    const isKnown = this.#entries[place] === entry && this.#forms[place] === form;
    this.#entries[place] = entry;
    this.#forms[place] = form;
    this.#pieces[place] = isKnown ? pieces : undefined;
  }
}

/** The memory that renderings use. */
export const hotObjects = new HotObjects();
