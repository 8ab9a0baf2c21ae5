/**
 * What goes out on one connection. Frames are gathered in one piece of memory and handed to the socket together, once a tick; while the socket takes
 * them, the next ones are gathered.
 *
 * - Only one write is under way, so no more than two batches are held for a client that does not read.
 * - Bodies are copied into the batch when it is their turn: a stream has drained when all it was given has been copied. What windows or the batch
 *   hold back stays with its stream, by reference.
 * - Streams with something to send take turns, a frame each. What is short goes ahead of them as long as half of a batch is left for those who wait.
 */
import { nextTick } from 'node:process';
import { copyBytes, NO_BYTES } from '../../../base/bytes.ts';
import {
  END_HEADERS,
  END_STREAM,
  FRAME_HEAD_BYTES,
  FrameType,
  GOAWAY_BYTES,
  LEAST_MAX_FRAME_BYTES,
  MAX_31_BITS,
  PING_BYTES,
  RST_STREAM_BYTES,
  WINDOW_UPDATE_BYTES,
  writeFrameHead,
  writeGoaway,
  writePing,
  writeRstStream,
  writeWindowUpdate,
} from './frames.ts';
import { HeaderEncoder } from './hpack/encoder.ts';
import { type OutgoingStream, TurnQueue } from './outgoing-stream.ts';
import { DEFAULT_WINDOW_BYTES, SETTINGS_ACK } from './settings.ts';
import { BATCH_BYTES, giveSlabBack, takeSlab } from './slabs.ts';

/** A piece up to this is copied at once when nothing is in its way. */
const SHORT_BYTES = 16 * 1024;
/** The longest frame of a body: so much others wait for. */
const MAX_TURN_BYTES = 32 * 1024;
/** What a frame counts beside its bytes, for clients that answer each with a WINDOW_UPDATE or two. */
const FRAME_WORTH = 1024;
/** With less room than this left, turns wait for the next batch. */
const LEAST_TURN_BYTES = 1024;
/** As Go's server has it. A client that asks for more answers without reading them is up to no good. */
const MAX_CONTROL_FRAMES = 10_000;

/** The socket, as far as it matters here. */
export interface BytesTarget {
  write(bytes: Uint8Array, written: (error?: Error | null) => void): boolean;
}

export class Output {
  readonly #target: BytesTarget;
  readonly #encoder = new HeaderEncoder();
  readonly #tooManyControlFrames: () => void;
  readonly #onWritten = (error?: Error | null): void => this.#written(error);
  readonly #ready = new TurnQueue();
  /** Those who wait for the connection's window. */
  readonly #starved = new TurnQueue();
  #batch: Buffer = NO_BYTES;
  #length = 0;
  #sending: Buffer | undefined;
  #scheduled = false;
  #gathering = false;
  #stopped = false;
  #controlFrames = 0;
  #window = DEFAULT_WINDOW_BYTES;
  #maxFrame = LEAST_MAX_FRAME_BYTES;
  /** The stream whose HEADERS or DATA frame is the last one of the batch, which more can be added to. */
  #last: OutgoingStream | undefined;
  #lastAt = 0;
  #whenEmpty: (() => void) | undefined;
  /** How much has been sent since somebody set this to 0. */
  progress = 0;

  constructor(target: BytesTarget, tooManyControlFrames: () => void) {
    this.#target = target;
    this.#tooManyControlFrames = tooManyControlFrames;
  }

  /** The socket has taken everything so far. */
  get isIdle(): boolean {
    return this.#length === 0 && this.#sending === undefined;
  }

  /** The client's settings. */
  allowFrames(bytes: number): void {
    this.#maxFrame = bytes;
  }

  allowHeaderTable(bytes: number): void {
    this.#encoder.setMaxTableBytes(bytes);
  }

  /** Between these two calls nothing is sent; `flush` sends what was gathered. */
  gather(): void {
    this.#gathering = true;
  }

  flush(): void {
    this.#scheduled = false;
    this.#gathering = false;
    if (this.#sending !== undefined || this.#stopped) return;
    if (!this.#ready.isEmpty) this.#takeTurns();
    if (this.#length === 0) {
      const whenEmpty = this.#whenEmpty;
      this.#whenEmpty = undefined;
      whenEmpty?.();
      return;
    }
    const batch = this.#batch;
    const bytes = batch.subarray(0, this.#length);
    this.#batch = NO_BYTES;
    this.#length = 0;
    this.#controlFrames = 0;
    this.#last = undefined;
    this.#sending = batch;
    this.#target.write(bytes, this.#onWritten);
  }

  /** Runs `task` when all that is there has been handed to the socket and taken by it. */
  whenEmpty(task: () => void): void {
    this.#whenEmpty = task;
    this.#schedule();
  }

  /** The socket takes nothing any more. */
  stop(): undefined {
    this.#stopped = true;
    this.#batch = NO_BYTES;
    this.#length = 0;
    this.#last = undefined;
  }

  /** Must come before any body. */
  head(stream: OutgoingStream, headers: readonly string[]): void {
    if (this.#stopped) return;
    if (this.#length < BATCH_BYTES) {
      this.#writeHead(stream, stream.status, headers);
      this.#schedule();
      return;
    }
    stream.heldHead = headers;
    this.#wait(stream);
  }

  /** 100 Continue. */
  informational(stream: OutgoingStream, status: number): void {
    if (this.#stopped) return;
    this.#writeHead(stream, status, []);
    this.#last = undefined;
    this.#schedule();
  }

  /** @returns whether it was copied; otherwise the stream keeps it, and drains later */
  body(stream: OutgoingStream, piece: Uint8Array): boolean {
    if (this.#stopped || piece.length === 0) return true;
    if (this.#goesAtOnce(stream, piece.length)) {
      this.#writeData(stream, piece, 0, piece.length);
      this.#schedule();
      return true;
    }
    stream.hold(piece);
    this.#wait(stream);
    return false;
  }

  /** The answer is complete. */
  end(stream: OutgoingStream): void {
    stream.isEnding = true;
    if (this.#stopped) return;
    if (stream.isHolding) this.#wait(stream);
    else this.#writeEnd(stream);
  }

  /** The stream's window has grown, so it may have its turn again. */
  resume(stream: OutgoingStream): void {
    if (stream.isHolding) this.#wait(stream);
  }

  /** The stream is gone: what it holds is not sent. What has been copied is. */
  forget(stream: OutgoingStream): void {
    stream.queue?.remove(stream);
    if (this.#last === stream) this.#last = undefined;
  }

  /** @returns false when the window has become wider than is allowed */
  widen(bytes: number): boolean {
    if (this.#window + bytes > MAX_31_BITS) return false;
    this.#window += bytes;
    for (let stream = this.#starved.take(); stream !== undefined; stream = this.#starved.take()) this.#ready.add(stream);
    this.#schedule();
    return true;
  }

  reset(stream: number, code: number): void {
    const at = this.#reserveControl(RST_STREAM_BYTES);
    this.#length = writeRstStream(this.#batch, at, stream, code);
  }

  /** The client may send so many bytes more. @param stream 0: on the whole connection */
  allow(stream: number, bytes: number): void {
    const at = this.#reserveControl(WINDOW_UPDATE_BYTES);
    this.#length = writeWindowUpdate(this.#batch, at, stream, bytes);
  }

  ping(isAck: boolean, payload: Uint8Array, start: number): void {
    const at = this.#reserveControl(FRAME_HEAD_BYTES + PING_BYTES);
    this.#length = writePing(this.#batch, at, isAck, payload, start);
  }

  goaway(lastStream: number, code: number): void {
    const at = this.#reserveControl(GOAWAY_BYTES);
    this.#length = writeGoaway(this.#batch, at, lastStream, code);
  }

  acknowledgeSettings(): void {
    this.frame(SETTINGS_ACK);
  }

  /** A frame that is there already: SETTINGS. */
  frame(bytes: Uint8Array): void {
    const at = this.#reserveControl(bytes.length);
    this.#batch.set(bytes, at);
    this.#length = at + bytes.length;
  }

  #written(error: Error | null | undefined): undefined {
    const sent = this.#sending;
    this.#sending = undefined;
    // The socket that failed may still refer to it.
    if (error !== undefined && error !== null) return this.stop();
    if (sent !== undefined) giveSlabBack(sent);
    this.flush();
  }

  #schedule(): void {
    if (this.#scheduled || this.#gathering || this.#sending !== undefined || this.#stopped) return;
    this.#scheduled = true;
    nextTick(flushOutput, this);
  }

  #wait(stream: OutgoingStream): void {
    if (stream.queue === undefined) this.#ready.add(stream);
    this.#schedule();
  }

  #goesAtOnce(stream: OutgoingStream, length: number): boolean {
    if (stream.isHolding || length > SHORT_BYTES || length > this.#window || length > stream.sendWindow) return false;
    return this.#length + FRAME_HEAD_BYTES + length <= (this.#ready.isEmpty ? BATCH_BYTES : BATCH_BYTES / 2);
  }

  #takeTurns(): void {
    while (this.#length + LEAST_TURN_BYTES < BATCH_BYTES) {
      const stream = this.#ready.take();
      if (stream === undefined) return;
      const head = stream.heldHead;
      if (head !== undefined) {
        stream.heldHead = undefined;
        this.#writeHead(stream, stream.status, head);
      }
      if (stream.heldBytes > 0 && !this.#sendTurn(stream)) continue;
      if (stream.heldBytes > 0) this.#ready.add(stream);
      else {
        stream.emptied();
        if (stream.isEnding) this.#writeEnd(stream);
      }
    }
  }

  /** One frame of what a stream holds. False: it waits for a window. */
  #sendTurn(stream: OutgoingStream): boolean {
    if (stream.sendWindow <= 0) return false;
    if (this.#window <= 0) {
      this.#starved.add(stream);
      return false;
    }
    const room = BATCH_BYTES - this.#length - FRAME_HEAD_BYTES;
    let left = Math.min(stream.heldBytes, this.#window, stream.sendWindow, this.#maxFrame, MAX_TURN_BYTES, room);
    this.#reserve(FRAME_HEAD_BYTES + left);
    while (left > 0) {
      const piece = stream.piece;
      const from = stream.pieceOffset;
      const length = Math.min(left, piece.length - from);
      this.#writeData(stream, piece, from, from + length);
      stream.release(length);
      left -= length;
    }
    return true;
  }

  #writeHead(stream: OutgoingStream, status: number, headers: readonly string[]): undefined {
    const at = this.#reserve(FRAME_HEAD_BYTES + this.#encoder.maxLength(headers));
    const from = at + FRAME_HEAD_BYTES;
    const end = this.#encoder.encode(this.#batch, from, status, headers);
    if (end - from > this.#maxFrame) return this.#splitHead(stream.id, Buffer.from(this.#batch.subarray(from, end)));
    writeFrameHead(this.#batch, at, end - from, FrameType.headers, END_HEADERS, stream.id);
    this.#length = end;
    this.#last = stream;
    this.#lastAt = at;
  }

  /** Longer than a frame may be: the rest follows in CONTINUATION frames. */
  #splitHead(stream: number, block: Uint8Array): undefined {
    for (let from = 0; from < block.length; from += this.#maxFrame) {
      const part = block.subarray(from, from + this.#maxFrame);
      const at = this.#reserve(FRAME_HEAD_BYTES + part.length);
      const isLast = from + part.length === block.length;
      const type = from === 0 ? FrameType.headers : FrameType.continuation;
      this.#batch.set(part, writeFrameHead(this.#batch, at, part.length, type, isLast ? END_HEADERS : 0, stream));
      this.#length = at + FRAME_HEAD_BYTES + part.length;
    }
    this.#last = undefined;
  }

  /** Bytes that windows and the largest frame allow, after those of the same stream that were the last ones. */
  #writeData(stream: OutgoingStream, bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const before = this.#length - this.#lastAt - FRAME_HEAD_BYTES;
    if (this.#last === stream && this.#batch[this.#lastAt + 3] === FrameType.data && before + length <= this.#maxFrame) {
      const at = this.#reserve(length);
      this.#copy(bytes, start, end, at);
      writeFrameHead(this.#batch, this.#lastAt, before + length, FrameType.data, 0, stream.id);
    } else {
      const at = this.#reserve(FRAME_HEAD_BYTES + length);
      this.#copy(bytes, start, end, writeFrameHead(this.#batch, at, length, FrameType.data, 0, stream.id));
      this.#last = stream;
      this.#lastAt = at;
    }
    this.#window -= length;
    stream.sendWindow -= length;
    this.progress += length + FRAME_WORTH;
  }

  #copy(bytes: Uint8Array, start: number, end: number, at: number): void {
    this.#length = copyBytes(bytes, start, end, this.#batch, at);
  }

  /** On the stream's last frame when that can still be changed, else on an empty one. */
  #writeEnd(stream: OutgoingStream): void {
    if (this.#last === stream) this.#batch[this.#lastAt + 4] = (this.#batch[this.#lastAt + 4] as number) | END_STREAM;
    else {
      const at = this.#reserve(FRAME_HEAD_BYTES);
      this.#length = writeFrameHead(this.#batch, at, 0, FrameType.data, END_STREAM, stream.id);
    }
    this.#last = undefined;
    this.#schedule();
    stream.answered();
  }

  #reserveControl(length: number): number {
    if (this.#stopped) this.#length = 0;
    const at = this.#reserve(length);
    this.#last = undefined;
    this.#controlFrames++;
    if (this.#controlFrames === MAX_CONTROL_FRAMES) this.#tooManyControlFrames();
    this.#schedule();
    return at;
  }

  /** Room for `length` bytes more. @returns where */
  #reserve(length: number): number {
    const needed = this.#length + length;
    if (needed > this.#batch.length) {
      const larger = takeSlab(needed);
      this.#batch.copy(larger, 0, 0, this.#length);
      if (this.#batch !== NO_BYTES) giveSlabBack(this.#batch);
      this.#batch = larger;
    }
    return this.#length;
  }
}

function flushOutput(output: Output): void {
  output.flush();
}
