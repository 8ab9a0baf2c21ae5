/** Bytes that are gathered in one growing buffer: copying small pieces costs less than sending them one by one. */
import { copyBytes, decimalLength, NO_BYTES, writeDecimal } from '../../base/bytes.ts';
import type { SliceWriter } from './interface.ts';

export class SliceBuffer implements SliceWriter {
  /** Made with the first bytes. */
  protected slice: Buffer = NO_BYTES;
  protected length = 0;
  /** How big a slice begins. */
  protected firstBytes: number;

  constructor(firstBytes: number) {
    this.firstBytes = firstBytes;
  }

  get byteLength(): number {
    return this.length;
  }

  text(ascii: string): void {
    const { length } = ascii;
    if (this.length + length > this.slice.length) this.#grow(length);
    const { slice } = this;
    let at = this.length;
    for (let i = 0; i < length; i++) slice[at++] = ascii.charCodeAt(i);
    this.length = at;
  }

  bytes(source: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (this.length + length > this.slice.length) this.#grow(length);
    this.length = copyBytes(source, from, to, this.slice, this.length);
  }

  decimal(value: number): void {
    const length = decimalLength(value);
    if (this.length + length > this.slice.length) this.#grow(length);
    this.length = writeDecimal(this.slice, this.length, value);
  }

  /** What was gathered, without a copy; nothing may be added any more. */
  whole(): Uint8Array {
    return this.slice.subarray(0, this.length);
  }

  /** A copy of what was gathered, without room to spare. */
  copy(): Uint8Array {
    const copy = Buffer.allocUnsafeSlow(this.length);
    this.slice.copy(copy, 0, 0, this.length);
    return copy;
  }

  #grow(by: number): void {
    const wanted = this.slice.length === 0 ? this.firstBytes : this.slice.length * 2;
    const bigger = Buffer.allocUnsafeSlow(Math.max(wanted, this.length + by));
    this.slice.copy(bigger, 0, 0, this.length);
    this.slice = bigger;
  }
}
