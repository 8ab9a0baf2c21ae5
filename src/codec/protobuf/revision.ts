/**
 * Puts a resourceVersion into a message that was stored without one: the bytes of the object stay as they are, so serving it takes neither decoding nor
 * encoding. Works on what our own encoder wrote: metadata comes first, and an empty resourceVersion stands in it.
 */
import { LENGTH } from './encode.ts';
import { ProtobufReader } from './reader.ts';

const METADATA = (1 << 3) | LENGTH;
const RESOURCE_VERSION = (6 << 3) | LENGTH;

/**
 * @param message without envelope
 * @param revision 0: the message as it is
 * @returns undefined when the message does not look as it should; then it must be decoded
 * @throws {DecodeError} for damaged bytes
 */
export function withRevision(message: Uint8Array, revision: number): Uint8Array | undefined {
  if (revision === 0) return message;
  const object = new ProtobufReader(message);
  if (object.done || object.tag() !== METADATA) return undefined;
  const metadata = object.bytes();
  const reader = new ProtobufReader(metadata);
  while (!reader.done) {
    const tag = reader.tag();
    if (tag !== RESOURCE_VERSION) {
      reader.skip(tag);
      continue;
    }
    const found = reader.bytes();
    if (found.length > 0) return undefined;
    const at = found.byteOffset - metadata.byteOffset;
    const text = Buffer.from(String(revision), 'latin1');
    const rest = metadata.byteOffset - message.byteOffset + metadata.length;
    return Buffer.concat([
      Uint8Array.of(METADATA, ...varint(metadata.length + text.length)),
      metadata.subarray(0, at - 1),
      Uint8Array.of(text.length),
      text,
      metadata.subarray(at),
      message.subarray(rest),
    ]);
  }
  return undefined;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return bytes;
}
