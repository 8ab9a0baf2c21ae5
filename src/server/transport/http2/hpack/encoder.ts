/**
 * The header blocks of one HTTP/2 connection, written (RFC 7541).
 *
 * What a field becomes is decided by its name, and by what was sent under it before on this connection:
 * - values that are secrets are literals which nobody on the way may index either (RFC 7541 7.1.3);
 * - names whose values differ from answer to answer are literals that leave the table alone, else they would push out what is worth keeping;
 * - names that have a few values for ever go into the table at once;
 * - of all the others a value goes in when it comes for the second time in a row (`date` does, where there are many answers a second).
 * A name that the static table lacks goes in with its first value, whatever that is, so that from then on the name costs two bytes.
 *
 * Strings are never Huffman coded: saving a few bytes of what we send takes longer than sending them.
 * Every block that was encoded must be sent, and in this order: the peer's table follows from it.
 */
import { DynamicTable, fieldSize } from './dynamic-table.ts';
import {
  INDEXED,
  INDEXED_ROOM,
  LITERAL,
  LITERAL_NEVER_INDEXED,
  LITERAL_ROOM,
  LITERAL_TO_INDEX,
  LITERAL_TO_INDEX_ROOM,
  SIZE_UPDATE,
  SIZE_UPDATE_ROOM,
  STRING_ROOM,
} from './representation.ts';
import { STATIC_LENGTH, STATIC_NAMES, STATIC_VALUES } from './static-table.ts';

/** However large a table the peer offers: what answers have in common fits in many times over. */
const MAX_TABLE_BYTES = 4096;
/** The part of the table that one field may take. A larger one would push out too much. */
const MAX_SHARE = 1 / 4;
/** Names beside those of POLICIES that are remembered on one connection. Whoever passes on foreign answers must not make us hoard them. */
const MAX_NAMES = 64;
/** Values that are remembered under one name. */
const MAX_VALUES = 4;

const ALWAYS = 0;
const REPEATED = 1;
const FRESH = 2;
/** One name too many to be remembered. */
const FOREIGN = 3;
const SECRET = 4;
type Policy = typeof ALWAYS | typeof REPEATED | typeof FRESH | typeof FOREIGN | typeof SECRET;

const POLICIES: ReadonlyMap<string, Policy> = new Map([
  ...[':status', 'content-type', 'content-encoding', 'cache-control', 'vary', 'server', 'x-content-type-options'].map(
    (name) => [name, ALWAYS] as const,
  ),
  ...['x-kubernetes-pf-flowschema-uid', 'x-kubernetes-pf-prioritylevel-uid'].map((name) => [name, ALWAYS] as const),
  ...['audit-id', 'content-length', 'content-range', 'etag', 'last-modified', 'location'].map((name) => [name, FRESH] as const),
  ...['authorization', 'cookie', 'set-cookie', 'proxy-authenticate', 'proxy-authorization', 'www-authenticate'].map(
    (name) => [name, SECRET] as const,
  ),
]);

/** Bytes of one integer at most, its first included. Lengths have at most 30 bits. */
const INTEGER_BYTES = 6;
/** A table size update, and a status spelt out. */
const BLOCK_OVERHEAD = INTEGER_BYTES + 3 * INTEGER_BYTES + ':status'.length + 3;
/** A field's index or kind, and the lengths of its two strings. */
const FIELD_OVERHEAD = 3 * INTEGER_BYTES;
/** Up to this length copying chars one by one is quicker than a call of Buffer. */
const SHORT = 16;

const STATIC_NAME_INDEX: ReadonlyMap<string, number> = new Map(
  STATIC_NAMES.map((name, index) => [name, index] as const)
    .slice(1)
    .reverse(),
);
/** The statuses that the static table has, by their number. */
const STATIC_STATUS: ReadonlyMap<number, number> = new Map(
  STATIC_NAMES.flatMap((name, index) => (name === ':status' ? [[Number(STATIC_VALUES[index]), index] as const] : [])),
);

/** What a connection knows of one name. Numbers are those of the table's fields, 0 for none; a field may have gone by the time it is asked for. */
interface KnownName {
  readonly name: string;
  readonly staticIndex: number;
  readonly policy: Policy;
  /** The newest field with this name. */
  newest: number;
  /** The value that was sent last without being indexed. */
  last: string | undefined;
  /** Values that are in the table, and their fields; the next one goes to `nextSlot`. */
  readonly values: string[];
  readonly numbers: number[];
  nextSlot: number;
}

export class HeaderEncoder {
  readonly #table = new DynamicTable(MAX_TABLE_BYTES);
  readonly #names = new Map<string, KnownName>();
  /** The smallest maximum since the last block, and the newest. Where the table has another one, the next block begins by saying so. */
  #smallest = MAX_TABLE_BYTES;
  #maxBytes = MAX_TABLE_BYTES;

  /** The peer's SETTINGS_HEADER_TABLE_SIZE, to be obeyed from the next block on. */
  setMaxTableBytes(bytes: number): void {
    this.#maxBytes = Math.min(bytes, MAX_TABLE_BYTES);
    this.#smallest = Math.min(this.#smallest, this.#maxBytes);
  }

  /** The room that `encode` may need for this answer. */
  maxLength(headers: readonly string[]): number {
    let length = BLOCK_OVERHEAD;
    for (let i = 0; i < headers.length; i++) length += (headers[i] as string).length;
    return length + (headers.length / 2) * FIELD_OVERHEAD;
  }

  /**
   * Writes the block of an answer: `:status` and then `headers`, lower-case names and values in turn, each char as one byte.
   * @param target has room for `maxLength`
   * @returns the position after the block
   */
  encode(target: Uint8Array, position: number, status: number, headers: readonly string[]): number {
    const buffer = target instanceof Buffer ? target : Buffer.from(target.buffer, target.byteOffset, target.byteLength);
    let at = position;
    if (this.#smallest !== this.#table.maxBytes || this.#maxBytes !== this.#table.maxBytes) at = this.#writeSizeUpdate(buffer, at);
    const known = STATIC_STATUS.get(status);
    at = known === undefined ? this.#writeField(buffer, at, ':status', String(status)) : writeInteger(buffer, at, INDEXED, INDEXED_ROOM, known);
    for (let i = 0; i < headers.length; i += 2) at = this.#writeField(buffer, at, headers[i] as string, headers[i + 1] as string);
    return at;
  }

  /**
   * RFC 7541 4.2 wants both told: how small the table had to be in between, and how large it is now. The second waits for the next block:
   * Go's decoder takes two updates in one block for an error.
   */
  #writeSizeUpdate(target: Buffer, at: number): number {
    const bytes = this.#smallest < this.#table.maxBytes ? this.#smallest : this.#maxBytes;
    this.#smallest = this.#maxBytes;
    this.#table.resize(bytes);
    return writeInteger(target, at, SIZE_UPDATE, SIZE_UPDATE_ROOM, bytes);
  }

  #writeField(target: Buffer, at: number, name: string, value: string): number {
    const known = this.#names.get(name) ?? this.#learn(name);
    if (known.policy <= REPEATED) {
      const { values, numbers } = known;
      const oldest = this.#oldest;
      for (let i = 0; i < values.length; i++) {
        if ((numbers[i] as number) >= oldest && values[i] === value) {
          return writeInteger(target, at, INDEXED, INDEXED_ROOM, this.#indexOf(numbers[i] as number));
        }
      }
    }
    const nameIndex = known.staticIndex !== 0 ? known.staticIndex : known.newest >= this.#oldest ? this.#indexOf(known.newest) : 0;
    if (this.#isWorthIndexing(known, nameIndex, value)) {
      at = writeLiteral(target, at, LITERAL_TO_INDEX, LITERAL_TO_INDEX_ROOM, nameIndex, name, value);
      this.#index(known, value);
      return at;
    }
    if (known.policy === REPEATED) known.last = value;
    return writeLiteral(target, at, known.policy === SECRET ? LITERAL_NEVER_INDEXED : LITERAL, LITERAL_ROOM, nameIndex, name, value);
  }

  /** The oldest field that is still in the table. */
  get #oldest(): number {
    return this.#table.added - this.#table.count + 1;
  }

  #indexOf(number: number): number {
    return STATIC_LENGTH + 1 + this.#table.added - number;
  }

  #isWorthIndexing(known: KnownName, nameIndex: number, value: string): boolean {
    const { policy } = known;
    if (policy >= FOREIGN || fieldSize(known.name, value) > this.#table.maxBytes * MAX_SHARE) return false;
    return policy === ALWAYS || nameIndex === 0 || (policy === REPEATED && known.last === value);
  }

  #index(known: KnownName, value: string): void {
    this.#table.add(known.name, value);
    known.newest = this.#table.added;
    known.values[known.nextSlot] = value;
    known.numbers[known.nextSlot] = this.#table.added;
    known.nextSlot = (known.nextSlot + 1) % MAX_VALUES;
  }

  #learn(name: string): KnownName {
    const staticIndex = STATIC_NAME_INDEX.get(name) ?? 0;
    const listed = POLICIES.get(name);
    const isRemembered = listed !== undefined || this.#names.size < MAX_NAMES;
    const policy = listed ?? (isRemembered ? REPEATED : FOREIGN);
    const known = { name, staticIndex, policy, newest: 0, last: undefined, values: [], numbers: [], nextSlot: 0 };
    if (isRemembered) this.#names.set(name, known);
    return known;
  }
}

function writeLiteral(target: Buffer, at: number, kind: number, room: number, nameIndex: number, name: string, value: string): number {
  at = writeInteger(target, at, kind, room, nameIndex);
  if (nameIndex === 0) at = writeString(target, at, name);
  return writeString(target, at, value);
}

/** RFC 7541 5.1. */
function writeInteger(target: Buffer, at: number, kind: number, room: number, value: number): number {
  if (value < room) {
    target[at++] = kind | value;
    return at;
  }
  target[at++] = kind | room;
  let rest = value - room;
  for (; rest >= 0x80; rest >>>= 7) target[at++] = (rest & 0x7f) | 0x80;
  target[at++] = rest;
  return at;
}

function writeString(target: Buffer, at: number, text: string): number {
  const length = text.length;
  at = writeInteger(target, at, 0, STRING_ROOM, length);
  if (length > SHORT) return at + target.write(text, at, length, 'latin1');
  for (let i = 0; i < length; i++) target[at++] = text.charCodeAt(i);
  return at;
}
