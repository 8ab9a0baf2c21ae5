/** Go's int64 in memory: a number where that is exact, else a bigint. Clients choose such values, so every sum may leave the one form for the other. */
export type Int64 = number | bigint;

/** The integer in the form that decoders give it; beyond 64 bits it wraps around, as Go's does. */
export function int64(value: bigint): Int64 {
  const wrapped = BigInt.asIntN(64, value);
  const small = Number(wrapped);
  return Number.isSafeInteger(small) ? small : wrapped;
}

/** One more. */
export function successor(value: Int64): Int64 {
  return typeof value === 'number' && value < Number.MAX_SAFE_INTEGER ? value + 1 : int64(BigInt(value) + 1n);
}

const MAX_PLAIN_SECONDS = 9_000_000_000;

/** Milliseconds of a number of seconds, as a time.Duration holds it: more than 292 years wrap around in its nanoseconds. */
export function millisecondsOf(seconds: Int64): number {
  if (typeof seconds === 'number' && Math.abs(seconds) < MAX_PLAIN_SECONDS) return seconds * 1000;
  return Number(BigInt.asIntN(64, BigInt(seconds) * 1_000_000_000n) / 1_000_000n);
}
