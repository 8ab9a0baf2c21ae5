/** A watch receiver for tests: keeps what it is told and lets a test await it. */
import type { Revision, StoreEvent, WatchReceiver } from './interface.ts';

const PATIENCE_MS = 20_000;

export class Recorder implements WatchReceiver {
  readonly batches: (readonly StoreEvent[])[] = [];
  readonly progressed: Revision[] = [];
  failure: Error | undefined;
  readonly #waiting = new Set<() => void>();

  get all(): readonly StoreEvent[] {
    return this.batches.flat();
  }

  events(batch: readonly StoreEvent[]): void {
    this.batches.push(batch);
    this.#wake();
  }

  progress(revision: Revision): void {
    this.progressed.push(revision);
    this.#wake();
  }

  failed(error: Error): void {
    this.failure = error;
    this.#wake();
  }

  /** Resolves once `condition` holds; rejects with what was seen when it does not come true in time. */
  until(what: string, condition: () => boolean): Promise<void> {
    if (condition()) {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        this.#waiting.delete(look);
        const failed = this.failure === undefined ? '' : `, failed with ${this.failure}`;
        reject(new Error(`waited in vain for ${what}: saw ${this.all.length} events, progress ${this.progressed.at(-1)}${failed}`));
      }, PATIENCE_MS);
      const look = (): void => {
        if (condition()) {
          clearTimeout(patience);
          this.#waiting.delete(look);
          resolve();
        }
      };
      this.#waiting.add(look);
    });
  }

  async count(events: number): Promise<readonly StoreEvent[]> {
    await this.until(`${events} events`, () => this.all.length >= events);
    return this.all;
  }

  async untilFailed(): Promise<Error> {
    await this.until('the end of the watch', () => this.failure !== undefined);
    return this.failure ?? new Error('no failure');
  }

  #wake(): void {
    for (const look of [...this.#waiting]) {
      look();
    }
  }
}
