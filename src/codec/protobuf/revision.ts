/**
 * Puts a resourceVersion into a message that was stored without one: the bytes of the object stay as they are, so serving it takes neither decoding
 * nor encoding. Works on what our own encoder wrote: metadata comes first, and an empty resourceVersion stands in it.
 */
import { copyBytes, decimalLength, writeDecimal } from '../../base/bytes.ts';
import { ProtobufReader } from './reader.ts';
import { LENGTH } from './wire.ts';

const METADATA = (1 << 3) | LENGTH;
const RESOURCE_VERSION = (6 << 3) | LENGTH;

/** A message as it was stored, without envelope, and where its revision belongs. */
export interface StoredMessage {
  readonly message: Uint8Array;
  /** Where the content of the metadata begins, and how long it is. */
  readonly metadataAt: number;
  readonly metadataLength: number;
  /** The byte that says how long the revision is: zero. */
  readonly revisionAt: number;
}

/** Where bytes go, one after the other. */
export interface ByteSink {
  /** A copy of `source` from one byte to before another. */
  bytes(source: Uint8Array, from: number, to: number): void;
}

/**
 * @param message without envelope
 * @returns undefined when the message does not look as it should; then it must be decoded
 * @throws {DecodeError} for damaged bytes
 */
export function storedMessage(message: Uint8Array): StoredMessage | undefined {
  const object = ProtobufReader.of(message);
  if (object.done || object.tag('Object') !== METADATA) return undefined;
  const metadata = object.bytes();
  const metadataAt = metadata.byteOffset - message.byteOffset;
  const reader = ProtobufReader.of(metadata);
  while (!reader.done) {
    const tag = reader.tag('ObjectMeta');
    if (tag !== RESOURCE_VERSION) {
      reader.skip(tag);
      continue;
    }
    const found = reader.bytes();
    if (found.length > 0) return undefined;
    return { message, metadataAt, metadataLength: metadata.length, revisionAt: found.byteOffset - message.byteOffset - 1 };
  }
  return undefined;
}

/** How long the message is with a revision. 0: the message as it is. */
export function lengthWithRevision({ message, metadataAt, metadataLength }: StoredMessage, revision: number): number {
  if (revision === 0) return message.length;
  const digits = decimalLength(revision);
  return 1 + varintLength(metadataLength + digits) + (message.length - metadataAt) + digits;
}

/** Writes the message with a revision. */
export function writeWithRevision(sink: ByteSink, { message, metadataAt, metadataLength, revisionAt }: StoredMessage, revision: number): void {
  if (revision === 0) {
    sink.bytes(message, 0, message.length);
    return;
  }
  const digits = decimalLength(revision);
  scratch[0] = METADATA;
  sink.bytes(scratch, 0, putVarint(metadataLength + digits, 1));
  sink.bytes(message, metadataAt, revisionAt);
  scratch[0] = digits;
  sink.bytes(scratch, 0, writeDecimal(scratch, 1, revision));
  sink.bytes(message, revisionAt + 1, message.length);
}

/** The message with a revision; undefined when it must be decoded for that. @throws {DecodeError} for damaged bytes */
export function withRevision(message: Uint8Array, revision: number): Uint8Array | undefined {
  const stored = storedMessage(message);
  if (stored === undefined) return revision === 0 ? message : undefined;
  const result = Buffer.allocUnsafeSlow(lengthWithRevision(stored, revision));
  let length = 0;
  const bytes: ByteSink['bytes'] = (source, from, to) => {
    length = copyBytes(source, from, to, result, length);
  };
  writeWithRevision({ bytes }, stored, revision);
  return result;
}

/** Writes a tag and the length of what comes after it. @param field its number */
export function writeLength(sink: ByteSink, field: number, length: number): void {
  scratch[0] = (field << 3) | LENGTH;
  sink.bytes(scratch, 0, putVarint(length, 1));
}

/** How many bytes `writeLength` writes. */
export function lengthOfLength(length: number): number {
  return 1 + varintLength(length);
}

/** Few bytes on their way. */
const scratch = new Uint8Array(32);

/** @returns where the number ends */
function putVarint(value: number, from: number): number {
  let at = from;
  let rest = value;
  for (; rest > 127; rest >>>= 7) scratch[at++] = (rest & 127) | 128;
  scratch[at++] = rest;
  return at;
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) length++;
  return length;
}
