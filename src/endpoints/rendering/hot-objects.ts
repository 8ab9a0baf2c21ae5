/**
 * The bytes of objects that were asked for recently. Clients poll the same few objects (leases, nodes, what a controller owns); the second time,
 * there is nothing to copy and nothing to collect.
 *
 * A fixed number of places, each for one object of bounded size: looking is a comparison, and no more than MAX_PLACES * MAX_BYTES are kept. Entries
 * are immutable, so nothing here is ever stale, and one memory serves every server of the process.
 */
import type { Entry } from '../../storage/resource-storage.ts';
import type { Pieces } from './interface.ts';

const MAX_PLACES = 512;
const MAX_BYTES = 8 * 1024;

interface Place {
  readonly entry: Entry;
  readonly form: object;
  readonly pieces: Pieces;
}

export class HotObjects {
  readonly #places: (Place | undefined)[] = [];

  /** @param form stands for the encoding together with everything that it depends on besides the entry */
  get(entry: Entry, form: object): Pieces | undefined {
    const place = this.#places[entry.revision % MAX_PLACES];
    return place?.entry === entry && place.form === form ? place.pieces : undefined;
  }

  /** The piece belongs to the cache from here on: nobody may change it. */
  keep(entry: Entry, form: object, pieces: readonly [Uint8Array]): void {
    // Revision 0 is that of many objects: of all that were not stored.
    if (pieces[0].length <= MAX_BYTES && entry.revision > 0) this.#places[entry.revision % MAX_PLACES] = { entry, form, pieces };
  }
}

/** The memory that renderings use. */
export const hotObjects = new HotObjects();
