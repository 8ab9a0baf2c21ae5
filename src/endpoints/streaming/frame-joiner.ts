/**
 * Joins small frames that are written together. Watchers of the same objects are sent the same frames in the same turn, so the last join is
 * remembered: five hundred watchers share one copy.
 */
import type { Pieces } from '../rendering/interface.ts';

/** A copy costs less than a chunk of the transfer encoding, up to about here. */
const JOIN_BELOW_BYTES = 160 * 1024;

export class FrameJoiner {
  #pieces: Pieces = [];
  #joined: Pieces = [];

  /** The pieces, or one that holds the same bytes. Pieces are shared and never change, so equal ones are the same ones. */
  join(frames: readonly Pieces[]): Pieces {
    const pieces = frames.length === 1 ? (frames[0] as Pieces) : frames.flat();
    if (pieces.length < 2) return pieces;
    if (samePieces(pieces, this.#pieces)) return this.#joined;
    let length = 0;
    for (const piece of pieces) length += piece.length;
    if (length >= JOIN_BELOW_BYTES) return pieces;
    this.#pieces = pieces;
    this.#joined = [Buffer.concat(pieces as Uint8Array[], length)];
    return this.#joined;
  }
}

function samePieces(a: Pieces, b: Pieces): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
