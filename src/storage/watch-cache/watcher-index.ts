/**
 * Live watchers, found by what they watch: an event is shown only to those whose namespace, name or indexed field it has. A watcher
 * stands in exactly one place, the narrowest.
 */
import type { Entry, EntryFilter } from '../resource-storage.ts';
import type { CacheEvent } from './events.ts';

export interface Indexed {
  readonly filter: EntryFilter;
}

export class WatcherIndex<W extends Indexed> {
  readonly #everything = new Set<W>();
  readonly #byNamespace = new Map<string, Set<W>>();
  /** By "namespace/name", with an empty namespace for watchers of a name in any. */
  readonly #byName = new Map<string, Set<W>>();
  /** By field, then by value. */
  readonly #byField = new Map<string, Map<string, Set<W>>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(watcher: W): void {
    const { set } = this.#place(watcher.filter);
    if (!set.has(watcher)) this.#size++;
    set.add(watcher);
  }

  remove(watcher: W): void {
    const { set, drop } = this.#place(watcher.filter);
    if (set.delete(watcher)) this.#size--;
    if (set.size === 0) drop();
  }

  /** Calls `visit` once for every watcher that the event may concern; their selectors are not asked. */
  visit(event: CacheEvent, visit: (watcher: W) => void): void {
    const subject = event.any;
    if (this.#size === 0 || subject === undefined) return;
    this.#everything.forEach(visit);
    this.#byNamespace.get(subject.namespace)?.forEach(visit);
    if (this.#byName.size > 0) {
      this.#byName.get(`${subject.namespace}/${subject.name}`)?.forEach(visit);
      if (subject.namespace !== '') this.#byName.get(`/${subject.name}`)?.forEach(visit);
    }
    for (const [field, values] of this.#byField) {
      const now = fieldOf(event.entry, field);
      const before = fieldOf(event.previous, field);
      if (now !== undefined) values.get(now)?.forEach(visit);
      if (before !== undefined && before !== now) values.get(before)?.forEach(visit);
    }
  }

  #place({ namespace, name, indexed }: EntryFilter): { readonly set: Set<W>; readonly drop: () => void } {
    if (name !== '') return placeIn(this.#byName, `${namespace}/${name}`);
    if (indexed !== undefined) {
      const values = this.#byField.get(indexed.field) ?? new Map<string, Set<W>>();
      this.#byField.set(indexed.field, values);
      const { set, drop } = placeIn(values, indexed.value);
      const dropBoth = (): void => {
        drop();
        if (values.size === 0) this.#byField.delete(indexed.field);
      };
      return { set, drop: dropBoth };
    }
    if (namespace !== '') return placeIn(this.#byNamespace, namespace);
    return { set: this.#everything, drop: () => {} };
  }
}

function placeIn<W>(places: Map<string, Set<W>>, key: string): { readonly set: Set<W>; readonly drop: () => void } {
  const set = places.get(key) ?? new Set<W>();
  places.set(key, set);
  return { set, drop: () => places.delete(key) };
}

/** An object that cannot be read has no value: nobody watches for it by field. */
function fieldOf(entry: Entry | undefined, field: string): string | undefined {
  try {
    return entry?.fields[field];
  } catch {
    return undefined;
  }
}
