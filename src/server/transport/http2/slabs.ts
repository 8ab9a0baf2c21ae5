/**
 * Memory for what is written to sockets. Fresh memory for every write would cost more than filling it, and memory for every connection would be
 * lost on those that are silent: a connection takes some when it has something to say and gives it back when the socket has taken it.
 */

/** What one write should hold at most. */
export const BATCH_BYTES = 64 * 1024;

/** Powers of two, from an event or two to a batch, and a batch with the answers' heads and control frames that it may hold beside. */
const SIZES: readonly number[] = [...[4, 8, 16, 32, 64].map((size) => size * 1024), BATCH_BYTES + 16 * 1024];
/** All sizes together. A thousand connections may write in the same turn, and be busy with what they wrote in the one before. */
const MAX_FREE_BYTES = 32 * 1024 * 1024;

const free: readonly Buffer[][] = SIZES.map(() => []);
let freeBytes = 0;

/** At least `length` bytes of anything. */
export function takeSlab(length: number): Buffer {
  for (let i = 0; i < SIZES.length; i++) {
    const size = SIZES[i] as number;
    if (length > size) continue;
    const slab = (free[i] as Buffer[]).pop();
    if (slab === undefined) return Buffer.allocUnsafeSlow(size);
    freeBytes -= size;
    return slab;
  }
  return Buffer.allocUnsafeSlow(length * 2);
}

/** Nobody refers to it any more. */
export function giveSlabBack(slab: Buffer): void {
  const same = free[SIZES.indexOf(slab.length)];
  if (same === undefined || freeBytes + slab.length > MAX_FREE_BYTES) return;
  freeBytes += slab.length;
  same.push(slab);
}
