/**
 * An HTTP/2 connection of a client's, from the first byte to the last: its socket, its streams and their handlers, and how it ends.
 *
 * - No more handlers run at a time than streams are allowed, however quickly a client breaks streams off; four times as many may wait.
 * - Closing is graceful: GOAWAY that names no stream, then, when a PING has come back and so nothing can be under way any more, the GOAWAY that
 *   names the last one; what has begun is finished. An error ends everything at once, but for the GOAWAY that says so.
 * - One timer: for the client's first bytes and for header blocks that do not end, for connections without streams, for ends that do not come. (And
 *   one for each client that goes on sending what has been answered.)
 */
import type { Duplex } from 'node:stream';
import type { Clock } from '../../../base/clock.ts';
import type { Logger } from '../../../base/log.ts';
import type { HttpRequest, ResponseSink } from '../../../request/http.ts';
import type { Pending } from '../../../request/pending.ts';
import type { Connection } from '../connection.ts';
import type { AnswerDate } from './answer-date.ts';
import { FrameReader } from './frame-reader.ts';
import { ErrorCode, errorName, MAX_31_BITS, PING_BYTES } from './frames.ts';
import type { HeaderList } from './hpack/decoder.ts';
import { Output } from './output.ts';
import { FrameReceiver, type ReceiverOwner } from './receiver.ts';
import { type RequestHead, RequestHeads } from './request-head.ts';
import { connectionWindow, DEFAULT_WINDOW_BYTES, MAX_FRAME_BYTES, ownSettings } from './settings.ts';
import { Http2Stream, type StreamOwner } from './stream.ts';
import { StreamTable } from './stream-table.ts';

/** What all connections of a listener share. */
export interface Http2Host {
  readonly log: Logger;
  readonly clock: Clock;
  readonly date: AnswerDate;
  /** Of one connection at a time. */
  readonly maxStreams: number;
  /** How long a client may take for its first bytes, or for a header block, in milliseconds. */
  readonly headerTimeout: number;
  /** How long a connection may be without streams, in milliseconds. */
  readonly idleTimeout: number;
  /** Never throws or rejects. */
  answer(request: HttpRequest, sink: ResponseSink): Pending;
  /** Nothing comes from this connection any more. */
  closed(connection: Http2Connection): void;
}

/** As Go's server: so many requests may wait for a handler, for each that is allowed. */
const WAITING_A_STREAM = 4;
/** For the client to answer a PING, or to close its side (Go: goAwayTimeout). */
const PATIENCE_MS = 1000;
/** A client that has its answer may go on with its body for so long. */
const LINGER_MS = 5000;
const FAREWELL = Buffer.from('farewell');
const TOO_LARGE: RequestHead = { method: '', target: '', host: '', headers: [], contentLength: -1 };
const TOO_LARGE_TEXT = Buffer.from('<h1>HTTP Error 431</h1><p>Request Header Field(s) Too Large</p>');

/** Taken from; told that it ends; told which stream is the last; everything said; broken off; gone. */
type Phase = 'open' | 'leaving' | 'refusing' | 'ending' | 'failed' | 'gone';

export class Http2Connection implements StreamOwner, ReceiverOwner {
  readonly output: Output;
  readonly #socket: Duplex;
  readonly #connection: Connection;
  readonly #host: Http2Host;
  readonly #streams = new StreamTable();
  readonly #heads = new RequestHeads();
  readonly #receiver: FrameReceiver;
  readonly #reader: FrameReader;
  readonly #onHandlerDone = (): void => this.#handlerDone();
  readonly #onTime = (): void => this.#timeIsUp();
  #phase: Phase = 'open';
  #running = 0;
  #waiting: Http2Stream[] = [];
  #cancelTimer: () => void = () => {};
  /** When the last stream left. */
  #idleSince: number;
  /** When the header block began that has not ended; 0: there is none. */
  #headersSince = 0;
  #blocksBefore = 0;
  /** When the timer runs. */
  #due = 0;

  constructor(socket: Duplex, connection: Connection, host: Http2Host) {
    this.#socket = socket;
    this.#connection = connection;
    this.#host = host;
    this.output = new Output(socket, () => this.#controlFlood());
    this.#receiver = new FrameReceiver(this, this.#streams, this.output, host.maxStreams);
    this.#reader = new FrameReader(this.#receiver, MAX_FRAME_BYTES);
    this.#idleSince = host.clock.now();
    this.#arm(host.headerTimeout);
    this.output.frame(ownSettings(host.maxStreams));
    this.output.allow(0, connectionWindow(host.maxStreams) - DEFAULT_WINDOW_BYTES);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.#gone());
    socket.on('finish', () => this.#arm(PATIENCE_MS));
  }

  /** What is under way is finished, then the connection ends. */
  close(): undefined {
    if (this.#phase !== 'open') return;
    this.#phase = 'leaving';
    this.output.goaway(MAX_31_BITS, ErrorCode.noError);
    this.output.ping(false, FAREWELL, 0);
    this.#arm(PATIENCE_MS);
  }

  // For streams.

  get date(): string {
    return this.#host.date.text;
  }

  widen(stream: Http2Stream, bytes: number): void {
    this.output.allow(stream.id, bytes);
  }

  widenConnection(bytes: number): void {
    this.#receiver.widen(bytes);
  }

  linger(stream: Http2Stream): (() => void) | undefined {
    return this.#phase === 'open' ? this.#host.clock.after(LINGER_MS, () => stream.hangUp()) : undefined;
  }

  complete(stream: Http2Stream): void {
    this.forget(stream);
  }

  reset(stream: Http2Stream, code: number): undefined {
    this.resetUnknown(stream.id, code);
    this.forget(stream);
  }

  // For the receiver.

  get refusesStreams(): boolean {
    return this.#phase !== 'open' && this.#phase !== 'leaving';
  }

  resetUnknown(id: number, code: number): undefined {
    this.#streams.rememberReset(id);
    this.output.reset(id, code);
  }

  forget(stream: Http2Stream): void {
    if (stream.isGone) return;
    this.#streams.remove(stream);
    this.output.forget(stream);
    stream.leave();
    if (this.#streams.size > 0) return;
    this.#idleSince = this.#host.clock.now();
    if (this.#phase === 'refusing') this.#end();
  }

  open(id: number, list: HeaderList, endsStream: boolean): undefined {
    if (this.#streams.size >= this.#host.maxStreams) {
      // Before it knew our settings it could not know better.
      return this.resetUnknown(id, this.#receiver.isAcknowledged ? ErrorCode.protocolError : ErrorCode.refusedStream);
    }
    const head = list.tooLarge ? TOO_LARGE : this.#heads.read(list.headers);
    if (head === undefined || (endsStream && head.contentLength > 0)) return this.resetUnknown(id, ErrorCode.protocolError);
    const stream = new Http2Stream(this, this.#connection, id, head, !endsStream, this.#receiver.initialWindow);
    this.#streams.add(stream);
    if (head === TOO_LARGE) this.#answerTooLarge(stream);
    else if (this.#running < this.#host.maxStreams) this.#start(stream);
    else if (this.#waiting.push(stream) > WAITING_A_STREAM * this.#host.maxStreams) this.fail(ErrorCode.enhanceYourCalm, 'too many requests at once');
  }

  pingAcknowledged(payload: Buffer, start: number): void {
    if (this.#phase === 'leaving' && FAREWELL.equals(payload.subarray(start, start + PING_BYTES))) this.#refuse();
  }

  /** As Go's server: a client that says goodbye is told the same. */
  clientLeaves(): void {
    this.close();
  }

  fail(code: number, reason: string): undefined {
    if (this.#phase === 'failed' || this.#phase === 'gone') return;
    this.#phase = 'failed';
    this.#reader.stop();
    this.#host.log.info(`http2: server connection error from ${this.#connection.remoteAddress}: ${errorName(code)}`, { reason }, 4);
    this.output.goaway(this.#receiver.lastStream, code);
    this.#leaveStreams();
    this.output.whenEmpty(() => this.#sayEnd());
    this.#arm(PATIENCE_MS);
  }

  #read(chunk: Buffer): void {
    this.output.gather();
    try {
      this.#receiver.beginChunk();
      this.#reader.push(chunk);
    } catch (error) {
      this.#host.log.error('An HTTP/2 connection ended with an error', error);
      this.#breakOff();
    }
    this.output.flush();
    this.#watchHeaders();
  }

  /** A header block that has begun must end in time. Clients in a hurry leave one half sent in every chunk, but never the same. */
  #watchHeaders(): void {
    if (!this.#receiver.isWithinHeaders && !this.#reader.isWithinHeaders) this.#headersSince = 0;
    else if (this.#headersSince === 0 || this.#blocksBefore !== this.#receiver.blocks) {
      const { clock, headerTimeout } = this.#host;
      this.#headersSince = clock.now();
      this.#blocksBefore = this.#receiver.blocks;
      if (this.#phase === 'open' && this.#due > this.#headersSince + headerTimeout) this.#arm(headerTimeout);
    }
  }

  #start(stream: Http2Stream): void {
    const pending = this.#host.answer(stream, stream);
    if (pending === undefined) return;
    this.#running++;
    void pending.then(this.#onHandlerDone);
  }

  #handlerDone(): void {
    this.#running--;
    while (this.#waiting.length > 0 && this.#running < this.#host.maxStreams) {
      const stream = this.#waiting.shift();
      if (stream !== undefined && !stream.isGone) this.#start(stream);
    }
  }

  #answerTooLarge(stream: Http2Stream): void {
    stream.head(431, ['content-type', 'text/html; charset=utf-8', 'content-length', String(TOO_LARGE_TEXT.length)]);
    stream.end(TOO_LARGE_TEXT);
  }

  /** The client has heard that we leave: what it opens now is refused. */
  #refuse(): undefined {
    for (const stream of this.#streams.all()) if (stream.isLingering) stream.hangUp();
    this.#phase = 'refusing';
    this.#cancelTimer();
    this.output.goaway(this.#receiver.lastStream, ErrorCode.noError);
    if (this.#streams.size === 0) this.#end();
  }

  /** Answers may still be on their way to a slow client; to one that takes nothing they will never get. */
  #end(): undefined {
    this.#phase = 'ending';
    this.#reader.stop();
    this.output.whenEmpty(() => this.#sayEnd());
    this.#arm(this.#host.idleTimeout);
  }

  /** What the client still sends is not answered: nothing can be written after the end. */
  #sayEnd(): void {
    this.output.stop();
    this.#socket.end();
  }

  #controlFlood(): void {
    this.#host.log.info(`http2: too many control frames in send queue of ${this.#connection.remoteAddress}`, {}, 4);
    this.#breakOff();
  }

  #breakOff(): undefined {
    this.#reader.stop();
    this.#socket.destroy();
  }

  #gone(): undefined {
    this.#phase = 'gone';
    this.#reader.stop();
    this.#cancelTimer();
    this.output.stop();
    this.#leaveStreams();
    this.#waiting = [];
    this.#host.closed(this);
  }

  #leaveStreams(): void {
    for (const stream of this.#streams.all()) this.forget(stream);
  }

  #arm(ms: number): undefined {
    this.#cancelTimer();
    this.#due = this.#host.clock.now() + ms;
    this.#cancelTimer = this.#host.clock.after(ms, this.#onTime);
  }

  #timeIsUp(): undefined {
    if (this.#phase === 'leaving') return this.#refuse();
    if (this.#phase !== 'open') return this.#breakOff();
    const { clock, headerTimeout, idleTimeout } = this.#host;
    const now = clock.now();
    const isSlow = this.#headersSince !== 0 && now - this.#headersSince >= headerTimeout;
    if (!this.#receiver.isSettled || isSlow) return this.#breakOff();
    const headersDue = this.#headersSince === 0 ? idleTimeout : this.#headersSince + headerTimeout - now;
    const isIdle = this.#streams.size === 0 && this.#running === 0;
    const idleDue = isIdle ? this.#idleSince + idleTimeout - now : idleTimeout;
    if (idleDue > 0) return this.#arm(Math.min(headersDue, idleDue));
    if (this.output.isIdle) this.close();
    else this.#breakOff();
  }
}
