/**
 * What was encoded from an entry in another form than its canonical JSON (another version, Protobuf, table cells): once per entry and form, in one
 * cache bounded by bytes, the least recently used entry first to go.
 *
 * Entries are immutable, so nothing here is ever stale; entries that were replaced in the watch cache age out. Being a pure memory of what can
 * be made again, one cache serves every server of the process.
 */
import type { Entry } from '../../storage/resource-storage.ts';

const MAX_FORM_BYTES = 64 * 1024 * 1024;

interface Slot {
  readonly forms: Map<string, unknown>;
  bytes: number;
}

export class FormCache {
  readonly #slots = new Map<Entry, Slot>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number = MAX_FORM_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** `form` names the encoding together with everything that it depends on besides the entry; one form always holds one type. */
  get<T>(entry: Entry, form: string, make: () => T, sizeOf: (value: T) => number): T {
    const slot = this.#slots.get(entry);
    const known = slot?.forms.get(form);
    if (slot !== undefined && known !== undefined) {
      this.#slots.delete(entry);
      this.#slots.set(entry, slot);
      return known as T;
    }
    const value = make();
    this.#add(entry, form, value, sizeOf(value));
    return value;
  }

  #add(entry: Entry, form: string, value: unknown, bytes: number): void {
    if (bytes > this.#maxBytes / 4) return;
    // The cache keeps the entry itself alive, too.
    const slot = this.#slots.get(entry) ?? { forms: new Map(), bytes: 0 };
    const added = bytes + (slot.forms.size === 0 ? entry.json.length : 0);
    slot.forms.set(form, value);
    slot.bytes += added;
    this.#bytes += added;
    this.#slots.delete(entry);
    this.#slots.set(entry, slot);
    for (const [oldest, old] of this.#slots) {
      if (this.#bytes <= this.#maxBytes || oldest === entry) break;
      this.#slots.delete(oldest);
      this.#bytes -= old.bytes;
    }
  }
}

/** The cache that renderings use. */
export const formCache = new FormCache();
