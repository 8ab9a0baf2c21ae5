/**
 * Memory for bytes that are made to stay (what caches hold): small ones share slabs that nothing else lies in.
 *
 * Memory of their own costs more than filling it: an ArrayBuffer is a dozen allocations inside and outside of the heap, and each scavenge looks after
 * it. Node's pool would be shared with whatever else was made in that moment, and all of that would live as long: twice the memory for ten thousand
 * pods. A slab is a quarter of a pool of Node's, so what stays alone in one holds on to less than what was read through that pool at the start does.
 */
const SLAB_BYTES = 16 * 1024;
/** Larger ones get memory of their own. */
const MAX_SHARED_BYTES = 4 * 1024;

let slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
let used = 0;

/** `length` bytes of anything, to be overwritten at once. */
export function lastingBytes(length: number): Buffer {
  if (length > MAX_SHARED_BYTES) return Buffer.allocUnsafeSlow(length);
  if (used + length > SLAB_BYTES) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    used = 0;
  }
  const bytes = slab.subarray(used, used + length);
  used += length;
  return bytes;
}
