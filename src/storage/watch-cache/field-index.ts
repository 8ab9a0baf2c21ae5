/**
 * Objects of a cache by the value of one field (pods by node), so that a list for one value does not look at all objects.
 *
 * An index is made when it is first asked for, in slices, and kept up with every change from then on: a server whose pods nobody asks for by
 * node never decodes them. Invariants: once `ready`, it holds exactly the objects of the cache.
 */
import { TimeSlice } from '../../base/event-loop.ts';
import type { StoredEntry } from '../entries/entry.ts';
import { OrderedTree, type TreeView } from '../ordered-tree.ts';
import type { CacheEvent } from './events.ts';

/** Values and keys are joined with this; neither contains it. */
const SEPARATOR = '\0';

export class FieldIndex {
  readonly #field: string;
  readonly #tree = new OrderedTree<StoredEntry>();
  /** Changes that arrive while the index is being made. */
  #waiting: CacheEvent[] | undefined = [];

  constructor(field: string) {
    this.#field = field;
  }

  get isReady(): boolean {
    return this.#waiting === undefined;
  }

  /** Takes in a state; changes after it must have been reported with `apply` from the moment it was taken. */
  async fill(state: TreeView<StoredEntry>, from: string, until: string): Promise<void> {
    const slice = new TimeSlice();
    for (const entry of state.range(from, until)) {
      this.#tree.set(this.#place(entry), entry);
      if (slice.over()) await slice.next();
    }
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const event of waiting) this.apply(event);
  }

  apply(event: CacheEvent): void {
    if (this.#waiting !== undefined) {
      this.#waiting.push(event);
      return;
    }
    const { entry, previous } = event;
    const place = entry === undefined ? undefined : this.#place(entry);
    if (previous !== undefined && this.#place(previous) !== place) this.#tree.delete(this.#place(previous));
    if (entry !== undefined && place !== undefined) this.#tree.set(place, entry);
  }

  /** The objects with this value, now and for ever, under their own keys. */
  snapshot(value: string): TreeView<StoredEntry> {
    return new ValueView(this.#tree.snapshot(), value + SEPARATOR);
  }

  #place(entry: StoredEntry): string {
    return (entry.fields[this.#field] ?? '') + SEPARATOR + entry.key;
  }
}

class ValueView implements TreeView<StoredEntry> {
  readonly #tree: TreeView<StoredEntry>;
  readonly #prefix: string;

  constructor(tree: TreeView<StoredEntry>, prefix: string) {
    this.#tree = tree;
    this.#prefix = prefix;
  }

  get size(): number {
    return this.#tree.count(this.#prefix, this.#end);
  }

  get(key: string): StoredEntry | undefined {
    return this.#tree.get(this.#prefix + key);
  }

  range(from: string, until: string): IterableIterator<StoredEntry> {
    return this.#tree.range(this.#prefix + from, this.#prefix + until);
  }

  runs(from: string, until: string): IterableIterator<readonly StoredEntry[]> {
    return this.#tree.runs(this.#prefix + from, this.#prefix + until);
  }

  count(from: string, until: string): number {
    return this.#tree.count(this.#prefix + from, this.#prefix + until);
  }

  get #end(): string {
    return `${this.#prefix.slice(0, -1)}\u0001`;
  }
}
