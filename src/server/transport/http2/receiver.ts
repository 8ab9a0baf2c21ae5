/**
 * What a frame of the client's means (RFC 9113, sections 5 and 6): one method for each type.
 *
 * An error of a stream ends that stream, any other the connection. Frames that cost us work and bring the client nothing (empty DATA, PRIORITY,
 * WINDOW_UPDATE ...) are paid for with patience, which grows again with what is really sent and received.
 */

import { ReceiveWindow } from './flow-control.ts';
import type { FrameConsumer } from './frame-reader.ts';
import { ACK, END_HEADERS, END_STREAM, ErrorCode, FrameType, MAX_31_BITS, PADDED, PING_BYTES, PRIORITY, readUint31 } from './frames.ts';
import { HeaderBlock } from './header-block.ts';
import { CompressionError, HeaderDecoder, type HeaderList } from './hpack/decoder.ts';
import type { Output } from './output.ts';
import { areTrailers } from './request-head.ts';
import { connectionWindow, DEFAULT_WINDOW_BYTES, MAX_HEADER_LIST_BYTES, readSettings, type SettingsListener } from './settings.ts';
import type { Http2Stream } from './stream.ts';
import type { StreamTable } from './stream-table.ts';

/** What both sides begin with (SETTINGS_HEADER_TABLE_SIZE). */
const HEADER_TABLE_BYTES = 4096;
const PRIORITY_BYTES = 5;
/** How many useless frames are borne with. */
const PATIENCE = 10_000;
/** So many bytes sent or received earn patience for one frame. Clients widen windows after a few KiB, some after every frame. */
const BYTES_A_FRAME = 256;
const FRAMES_A_REQUEST = 20;
/** A request that is broken off before the client can have heard anything costs more than it earns: five hundred in a row are too many. */
const FRAMES_A_RAPID_RESET = 2 * FRAMES_A_REQUEST;

/** The rest of the connection, as far as frames concern it. */
export interface ReceiverOwner {
  /** True: streams that the client opens from now on are refused, as GOAWAY has told it. */
  readonly refusesStreams: boolean;
  fail(code: number, reason: string): undefined;
  reset(stream: Http2Stream, code: number): undefined;
  resetUnknown(stream: number, code: number): undefined;
  /** A request has begun. */
  open(stream: number, list: HeaderList, endsStream: boolean): void;
  /** The client has broken a stream off. */
  forget(stream: Http2Stream): void;
  pingAcknowledged(payload: Uint8Array, start: number): void;
  clientLeaves(): void;
}

export class FrameReceiver implements FrameConsumer, SettingsListener {
  readonly #owner: ReceiverOwner;
  readonly #streams: StreamTable;
  readonly #output: Output;
  readonly #decoder = new HeaderDecoder({ maxTableBytes: HEADER_TABLE_BYTES });
  readonly #window: ReceiveWindow;
  #block: HeaderBlock | undefined;
  #patience = PATIENCE;
  /** Bytes, requests included, since patience was last refilled. */
  #earned = 0;
  /** The client's settings have come. */
  isSettled = false;
  /** The client knows our settings. */
  isAcknowledged = false;
  /** The last stream of which the client can have heard. */
  #lastHeardOf = 0;
  /** Header blocks that have been read. */
  blocks = 0;
  /** The last stream that the client opened. */
  lastStream = 0;
  /** The window of a new stream of the client's. */
  initialWindow = DEFAULT_WINDOW_BYTES;

  constructor(owner: ReceiverOwner, streams: StreamTable, output: Output, maxStreams: number) {
    this.#owner = owner;
    this.#streams = streams;
    this.#output = output;
    this.#window = new ReceiveWindow(connectionWindow(maxStreams));
  }

  /** Whether a header block has begun and not ended. */
  get isWithinHeaders(): boolean {
    return this.#block !== undefined;
  }

  /** What follows came before anything could be answered to it. */
  beginChunk(): void {
    this.#lastHeardOf = this.lastStream;
  }

  /** So many bytes are no longer held: the client may send more. */
  widen(bytes: number): void {
    const more = this.#window.giveBack(bytes);
    if (more > 0) this.#output.allow(0, more);
  }

  badPreface(): void {
    this.#owner.fail(ErrorCode.protocolError, 'bogus greeting');
  }

  frameTooLarge(type: number): undefined {
    this.#owner.fail(ErrorCode.frameSizeError, `frame of type ${type} too large`);
  }

  frame(type: number, flags: number, id: number, bytes: Buffer, start: number, end: number): undefined {
    if (!this.isSettled && (type !== FrameType.settings || (flags & ACK) !== 0)) return this.#protocolError('the first frame must be SETTINGS');
    if (this.#block !== undefined && type !== FrameType.continuation) return this.#protocolError('a header block was interrupted');
    switch (type) {
      case FrameType.data:
        return this.#data(flags, id, bytes, start, end);
      case FrameType.headers:
        return this.#headers(flags, id, bytes, start, end);
      case FrameType.priority:
        return this.#priority(id, bytes, start, end);
      case FrameType.rstStream:
        return this.#rstStream(id, end - start);
      case FrameType.settings:
        return this.#settings(flags, id, bytes, start, end);
      case FrameType.pushPromise:
        return this.#protocolError('clients cannot push');
      case FrameType.ping:
        return this.#ping(flags, id, bytes, start, end);
      case FrameType.goaway:
        return this.#goaway(id, end - start);
      case FrameType.windowUpdate:
        return this.#windowUpdate(id, bytes, start, end);
      case FrameType.continuation:
        return this.#continuation(flags, id, bytes, start, end);
      default:
        this.#bear();
    }
  }

  // Settings.

  headerTable(bytes: number): void {
    this.#output.allowHeaderTable(bytes);
  }

  maxFrame(bytes: number): void {
    this.#output.allowFrames(bytes);
  }

  setInitialWindow(bytes: number): boolean {
    const change = bytes - this.initialWindow;
    this.initialWindow = bytes;
    if (change === 0) return true;
    for (const stream of this.#streams.all()) {
      if (stream.sendWindow + change > MAX_31_BITS) return false;
      stream.sendWindow += change;
      if (change > 0) this.#output.resume(stream);
    }
    return true;
  }

  #settings(flags: number, id: number, bytes: Buffer, start: number, end: number): undefined {
    if (id !== 0) return this.#protocolError('SETTINGS of a stream');
    if ((flags & ACK) !== 0) {
      if (end > start) return this.#owner.fail(ErrorCode.frameSizeError, 'an acknowledgement of settings says nothing');
      if (this.isAcknowledged) return this.#protocolError('settings were acknowledged twice');
      this.isAcknowledged = true;
      return;
    }
    const problem = readSettings(bytes, start, end, this);
    if (problem === 'size') return this.#owner.fail(ErrorCode.frameSizeError, 'SETTINGS of a broken length');
    if (problem === 'window') return this.#owner.fail(ErrorCode.flowControlError, 'a window wider than is allowed');
    if (problem !== undefined) return this.#protocolError('a setting that is not allowed');
    this.isSettled = true;
    this.#output.acknowledgeSettings();
  }

  // Frames of a stream.

  #data(flags: number, id: number, bytes: Buffer, start: number, end: number): undefined {
    const length = end - start;
    const padded = (flags & PADDED) !== 0;
    const padding = padded ? (bytes[start] as number) + 1 : 0;
    if (id === 0 || this.#isIdle(id)) return this.#protocolError('DATA of a stream that is not open');
    if (padded && (length === 0 || padding > length)) return this.#protocolError('more padding than there is room for');
    if (!this.#window.take(length)) return this.#owner.fail(ErrorCode.flowControlError, 'more than the connection has room for');
    this.#earned += length;
    const endsStream = (flags & END_STREAM) !== 0;
    if (length === padding && !endsStream && !this.#bear()) return;
    const stream = this.#streams.get(id);
    if (stream === undefined) {
      this.widen(length);
      this.#lateFrame(id);
    } else if (stream.isHeard) {
      this.widen(length);
      this.#owner.reset(stream, ErrorCode.streamClosed);
    } else if (!stream.takeWindow(length)) {
      this.widen(length);
      this.#owner.reset(stream, ErrorCode.flowControlError);
    } else {
      if (padding > 0) stream.taken(padding);
      const from = padded ? start + 1 : start;
      const to = padded ? end - padding + 1 : end;
      const isFine = (from === to || stream.receive(bytes.subarray(from, to))) && (!endsStream || stream.hear());
      if (!isFine) this.#owner.reset(stream, ErrorCode.protocolError);
    }
  }

  #headers(flags: number, id: number, bytes: Buffer, start: number, end: number): undefined {
    if (id === 0 || id % 2 === 0) return this.#protocolError('HEADERS of a stream that clients cannot open');
    let from = start;
    let to = end;
    if ((flags & PADDED) !== 0) to -= bytes[from++] as number;
    const hasPriority = (flags & PRIORITY) !== 0;
    if (from > end || (hasPriority && end - from < PRIORITY_BYTES)) return this.#owner.fail(ErrorCode.frameSizeError, 'HEADERS too short');
    const dependsOnItself = hasPriority && readUint31(bytes, from) === id;
    if (hasPriority) from += PRIORITY_BYTES;
    if (from > to) return this.#protocolError('more padding than there is room for');
    const endsStream = (flags & END_STREAM) !== 0;
    const piece = bytes.subarray(from, to);
    if ((flags & END_HEADERS) !== 0) this.#headerBlock(id, piece, endsStream, dependsOnItself);
    else {
      this.#block = new HeaderBlock(id, endsStream, dependsOnItself);
      this.#block.add(piece);
    }
  }

  #continuation(flags: number, id: number, bytes: Buffer, start: number, end: number): undefined {
    const block = this.#block;
    if (block === undefined || block.stream !== id) return this.#protocolError('CONTINUATION of nothing');
    if (!block.add(bytes.subarray(start, end))) return this.#protocolError('header list too large');
    if ((flags & END_HEADERS) === 0) {
      this.#bear();
      return;
    }
    this.#block = undefined;
    this.#headerBlock(id, block.join(), block.endsStream, block.isSelfDependent);
  }

  /** Every block is decoded, wanted or not: the next ones refer to it. */
  #headerBlock(id: number, block: Uint8Array, endsStream: boolean, dependsOnItself: boolean): undefined {
    this.blocks++;
    let list: HeaderList;
    try {
      list = this.#decoder.decode(block, MAX_HEADER_LIST_BYTES);
    } catch (error) {
      if (!(error instanceof CompressionError)) throw error;
      return this.#owner.fail(ErrorCode.compressionError, error.message);
    }
    const stream = this.#streams.get(id);
    if (stream !== undefined) this.#trailers(stream, list, endsStream && !dependsOnItself);
    else if (id <= this.lastStream) this.#lateHeaders(id);
    else if (!this.#owner.refusesStreams) {
      this.lastStream = id;
      this.#earned += FRAMES_A_REQUEST * BYTES_A_FRAME;
      if (dependsOnItself) this.#owner.resetUnknown(id, ErrorCode.protocolError);
      else this.#owner.open(id, list, endsStream);
    } else if (this.#bear()) {
      // Clients that heed only the first GOAWAY (haproxy) go on opening streams, and would wait for answers.
      this.#owner.resetUnknown(id, ErrorCode.refusedStream);
    }
  }

  #trailers(stream: Http2Stream, list: HeaderList, isFine: boolean): undefined {
    if (stream.isHeard) this.#owner.reset(stream, ErrorCode.streamClosed);
    else if (!isFine || !areTrailers(list.headers) || !stream.hear()) this.#owner.reset(stream, ErrorCode.protocolError);
  }

  #lateHeaders(id: number): undefined {
    const ending = this.#streams.endingOf(id);
    if (ending === 'over') this.#owner.fail(ErrorCode.streamClosed, 'HEADERS of a stream that is over');
    else if (ending === 'unknown') this.#protocolError('numbers of streams must rise');
  }

  /** DATA of a stream that is over: the client is told so once. */
  #lateFrame(id: number): void {
    if (id <= this.lastStream && this.#streams.endingOf(id) !== 'reset') this.#owner.resetUnknown(id, ErrorCode.streamClosed);
  }

  #priority(id: number, bytes: Buffer, start: number, end: number): undefined {
    if (id === 0) return this.#protocolError('PRIORITY of no stream');
    if (!this.#bear()) return;
    const isBroken = end - start !== PRIORITY_BYTES;
    if (!isBroken && readUint31(bytes, start) !== id) return;
    const code = isBroken ? ErrorCode.frameSizeError : ErrorCode.protocolError;
    const stream = this.#streams.get(id);
    if (stream === undefined) this.#owner.resetUnknown(id, code);
    else this.#owner.reset(stream, code);
  }

  #rstStream(id: number, length: number): undefined {
    if (length !== 4) return this.#owner.fail(ErrorCode.frameSizeError, 'RST_STREAM of a broken length');
    if (id === 0 || this.#isIdle(id)) return this.#protocolError('RST_STREAM of a stream that is not open');
    if (!this.#bear(id > this.#lastHeardOf ? FRAMES_A_RAPID_RESET : 1)) return;
    const stream = this.#streams.get(id);
    if (stream === undefined) this.#streams.rememberBrokenOff(id);
    else this.#owner.forget(stream);
  }

  #windowUpdate(id: number, bytes: Buffer, start: number, end: number): undefined {
    if (end - start !== 4) return this.#owner.fail(ErrorCode.frameSizeError, 'WINDOW_UPDATE of a broken length');
    if (!this.#bear()) return;
    const by = readUint31(bytes, start);
    if (id === 0) {
      if (by === 0) this.#protocolError('a window that does not grow');
      else if (!this.#output.widen(by)) this.#owner.fail(ErrorCode.flowControlError, 'a window wider than is allowed');
      return;
    }
    if (this.#isIdle(id)) return this.#protocolError('WINDOW_UPDATE of a stream that is not open');
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    if (by === 0) return this.#owner.reset(stream, ErrorCode.protocolError);
    if (stream.sendWindow + by > MAX_31_BITS) return this.#owner.reset(stream, ErrorCode.flowControlError);
    stream.sendWindow += by;
    this.#output.resume(stream);
  }

  // Frames of the connection.

  #ping(flags: number, id: number, bytes: Buffer, start: number, end: number): undefined {
    if (id !== 0) return this.#protocolError('PING of a stream');
    if (end - start !== PING_BYTES) return this.#owner.fail(ErrorCode.frameSizeError, 'PING of a broken length');
    if ((flags & ACK) !== 0) this.#owner.pingAcknowledged(bytes, start);
    else this.#output.ping(true, bytes, start);
  }

  #goaway(id: number, length: number): undefined {
    if (id !== 0) return this.#protocolError('GOAWAY of a stream');
    if (length < 8) return this.#owner.fail(ErrorCode.frameSizeError, 'GOAWAY too short');
    if (this.#bear()) this.#owner.clientLeaves();
  }

  /** Neither used nor skipped. Streams that are refused are taken for closed. */
  #isIdle(id: number): boolean {
    return id % 2 === 0 || (id > this.lastStream && !this.#owner.refusesStreams);
  }

  /** False: this was one too many, and the connection ends. */
  #bear(cost = 1): boolean {
    this.#patience -= cost;
    if (this.#patience > 0) return true;
    const earned = (this.#earned + this.#output.progress) / BYTES_A_FRAME;
    this.#earned = 0;
    this.#output.progress = 0;
    this.#patience = Math.min(PATIENCE, this.#patience + earned);
    if (this.#patience >= 1) return true;
    this.#owner.fail(ErrorCode.enhanceYourCalm, 'too many frames that bring nothing');
    return false;
  }

  #protocolError(reason: string): undefined {
    return this.#owner.fail(ErrorCode.protocolError, reason);
  }
}
