/** What a stream was given and could not send yet: pieces by reference, the first one perhaps in part. */
import { NO_BYTES } from '../../../base/bytes.ts';

export class HeldPieces {
  #pieces: Uint8Array[] = [];
  #index = 0;
  /** Where in the first piece the rest begins. */
  offset = 0;
  bytes = 0;

  get first(): Uint8Array {
    return this.#pieces[this.#index] ?? NO_BYTES;
  }

  add(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.bytes += piece.length;
  }

  /** @param length not beyond the first piece */
  release(length: number): void {
    this.bytes -= length;
    this.offset += length;
    if (this.offset < this.first.length) return;
    this.offset = 0;
    // What was copied may be used again by whoever gave it, so nothing may refer to it.
    this.#pieces[this.#index++] = NO_BYTES;
    if (this.bytes === 0) this.clear();
  }

  clear(): void {
    this.#pieces = [];
    this.#index = 0;
    this.offset = 0;
    this.bytes = 0;
  }
}
