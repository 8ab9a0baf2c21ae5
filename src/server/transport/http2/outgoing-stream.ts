/** What the output knows of a stream, and how streams wait for their turn. */

/** What of its answer has not been copied yet, and how much of that the client is ready for. */
export interface OutgoingStream {
  readonly id: number;
  readonly status: number;
  /** Bytes of the body that the client is ready to take; below zero after it has changed its mind. */
  sendWindow: number;
  /** The head, when it could not go out at once. */
  heldHead: readonly string[] | undefined;
  /** Bytes of the body that could not. */
  readonly heldBytes: number;
  readonly isHolding: boolean;
  /** Nothing comes after what is held. */
  isEnding: boolean;
  /** Where it waits for its turn, and between whom. */
  queue: TurnQueue | undefined;
  previous: OutgoingStream | undefined;
  next: OutgoingStream | undefined;
  /** What of the body comes next, and from where. */
  readonly piece: Uint8Array;
  readonly pieceOffset: number;
  hold(piece: Uint8Array): void;
  /** So many bytes of the piece have been copied. */
  release(length: number): void;
  /** All has been copied. */
  emptied(): void;
  /** The end has been written. */
  answered(): void;
}

/** Streams that wait, in the order in which they came; each is in one queue at most, and leaves it when it is gone. */
export class TurnQueue {
  #first: OutgoingStream | undefined;
  #last: OutgoingStream | undefined;

  get isEmpty(): boolean {
    return this.#first === undefined;
  }

  add(stream: OutgoingStream): void {
    stream.queue = this;
    stream.previous = this.#last;
    if (this.#last === undefined) this.#first = stream;
    else this.#last.next = stream;
    this.#last = stream;
  }

  take(): OutgoingStream | undefined {
    const first = this.#first;
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** @param stream is in this queue */
  remove(stream: OutgoingStream): void {
    const { previous, next } = stream;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    stream.queue = undefined;
    stream.previous = undefined;
    stream.next = undefined;
  }
}
