/**
 * The recent events of one resource, indexed by revision, so that a watch can start in the past and a list can be taken at an old revision.
 *
 * Invariants: revisions never fall; every event of the resource after `start` and up to the newest is here.
 * Events stay for RETENTION_MS; above MAX_BYTES the oldest go earlier.
 */
import type { Revision } from '../interface.ts';

/** What a ring needs to know of an event. */
export interface Recorded {
  readonly revision: Revision;
  /** When it arrived, milliseconds since the epoch. */
  readonly at: number;
  /** What it keeps alive. */
  readonly bytes: number;
}

const RETENTION_MS = 5 * 60_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** Dropped slots are taken out of the array once there are this many and they are half of it. */
const COMPACT_SLOTS = 1024;

export class EventRing<E extends Recorded> {
  #events: (E | undefined)[] = [];
  #first = 0;
  #bytes = 0;
  #start: Revision;
  readonly #maxBytes: number;

  /** @param start the ring knows everything after this revision */
  constructor(start: Revision, maxBytes = MAX_BYTES) {
    this.#start = start;
    this.#maxBytes = maxBytes;
  }

  /** A watch may start at this revision and later ones, not at earlier ones. */
  get start(): Revision {
    return this.#start;
  }

  get size(): number {
    return this.#events.length - this.#first;
  }

  push(event: E): void {
    this.#events.push(event);
    this.#bytes += event.bytes;
    this.trim(event.at);
  }

  /** Drops what is too old or too much at `now`. */
  trim(now: number): void {
    for (let oldest = this.#events[this.#first]; oldest !== undefined; oldest = this.#events[this.#first]) {
      if (oldest.at > now - RETENTION_MS && this.#bytes <= this.#maxBytes) break;
      this.#start = oldest.revision;
      this.#bytes -= oldest.bytes;
      this.#events[this.#first] = undefined;
      this.#first++;
    }
    if (this.#first > COMPACT_SLOTS && this.#first * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#first);
      this.#first = 0;
    }
  }

  /** About `limit` events after `revision`, oldest first, a revision whole or not at all; undefined when some of them have been dropped. */
  after(revision: Revision, limit: number): readonly E[] | undefined {
    if (revision < this.#start) return undefined;
    const from = this.#indexAfter(revision);
    const until = Math.min(from + limit, this.#events.length);
    const last = this.#events[until - 1];
    return this.#events.slice(from, last === undefined || until <= from ? from : this.#indexAfter(last.revision)) as E[];
  }

  /** How many events there are after `revision`. */
  countAfter(revision: Revision): number {
    return this.#events.length - this.#indexAfter(revision);
  }

  #indexAfter(revision: Revision): number {
    let low = this.#first;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle] as E).revision <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
