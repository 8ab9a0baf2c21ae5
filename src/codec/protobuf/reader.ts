/** Protobuf's wire format, read with bounds: every complaint is a DecodeError, nothing reads behind the end or forever. */
import { DecodeError } from '../interface.ts';
import { checkCount, MAX_VALUES } from '../values.ts';

const UNEXPECTED_END = 'unexpected EOF';
const NEGATIVE_LENGTH = 'proto: negative length found during unmarshaling';
const LONGEST = 2n ** 63n - 1n;

/** A number that no field has: those that do not fit into 32 bits with their wire type are told apart by nobody. */
const STRANGE_FIELD = 0xffff_fff8;

/** Up to here a loop beats calls into the engine. */
const SHORT_TEXT = 48;
/** Of larger messages no text is made: a short string that is cut out of it would keep all of it in memory. */
const MAX_TEXT = 64 * 1024;

/** What readers of one document and of the messages inside share. */
class Source {
  readonly bytes: Buffer;
  /** How many more values the document may hold. */
  valuesLeft: number;
  #text: string | undefined;

  constructor(bytes: Uint8Array, maxValues: number) {
    this.bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.valuesLeft = maxValues;
  }

  /** UTF-8. Short strings are cut out of a text that has a character for each byte, which is cheaper than making each of its own. */
  text(start: number, end: number): string {
    const { bytes } = this;
    if (end - start > SHORT_TEXT || bytes.length > MAX_TEXT) return bytes.toString('utf8', start, end);
    for (let i = start; i < end; i++) if ((bytes[i] as number) > 127) return bytes.toString('utf8', start, end);
    this.#text ??= bytes.toString('latin1');
    return this.#text.slice(start, end);
  }
}

export class ProtobufReader {
  readonly #source: Source;
  readonly #bytes: Buffer;
  #at: number;
  readonly #end: number;
  /** Levels of messages around this one. */
  readonly depth: number;

  private constructor(source: Source, start: number, end: number, depth: number) {
    this.#source = source;
    this.#bytes = source.bytes;
    this.#at = start;
    this.#end = end;
    this.depth = depth;
  }

  /** @param maxValues how often `count` may be called */
  static of(bytes: Uint8Array, start = 0, maxValues: number = Number.POSITIVE_INFINITY): ProtobufReader {
    return new ProtobufReader(new Source(bytes, maxValues), start, bytes.length, 0);
  }

  /** One more value (see values.ts). @throws {ApiError} 413 when there are too many */
  count(): void {
    if (--this.#source.valuesLeft < 0) checkCount(MAX_VALUES + 1);
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new DecodeError(UNEXPECTED_END);
    return this.#bytes[this.#at++] as number;
  }

  /** A field's number and wire type. @param message its name, for complaints */
  tag(message: string): number {
    const start = this.#at;
    const tag = this.#smallVarint();
    if ((tag & 7) === 4 && tag >= 0) throw endOfGroup(message);
    if (tag >>> 3 !== 0 && tag >= 0) return tag;
    this.#at = start;
    const wire = BigInt.asUintN(64, this.#unsigned());
    if ((wire & 7n) === 4n) throw endOfGroup(message);
    const field = BigInt.asIntN(32, wire >> 3n);
    if (field <= 0n) throw new DecodeError(`proto: ${message}: illegal tag ${field} (wire type ${wire})`);
    return (STRANGE_FIELD | Number(wire & 7n)) >>> 0;
  }

  /** Up to 28 bits, which nearly all tags and lengths are; -1 for more. */
  #smallVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    return -1;
  }

  #unsigned(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
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
    const signed = BigInt.asIntN(64, this.#unsigned());
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
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
    const start = this.#at;
    const length = this.#smallVarint();
    if (length < 0) return this.#longLength(start);
    if (length > this.#end - this.#at) throw new DecodeError(UNEXPECTED_END);
    return length;
  }

  /** Bodies are shorter than that, so there is nothing to return unless the number was written long-winded. */
  #longLength(start: number): number {
    this.#at = start;
    const length = BigInt.asIntN(64, this.#unsigned());
    if (length < 0n || BigInt(this.#at) + length > LONGEST) throw new DecodeError(NEGATIVE_LENGTH);
    if (length > BigInt(this.#end - this.#at)) throw new DecodeError(UNEXPECTED_END);
    return Number(length);
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
    return this.#source.text(start, start + length);
  }

  /** As `text`, for one of few strings, or one that stays: no text of the whole document is made, nor kept in memory by its part. */
  singleText(): string {
    const length = this.#length();
    const start = this.#at;
    this.#at += length;
    return this.#bytes.toString('utf8', start, this.#at);
  }

  /** A reader for the message that comes next, which this one skips. */
  message(): ProtobufReader {
    const length = this.#length();
    const start = this.#at;
    this.#at += length;
    return new ProtobufReader(this.#source, start, start + length, this.depth + 1);
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

  /** Groups nest; counting replaces a stack. Numbers of fields do not matter in here. */
  #skipGroup(): void {
    for (let open = 1; open > 0; ) {
      const type = Number(this.#unsigned() & 7n);
      if (type === 3) open++;
      else if (type === 4) open--;
      else this.skip(type);
    }
  }
}

function endOfGroup(message: string): DecodeError {
  return new DecodeError(`proto: ${message}: wiretype end group for non-group`);
}

/** Reads the content of a value: the tag has been read. `before` is what the same field left earlier. */
export type ContentReader = (reader: ProtobufReader, before: unknown) => unknown;
