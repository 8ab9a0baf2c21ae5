/**
 * Writes with big bodies. Decoding, ownership, validation and encoding of three megabytes take a good part of a second, and an object in memory
 * is many times as big as its text. So only a few such writes are under way at a time, and each gives way to everybody else between its steps.
 */
const BIG_BYTES = 256 * 1024;
const AT_A_TIME = 2;

/** What decides whether and when a write has its turn. */
interface SizedWrite {
  readonly bodyBytes: number;
  /** How long the object is that the write changes, once that is known. */
  readonly objectBytes?: number;
  readonly deps: { readonly bigBodies: BigBodies };
  readonly request: { readonly signal: AbortSignal };
}

/** The places of one server for big writes. */
export class BigBodies {
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  /** Resolves when there is a place; the result gives it back. */
  async enter(): Promise<() => void> {
    if (this.#taken < AT_A_TIME) this.#taken++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => {
      // A place is handed on to whoever waited longest.
      const next = this.#waiting.shift();
      if (next === undefined) this.#taken--;
      else next();
    };
  }
}

/** Runs `work` when it is this write's turn; a small one's turn is now. The answer must not be part of it: its client may be slow. */
export function inTurn<T>(write: SizedWrite, work: () => Promise<T>): Promise<T> {
  return isBig(write) ? inTurnOfBig(write, work) : work();
}

async function inTurnOfBig<T>(write: SizedWrite, work: () => Promise<T>): Promise<T> {
  const leave = await write.deps.bigBodies.enter();
  try {
    // Who has waited too long has been answered already.
    write.request.signal.throwIfAborted();
    return await work();
  } finally {
    leave();
  }
}

/** Whether a step of this write takes so long that others should have a turn of the loop before the next. */
export function isBig(write: SizedWrite): boolean {
  return write.bodyBytes > BIG_BYTES || (write.objectBytes ?? 0) > BIG_BYTES;
}
