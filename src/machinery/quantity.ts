/**
 * Quantities: amounts of resources ("500m", "1.5Gi", "3e6") as exact decimals.
 *
 * A quantity is `unscaled * 10^scale`, never finer than a nano, with the notation that it is printed in. Parsing, rounding and the canonical form
 * follow k8s.io/apimachinery/pkg/api/resource: a text that is canonical enough is kept as it was written.
 *
 * Invariant: no operation costs more than the digits that were written. Exponents come from users, so nothing expands 10^scale
 * before the magnitudes show that it must.
 */

export type QuantityFormat = 'DecimalExponent' | 'BinarySI' | 'DecimalSI';

/** The text is no quantity; the message is upstream's. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

const WRONG_FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const WRONG_NUMBER = 'unable to parse numeric part of quantity';
const WRONG_SUFFIX = "unable to parse quantity's suffix";

const DECIMAL: { readonly [suffix: string]: number } = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: { readonly [suffix: string]: number } = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const DECIMAL_SUFFIX = new Map(Object.entries(DECIMAL).map(([suffix, exponent]) => [exponent, suffix]));
const BINARY_SUFFIX = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const NANO = -9;
const MAX_INT64 = 9223372036854775807n;
/** Digits that fit an int64 for sure: longer numbers take the exact way. */
const SAFE_DIGITS = 18;

/** A digit belongs to one part only, whatever follows: texts of any length are read in one pass. */
const PARTS = /^([+-]?)0*([1-9][0-9]*)?(?:\.([0-9]*))?([eEinumkKMGTP]+[-+]?[0-9]*|[-+][0-9]*)?$/;
/** What most quantities look like; those that need no rewriting are recognised without arithmetic. */
const COMMON = /^([1-9][0-9]{0,5})(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;

export class Quantity {
  readonly unscaled: bigint;
  readonly scale: number;
  readonly format: QuantityFormat;
  /** Written as it came, or when somebody asks. */
  #text: string | undefined;

  constructor(unscaled: bigint, scale: number, format: QuantityFormat, text?: string) {
    this.unscaled = unscaled;
    this.scale = scale;
    this.format = format;
    this.#text = text;
  }

  /** As upstream writes it. */
  toString(): string {
    this.#text ??= canonicalText(this);
    return this.#text;
  }

  get isZero(): boolean {
    return this.unscaled === 0n;
  }

  /** -1, 0 or 1. */
  get sign(): number {
    return this.unscaled === 0n ? 0 : this.unscaled < 0n ? -1 : 1;
  }

  /** -1, 0 or 1, by value. */
  cmp(other: Quantity): number {
    return compare(this, other);
  }

  /** The sum; a zero takes the other's notation. */
  add(other: Quantity): Quantity {
    const [a, b, scale] = align(this, other);
    return new Quantity(a + b, scale, this.isZero ? other.format : this.format);
  }

  sub(other: Quantity): Quantity {
    return this.add(other.neg()).#as(this.isZero ? other.format : this.format);
  }

  neg(): Quantity {
    return new Quantity(-this.unscaled, this.scale, this.format);
  }

  #as(format: QuantityFormat): Quantity {
    return new Quantity(this.unscaled, this.scale, format);
  }

  /** Rounded away from zero to a multiple of 10^scale; keeps its text when it is one already. */
  roundUp(scale: number): Quantity {
    return this.scale >= scale ? this : new Quantity(roundAway(this, scale), scale, this.format);
  }

  /** The integer at or above it (away from zero), capped to int64. */
  value(): bigint {
    return this.scaledValue(0);
  }

  milliValue(): bigint {
    return this.scaledValue(-3);
  }

  /** In units of 10^scale, rounded away from zero, capped to int64. */
  scaledValue(scale: number): bigint {
    const shift = this.scale - scale;
    if (shift <= 0) return clamp(roundAway(this, scale));
    if (this.unscaled === 0n) return 0n;
    if (shift > 40) return this.unscaled < 0n ? -MAX_INT64 - 1n : MAX_INT64;
    return clamp(this.unscaled * 10n ** BigInt(shift));
  }
}

function clamp(value: bigint): bigint {
  if (value > MAX_INT64) return MAX_INT64;
  return value < -MAX_INT64 - 1n ? -MAX_INT64 - 1n : value;
}

/** `unscaled` in units of a coarser 10^scale, away from zero. */
function roundAway(quantity: Quantity, scale: number): bigint {
  const shift = scale - quantity.scale;
  if (shift <= 0 || quantity.unscaled === 0n) return quantity.unscaled;
  const step = quantity.unscaled < 0n ? -1n : 1n;
  if (shift > digitsOf(quantity.unscaled)) return step;
  const divisor = 10n ** BigInt(shift);
  const whole = quantity.unscaled / divisor;
  return whole * divisor === quantity.unscaled ? whole : whole + step;
}

function digitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

function compare(a: Quantity, b: Quantity): number {
  if (a.sign !== b.sign || a.sign === 0) return Math.sign(a.sign - b.sign);
  const magnitude = digitsOf(a.unscaled) + a.scale - (digitsOf(b.unscaled) + b.scale);
  if (magnitude !== 0) return a.sign * Math.sign(magnitude);
  const [x, y] = align(a, b);
  return x === y ? 0 : x < y ? -1 : 1;
}

/** Beyond this distance of magnitudes sums are not computed exactly: the smaller part is dropped. */
const MAX_SHIFT = 1000;

function align(a: Quantity, b: Quantity): [bigint, bigint, number] {
  if (a.unscaled === 0n) return [0n, b.unscaled, b.scale];
  if (b.unscaled === 0n) return [a.unscaled, 0n, a.scale];
  const shift = a.scale - b.scale;
  if (shift > MAX_SHIFT) return [a.unscaled, 0n, a.scale];
  if (shift < -MAX_SHIFT) return [0n, b.unscaled, b.scale];
  if (shift >= 0) return [a.unscaled * 10n ** BigInt(shift), b.unscaled, b.scale];
  return [a.unscaled, b.unscaled * 10n ** BigInt(-shift), a.scale];
}

function canonicalText(quantity: Quantity): string {
  if (quantity.isZero) return '0';
  if (quantity.format === 'BinarySI') {
    const text = binaryText(quantity);
    if (text !== undefined) return text;
  }
  let { unscaled, scale } = quantity;
  const digits = unscaled.toString();
  const stripped = digits.replace(/(?<!0)0+$/, '');
  scale += digits.length - stripped.length;
  const over = ((scale % 3) + 3) % 3;
  unscaled = BigInt(stripped) * 10n ** BigInt(over);
  scale -= over;
  if (quantity.format === 'DecimalExponent') return `${unscaled}${scale === 0 ? '' : `e${scale}`}`;
  // Beyond E there is no suffix, and upstream writes none: "1000E" becomes "1".
  return `${unscaled}${DECIMAL_SUFFIX.get(scale) ?? ''}`;
}

/** Undefined when the amount is too small or too fine for the binary notation. */
function binaryText(quantity: Quantity): string | undefined {
  const { unscaled, scale } = quantity;
  if (digitsOf(unscaled) + scale < 4) return undefined;
  let value: bigint;
  if (scale >= 0) value = unscaled * 10n ** BigInt(Math.min(scale, MAX_SHIFT));
  else {
    const divisor = 10n ** BigInt(-scale);
    value = unscaled / divisor;
    if (value * divisor !== unscaled) return undefined;
  }
  if (value > -1024n && value < 1024n) return undefined;
  let power = 0;
  while (power < BINARY_SUFFIX.length - 1 && value % 1024n === 0n) {
    value /= 1024n;
    power++;
  }
  return `${value}${BINARY_SUFFIX[power]}`;
}

interface Suffix {
  readonly exponent: number;
  readonly format: QuantityFormat;
}

function interpretSuffix(suffix: string): Suffix | undefined {
  if (Object.hasOwn(DECIMAL, suffix)) return { exponent: DECIMAL[suffix] as number, format: 'DecimalSI' };
  if (Object.hasOwn(BINARY, suffix)) return { exponent: BINARY[suffix] as number, format: 'BinarySI' };
  const [, sign, digits] = /^[eE]([+-]?)0*([0-9]{1,19})$/.exec(suffix) ?? [];
  if (digits === undefined) return undefined;
  const exponent = sign === '-' ? -BigInt(digits) : BigInt(digits);
  // Upstream reads an int64 and keeps its low 32 bits.
  return clamp(exponent) === exponent ? { exponent: Number(BigInt.asIntN(32, exponent)), format: 'DecimalExponent' } : undefined;
}

/** Short texts that were parsed: clusters ask for the same few amounts again and again. Longer ones may be slices that hold whole bodies. */
const parsed = new Map<string, Quantity>();
const MAX_PARSED = 1000;
const MAX_PARSED_LENGTH = 12;

/** @throws {QuantityError} */
export function parseQuantity(text: string): Quantity {
  let quantity = parsed.get(text);
  if (quantity === undefined) {
    quantity = parse(text);
    if (parsed.size >= MAX_PARSED) parsed.clear();
    if (text.length <= MAX_PARSED_LENGTH) parsed.set(text, quantity);
  }
  return quantity;
}

function parse(text: string): Quantity {
  if (text === '') throw new QuantityError(WRONG_FORMAT);
  if (text === '0') return new Quantity(0n, 0, 'DecimalSI', '0');
  const parts = PARTS.exec(text);
  if (parts === null) throw new QuantityError(WRONG_FORMAT);
  const [, sign, num = '0', fraction = '', suffixText = ''] = parts;
  const suffix = interpretSuffix(suffixText);
  if (suffix === undefined) throw new QuantityError(WRONG_SUFFIX);
  const negative = sign === '-';
  return parseShort(text, num, fraction, suffix, negative) ?? parseExact(num, fraction, suffix, negative);
}

/** Numbers of so few digits that upstream keeps them in an int64; these may keep their text. */
function parseShort(text: string, num: string, fraction: string, { exponent, format }: Suffix, negative: boolean): Quantity | undefined {
  const binary = format === 'BinarySI';
  if (binary && fraction !== '') return undefined;
  const precision = binary
    ? 15 - num.length - Math.trunc(Math.fround(Math.fround(exponent * 3) / 10)) - 1
    : SAFE_DIGITS - num.length - fraction.length;
  const scale = binary ? 0 : exponent - fraction.length;
  if (precision < 0 || scale < NANO) return undefined;
  const digits = num + fraction;
  const value = BigInt(digits);
  const amount = binary ? value << BigInt(exponent) : value;
  if (amount > MAX_INT64) return undefined;
  const keeps = binary ? (value & 7n) !== 0n : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  return new Quantity(negative ? -amount : amount, scale, format, keeps ? text : undefined);
}

function parseExact(num: string, fraction: string, { exponent, format }: Suffix, negative: boolean): Quantity {
  if (num.length + fraction.length > 3_000) throw new QuantityError(WRONG_NUMBER);
  const binary = format === 'BinarySI';
  const unscaled = BigInt(num + fraction) * (binary ? 1n << BigInt(exponent) : 1n);
  let amount = new Quantity(unscaled, (binary ? 0 : exponent) - fraction.length, format);
  if (amount.scale < NANO) amount = amount.roundUp(NANO);
  const cap = new Quantity(MAX_INT64, 0, format);
  if (binary && compare(amount, cap) > 0) amount = cap;
  const small = binary && !amount.isZero && compare(amount, new Quantity(1n, 0, format)) < 0;
  return new Quantity(negative ? -amount.unscaled : amount.unscaled, amount.scale, small ? 'DecimalSI' : format);
}

/** The form that upstream would write. @throws {QuantityError} */
export function canonicalQuantity(text: string): string {
  const known = parsed.get(text);
  if (known !== undefined) return known.toString();
  const common = COMMON.exec(text);
  if (common !== null) {
    const digits = common[1] as string;
    const suffix = common[2];
    if (suffix?.endsWith('i') === true ? Number(digits) % 1024 !== 0 : !digits.endsWith('000')) return text;
  }
  return parseQuantity(text).toString();
}
