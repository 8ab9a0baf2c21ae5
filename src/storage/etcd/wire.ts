/**
 * Protocol Buffers by hand, as far as etcd's messages need it: varints (as numbers where they are safe, as bigints for ids), bytes, nested
 * messages. Zero values are not written, unknown fields are skipped.
 * See https://protobuf.dev/programming-guides/encoding/.
 */

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Fields in the order they are added. */
export class MessageWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** A non-negative safe integer; also enums. */
  number(field: number, value: number): this {
    return value === 0 ? this : this.#add(varint(field * 8 + VARINT), varint(value));
  }

  /** Any 64 bits; negative values as two's complement. */
  bigint(field: number, value: bigint): this {
    return value === 0n ? this : this.#add(varint(field * 8 + VARINT), bigVarint(BigInt.asUintN(64, value)));
  }

  boolean(field: number, value: boolean): this {
    return value ? this.#add(varint(field * 8 + VARINT), Uint8Array.of(1)) : this;
  }

  bytes(field: number, value: Uint8Array): this {
    return value.length === 0 ? this : this.#add(varint(field * 8 + BYTES), varint(value.length), value);
  }

  /** Written even when it is empty: its presence may mean something. */
  message(field: number, message: MessageWriter): this {
    this.#add(varint(field * 8 + BYTES), varint(message.#length));
    return this.#add(...message.#parts);
  }

  get length(): number {
    return this.#length;
  }

  /** Copies the message to `target` at `offset`. */
  copyTo(target: Uint8Array, offset: number): void {
    let at = offset;
    for (const part of this.#parts) {
      target.set(part, at);
      at += part.length;
    }
  }

  #add(...parts: readonly Uint8Array[]): this {
    for (const part of parts) {
      this.#parts.push(part);
      this.#length += part.length;
    }
    return this;
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function bigVarint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) + 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** Walks the fields of a message: `while (reader.next()) switch (reader.field) ...`. What is not read is skipped. @throws for what is not Protobuf */
export class MessageReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;
  #type = 0;
  #pending = false;
  /** The number of the current field. */
  field = 0;

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  next(): boolean {
    if (this.#pending) {
      this.#skip();
    }
    if (this.#at >= this.#end) {
      return false;
    }
    const tag = this.#varint();
    this.field = Math.floor(tag / 8);
    this.#type = tag % 8;
    this.#pending = true;
    return true;
  }

  /** @throws when it is not a safe integer, or negative */
  number(): number {
    this.#take(VARINT);
    const value = this.#varint();
    if (!Number.isSafeInteger(value)) {
      throw new Error('a number in the message is too large');
    }
    return value;
  }

  /** As an unsigned number of 64 bits. */
  bigint(): bigint {
    this.#take(VARINT);
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return BigInt.asUintN(64, value);
      }
    }
  }

  boolean(): boolean {
    return this.bigint() !== 0n;
  }

  /** A copy, so that a small value does not keep a large message in memory. */
  bytes(): Buffer {
    const [start, end] = this.#range();
    const copy = Buffer.allocUnsafe(end - start);
    this.#bytes.copy(copy, 0, start, end);
    return copy;
  }

  string(): string {
    const [start, end] = this.#range();
    return this.#bytes.toString('utf8', start, end);
  }

  message(): MessageReader {
    const [start, end] = this.#range();
    return new MessageReader(this.#bytes, start, end);
  }

  #range(): readonly [number, number] {
    this.#take(BYTES);
    const length = this.#varint();
    const start = this.#at;
    const end = start + length;
    if (end > this.#end) {
      throw new Error('the message is cut off');
    }
    this.#at = end;
    return [start, end];
  }

  #take(type: number): void {
    if (!this.#pending || this.#type !== type) {
      throw new Error(`field ${this.field} of the message is of another type`);
    }
    this.#pending = false;
  }

  #skip(): void {
    switch (this.#type) {
      case VARINT:
        this.bigint();
        break;
      case FIXED64:
        this.#at += 8;
        break;
      case BYTES:
        this.#range();
        break;
      case FIXED32:
        this.#at += 4;
        break;
      default:
        throw new Error('the message is damaged');
    }
    this.#pending = false;
  }

  /** Beyond 2^53 it loses precision, which `number` notices. */
  #varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        return value;
      }
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined || this.#at >= this.#end) {
      throw new Error('the message is cut off');
    }
    this.#at++;
    return byte;
  }
}
