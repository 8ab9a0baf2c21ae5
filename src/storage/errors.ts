/** Errors as data: what a store may answer instead of a value. They cross process borders, so they carry numbers and bytes only. */
import type { StoredValue } from './interface.ts';

/** The key was not at the expected revision. Nothing was written. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  /** What is there now; undefined when the key is absent. */
  readonly current: StoredValue | undefined;
  constructor(key: string, current: StoredValue | undefined) {
    super(`revision conflict on ${key}`);
    this.current = current;
  }
}

/** The revision has been compacted away. */
export class RevisionCompacted extends Error {
  override readonly name = 'RevisionCompacted';
  /** The oldest revision that can still be read. */
  readonly compacted: number;
  constructor(compacted: number) {
    super('the requested revision has been compacted');
    this.compacted = compacted;
  }
}

/** The revision has not been reached yet. */
export class RevisionInFuture extends Error {
  override readonly name = 'RevisionInFuture';
  readonly current: number;
  constructor(current: number) {
    super('the requested revision is in the future');
    this.current = current;
  }
}

/** The store cannot be reached or refuses writes (disk full). `outcomeUnknown`: the write may or may not have happened. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly outcomeUnknown: boolean;
  constructor(message: string, options: { outcomeUnknown: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.outcomeUnknown = options.outcomeUnknown;
  }
}

/** Bytes were damaged: detected, named, never served. */
export class ValueDamaged extends Error {
  override readonly name = 'ValueDamaged';
  readonly key: string;
  constructor(key: string, detail: string) {
    super(`stored value of ${key} is damaged: ${detail}`);
    this.key = key;
  }
}
