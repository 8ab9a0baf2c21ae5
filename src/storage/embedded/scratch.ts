/**
 * Memory for what one batch hands to LMDB: keys, records, revisions. LMDB copies them while it writes, and batches follow one another, so the next
 * batch uses the same bytes again; nothing is made and collected for each write. (LMDB also asks the system for the address of every ArrayBuffer
 * that it has not seen.)
 *
 * Invariant: what was taken may be looked at until `reset`, and by nobody later.
 */
import type { Revision } from '../interface.ts';
import { NUMBER_BYTES, putNumber } from './layout.ts';

/** Room for hundreds of usual writes; what does not fit gets memory of its own. */
const SLAB_BYTES = 512 * 1024;
/** Of a character in UTF-8, per unit of the string. */
const MAX_UNIT_BYTES = 3;

export class Scratch {
  readonly #slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  #used = 0;

  reset(): void {
    this.#used = 0;
  }

  /** `length` bytes of anything. */
  take(length: number): Buffer {
    if (this.#used + length > SLAB_BYTES) return Buffer.allocUnsafeSlow(length);
    const from = this.#used;
    this.#used += length;
    return this.#slab.subarray(from, this.#used);
  }

  /** UTF-8. */
  text(text: string): Buffer {
    if (this.#used + text.length * MAX_UNIT_BYTES > SLAB_BYTES) return Buffer.from(text, 'utf8');
    return this.take(this.#slab.write(text, this.#used, 'utf8'));
  }

  /** As `revisionKey`. */
  revision(revision: Revision): Buffer {
    const bytes = this.take(NUMBER_BYTES);
    putNumber(bytes, 0, revision);
    return bytes;
  }
}
