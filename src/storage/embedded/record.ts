/**
 * One revision as it lies in the log: what happened to which key, and a checksum over all of it, the revision included, so that neither
 * flipped bits nor a page that belongs elsewhere can pass for a value.
 *
 * The checksum is the CRC-32 of zlib, not CRC-32C: both find every burst of up to 32 bits, but Node computes this one natively at 4 GB/s, the
 * other would run in JavaScript at a tenth of that, which 10,000 pods at the start would feel.
 *
 * Layout, big-endian: crc u32 | revision u48 | previous u48 | flags u8 | fingerprint u32 | key length u32 | key | value
 */
import { crc32 } from 'node:zlib';
import type { Revision } from '../interface.ts';
import { putNumber } from './layout.ts';
import type { Scratch } from './scratch.ts';

const HEADER_BYTES = 4 + 6 + 6 + 1 + 4 + 4;
const DELETED = 1;
const CREATED = 2;
const FINGERPRINT = 4;

export interface LogRecord {
  readonly revision: Revision;
  /** The record of this key before this one, a deletion included; 0 when there is none in history. */
  readonly previous: Revision;
  readonly deleted: boolean;
  /** The key did not exist before; then `previous`, when there is one, is a deletion. */
  readonly created: boolean;
  readonly fingerprint: number | undefined;
  readonly key: string;
  /** Empty for a deletion. */
  readonly value: Uint8Array;
}

/** @param key of the record, encoded @param scratch where it is written to */
export function encodeRecord(record: Omit<LogRecord, 'key'>, key: Uint8Array, scratch: Scratch): Buffer {
  const { revision, previous, fingerprint, value } = record;
  const bytes = scratch.take(HEADER_BYTES + key.length + value.length);
  putNumber(bytes, 4, revision);
  putNumber(bytes, 10, previous);
  bytes[16] = (record.deleted ? DELETED : 0) | (record.created ? CREATED : 0) | (fingerprint === undefined ? 0 : FINGERPRINT);
  bytes.writeUInt32BE((fingerprint ?? 0) >>> 0, 17);
  bytes.writeUInt32BE(key.length, 21);
  bytes.set(key, HEADER_BYTES);
  bytes.set(value, HEADER_BYTES + key.length);
  bytes.writeUInt32BE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

/**
 * Reads a record; its value is a view into `bytes`.
 * @returns what is wrong with it when it is damaged
 */
export function decodeRecord(bytes: Buffer, revision: Revision): LogRecord | string {
  if (bytes.length < HEADER_BYTES) {
    return 'the record is too short';
  }
  if (bytes.readUInt32BE(0) !== crc32(bytes.subarray(4))) {
    return 'the checksum does not match';
  }
  const keyEnd = HEADER_BYTES + bytes.readUInt32BE(21);
  if (bytes.readUIntBE(4, 6) !== revision || keyEnd > bytes.length) {
    return 'the record belongs elsewhere';
  }
  const flags = bytes.readUInt8(16);
  return {
    revision,
    previous: bytes.readUIntBE(10, 6),
    deleted: (flags & DELETED) !== 0,
    created: (flags & CREATED) !== 0,
    fingerprint: (flags & FINGERPRINT) === 0 ? undefined : bytes.readUInt32BE(17),
    key: bytes.toString('utf8', HEADER_BYTES, keyEnd),
    value: bytes.subarray(keyEnd),
  };
}
