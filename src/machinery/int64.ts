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

/** What Go says of a text that is no such number. */
export type IntegerFault = 'invalid syntax' | 'value out of range';

/** strconv.ParseInt(text, 10, 64). Clients send texts of any length: what has too many digits is no number before it is made one. */
export function parseInt64(text: string): bigint | IntegerFault {
  const value = parseInteger(text);
  return typeof value === 'bigint' && BigInt.asIntN(64, value) !== value ? 'value out of range' : value;
}

/** strconv.ParseUint(text, 10, 64): no sign, not even a plus. */
export function parseUint64(text: string): bigint | IntegerFault {
  const value = /^[+-]/.test(text) ? 'invalid syntax' : parseInteger(text);
  return typeof value === 'bigint' && BigInt.asUintN(64, value) !== value ? 'value out of range' : value;
}

const MOST_DIGITS = 20;

function parseInteger(text: string): bigint | IntegerFault {
  const [, sign, digits = '0'] = /^([+-]?)0*([1-9]\d*)?$/.exec(text) ?? [];
  if (sign === undefined || text === sign) return 'invalid syntax';
  if (digits.length > MOST_DIGITS) return 'value out of range';
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}
