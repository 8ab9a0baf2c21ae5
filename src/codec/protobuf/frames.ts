/**
 * Protobuf around objects: lists made of items that are encoded already, and the frames of a watch.
 *
 * A watch event is a message without envelope, { 1 type, 2 object { 1 raw } }, whose raw bytes are the enveloped object; each stands behind its length
 * as four bytes, big end first.
 */
import { LENGTH, writeText } from './encode.ts';
import { BackwardWriter } from './writer.ts';

/**
 * The pieces of an enveloped list around its items: bytes before the first item, and behind the last. Each item is
 * `listItemHeader(length)` and its raw message.
 *
 * @param metadata the ListMeta, encoded raw
 * @param itemsLength of all items with their headers
 */
export function listFrame(
  apiVersion: string,
  kind: string,
  metadata: Uint8Array,
  itemsLength: number,
): { readonly head: Uint8Array; readonly tail: Uint8Array } {
  const tail = Uint8Array.of((3 << 3) | LENGTH, 0, (4 << 3) | LENGTH, 0);
  const writer = new BackwardWriter();
  writer.bytes(metadata);
  writer.close(0, (1 << 3) | LENGTH);
  const content = writer.length + itemsLength;
  writer.varint(content);
  writer.varint((2 << 3) | LENGTH);
  const before = writer.length;
  writeText(writer, 2, kind);
  writeText(writer, 1, apiVersion);
  writer.close(before, (1 << 3) | LENGTH);
  for (const byte of [0, 0x73, 0x38, 0x6b]) writer.byte(byte);
  return { head: writer.take(), tail };
}

/** What stands before an item of a list. */
export function listItemHeader(length: number): Uint8Array {
  const writer = new BackwardWriter();
  writer.varint(length);
  writer.varint((2 << 3) | LENGTH);
  return writer.take();
}

/** A frame of a watch: length, event. @param object enveloped */
export function encodeWatchFrame(type: string, object: Uint8Array): Uint8Array {
  const writer = new BackwardWriter();
  writer.bytes(object);
  writer.close(0, (1 << 3) | LENGTH);
  writer.close(0, (2 << 3) | LENGTH);
  writeText(writer, 1, type);
  const { length } = writer;
  for (const shift of [0, 8, 16, 24]) writer.byte((length >>> shift) & 255);
  return writer.take();
}
