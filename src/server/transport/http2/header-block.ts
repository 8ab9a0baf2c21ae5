/** A header block that comes in several frames: HEADERS and its CONTINUATIONs, with nothing in between (RFC 9113, 6.10). */
import { MAX_HEADER_LIST_BYTES } from './settings.ts';

/** Compressed, so usually much shorter than the list; what is longer was never meant to be read. */
const MAX_BLOCK_BYTES = 2 * MAX_HEADER_LIST_BYTES;

export class HeaderBlock {
  readonly stream: number;
  readonly endsStream: boolean;
  /** A stream that depends on itself: an error, once the block has been read. */
  readonly isSelfDependent: boolean;
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(stream: number, endsStream: boolean, isSelfDependent: boolean) {
    this.stream = stream;
    this.endsStream = endsStream;
    this.isSelfDependent = isSelfDependent;
  }

  /** False: this is longer than any request. */
  add(piece: Uint8Array): boolean {
    this.#length += piece.length;
    if (piece.length > 0) this.#pieces.push(piece);
    return this.#length <= MAX_BLOCK_BYTES;
  }

  join(): Uint8Array {
    return this.#pieces.length === 1 ? (this.#pieces[0] as Uint8Array) : Buffer.concat(this.#pieces, this.#length);
  }
}
