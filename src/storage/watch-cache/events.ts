/** What happened to one object: the entry before and after, and how watchers with different selectors see it. */
import type { StoredEntry } from '../entries/entry.ts';
import type { Revision } from '../interface.ts';
import type { EntryFilter, WatchItem } from '../resource-storage.ts';
import type { Recorded } from './event-ring.ts';

/**
 * One change. The items that watchers get are made once and shared by all of them, so that renderings can cache an encoding on the item.
 */
export class CacheEvent implements Recorded {
  readonly revision: Revision;
  readonly at: number;
  /** Absent when the object was deleted. */
  readonly entry: StoredEntry | undefined;
  /** Absent when the object was created. */
  readonly previous: StoredEntry | undefined;
  #modified: WatchItem | undefined;
  #deleted: WatchItem | undefined;

  constructor(revision: Revision, at: number, entry: StoredEntry | undefined, previous: StoredEntry | undefined) {
    this.revision = revision;
    this.at = at;
    this.entry = entry;
    this.previous = previous;
  }

  get bytes(): number {
    return (this.entry ?? this.previous)?.size ?? 0;
  }

  /** Either of the two: they have key, namespace and name in common. */
  get any(): StoredEntry | undefined {
    return this.entry ?? this.previous;
  }

  /** What a watcher with this selector sees; undefined when nothing. An object that leaves the selection is shown as it was before. */
  seenBy(matches: EntryFilter['matches']): WatchItem | undefined {
    const { entry, previous } = this;
    const now = entry !== undefined && (matches === undefined || matches(entry));
    const before = previous !== undefined && (matches === undefined || matches(previous));
    if (now && !before) return entry.added;
    if (now) {
      this.#modified ??= { type: 'MODIFIED', entry, revision: this.revision };
      return this.#modified;
    }
    if (!before) return undefined;
    this.#deleted ??= { type: 'DELETED', entry: previous, revision: this.revision };
    return this.#deleted;
  }
}

/** Whether a filter's namespace and name admit an object; its selector is not asked. */
export function inScope(filter: EntryFilter, entry: { readonly namespace: string; readonly name: string }): boolean {
  return (filter.namespace === '' || filter.namespace === entry.namespace) && (filter.name === '' || filter.name === entry.name);
}
