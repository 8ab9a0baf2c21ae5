/** Holds lines back until there are enough of them, or they have waited long enough: one write then does for many. */
import type { Clock } from '../base/clock.ts';

export interface LineBufferOptions {
  /** Bytes to hold at most. */
  readonly size: number;
  /** The longest that a line waits, in milliseconds. */
  readonly patience: number;
  readonly clock: Clock;
  readonly write: (text: string) => void;
}

export class LineBuffer {
  readonly #options: LineBufferOptions;
  #held = '';
  #cancel: (() => void) | undefined;

  constructor(options: LineBufferOptions) {
    this.#options = options;
  }

  add(line: string): void {
    this.#held += line;
    const { size, patience, clock } = this.#options;
    if (this.#held.length >= size) this.flush();
    else this.#cancel ??= clock.after(patience, () => this.flush());
  }

  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const text = this.#held;
    this.#held = '';
    if (text !== '') this.#options.write(text);
  }
}
