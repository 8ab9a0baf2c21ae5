/** Deadlines in order: a binary heap with one timer for the earliest. Used for keys that live for a limited time. */
import type { Clock } from '../../base/clock.ts';

/** Timers of the system end at about 24 days; longer waits are taken in steps. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1000;

interface Deadline<T> {
  readonly time: number;
  readonly item: T;
}

export class ExpiryQueue<T> {
  readonly #clock: Clock;
  readonly #due: (items: readonly T[]) => void;
  readonly #heap: Deadline<T>[] = [];
  #cancel: (() => void) | undefined;
  #wakesAt = Number.POSITIVE_INFINITY;

  /** @param due gets what is over, in the order of the deadlines, from a timer */
  constructor(clock: Clock, due: (items: readonly T[]) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  add(time: number, item: T): void {
    const heap = this.#heap;
    let index = heap.push({ time, item }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#time(parent) <= this.#time(index)) {
        break;
      }
      this.#swap(parent, index);
      index = parent;
    }
    this.#arm();
  }

  close(): void {
    this.#cancel?.();
    this.#heap.length = 0;
    this.#wakesAt = Number.POSITIVE_INFINITY;
  }

  #arm(): void {
    const first = this.#time(0);
    if (first < this.#wakesAt) {
      this.#cancel?.();
      this.#wakesAt = first;
      const wait = Math.min(Math.max(0, first - this.#clock.now()), MAX_WAIT_MS);
      this.#cancel = this.#clock.after(wait, () => this.#wake());
    }
  }

  #wake(): void {
    this.#wakesAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    const items: T[] = [];
    for (let top = this.#heap[0]; top !== undefined && top.time <= now; top = this.#heap[0]) {
      items.push(top.item);
      this.#removeFirst();
    }
    if (items.length > 0) {
      this.#due(items);
    }
    if (this.#heap.length > 0) {
      this.#arm();
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) {
      return;
    }
    heap[0] = last;
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const least = this.#time(left + 1) < this.#time(left) ? left + 1 : left;
      if (this.#time(least) >= this.#time(index)) {
        return;
      }
      this.#swap(least, index);
      index = least;
    }
  }

  /** Infinity behind the end, so that a missing child never wins. */
  #time(index: number): number {
    return this.#heap[index]?.time ?? Number.POSITIVE_INFINITY;
  }

  #swap(left: number, right: number): void {
    const item = this.#heap[left];
    const other = this.#heap[right];
    if (item !== undefined && other !== undefined) {
      this.#heap[left] = other;
      this.#heap[right] = item;
    }
  }
}
