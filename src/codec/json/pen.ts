/** What writing one document keeps in mind. */
import { CARE } from './strings.ts';

export class Pen {
  /**
   * How often the encoding met what decoding its result would not give back: an empty list, a null, a member that is not in the table. Those who change
   * objects in memory leave such things behind.
   */
  deviations = 0;
  /** Whether this is what a stored object is served as: empty lists and maps that are always written are null there. */
  isStored = false;
  /** Which strings need a closer look. */
  readonly care: RegExp;

  constructor(care: RegExp = CARE) {
    this.care = care;
  }
}

/** A value in memory form as JSON text. */
export type Writer = (value: unknown, pen: Pen) => string;
