/**
 * One HTTP/2 stream: the request and the sink of its answer in one object, for a stream is all that most requests need.
 *
 * A stream is over for its connection when both sides have said all, or one has broken it off; the handler may still be running then, and what it
 * writes is dropped.
 */
import { NO_BYTES } from '../../../base/bytes.ts';
import type { HttpRequest, ResponseSink } from '../../../request/http.ts';
import type { Connection } from '../connection.ts';
import { ConnectionRequest } from '../raw-request.ts';
import { ErrorCode } from './frames.ts';
import { HeldPieces } from './held-pieces.ts';
import type { OutgoingStream, TurnQueue } from './outgoing-stream.ts';
import type { Output } from './output.ts';
import { type BodyOwner, RequestBody } from './request-body.ts';
import type { RequestHead } from './request-head.ts';
import { STREAM_WINDOW_BYTES } from './settings.ts';

/** The part of the connection that a stream knows. */
export interface StreamOwner {
  readonly output: Output;
  /** The `date` header of an answer that is sent now. */
  readonly date: string;
  /** The client may send so many bytes more. */
  widen(stream: Http2Stream, bytes: number): void;
  widenConnection(bytes: number): void;
  /** Tells the client that the stream is over. */
  reset(stream: Http2Stream, code: number): void;
  /** Has a stream hang up after a while. @returns what calls that off; undefined: it should at once */
  linger(stream: Http2Stream): (() => void) | undefined;
  /** The answer is out, and the client has said all. */
  complete(stream: Http2Stream): void;
  /** Finishes what is under way and takes nothing new. */
  close(): void;
}

/** A writer is asked to wait when more than this is held for it. */
const HIGH_WATER_BYTES = 64 * 1024;

export class Http2Stream extends ConnectionRequest implements HttpRequest, ResponseSink, OutgoingStream, BodyOwner {
  readonly protocol = 'HTTP/2.0';
  readonly releasesOnDrain = true;
  readonly id: number;
  readonly method: string;
  readonly target: string;
  readonly host: string;
  readonly rawHeaders: readonly string[];
  status = 0;
  bytesWritten = 0;
  sendWindow: number;
  heldHead: readonly string[] | undefined = undefined;
  isEnding = false;
  isGone = false;
  queue: TurnQueue | undefined = undefined;
  previous: OutgoingStream | undefined = undefined;
  next: OutgoingStream | undefined = undefined;
  /** In the connection's StreamTable. */
  nextInBucket: Http2Stream | undefined = undefined;
  /** The client has said all. */
  isHeard: boolean;
  readonly #owner: StreamOwner;
  readonly #body: RequestBody | undefined;
  #ended = false;
  #isAnswered = false;
  #held: HeldPieces | undefined = undefined;
  #controller: AbortController | undefined = undefined;
  #waiting: PromiseWithResolvers<void> | undefined = undefined;
  /** While a client that has its answer is heard out. */
  #stopLingering: (() => void) | undefined = undefined;

  /** @param hasBody whether anything follows the headers @param sendWindow what the client is ready to take, in bytes */
  constructor(owner: StreamOwner, connection: Connection, id: number, head: RequestHead, hasBody: boolean, sendWindow: number) {
    super(connection);
    this.#owner = owner;
    this.id = id;
    this.method = head.method;
    this.target = head.target;
    this.host = head.host;
    this.rawHeaders = head.headers;
    this.sendWindow = sendWindow;
    this.isHeard = !hasBody;
    this.#body = hasBody ? new RequestBody(this, head.contentLength) : undefined;
  }

  // The request.

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.isGone) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  readBody(limit: number): Promise<Uint8Array> {
    const body = this.#body;
    if (body === undefined) return Promise.resolve(NO_BYTES);
    if (body.isUntouched && !this.isGone && !this.headSent && this.header('expect')?.toLowerCase() === '100-continue')
      this.#owner.output.informational(this, 100);
    return body.read(limit);
  }

  closeConnection(): void {
    this.#owner.close();
  }

  // What the connection hears of the request.

  /** A piece of the body, which may be kept. False: the client broke its word. */
  receive(piece: Uint8Array): boolean {
    const body = this.#body;
    if (body?.add(piece) !== true) return false;
    if (body.isUnbearable) this.hangUp();
    return true;
  }

  /** A DATA frame of so many bytes. False: the client had no leave to send it. */
  takeWindow(bytes: number): boolean {
    return this.#body?.window.take(bytes) ?? false;
  }

  /** The client has said all. False: that is not what it announced. */
  hear(): boolean {
    if (this.#body?.finish() === false) return false;
    this.isHeard = true;
    if (this.#isAnswered) this.#owner.complete(this);
    return true;
  }

  taken(bytes: number): void {
    if (!this.isHeard) {
      const more = this.#body?.window.giveBack(bytes) ?? 0;
      if (more > 0) this.#owner.widen(this, more);
    }
    this.#owner.widenConnection(bytes);
  }

  dropped(bytes: number): void {
    if (this.#isAnswered) this.taken(bytes);
    else if (bytes > 0) this.#owner.widenConnection(bytes);
  }

  // The answer.

  get headSent(): boolean {
    return this.status !== 0;
  }

  get closed(): boolean {
    return this.#ended || this.isGone;
  }

  get buffered(): number {
    return this.heldBytes;
  }

  head(status: number, headers: readonly string[]): void {
    if (this.headSent || this.closed) return;
    this.status = status;
    this.#owner.output.head(this, dated(headers, this.#owner));
  }

  write(piece: Uint8Array): boolean {
    if (this.closed || this.method === 'HEAD') return true;
    this.bytesWritten += piece.length;
    return this.#owner.output.body(this, piece) || this.heldBytes <= HIGH_WATER_BYTES;
  }

  drained(): Promise<void> {
    if (this.isGone || this.heldBytes === 0) return Promise.resolve();
    this.#waiting ??= Promise.withResolvers();
    return this.#waiting.promise;
  }

  end(piece?: Uint8Array): void {
    if (this.closed) return;
    if (!this.headSent) throw new Error('an answer needs a head');
    if (piece !== undefined) this.write(piece);
    this.#ended = true;
    this.#owner.output.end(this);
  }

  abort(): void {
    this.#ended = true;
    if (!this.isGone) this.#owner.reset(this, ErrorCode.internalError);
  }

  // What the output needs and tells.

  get heldBytes(): number {
    return this.#held?.bytes ?? 0;
  }

  get isHolding(): boolean {
    return this.heldHead !== undefined || this.heldBytes > 0;
  }

  get piece(): Uint8Array {
    return this.#held?.first ?? NO_BYTES;
  }

  get pieceOffset(): number {
    return this.#held?.offset ?? 0;
  }

  hold(piece: Uint8Array): void {
    this.#held ??= new HeldPieces();
    this.#held.add(piece);
  }

  release(length: number): void {
    this.#held?.release(length);
  }

  emptied(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve();
  }

  /** Whoever still sends a body that nobody wants is heard out, if that does not take long. */
  answered(): void {
    this.#isAnswered = true;
    if (this.isHeard) {
      this.#owner.complete(this);
      return;
    }
    this.#body?.hearOut();
    const more = this.#body?.window.refill() ?? 0;
    if (more > 0) this.#owner.widen(this, more);
    if (this.#body?.isUnbearable === false) this.#stopLingering = this.#owner.linger(this);
    if (!this.isLingering) this.hangUp();
  }

  get isLingering(): boolean {
    return this.#stopLingering !== undefined;
  }

  /** The client is told to stop. Some (Python's httpx) notice only when they may send more, so they may. */
  hangUp(): void {
    if (this.isGone) return;
    this.#owner.widen(this, STREAM_WINDOW_BYTES);
    this.#owner.reset(this, ErrorCode.noError);
  }

  /** The connection has forgotten the stream: whoever waits for it is told. */
  leave(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.heldHead = undefined;
    this.#held?.clear();
    this.#body?.break();
    this.#controller?.abort();
    this.#stopLingering?.();
    this.emptied();
  }
}

/** As Go's server does, every answer says when it was given. */
function dated(headers: readonly string[], owner: StreamOwner): readonly string[] {
  for (let i = 0; i < headers.length; i += 2) if (headers[i] === 'date') return headers;
  return [...headers, 'date', owner.date];
}
