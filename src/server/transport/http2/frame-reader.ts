/**
 * Splits what a client sends into the connection preface and frames (RFC 9113, 3.4 and 4.1).
 *
 * A frame that lies in one chunk is handed on where it lies; one that does not is put together in memory of its own, which grows with what has
 * arrived, never with what was announced. Whoever gets a frame may keep it.
 */
import { NO_BYTES } from '../../../base/bytes.ts';
import { FRAME_HEAD_BYTES, FrameType, readUint31 } from './frames.ts';

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const SMALLEST_MEMORY = 1024;

export interface FrameConsumer {
  /** The payload lies in `bytes` between `start` and `end`. */
  frame(type: number, flags: number, stream: number, bytes: Buffer, start: number, end: number): void;
  /** A frame is longer than allowed. */
  frameTooLarge(type: number): void;
  /** The first bytes are not those of HTTP/2. */
  badPreface(): void;
}

export class FrameReader {
  readonly #consumer: FrameConsumer;
  readonly #maxFrameBytes: number;
  #prefaceRead = 0;
  #stopped = false;
  /** The beginning of a frame whose rest is still to come. */
  #part: Buffer = NO_BYTES;
  #partLength = 0;

  constructor(consumer: FrameConsumer, maxFrameBytes: number) {
    this.#consumer = consumer;
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** Whether headers have begun to arrive and not ended. */
  get isWithinHeaders(): boolean {
    return this.#partLength > 3 && (this.#part[3] === FrameType.headers || this.#part[3] === FrameType.continuation);
  }

  /** Nothing is read any more, not even the rest of this chunk. */
  stop(): void {
    this.#stopped = true;
    this.#part = NO_BYTES;
    this.#partLength = 0;
  }

  push(chunk: Buffer): undefined {
    if (this.#stopped) return;
    let at = this.#prefaceRead < PREFACE.length ? this.#readPreface(chunk) : 0;
    if (this.#partLength > 0) at = this.#readRest(chunk, at);
    while (!this.#stopped && at < chunk.length) {
      if (chunk.length - at < FRAME_HEAD_BYTES) return this.#keep(chunk, at);
      const length = lengthAt(chunk, at);
      const end = at + FRAME_HEAD_BYTES + length;
      if (length > this.#maxFrameBytes) return this.#refuse(chunk, at);
      if (end > chunk.length) return this.#keep(chunk, at);
      this.#hand(chunk, at, end);
      at = end;
    }
  }

  #readPreface(chunk: Buffer): number {
    let at = 0;
    while (at < chunk.length && this.#prefaceRead < PREFACE.length) {
      if (chunk[at++] !== PREFACE[this.#prefaceRead++]) {
        this.stop();
        this.#consumer.badPreface();
        return chunk.length;
      }
    }
    return at;
  }

  /** Goes on with the frame that has begun. @returns where the next one begins */
  #readRest(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#partLength < FRAME_HEAD_BYTES) at = this.#fill(chunk, at, FRAME_HEAD_BYTES);
    if (this.#partLength < FRAME_HEAD_BYTES) return at;
    const length = lengthAt(this.#part, 0);
    if (length > this.#maxFrameBytes) {
      this.#refuse(this.#part, 0);
      return chunk.length;
    }
    const end = FRAME_HEAD_BYTES + length;
    at = this.#fill(chunk, at, end);
    if (this.#partLength < end) return at;
    const frame = this.#part;
    this.#part = NO_BYTES;
    this.#partLength = 0;
    this.#hand(frame, 0, end);
    return at;
  }

  #keep(chunk: Buffer, at: number): undefined {
    this.#fill(chunk, at, chunk.length - at < FRAME_HEAD_BYTES ? FRAME_HEAD_BYTES : FRAME_HEAD_BYTES + lengthAt(chunk, at));
  }

  /** Copies until the part is `wanted` bytes long or the chunk is over. */
  #fill(chunk: Buffer, at: number, wanted: number): number {
    const end = Math.min(chunk.length, at + wanted - this.#partLength);
    const length = this.#partLength + end - at;
    if (length > this.#part.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(SMALLEST_MEMORY, Math.min(2 * length, wanted)));
      this.#part.copy(grown, 0, 0, this.#partLength);
      this.#part = grown;
    }
    chunk.copy(this.#part, this.#partLength, at, end);
    this.#partLength = length;
    return end;
  }

  #hand(bytes: Buffer, at: number, end: number): void {
    const stream = readUint31(bytes, at + 5);
    this.#consumer.frame(bytes[at + 3] as number, bytes[at + 4] as number, stream, bytes, at + FRAME_HEAD_BYTES, end);
  }

  #refuse(bytes: Buffer, at: number): undefined {
    const type = bytes[at + 3] as number;
    this.stop();
    this.#consumer.frameTooLarge(type);
  }
}

function lengthAt(bytes: Buffer, at: number): number {
  return ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
}
