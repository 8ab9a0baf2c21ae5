/**
 * Which of many paths lie on or under each other. Sorted with a slash behind them, all paths below one stand together right after it, so what a path
 * overlaps with is a chain of folders above it and a run below it. Few paths, which is what most volumes have, are compared each with each.
 */
import { ENOUGH_WARNINGS } from '../../request/warning-limits.ts';

interface Place {
  /** Of the path as it was given. */
  readonly index: number;
  readonly folder: string;
  /** The nearest place whose path is this one's or above it. */
  readonly above: number | undefined;
  /** Behind the last place at or below this one. */
  end: number;
}

/** So many are not worth sorting. */
const FEW = 8;

export class Overlaps {
  readonly #paths: readonly string[];
  readonly #places: Place[] = [];
  readonly #placeOf = new Map<number, number>();

  /** @param paths without slashes at the end; empty ones overlap with nothing */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
    if (paths.length > FEW) this.#sort(paths);
  }

  #sort(paths: readonly string[]): void {
    const sorted = paths.map((path, index) => ({ index, folder: `${path}/` })).filter(({ folder }) => folder !== '/');
    sorted.sort((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : a.index - b.index));
    const open: number[] = [];
    for (const [at, { index, folder }] of sorted.entries()) {
      while (open.length > 0 && !folder.startsWith(this.#at(open.at(-1)).folder)) this.#at(open.pop()).end = at;
      this.#places.push({ index, folder, above: open.at(-1), end: sorted.length });
      this.#placeOf.set(index, at);
      open.push(at);
    }
  }

  /** The indexes of earlier paths that overlap with that of index `i`, in order; as many as can be told. */
  before(i: number): readonly number[] {
    return this.#paths.length > FEW ? this.#sortedBefore(i) : this.#fewBefore(i);
  }

  #fewBefore(i: number): readonly number[] {
    const path = this.#paths[i] ?? '';
    let found = NOTHING;
    for (let earlier = 0; earlier < i; earlier++) {
      if (overlap(path, this.#paths[earlier] as string)) found = [...found, earlier];
    }
    return found;
  }

  #sortedBefore(i: number): readonly number[] {
    const at = this.#placeOf.get(i);
    if (at === undefined) return [];
    const place = this.#at(at);
    const found: number[] = [];
    const look = ({ index }: Place): void => {
      if (index < i) found.push(index);
    };
    for (let above = place.above; above !== undefined; above = this.#at(above).above) look(this.#at(above));
    for (let below = at + 1; below < place.end; below++) look(this.#at(below));
    return found.sort((a, b) => a - b).slice(0, ENOUGH_WARNINGS);
  }

  #at(place: number | undefined): Place {
    return this.#places[place as number] as Place;
  }
}

const NOTHING: readonly number[] = [];

function overlap(a: string, b: string): boolean {
  return a !== '' && b !== '' && (a === b || isBelow(a, b) || isBelow(b, a));
}

function isBelow(path: string, folder: string): boolean {
  return path.length > folder.length && path[folder.length] === '/' && path.startsWith(folder);
}
