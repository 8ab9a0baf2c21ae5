/**
 * JSON text as Go's encoding/json writes it, for small values that no type table describes (Status, discovery documents, list heads), and
 * Go's way to indent (`pretty`).
 */

const ESCAPES: { readonly [char: string]: string } = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', '\u2028': '\\u2028', '\u2029': '\\u2029' };

/** JSON.stringify with Go's HTML escapes. Members keep the order of `value`, so only for objects whose keys the server chose. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => ESCAPES[char] as string);
}

const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Indents compact JSON by two spaces as it passes by, piece after piece; pieces may end anywhere. White space between tokens is dropped, the
 * newline at the end included, because Go's indented output has none.
 */
export class JsonIndenter {
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** An opening bracket has been written and nothing behind it: an empty object stays `{}`. */
  #opened = false;
  #out = Buffer.allocUnsafe(0);
  #length = 0;

  push(piece: Uint8Array): Uint8Array {
    this.#out = Buffer.allocUnsafe(piece.length * 2 + 64);
    this.#length = 0;
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i] as number;
      if (this.#inString) this.#string(byte);
      else this.#token(byte);
    }
    return this.#out.subarray(0, this.#length);
  }

  #string(byte: number): void {
    this.#put(byte);
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }

  #token(byte: number): void {
    if (byte === SPACE || byte === NEWLINE || byte === 0x0d || byte === 0x09) return;
    const closing = byte === CLOSE_OBJECT || byte === CLOSE_LIST;
    if (this.#opened && !closing) {
      this.#depth++;
      this.#line();
    } else if (closing && !this.#opened) {
      this.#depth--;
      this.#line();
    }
    this.#opened = byte === OPEN_OBJECT || byte === OPEN_LIST;
    this.#inString = byte === QUOTE;
    this.#put(byte);
    if (byte === COMMA) this.#line();
    else if (byte === COLON) this.#put(SPACE);
  }

  #line(): void {
    const width = this.#depth * 2;
    this.#reserve(width + 1);
    this.#out[this.#length++] = NEWLINE;
    this.#out.fill(SPACE, this.#length, this.#length + width);
    this.#length += width;
  }

  #put(byte: number): void {
    this.#reserve(1);
    this.#out[this.#length++] = byte;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#out.length) return;
    const bigger = Buffer.allocUnsafe((this.#out.length + count) * 2);
    this.#out.copy(bigger, 0, 0, this.#length);
    this.#out = bigger;
  }
}

export function indentJson(pieces: readonly Uint8Array[]): Uint8Array {
  const indenter = new JsonIndenter();
  const out = pieces.map((piece) => indenter.push(piece));
  return out.length === 1 ? (out[0] as Uint8Array) : Buffer.concat(out);
}
