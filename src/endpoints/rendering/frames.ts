/** Watch frames are made once per event and form, however many watchers get them. */
import type { WatchItem } from '../../storage/resource-storage.ts';
import type { Pieces } from './interface.ts';

interface Frames {
  readonly key: string;
  readonly pieces: Pieces;
  /** Other forms of the same event; rare. */
  others?: Map<string, Pieces>;
}

const frames = new WeakMap<WatchItem, Frames>();

/** The frame of `item` in the form `key`; `make` runs at most once while the item lives. */
export function sharedFrame(item: WatchItem, key: string, make: () => Pieces): Pieces {
  const known = frames.get(item);
  if (known === undefined) {
    const pieces = make();
    frames.set(item, { key, pieces });
    return pieces;
  }
  if (known.key === key) return known.pieces;
  known.others ??= new Map();
  const other = known.others.get(key) ?? make();
  known.others.set(key, other);
  return other;
}
