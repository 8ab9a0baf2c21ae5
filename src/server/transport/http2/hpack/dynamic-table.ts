/**
 * The dynamic table of one direction of a connection (RFC 7541 section 2.3.2): what goes in pushes the oldest fields out, so that the sum of
 * their sizes (name + value + 32 each) never passes the maximum. Both ends do the same, field for field; that is all that keeps them in step.
 *
 * A ring of strings. Every field that ever went in has a number of its own, from 1 on; `added` is the newest one's, and the fields present are
 * the last `count` ones. Strings have one char a byte, so that their length is their size.
 */
const FIELD_OVERHEAD = 32;
/** Fields the ring has room for at first; few connections need more. A power of two, as all its sizes. */
const INITIAL_FIELDS = 32;

/** The size of a field, in a table as in a list of headers (RFC 7541 4.1, RFC 9113 6.5.2). */
export function fieldSize(name: string, value: string): number {
  return name.length + value.length + FIELD_OVERHEAD;
}

export class DynamicTable {
  /** The number of the newest field. */
  added = 0;
  count = 0;
  #names: string[] = emptyStrings(INITIAL_FIELDS);
  #values: string[] = emptyStrings(INITIAL_FIELDS);
  #bytes = 0;
  #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** @param number of a field that is present */
  name(number: number): string {
    return this.#names[number & (this.#names.length - 1)] as string;
  }

  value(number: number): string {
    return this.#values[number & (this.#values.length - 1)] as string;
  }

  /** A field larger than the whole table empties it and is not kept (RFC 7541 4.4). */
  add(name: string, value: string): void {
    const size = fieldSize(name, value);
    this.#evict(this.#maxBytes - size);
    if (size > this.#maxBytes) return;
    if (this.count === this.#names.length) this.#grow();
    this.added++;
    this.count++;
    this.#bytes += size;
    const slot = this.added & (this.#names.length - 1);
    this.#names[slot] = name;
    this.#values[slot] = value;
  }

  resize(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#evict(maxBytes);
  }

  /** Takes the oldest fields out until the others have at most `bytes`. Their strings are let go at once. */
  #evict(bytes: number): void {
    while (this.#bytes > bytes && this.count > 0) {
      const slot = (this.added - this.count + 1) & (this.#names.length - 1);
      this.#bytes -= fieldSize(this.#names[slot] as string, this.#values[slot] as string);
      this.#names[slot] = '';
      this.#values[slot] = '';
      this.count--;
    }
  }

  #grow(): void {
    const size = this.#names.length * 2;
    const names = emptyStrings(size);
    const values = emptyStrings(size);
    for (let number = this.added - this.count + 1; number <= this.added; number++) {
      names[number & (size - 1)] = this.name(number);
      values[number & (size - 1)] = this.value(number);
    }
    this.#names = names;
    this.#values = values;
  }
}

function emptyStrings(count: number): string[] {
  return new Array<string>(count).fill('');
}
