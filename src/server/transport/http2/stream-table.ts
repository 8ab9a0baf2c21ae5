/**
 * The streams of a connection by their numbers, and a short memory of those that were there: what may come for a stream that is over depends on how
 * it ended (RFC 9113, 5.1).
 *
 * No Map: streams come and go with every request, and V8 gives a Map that loses members a new table again and again (see base/linked-list.ts).
 */
import type { Http2Stream } from './stream.ts';

/** A power of two. Numbers of streams rise by two, so that a hundred open ones hardly ever meet in a bucket. */
const BUCKETS = 64;
/** Likewise. */
const REMEMBERED = 256;

/** How a stream that is no longer there came to its end: both sides had said all, or the client broke it off; we did; it is not remembered, or never was. */
export type Ending = 'over' | 'reset' | 'unknown';

export class StreamTable {
  readonly #buckets: (Http2Stream | undefined)[] = new Array<Http2Stream | undefined>(BUCKETS).fill(undefined);
  /** Numbers of the streams that came last; negative when we broke them off. */
  readonly #recent = new Int32Array(REMEMBERED);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(id: number): Http2Stream | undefined {
    let stream = this.#buckets[(id >>> 1) % BUCKETS];
    while (stream !== undefined && stream.id !== id) stream = stream.nextInBucket;
    return stream;
  }

  add(stream: Http2Stream): void {
    const bucket = (stream.id >>> 1) % BUCKETS;
    stream.nextInBucket = this.#buckets[bucket];
    this.#buckets[bucket] = stream;
    this.#size++;
    this.#recent[(stream.id >>> 1) % REMEMBERED] = stream.id;
  }

  remove(stream: Http2Stream): void {
    const bucket = (stream.id >>> 1) % BUCKETS;
    let before: Http2Stream | undefined;
    for (let each = this.#buckets[bucket]; each !== undefined; before = each, each = each.nextInBucket) {
      if (each !== stream) continue;
      if (before === undefined) this.#buckets[bucket] = stream.nextInBucket;
      else before.nextInBucket = stream.nextInBucket;
      stream.nextInBucket = undefined;
      this.#size--;
      return;
    }
  }

  /** We told the client that the stream is over: what it sent before it heard of that is no fault of its. */
  rememberReset(id: number): void {
    this.#recent[(id >>> 1) % REMEMBERED] = -id;
  }

  /** The client has broken off a stream that was over: now nothing of it can be on its way any more. */
  rememberBrokenOff(id: number): void {
    if (this.endingOf(id) === 'reset') this.#recent[(id >>> 1) % REMEMBERED] = id;
  }

  endingOf(id: number): Ending {
    const recent = this.#recent[(id >>> 1) % REMEMBERED];
    if (recent === id) return 'over';
    return recent === -id ? 'reset' : 'unknown';
  }

  /** A list of its own: streams may leave while it is walked. */
  all(): Http2Stream[] {
    const all: Http2Stream[] = [];
    for (const first of this.#buckets) for (let each = first; each !== undefined; each = each.nextInBucket) all.push(each);
    return all;
  }
}
