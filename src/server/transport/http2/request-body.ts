/**
 * The body of a request as it arrives. Until somebody asks for it, as much is held as fits into the stream's window; from then on the window grows
 * again with what has arrived. A body that nobody wants (any more) is dropped, and only the connection hears that there is room again.
 *
 * Invariant: every byte is either held or has been reported, as taken or as dropped, once.
 */
import { NO_BYTES } from '../../../base/bytes.ts';
import { BodyTooLarge } from '../../../request/http.ts';
import { ClientGone, HEARD_OUT_BYTES } from '../body.ts';
import { ReceiveWindow } from './flow-control.ts';
import { STREAM_WINDOW_BYTES } from './settings.ts';

export interface BodyOwner {
  /** So many bytes were asked for: the client may send as many more. */
  taken(bytes: number): void;
  /** So many bytes are gone without anybody having wanted them. */
  dropped(bytes: number): void;
}

interface Reader {
  readonly limit: number;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** Nobody asked yet; somebody waits for the rest; somebody has it; nobody wants it; it will never be complete. */
type State = 'held' | 'awaited' | 'handed' | 'unwanted' | 'broken';

export class RequestBody {
  readonly window = new ReceiveWindow(STREAM_WINDOW_BYTES);
  readonly #owner: BodyOwner;
  readonly #announced: number;
  #state: State = 'held';
  #received = 0;
  /** Beyond so many bytes the client is stopped. */
  #bearable = Number.POSITIVE_INFINITY;
  /** What has arrived and is not handed over, at the beginning of memory that may be longer. */
  #bytes: Uint8Array = NO_BYTES;
  #length = 0;
  #isComplete = false;
  #reader: Reader | undefined;

  /** @param announced the content length, or -1 */
  constructor(owner: BodyOwner, announced: number) {
    this.#owner = owner;
    this.#announced = announced;
  }

  /** Whether nothing of it has arrived. */
  get isUntouched(): boolean {
    return this.#received === 0 && !this.#isComplete;
  }

  /** See HttpRequest.readBody. */
  read(limit: number): Promise<Uint8Array> {
    if (this.#state === 'broken') return Promise.reject(gone());
    if (this.#announced > limit || this.#received > limit || this.#state === 'unwanted') {
      this.drop();
      return Promise.reject(tooLarge(limit));
    }
    if (this.#state !== 'held') return Promise.resolve(NO_BYTES);
    if (this.#received > 0) this.#owner.taken(this.#received);
    if (this.#isComplete) return Promise.resolve(this.#handOver());
    this.#state = 'awaited';
    return new Promise((resolve, reject) => {
      this.#reader = { limit, resolve, reject };
    });
  }

  /** A piece has arrived, which may be kept. False: that is more than was announced. */
  add(piece: Uint8Array): boolean {
    const { length } = piece;
    this.#received += length;
    const fits = this.#announced === -1 || this.#received <= this.#announced;
    const reader = this.#reader;
    if (fits && (this.#state === 'held' || (reader !== undefined && this.#received <= reader.limit))) {
      this.#hold(piece);
      if (reader !== undefined) this.#owner.taken(length);
      return true;
    }
    this.#owner.dropped(length);
    if (fits && reader !== undefined) {
      this.drop();
      reader.reject(tooLarge(reader.limit));
    }
    return fits;
  }

  /** The client has sent all of it. False: that is less than was announced. */
  finish(): boolean {
    if (this.#announced !== -1 && this.#received !== this.#announced) return false;
    this.#isComplete = true;
    this.#reader?.resolve(this.#handOver());
    this.#reader = undefined;
    return true;
  }

  /** Nobody wants it any more. */
  drop(): void {
    if (this.#state === 'held') this.#owner.dropped(this.#length);
    if (this.#state === 'held' || this.#state === 'awaited') this.#state = 'unwanted';
    this.#reader = undefined;
    this.#bytes = NO_BYTES;
    this.#length = 0;
  }

  /** It has been answered: the rest is dropped as it comes. */
  hearOut(): void {
    this.break();
    this.#bearable = this.#received + HEARD_OUT_BYTES;
  }

  /** Whether it is, or will be, longer than anybody hears out. */
  get isUnbearable(): boolean {
    return Math.max(this.#announced, this.#received) > this.#bearable;
  }

  /** The client went away, or broke its word. */
  break(): void {
    const reader = this.#reader;
    this.drop();
    if (this.#state !== 'handed') this.#state = 'broken';
    reader?.reject(gone());
  }

  /**
   * The first piece as it is; most bodies have one. More are joined as they come, so that many small ones take no more memory than they are long.
   */
  #hold(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (this.#length === 0) this.#bytes = piece;
    else if (piece.length > 0) {
      if (length > this.#bytes.length) {
        const larger = Buffer.allocUnsafeSlow(2 * length);
        larger.set(this.#held(), 0);
        this.#bytes = larger;
      }
      this.#bytes.set(piece, this.#length);
    }
    this.#length = length;
  }

  #held(): Uint8Array {
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  #handOver(): Uint8Array {
    const bytes = this.#held();
    this.#bytes = NO_BYTES;
    this.#state = 'handed';
    return bytes;
  }
}

function gone(): ClientGone {
  return new ClientGone('the client went away while its body was read');
}

function tooLarge(limit: number): BodyTooLarge {
  return new BodyTooLarge(`limit is ${limit}`);
}
