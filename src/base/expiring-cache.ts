/**
 * Remembers values for a time. Of more than `size` the one that was used longest ago goes, so that callers who choose keys cannot fill the memory.
 */
import type { Clock } from './clock.ts';

export class ExpiringCache<Value> {
  readonly #size: number;
  readonly #clock: Clock;
  /** In the order of use, the oldest first. */
  readonly #entries = new Map<string, { readonly value: Value; readonly until: number }>();

  constructor(size: number, clock: Clock) {
    this.#size = size;
    this.#clock = clock;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.until <= this.#clock.now()) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** @param ttl milliseconds; 0 or less remembers nothing */
  set(key: string, value: Value, ttl: number): void {
    this.#entries.delete(key);
    if (ttl <= 0) return;
    this.#entries.set(key, { value, until: this.#clock.now() + ttl });
    if (this.#entries.size > this.#size) this.#entries.delete(this.#entries.keys().next().value as string);
  }
}
