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
import { BackwardWriter } from './writer.ts';

/** Its memory serves one message after the other: none is left half written. */
const shared = new BackwardWriter();

/** With the envelope that says what it is. */
export function encodeProtobuf(object: KubeObject, type: StructType): Uint8Array {
  try {
    beginEnvelope();
    messageWriter(type)(shared, object);
    return endEnvelope(object.apiVersion, object.kind);
  } finally {
    shared.reset();
  }
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
  try {
    beginEnvelope();
    shared.bytes(message);
    return endEnvelope(apiVersion, kind);
  } finally {
    shared.reset();
  }
}

const field = (number: number): number => (number << 3) | LENGTH;

/** runtime.Unknown: 1 typeMeta { 1 apiVersion, 2 kind }, 2 raw, 3 contentEncoding, 4 contentType; the last two are empty. */
const END = Uint8Array.of(field(3), 0, field(4), 0);
const BEGIN = Uint8Array.from(PREFIX);

/** Writes what stands behind the message. */
function beginEnvelope(): void {
  shared.few(END);
}

/** Writes what stands before the message. */
function endEnvelope(apiVersion: string, kind: string): Uint8Array {
  shared.close(END.length, field(2));
  const before = shared.length;
  shared.string(kind, field(2));
  shared.string(apiVersion, field(1));
  shared.close(before, field(1));
  shared.few(BEGIN);
  return shared.take();
}
