/** Bytes as the hot paths handle them: no view is made to copy a range, no text to write a number. */

/** No bytes at all: what deleted values, requests without a body and empty buffers share. */
export const NO_BYTES: Buffer = Buffer.alloc(0);

/** Copies a range of any Uint8Array; `set` would need a view of the range first. */
const COPY = Buffer.prototype.copy;
/** Up to this a loop is faster than a call that leaves JavaScript. */
const LOOP_BYTES = 32;

/** Copies `source` from one byte to before another. @param target has room for them at `at` @returns where they end */
export function copyBytes(source: Uint8Array, from: number, to: number, target: Uint8Array, at: number): number {
  const end = at + to - from;
  if (to - from > LOOP_BYTES) COPY.call(source, target, at, from, to);
  else for (let i = at, j = from; j < to; i++, j++) target[i] = source[j] as number;
  return end;
}

/** How many digits a whole number has, from 0 on. */
export function decimalLength(value: number): number {
  let length = 1;
  for (let bound = 10; bound <= value; bound *= 10) length++;
  return length;
}

/** Writes a whole number, from 0 on, in decimal digits. @returns where they end */
export function writeDecimal(target: Uint8Array, at: number, value: number): number {
  const end = at + decimalLength(value);
  let rest = value;
  for (let i = end - 1; i >= at; i--) {
    const tenth = Math.floor(rest / 10);
    target[i] = 0x30 + (rest - tenth * 10);
    rest = tenth;
  }
  return end;
}
