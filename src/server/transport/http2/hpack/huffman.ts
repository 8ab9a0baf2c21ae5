/**
 * Strings in the Huffman code of RFC 7541 (section 5.2, appendix B), read only: what we send is short, and saving a few bytes of it costs more
 * time than sending them.
 *
 * The code is canonical: codes of one length are consecutive numbers in the order of their symbols, and each length goes on where the shorter
 * one ended. So the lengths alone tell all the codes. Nearly everything in a header has short codes, and one look at the next
 * WINDOW_BITS bits finds one symbol or two; the rest is found by counting through the lengths. The tables are made when the first such string arrives.
 */

/** The length of each symbol's code in base 36, symbols 0 to 255 and the end-of-string symbol. */
const CODE_LENGTHS =
  'dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6ca' +
  'd67777777777777777777777878djde6f56565666577666567655677777fbeds' +
  'kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmn' +
  'qqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrq' +
  'u';
const END_OF_STRING = 256;
const WINDOW_BITS = 12;
const WINDOW_MASK = (1 << WINDOW_BITS) - 1;
const MAX_BITS = 30;
/** The shortest code; a string cannot grow more than by 8 / SHORTEST. */
const SHORTEST = 5;

// An entry of the table of windows: one symbol or two in the low bytes, then how many, the bits of all of them, and those of the first.
const COUNT_SHIFT = 16;
const BITS_SHIFT = 18;
const FIRST_BITS_SHIFT = 24;
/** Where the result of `#long` has the length of the code. */
const LONG_SHIFT = 8;

class HuffmanCode {
  /** By the next WINDOW_BITS bits: what begins with them; 0 where the first code is longer. */
  readonly #windows = new Int32Array(1 << WINDOW_BITS);
  /** Symbols in the order of their codes. */
  readonly #symbols = new Uint16Array(CODE_LENGTHS.length);
  /** By length: the first code, how many there are, and where in #symbols they begin. */
  readonly #first = new Int32Array(MAX_BITS + 1);
  readonly #count = new Int32Array(MAX_BITS + 1);
  readonly #start = new Int32Array(MAX_BITS + 1);

  constructor() {
    const lengths = Array.from(CODE_LENGTHS, (digit) => Number.parseInt(digit, 36));
    let code = 0;
    let position = 0;
    for (let length = SHORTEST; length <= MAX_BITS; length++) {
      code <<= 1;
      this.#first[length] = code;
      this.#start[length] = position;
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] !== length) continue;
        this.#symbols[position++] = symbol;
        const spare = WINDOW_BITS - length;
        if (spare >= 0) this.#windows.fill(entryOf(symbol, length), code << spare, (code + 1) << spare);
        code++;
      }
      this.#count[length] = position - (this.#start[length] as number);
    }
    this.#pair();
  }

  /** Puts a second symbol beside the first where the window holds both. */
  #pair(): void {
    const singles = this.#windows.slice();
    for (let window = 0; window <= WINDOW_MASK; window++) {
      const first = singles[window] as number;
      const second = singles[(window << (first >>> FIRST_BITS_SHIFT)) & WINDOW_MASK] as number;
      const bits = (first >>> FIRST_BITS_SHIFT) + (second >>> FIRST_BITS_SHIFT);
      if (first === 0 || second === 0 || bits > WINDOW_BITS) continue;
      this.#windows[window] =
        (first & 0xff) | ((second & 0xff) << 8) | (2 << COUNT_SHIFT) | (bits << BITS_SHIFT) | (first & (0xff << FIRST_BITS_SHIFT));
    }
  }

  decode(source: Uint8Array, start: number, end: number, target: Uint8Array): number {
    const windows = this.#windows;
    let written = 0;
    let at = start;
    // The low `count` bits of `bits` wait to be read; what stands above them is done with.
    let bits = 0;
    let count = 0;
    for (;;) {
      // In the midst of a string a window is full of its bits, and all that an entry says is true.
      while (at + 1 < end) {
        if (count <= WINDOW_BITS) {
          bits = (bits << 16) | ((source[at] as number) << 8) | (source[at + 1] as number);
          at += 2;
          count += 16;
        }
        const entry = windows[(bits >>> (count - WINDOW_BITS)) & WINDOW_MASK] as number;
        if (entry === 0) break;
        target[written] = entry;
        target[written + 1] = entry >>> 8;
        written += (entry >>> COUNT_SHIFT) & 3;
        count -= (entry >>> BITS_SHIFT) & 0x3f;
      }
      while (count <= MAX_BITS - 8 && at < end) {
        bits = (bits << 8) | (source[at++] as number);
        count += 8;
      }
      // Past the end of the string ones follow, as if its padding went on.
      const missing = WINDOW_BITS - count;
      const window = (missing <= 0 ? bits >>> -missing : (bits << missing) | ((1 << missing) - 1)) & WINDOW_MASK;
      const length = (windows[window] as number) >>> FIRST_BITS_SHIFT;
      if (length !== 0 && length <= count) {
        target[written++] = windows[window] as number;
        count -= length;
        continue;
      }
      // Fewer bits are left only at the end: what is no symbol any more is padding, or cut off.
      if (missing > 0) return count < 8 && isPadding(bits, count) ? written : -1;
      const position = at * 8 - count;
      const found = this.#long(window, source, position + WINDOW_BITS, end * 8);
      if (found < 0) return -1;
      target[written++] = found;
      const next = position + (found >>> LONG_SHIFT);
      at = (next + 7) >>> 3;
      count = at * 8 - next;
      bits = source[at - 1] as number;
    }
  }

  /**
   * The symbol whose code begins with the bits `code` of a window and goes on at the bit `position`, and from LONG_SHIFT on its length;
   * -1 if it is cut off or the end of the string.
   */
  #long(code: number, source: Uint8Array, position: number, end: number): number {
    for (let length = WINDOW_BITS + 1; length <= MAX_BITS && position < end; length++, position++) {
      code = (code << 1) | (((source[position >>> 3] as number) >>> (7 - (position & 7))) & 1);
      const offset = code - (this.#first[length] as number);
      if (offset >= (this.#count[length] as number)) continue;
      const symbol = this.#symbols[(this.#start[length] as number) + offset] as number;
      return symbol === END_OF_STRING ? -1 : (length << LONG_SHIFT) | symbol;
    }
    return -1;
  }
}

function entryOf(symbol: number, length: number): number {
  return symbol | (1 << COUNT_SHIFT) | (length << BITS_SHIFT) | (length << FIRST_BITS_SHIFT);
}

/** Whether the low `count` bits are all ones, as RFC 7541 5.2 wants the last byte to be filled. */
function isPadding(bits: number, count: number): boolean {
  const ones = (1 << count) - 1;
  return (bits & ones) === ones;
}

let code: HuffmanCode | undefined;

/** The room for a string that stands in `length` bytes: what it may grow to, and one byte that is written in passing. */
export function decodedRoom(length: number): number {
  return Math.floor((length * 8) / SHORTEST) + 1;
}

/**
 * Decodes `source` from `start` to `end` into `target`, which has `decodedRoom`.
 * @returns how many bytes were written, or -1 for what the RFC calls a decoding error: padding that is longer than seven bits or not all ones,
 *   or the end-of-string symbol
 */
export function decodeHuffman(source: Uint8Array, start: number, end: number, target: Uint8Array): number {
  code ??= new HuffmanCode();
  return code.decode(source, start, end, target);
}
