/**
 * The header blocks of one HTTP/2 connection, read (RFC 7541).
 *
 * Every block of the connection must pass through here, wanted or not, in the order of arrival: each may change the dynamic table that the next
 * one refers to. For the same reason no error can be mended: after a CompressionError nothing further can be read on this connection.
 *
 * What a block may cost is bounded by its own length and by the caller's limit: references to large fields of the table, which multiply what a
 * block says by thousands, cost no memory past the limit.
 */
import { DynamicTable, fieldSize } from './dynamic-table.ts';
import { decodedRoom, decodeHuffman } from './huffman.ts';
import {
  HUFFMAN,
  INDEXED,
  INDEXED_ROOM,
  LITERAL_ROOM,
  LITERAL_TO_INDEX,
  LITERAL_TO_INDEX_ROOM,
  SIZE_UPDATE,
  SIZE_UPDATE_ROOM,
  STRING_ROOM,
} from './representation.ts';
import { STATIC_LENGTH, STATIC_NAMES, STATIC_VALUES } from './static-table.ts';

/** What RFC 7541 calls a decoding error: the connection ends with COMPRESSION_ERROR (RFC 9113 4.3). */
export class CompressionError extends Error {}

/** What a header block said. */
export interface HeaderList {
  /** Names and values in turn, one char a byte, as they came: neither is checked. */
  readonly headers: string[];
  /** The list was larger than the limit; `headers` holds the fields before the one that passed it. */
  readonly tooLarge: boolean;
}

/** With this size every table begins (RFC 9113 6.5.2). */
const INITIAL_TABLE_BYTES = 4096;
/** A table that became smaller and larger again is told by two updates (RFC 7541 4.2); there is never need for a third. */
const MAX_SIZE_UPDATES = 2;
/** Bytes that an integer may take after its first. Four hold 2^28, which is far more than anything here can mean. */
const MAX_INTEGER_BYTES = 4;

const EMPTY = Buffer.alloc(0);
/** Where Huffman strings are unpacked before they become strings. Longer ones get a buffer for once. */
const SCRATCH_BYTES = 4096;
let scratch = EMPTY;

/**
 * Names of literals that came last, by their hash: senders that do not index send the same few names for ever, and a string that is known
 * costs no allocation and has its hash already when it is looked up. Names only: no value outlives its request here.
 */
const KNOWN_NAMES = 128;
const MAX_KNOWN_NAME = 32;
const knownNames: string[] = new Array<string>(KNOWN_NAMES).fill('');

export class HeaderDecoder {
  readonly #maxTableBytes: number;
  readonly #table = new DynamicTable(INITIAL_TABLE_BYTES);
  /** The block being read, and what of it comes next. */
  #block = EMPTY;
  #at = 0;

  /** @param options.maxTableBytes the SETTINGS_HEADER_TABLE_SIZE that we announce: 4096, or more */
  constructor(options: { readonly maxTableBytes: number }) {
    this.#maxTableBytes = options.maxTableBytes;
  }

  /**
   * Reads a whole header block, all its CONTINUATION frames joined.
   * @param limitBytes of the list's size: name + value + 32 for each field (RFC 9113 6.5.2). Once it is passed nothing more is kept, but
   *   everything is still read, for the table's sake.
   * @throws {CompressionError}
   */
  decode(block: Uint8Array, limitBytes: number): HeaderList {
    this.#block = block instanceof Buffer ? block : Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    this.#at = 0;
    this.#readSizeUpdates();
    const list = this.#readFields(limitBytes);
    this.#block = EMPTY;
    return list;
  }

  #readFields(limitBytes: number): HeaderList {
    const block = this.#block;
    const table = this.#table;
    const headers: string[] = [];
    let room = limitBytes;
    while (this.#at < block.length) {
      const first = block[this.#at] as number;
      let name: string;
      let value: string;
      if (first >= INDEXED) {
        const index = this.#readInteger(INDEXED_ROOM);
        if (index <= STATIC_LENGTH) {
          name = STATIC_NAMES[index] as string;
          value = STATIC_VALUES[index] as string;
          if (index === 0) throw new CompressionError('index 0');
        } else {
          const number = this.#numberOf(index);
          name = table.name(number);
          value = table.value(number);
        }
      } else if (first >= LITERAL_TO_INDEX) {
        name = this.#readName(LITERAL_TO_INDEX_ROOM);
        value = this.#readString(false);
        table.add(name, value);
      } else {
        if (first >= SIZE_UPDATE) throw new CompressionError('a table size update after the start of a block');
        name = this.#readName(LITERAL_ROOM);
        value = this.#readString(false);
      }
      room -= fieldSize(name, value);
      if (room >= 0) headers.push(name, value);
    }
    return { headers, tooLarge: room < 0 };
  }

  #readSizeUpdates(): void {
    for (let updates = 0; isSizeUpdate(this.#block[this.#at]); updates++) {
      if (updates === MAX_SIZE_UPDATES) throw new CompressionError('too many table size updates');
      const size = this.#readInteger(SIZE_UPDATE_ROOM);
      if (size > this.#maxTableBytes) throw new CompressionError('a table larger than the settings allow');
      this.#table.resize(size);
    }
  }

  /** The dynamic table's number of what a block calls `index`: the newest field follows on the static table. */
  #numberOf(index: number): number {
    const age = index - STATIC_LENGTH;
    if (age > this.#table.count) throw new CompressionError('an index beyond the table');
    return this.#table.added + 1 - age;
  }

  /** A name, by reference or spelt out. */
  #readName(room: number): string {
    const index = this.#readInteger(room);
    if (index === 0) return this.#readString(true);
    return index <= STATIC_LENGTH ? (STATIC_NAMES[index] as string) : this.#table.name(this.#numberOf(index));
  }

  /** RFC 7541 5.1: what does not fit beside the bits of the first byte follows in groups of seven bits, the lowest first. */
  #readInteger(room: number): number {
    const block = this.#block;
    let value = this.#nextByte(block) & room;
    if (value < room) return value;
    for (let shift = 0; shift < MAX_INTEGER_BYTES * 7; shift += 7) {
      const byte = this.#nextByte(block);
      value += (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new CompressionError('an integer too large');
  }

  #nextByte(block: Uint8Array): number {
    if (this.#at >= block.length) throw new CompressionError('a truncated block');
    return block[this.#at++] as number;
  }

  #readString(isName: boolean): string {
    const block = this.#block;
    const huffman = (block[this.#at] as number) >= HUFFMAN;
    const length = this.#readInteger(STRING_ROOM);
    const start = this.#at;
    const end = start + length;
    if (end > block.length) throw new CompressionError('a truncated block');
    this.#at = end;
    if (!huffman) return isName ? nameOf(block, start, end) : block.toString('latin1', start, end);
    const room = decodedRoom(length);
    if (room <= SCRATCH_BYTES && scratch === EMPTY) scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
    const target = room <= SCRATCH_BYTES ? scratch : Buffer.allocUnsafe(room);
    const written = decodeHuffman(block, start, end, target);
    if (written < 0) throw new CompressionError('a malformed Huffman string');
    return isName ? nameOf(target, 0, written) : target.toString('latin1', 0, written);
  }
}

function isSizeUpdate(byte: number | undefined): boolean {
  return byte !== undefined && byte >= SIZE_UPDATE && byte < LITERAL_TO_INDEX;
}

function nameOf(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length > MAX_KNOWN_NAME) return bytes.toString('latin1', start, end);
  let hash = length;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0;
  const slot = (hash ^ (hash >>> 15)) & (KNOWN_NAMES - 1);
  const known = knownNames[slot] as string;
  if (known.length === length) {
    let i = 0;
    while (i < length && known.charCodeAt(i) === bytes[start + i]) i++;
    if (i === length) return known;
  }
  const name = bytes.toString('latin1', start, end);
  knownNames[slot] = name;
  return name;
}
