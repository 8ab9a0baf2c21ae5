/**
 * What happened in a memory store: one record per revision, without holes, the oldest dropped by age and by size. Each record keeps a
 * snapshot of the tree after it, so a list at an old revision is as cheap as one of now.
 */
import type { Revision, StoredValue, StoreEvent } from '../interface.ts';
import type { TreeView } from '../ordered-tree.ts';
import type { FeedEvent, History, HistorySlice } from '../watch-hub.ts';

const SLICE_EVENTS = 1000;
/** What a record weighs beside its values: the event, the copied path of the tree. */
const RECORD_OVERHEAD_BYTES = 2048;
/** The dropped part of the array is cut off once it is this long. */
const CUT_AT = 4096;

export interface HistoryRecord extends FeedEvent {
  readonly tree: TreeView<StoredValue>;
  readonly time: number;
}

export class MemoryHistory implements History {
  readonly #maxBytes: number;
  readonly #maxAgeMs: number;
  #records: (HistoryRecord | undefined)[] = [];
  /** Index of the oldest record that still counts. */
  #first = 0;
  #bytes = 0;
  #compacted: Revision;
  #base: TreeView<StoredValue>;

  constructor(revision: Revision, tree: TreeView<StoredValue>, limits: { readonly maxBytes: number; readonly maxAgeMs: number }) {
    this.#compacted = revision;
    this.#base = tree;
    this.#maxBytes = limits.maxBytes;
    this.#maxAgeMs = limits.maxAgeMs;
  }

  compactedRevision(): Revision {
    return this.#compacted;
  }

  add(event: StoreEvent, previous: StoredValue | undefined, tree: TreeView<StoredValue>, time: number): HistoryRecord {
    const record = { event, previous: () => previous, tree, time };
    this.#records.push(record);
    this.#bytes += weight(record);
    for (let oldest = this.#records[this.#first]; oldest !== undefined && oldest !== record; oldest = this.#records[this.#first]) {
      if (this.#bytes <= this.#maxBytes && time - oldest.time <= this.#maxAgeMs) {
        break;
      }
      this.#drop(oldest);
    }
    return record;
  }

  /** The tree as it was at `revision`, which must lie between the compacted and the newest revision. */
  treeAt(revision: Revision): TreeView<StoredValue> {
    return revision === this.#compacted ? this.#base : (this.#records[this.#indexOf(revision)]?.tree ?? this.#base);
  }

  compact(revision: Revision): void {
    for (let oldest = this.#records[this.#first]; oldest !== undefined && oldest.event.revision <= revision; oldest = this.#records[this.#first]) {
      this.#drop(oldest);
    }
  }

  slice(prefix: string, after: Revision, upTo: Revision): HistorySlice {
    const events: FeedEvent[] = [];
    const reached = Math.min(upTo, after + SLICE_EVENTS);
    for (let revision = after + 1; revision <= reached; revision++) {
      const record = this.#records[this.#indexOf(revision)];
      if (record?.event.key.startsWith(prefix) === true) {
        events.push(record);
      }
    }
    return { events, reached };
  }

  #indexOf(revision: Revision): number {
    return this.#first + (revision - this.#compacted - 1);
  }

  #drop(oldest: HistoryRecord): void {
    this.#bytes -= weight(oldest);
    this.#compacted = oldest.event.revision;
    this.#base = oldest.tree;
    this.#records[this.#first] = undefined;
    this.#first++;
    if (this.#first >= CUT_AT) {
      this.#records = this.#records.slice(this.#first);
      this.#first = 0;
    }
  }
}

function weight(record: HistoryRecord): number {
  return RECORD_OVERHEAD_BYTES + record.event.value.length;
}
