/**
 * Objects to Protobuf, byte for byte as upstream's generated code writes them: fields in the order of their numbers; what is no pointer is always
 * written, zero or not; pointers and bytes only when there; lists element by element; maps sorted by key.
 *
 * Messages are written backwards (see writer.ts) by what message-writer.ts generates.
 */
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { messageWriter } from './message-writer.ts';
import { LENGTH, PREFIX } from './wire.ts';
import { BackwardWriter, writeText } from './writer.ts';

const shared = new BackwardWriter();

/** With the envelope that says what it is. */
export function encodeProtobuf(object: KubeObject, type: StructType): Uint8Array {
  return enveloped(object.apiVersion, object.kind, () => messageWriter(type)(shared, object));
}

/** The message alone: what items of lists are. */
export function encodeProtobufRaw(object: unknown, type: StructType): Uint8Array {
  try {
    messageWriter(type)(shared, object);
    return shared.take();
  } finally {
    shared.reset();
  }
}

/** Puts a message into an envelope. */
export function wrapProtobuf(apiVersion: string, kind: string, message: Uint8Array): Uint8Array {
  return enveloped(apiVersion, kind, () => shared.bytes(message));
}

/** runtime.Unknown: 1 typeMeta { 1 apiVersion, 2 kind }, 2 raw, 3 contentEncoding, 4 contentType; the last two are empty. */
function enveloped(apiVersion: string, kind: string, writeMessage: () => void): Uint8Array {
  try {
    shared.byte(0);
    shared.byte((4 << 3) | LENGTH);
    shared.byte(0);
    shared.byte((3 << 3) | LENGTH);
    let before = shared.length;
    writeMessage();
    shared.close(before, (2 << 3) | LENGTH);
    before = shared.length;
    writeText(shared, 2, kind);
    writeText(shared, 1, apiVersion);
    shared.close(before, (1 << 3) | LENGTH);
    for (let i = PREFIX.length - 1; i >= 0; i--) shared.byte(PREFIX[i] as number);
    return shared.take();
  } finally {
    shared.reset();
  }
}
