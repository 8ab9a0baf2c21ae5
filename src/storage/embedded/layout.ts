/**
 * What lies where in the embedded store.
 *
 * - `log`: revision -> record (record.ts). The newest record of every live key stays for ever; superseded ones and deletions are history.
 * - `head`: key -> revision of its newest record, for live keys.
 * - `tombs`: key -> revision of its deletion, for keys that are gone but still part of history.
 * - `long`, `longTombs`: the same for keys that are longer than LMDB's: only revisions, the key stands in the record.
 * - `expiry`: deadline and revision -> nothing: what is to be deleted when.
 * - `marks`: time -> revision and bytes written until then: how old and how large history is.
 * - `meta`: format, cluster id, state. `fence`: who owns the store; every write transaction depends on it.
 *
 * Numbers in keys are big-endian, 48 bits, so that bytes order as numbers do.
 */
import { crc32 } from 'node:zlib';
import type { Revision } from '../interface.ts';

/** The version of all this. A store with a newer one is refused. */
export const FORMAT = 1;

/** LMDB's pages of 4 KiB allow keys of 1,978 bytes. */
export const MAX_KEY_BYTES = 1978;

export const TABLES = ['log', 'head', 'tombs', 'long', 'longTombs', 'expiry', 'marks', 'meta'] as const;
export type Table = (typeof TABLES)[number];

export const FORMAT_KEY = Buffer.from('format');
export const CLUSTER_KEY = Buffer.from('cluster');
export const STATE_KEY = Buffer.from('state');
export const OWNER_KEY = Buffer.from('owner');

export const NUMBER_BYTES = 6;

export function revisionKey(revision: Revision): Buffer {
  return packNumbers(revision);
}

/** Writes a number of 48 bits. By hand: a third of what Node's general way costs. */
export function putNumber(bytes: Uint8Array, at: number, number: number): void {
  const high = Math.floor(number / 2 ** 32);
  bytes[at] = high >>> 8;
  bytes[at + 1] = high;
  bytes[at + 2] = number >>> 24;
  bytes[at + 3] = number >>> 16;
  bytes[at + 4] = number >>> 8;
  bytes[at + 5] = number;
}

/** Non-negative integers below 2^48, one behind the other. */
export function packNumbers(...numbers: readonly number[]): Buffer {
  const packed = Buffer.allocUnsafe(numbers.length * NUMBER_BYTES);
  for (const [index, number] of numbers.entries()) {
    putNumber(packed, index * NUMBER_BYTES, number);
  }
  return packed;
}

/** The `index`-th number of `packed`. */
export function unpackNumber(packed: Uint8Array, index = 0): number {
  const at = index * NUMBER_BYTES;
  return (
    byte(packed, at) * 2 ** 40 +
    byte(packed, at + 1) * 2 ** 32 +
    ((byte(packed, at + 2) << 24) | (byte(packed, at + 3) << 16) | (byte(packed, at + 4) << 8) | byte(packed, at + 5)) +
    (byte(packed, at + 2) & 0x80 ? 2 ** 32 : 0)
  );
}

function byte(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/** Where the store stands; written with every batch. */
export interface State {
  readonly revision: Revision;
  /** The oldest revision that can be read. */
  readonly compacted: Revision;
  /** Records up to here have been looked at for removal; at most `compacted`. */
  readonly swept: Revision;
  /** Bytes of all records ever written. */
  readonly bytes: number;
  /** `bytes` as it was at `compacted`. */
  readonly compactedBytes: number;
}

/** As in etcd: an empty store is at revision 1, the first write gets 2. */
export const EMPTY_STATE: State = { revision: 1, compacted: 1, swept: 1, bytes: 0, compactedBytes: 0 };

const STATE_BYTES = 5 * 8;

export function encodeState(state: State): Buffer {
  const encoded = Buffer.allocUnsafe(STATE_BYTES + 4);
  for (const [index, number] of [state.revision, state.compacted, state.swept, state.bytes, state.compactedBytes].entries()) {
    encoded.writeDoubleBE(number, index * 8);
  }
  encoded.writeUInt32BE(crc32(encoded.subarray(0, STATE_BYTES)), STATE_BYTES);
  return encoded;
}

/** @returns undefined when the bytes are damaged */
export function decodeState(bytes: Uint8Array): State | undefined {
  const encoded = Buffer.from(bytes);
  if (encoded.length !== STATE_BYTES + 4 || encoded.readUInt32BE(STATE_BYTES) !== crc32(encoded.subarray(0, STATE_BYTES))) {
    return undefined;
  }
  const number = (index: number): number => encoded.readDoubleBE(index * 8);
  return { revision: number(0), compacted: number(1), swept: number(2), bytes: number(3), compactedBytes: number(4) };
}
