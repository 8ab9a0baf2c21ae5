/**
 * Memory for what is written to sockets. Fresh memory for every write would cost more than filling it, and memory for every connection would be
 * lost on those that are silent: a connection takes some when it has something to say and gives it back when the socket has taken it.
 */

/** Most turns of the loop say less. */
const SMALL_BYTES = 16 * 1024;
const MAX_FREE_SMALL = 128;
const MAX_FREE_LARGE = 16;

const freeSmall: Buffer[] = [];
const freeLarge: Buffer[] = [];

/** What one write should hold at most. */
export const BATCH_BYTES = 128 * 1024;
/** Answers' heads and control frames may go beyond that by a little. */
const LARGE_BYTES = BATCH_BYTES + 16 * 1024;

/** At least `length` bytes of anything. */
export function takeSlab(length: number): Buffer {
  if (length <= SMALL_BYTES) return freeSmall.pop() ?? Buffer.allocUnsafeSlow(SMALL_BYTES);
  if (length <= LARGE_BYTES) return freeLarge.pop() ?? Buffer.allocUnsafeSlow(LARGE_BYTES);
  return Buffer.allocUnsafeSlow(length * 2);
}

/** Nobody refers to it any more. */
export function giveSlabBack(slab: Buffer): void {
  if (slab.length === SMALL_BYTES && freeSmall.length < MAX_FREE_SMALL) freeSmall.push(slab);
  else if (slab.length === LARGE_BYTES && freeLarge.length < MAX_FREE_LARGE) freeLarge.push(slab);
}
