/**
 * How many requests may run at once: one limit for reading ones, one for changing ones (--max-requests-inflight,
 * --max-mutating-requests-inflight). Requests that are meant to last (watches, logs) are not counted.
 */

export type RequestKind = 'readOnly' | 'mutating';

const READING_VERBS: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

export function requestKindOf(verb: string): RequestKind {
  return READING_VERBS.has(verb) ? 'readOnly' : 'mutating';
}

export interface InFlightLimits {
  /** 0: no limit. */
  readonly readOnly: number;
  readonly mutating: number;
}

export class InFlightLimiter {
  readonly #limits: InFlightLimits;
  readonly #running = { readOnly: 0, mutating: 0 };

  constructor(limits: InFlightLimits) {
    this.#limits = limits;
  }

  /** Takes a place; false when all are taken and `force` does not say to go on anyway. */
  enter(kind: RequestKind, force: boolean): boolean {
    const limit = this.#limits[kind];
    if (!force && limit > 0 && this.#running[kind] >= limit) return false;
    this.#running[kind]++;
    return true;
  }

  leave(kind: RequestKind): void {
    this.#running[kind]--;
  }

  running(kind: RequestKind): number {
    return this.#running[kind];
  }
}
