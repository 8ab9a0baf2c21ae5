/** The `date` of answers (RFC 9110, 6.6.1): one text for all that are given in the same second. */
import type { Clock } from '../../../base/clock.ts';

export class AnswerDate {
  readonly #clock: Clock;
  #second = -1;
  #text = '';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get text(): string {
    const second = Math.floor(this.#clock.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#text = new Date(second * 1000).toUTCString();
    }
    return this.#text;
  }
}
