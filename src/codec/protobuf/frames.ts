/**
 * Protobuf around objects: the frames of a watch.
 *
 * A watch event is a message without envelope, { 1 type, 2 object { 1 raw } }, whose raw bytes are the enveloped object; each stands behind its
 * length as four bytes, big end first.
 */
import { LENGTH } from './wire.ts';
import { BackwardWriter, writeText } from './writer.ts';

/** Its memory serves one frame after the other. */
const shared = new BackwardWriter();

/** A frame of a watch: length, event. @param object enveloped */
export function encodeWatchFrame(type: string, object: Uint8Array): Uint8Array {
  try {
    shared.bytes(object);
    shared.close(0, (1 << 3) | LENGTH);
    shared.close(0, (2 << 3) | LENGTH);
    writeText(shared, 1, type);
    const { length } = shared;
    for (const shift of [0, 8, 16, 24]) shared.byte((length >>> shift) & 255);
    return shared.take();
  } finally {
    shared.reset();
  }
}
