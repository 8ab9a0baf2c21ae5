/** Protobuf's wire format, read with bounds: every complaint is a DecodeError, nothing reads behind the end or forever. */
import { DecodeError } from '../interface.ts';

const UNEXPECTED_END = 'unexpected EOF';

export class ProtobufReader {
  readonly #bytes: Buffer;
  #at: number;
  readonly #end: number;
  /** Levels of messages around this one. */
  readonly depth: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length, depth = 0) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
    this.#end = end;
    this.depth = depth;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new DecodeError(UNEXPECTED_END);
    return this.#bytes[this.#at++] as number;
  }

  /** A field's number and wire type. */
  tag(): number {
    const tag = this.#smallVarint();
    if (tag >>> 3 === 0) throw new DecodeError(`proto: illegal tag ${tag >>> 3} (wire type ${tag & 7})`);
    return tag;
  }

  /** Up to 32 bits; more are too many for a tag or a length. */
  #smallVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      if (shift < 28) value |= (byte & 127) << shift;
      else if ((byte & 127) !== 0) throw new DecodeError('proto: negative length found during unmarshaling');
      if (byte < 128) return value;
    }
    throw new DecodeError('proto: integer overflow');
  }

  /** A signed 64-bit integer: a number if it is safe. */
  int64(): number | bigint {
    let value = 0;
    let factor = 1;
    const start = this.#at;
    for (let i = 0; i < 7; i++) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
    this.#at = start;
    return this.#longInt64();
  }

  #longInt64(): number | bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) {
        const signed = BigInt.asIntN(64, value);
        return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
      }
    }
    throw new DecodeError('proto: integer overflow');
  }

  int32(): number {
    const value = this.int64();
    return typeof value === 'number' && value >= -2147483648 && value <= 2147483647 ? value : Number(BigInt.asIntN(32, BigInt(value)));
  }

  bool(): boolean {
    return this.int64() !== 0;
  }

  double(): number {
    if (this.#end - this.#at < 8) throw new DecodeError(UNEXPECTED_END);
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  #length(): number {
    const length = this.#smallVarint();
    if (length < 0) throw new DecodeError('proto: negative length found during unmarshaling');
    if (length > this.#end - this.#at) throw new DecodeError(UNEXPECTED_END);
    return length;
  }

  /** The bytes of a length-delimited value, not copied. */
  bytes(): Buffer {
    const length = this.#length();
    const start = this.#at;
    this.#at += length;
    return this.#bytes.subarray(start, start + length);
  }

  text(): string {
    const length = this.#length();
    const start = this.#at;
    this.#at += length;
    return this.#bytes.toString('utf8', start, start + length);
  }

  /** A reader for the message that comes next, which this one skips. */
  message(): ProtobufReader {
    const length = this.#length();
    const start = this.#at;
    this.#at += length;
    return new ProtobufReader(this.#bytes, start, start + length, this.depth + 1);
  }

  /** Moves behind a field that nobody knows. */
  skip(tag: number): void {
    switch (tag & 7) {
      case 0:
        this.int64();
        return;
      case 1:
        this.double();
        return;
      case 2:
        this.bytes();
        return;
      case 3:
        this.#skipGroup();
        return;
      case 5:
        if (this.#end - this.#at < 4) throw new DecodeError(UNEXPECTED_END);
        this.#at += 4;
        return;
      case 4:
        throw new DecodeError('proto: unexpected end of group');
      default:
        throw new DecodeError(`proto: illegal wireType ${tag & 7}`);
    }
  }

  /** Groups nest; counting replaces a stack. */
  #skipGroup(): void {
    for (let open = 1; open > 0; ) {
      const tag = this.tag();
      if ((tag & 7) === 3) open++;
      else if ((tag & 7) === 4) open--;
      else this.skip(tag);
    }
  }
}
