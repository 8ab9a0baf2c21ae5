/**
 * Protobuf around objects: the frames of a watch.
 *
 * A watch event is a message without envelope, { 1 type, 2 object { 1 raw } }, whose raw bytes are the enveloped object; each stands behind its
 * length as four bytes, big end first.
 */
import { LENGTH } from './wire.ts';
import { BackwardWriter, writeText } from './writer.ts';

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
