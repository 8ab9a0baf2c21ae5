/**
 * Protobuf, written from the end to the beginning: a message's length is known when it is to be written, so one pass does.
 *
 * Invariant: `take` gives a copy; the buffer is kept for the next message unless it has grown large.
 */
import { lastingBytes } from '../../base/lasting-bytes.ts';
import { LENGTH } from './wire.ts';

/** Copies a range without making a view of it. */
const COPY = Buffer.prototype.copy;

const START_SIZE = 16 * 1024;
/** A larger buffer is not kept. */
const KEEP_SIZE = 1024 * 1024;

const MAX_UINT64 = (1n << 64n) - 1n;

/** Up to here a loop beats a call into the engine. */
const SHORT_TEXT = 40;

export class BackwardWriter {
  #buffer: Buffer = Buffer.allocUnsafeSlow(START_SIZE);
  /** Where the written part starts. */
  #at = START_SIZE;

  /** How many bytes have been written. */
  get length(): number {
    return this.#buffer.length - this.#at;
  }

  #room(bytes: number): void {
    if (this.#at >= bytes) return;
    const written = this.length;
    const size = Math.max(this.#buffer.length * 2, written + bytes);
    const larger = Buffer.allocUnsafeSlow(size);
    this.#buffer.copy(larger, size - written, this.#at);
    this.#buffer = larger;
    this.#at = size - written;
  }

  byte(value: number): void {
    this.#room(1);
    this.#buffer[--this.#at] = value;
  }

  bytes(value: Uint8Array): void {
    this.#room(value.length);
    this.#at -= value.length;
    this.#buffer.set(value, this.#at);
  }

  /** As `bytes`, for a handful. */
  few(value: Uint8Array): void {
    const { length } = value;
    if (length === 0) return;
    this.#room(length);
    this.#at -= length;
    for (let i = 0; i < length; i++) this.#buffer[this.#at + i] = value[i] as number;
  }

  /** A copy of what was written after there were `before` bytes. */
  since(before: number): Uint8Array {
    return Uint8Array.from(this.#buffer.subarray(this.#at, this.#buffer.length - before));
  }

  /** UTF-8, without a length. */
  text(value: string): void {
    const { length } = value;
    this.#room(length * 3);
    if (length > SHORT_TEXT) {
      const size = Buffer.byteLength(value);
      this.#at -= size;
      this.#buffer.write(value, this.#at, size, size === length ? 'latin1' : 'utf8');
      return;
    }
    const start = this.#at - length;
    const buffer = this.#buffer;
    for (let i = length - 1; i >= 0; i--) {
      const code = value.charCodeAt(i);
      if (code > 127) {
        const bytes = Buffer.byteLength(value);
        this.#at -= bytes;
        buffer.write(value, this.#at, bytes, 'utf8');
        return;
      }
      buffer[start + i] = code;
    }
    this.#at = start;
  }

  /** A field of text, with tag and length. */
  string(value: string, tag: number): void {
    if (value.length === 0) this.small(0, tag);
    else {
      const before = this.length;
      this.text(value);
      this.close(before, tag);
    }
  }

  /** A field of an integer, with its tag. @param value below 128 */
  small(value: number, tag: number): void {
    this.#room(3);
    this.#buffer[--this.#at] = value;
    if (tag < 128) this.#buffer[--this.#at] = tag;
    else this.varint(tag);
  }

  /** As `small`, for any. */
  integer(value: number | bigint, tag: number): void {
    this.signed(value);
    this.varint(tag);
  }

  /** @param value an unsigned integer up to 2^53 */
  varint(value: number): void {
    if (value < 128) {
      this.byte(value);
      return;
    }
    if (value > 0xfffffff) {
      const low = value % 0x10000000;
      this.varint((value - low) / 0x10000000);
      this.#room(4);
      this.#at -= 4;
      for (let i = 0, rest = low; i < 4; i++, rest >>>= 7) this.#buffer[this.#at + i] = (rest & 127) | 128;
      return;
    }
    const size = value < 0x4000 ? 2 : value < 0x200000 ? 3 : 4;
    this.#room(size);
    if (size === 2) {
      this.#buffer[--this.#at] = value >>> 7;
      this.#buffer[--this.#at] = (value & 127) | 128;
      return;
    }
    this.#at -= size;
    let rest = value;
    for (let i = 0; i < size; i++) {
      this.#buffer[this.#at + i] = i === size - 1 ? rest : (rest & 127) | 128;
      rest >>>= 7;
    }
  }

  #longVarint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value & MAX_UINT64;
    while (rest > 127n) {
      bytes.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.bytes(Uint8Array.from(bytes));
  }

  /** A signed integer as Protobuf's int32 and int64: negative ones take ten bytes. */
  signed(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0) this.varint(value);
    else this.#longVarint(BigInt(value));
  }

  double(value: number): void {
    this.#room(8);
    this.#at -= 8;
    this.#buffer.writeDoubleLE(value, this.#at);
  }

  /** The length of what was written since `before`, and a tag. */
  close(before: number, tag: number): void {
    const length = this.length - before;
    if (length < 128) this.small(length, tag);
    else {
      this.varint(length);
      this.varint(tag);
    }
  }

  /** A copy of what was written; the writer starts anew. */
  take(): Uint8Array {
    const result = lastingBytes(this.length);
    COPY.call(this.#buffer, result, 0, this.#at);
    this.reset();
    return result;
  }

  reset(): void {
    if (this.#buffer.length > KEEP_SIZE) this.#buffer = Buffer.allocUnsafeSlow(START_SIZE);
    this.#at = this.#buffer.length;
  }
}

/** Writes the content of a value: no tag, no length. */
export type ContentWriter = (writer: BackwardWriter, value: unknown) => void;

/** A field of text, with tag and length. */
export function writeText(writer: BackwardWriter, number: number, text: string): void {
  writer.string(text, (number << 3) | LENGTH);
}
