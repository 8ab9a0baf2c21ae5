/**
 * Flow control for what clients send (RFC 9113, 5.2 and 6.9): how much of a window is left, and when it is worth a frame to widen it again.
 *
 * The other direction, how much a client is ready to take, is one number for a stream and one for the connection; see output.ts.
 */

export class ReceiveWindow {
  readonly #size: number;
  #left: number;
  #owed = 0;
  readonly #worthAFrame: number;

  /** @param size in bytes, as the client was told */
  constructor(size: number) {
    this.#size = size;
    this.#left = size;
    this.#worthAFrame = size / 2;
  }

  /** The client has sent so many bytes. False: it was not allowed to. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  /** So many bytes are no longer held. @returns what the client should be told now; 0: not yet */
  giveBack(bytes: number): number {
    this.#owed += bytes;
    // Where much is held the client may have less left than that, and others should not wait for who holds it.
    if (this.#owed < this.#worthAFrame && this.#owed < this.#left) return 0;
    const owed = this.#owed;
    this.#owed = 0;
    this.#left += owed;
    return owed;
  }

  /** Nothing is held any more, and the client should know at once. @returns what to tell it; 0: nothing */
  refill(): number {
    const more = this.#size - this.#left;
    this.#left = this.#size;
    this.#owed = 0;
    return more;
  }
}
