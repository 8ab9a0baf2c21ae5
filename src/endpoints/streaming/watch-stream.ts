/**
 * The consumer of one watch: renders items to frames and passes them on.
 *
 * Frames of one turn of the loop are written together. When the client does not keep up, the watch is told to wait; so no more than
 * MAX_BUFFERED_BYTES and one batch are held for it.
 */
import { ApiError, internalError } from '../../machinery/status.ts';
import type { WatchConsumer, WatchItem } from '../../storage/resource-storage.ts';
import type { Pieces, Rendering } from '../rendering/interface.ts';
import type { Flushable, TickFlusher } from './tick-flusher.ts';
import type { WatchTarget } from './watch-target.ts';

const MAX_BUFFERED_BYTES = 512 * 1024;
/** What is gathered in one turn before it is written early: the size of a list's slice. */
const EARLY_FLUSH_BYTES = 128 * 1024;

export class WatchStream implements WatchConsumer, Flushable {
  readonly #rendering: Rendering;
  readonly #flusher: TickFlusher;
  readonly #sent: (bytes: number) => void;
  readonly #complete: () => void;
  readonly #done = Promise.withResolvers<void>();
  #target: WatchTarget | undefined;
  #frames: Pieces[] = [];
  #bytes = 0;
  #scheduled = false;
  #first = true;
  #finished = false;

  /**
   * @param sent is told the size of every event, in bytes
   * @param complete is told when all that was there at the beginning has been sent, where that is announced
   */
  constructor(rendering: Rendering, flusher: TickFlusher, sent: (bytes: number) => void = () => {}, complete: () => void = () => {}) {
    this.#sent = sent;
    this.#complete = complete;
    this.#rendering = rendering;
    this.#flusher = flusher;
  }

  /** Sends until the watch ends, the client goes or `signal` is aborted. */
  async run(target: WatchTarget, signal: AbortSignal): Promise<void> {
    this.#target = target;
    target.onClose(() => this.finish());
    signal.addEventListener('abort', () => this.finish(), { once: true });
    if (target.closed || signal.aborted) this.finish();
    if (this.#finished) target.end();
    await this.#done.promise;
  }

  items(batch: readonly WatchItem[]): Promise<void> | undefined {
    if (this.#finished) return undefined;
    try {
      for (const item of batch) {
        this.#add(this.#rendering.watchItem(item, this.#first));
        this.#first = false;
        if (item.type === 'BOOKMARK' && item.initialEventsEnd) this.#complete();
        if (this.#bytes > EARLY_FLUSH_BYTES) this.flush();
      }
    } catch (error) {
      this.ended(error instanceof Error ? error : internalError(String(error)));
      return undefined;
    }
    const target = this.#target;
    if (target === undefined || target.buffered + this.#bytes <= MAX_BUFFERED_BYTES) {
      this.#schedule();
      return undefined;
    }
    this.flush();
    return target.drained();
  }

  ended(error: Error | undefined): void {
    if (this.#finished) return;
    if (error !== undefined) {
      const { status } = error instanceof ApiError ? error : internalError(error.message);
      this.#add(this.#rendering.watchError(status));
    }
    this.finish();
  }

  /** Writes what there is and ends the answer. */
  finish(): void {
    if (this.#finished) return;
    this.flush();
    this.#finished = true;
    this.#target?.end();
    this.#done.resolve();
  }

  flush(): void {
    this.#scheduled = false;
    if (this.#frames.length === 0 || this.#target === undefined) return;
    const frames = this.#frames;
    this.#frames = [];
    this.#bytes = 0;
    if (!this.#target.closed) this.#target.write(frames);
  }

  #add(frame: Pieces): void {
    if (frame.length === 0) return;
    this.#frames.push(frame);
    let length = 0;
    for (const piece of frame) length += piece.length;
    this.#bytes += length;
    this.#sent(length);
  }

  #schedule(): void {
    if (this.#scheduled || this.#frames.length === 0) return;
    this.#scheduled = true;
    this.#flusher.schedule(this);
  }
}
