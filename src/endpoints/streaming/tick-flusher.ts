/** Gathers what is written within one turn of the loop: a burst of events becomes one write per watcher, not one per event. */

export interface Flushable {
  flush(): void;
}

export class TickFlusher {
  #waiting: Flushable[] = [];

  /** `flush` is called once at the end of the turn; a caller asks at most once until then. */
  schedule(target: Flushable): void {
    this.#waiting.push(target);
    if (this.#waiting.length === 1) setImmediate(() => this.#flushAll());
  }

  #flushAll(): void {
    const targets = this.#waiting;
    this.#waiting = [];
    for (const target of targets) target.flush();
  }
}
