/**
 * Times and durations as the API writes them: RFC 3339 in UTC to the second (Time), to the microsecond (MicroTime), and Go's durations ("1m0s").
 *
 * Reading follows Go's time.Parse and time.ParseDuration, messages included. The zero time of Go (year 1) is written as null; here it is undefined.
 */

/** Go could not read the text. */
export class TimeError extends Error {
  override readonly name = 'TimeError';
}

const SECONDS_LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';
const CANONICAL = /^([0-9]{4})-(0[1-9]|1[0-2])-([0-3][0-9])T([0-2][0-9]):([0-5][0-9]):([0-5][0-9])Z$/;
const ZERO_TIME = -62135596800000;

/** The canonical form of an RFC 3339 time; undefined for Go's zero time. @throws {TimeError} */
export function parseTime(text: string): string | undefined {
  const plain = CANONICAL.exec(text);
  if (plain !== null && plain[1] !== '0001') {
    const [, year, month, day, hour] = plain;
    if (Number(day) <= daysIn(Number(year), Number(month)) && Number(day) > 0 && Number(hour) < 24) return text;
  }
  const { seconds } = new TimeReader(text, SECONDS_LAYOUT).read();
  return seconds === ZERO_TIME / 1000 ? undefined : formatTime(seconds * 1000);
}

/** As parseTime, for times with exactly six fraction digits. @throws {TimeError} */
export function parseMicroTime(text: string): string | undefined {
  const { seconds, fraction } = new TimeReader(text, MICRO_LAYOUT).read();
  const micros = fraction.padEnd(6, '0').slice(0, 6);
  if (seconds === ZERO_TIME / 1000 && /^0*$/.test(fraction)) return undefined;
  return formatTime(seconds * 1000).replace('Z', `.${micros}Z`);
}

/** @param milliseconds since the epoch; fractions of a second are dropped */
export function formatTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds !== lastFormatted.seconds) lastFormatted = { seconds, text: textOf(seconds) };
  return lastFormatted.text;
}

/** An object is created when its first manager writes it, so times come in pairs. */
let lastFormatted = { seconds: Number.NaN, text: '' };

function textOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  const two = (value: number): string => String(value).padStart(2, '0');
  const head = year < 0 ? `-${String(-year).padStart(4, '0')}` : String(year).padStart(4, '0');
  return `${head}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}Z`;
}

/** @param milliseconds since the epoch; finer digits are zero */
export function formatMicroTime(milliseconds: number): string {
  const fraction = String(((Math.trunc(milliseconds) % 1000) + 1000) % 1000).padStart(3, '0');
  return formatTime(milliseconds).replace('Z', `.${fraction}000Z`);
}

/** Milliseconds since the epoch of a time in canonical form (either precision); NaN for what is no time. */
export function timeToMillis(text: string): number {
  if (text !== last.text) last = { text, milliseconds: Date.parse(text[4] === '-' ? text : withLongYear(text)) };
  return last.milliseconds;
}

/** The engine wants a sign and six digits for years that do not have four: an offset may lead out of them. */
function withLongYear(text: string): string {
  return text.replace(/^(-?)(\d{4,6})(?=-)/, (_all, sign: string, year: string) => `${sign || '+'}${year.padStart(6, '0')}`);
}

/** Most times that are asked for one after the other are the same: an object's own, and those of its owners. */
let last = { text: '', milliseconds: Number.NaN };

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

interface ReadTime {
  /** Since the epoch. */
  readonly seconds: number;
  /** Digits behind the point, at most nine. */
  readonly fraction: string;
}

/** Go's time.Parse for the two layouts: element by element, each complaint about the rest of the text and the element of the layout. */
class TimeReader {
  readonly #text: string;
  readonly #layout: string;
  #rest: string;

  constructor(text: string, layout: string) {
    this.#text = text;
    this.#layout = layout;
    this.#rest = text;
  }

  read(): ReadTime {
    const micro = this.#layout === MICRO_LAYOUT;
    const year = this.#number('2006', /^[0-9]{4}/);
    this.#literal('-');
    const month = this.#number('01', /^[0-9]{2}/);
    this.#demand(month >= 1 && month <= 12, 'month');
    this.#literal('-');
    const day = this.#number('02', /^[0-9]{2}/);
    this.#literal('T');
    const hour = this.#number('15', /^[0-9]{1,2}/);
    this.#demand(hour < 24, 'hour');
    this.#literal(':');
    const minute = this.#number('04', /^[0-9]{2}/);
    this.#demand(minute < 60, 'minute');
    this.#literal(':');
    const second = this.#number('05', /^[0-9]{2}/);
    this.#demand(second < 60, 'second');
    const fraction = micro ? this.#take('.000000', /^[.,][0-9]{6}/).slice(1) : this.#looseFraction();
    const offset = this.#zone();
    if (this.#rest !== '') throw this.#error(`: extra text: ${quote(this.#rest)}`);
    if (day < 1 || day > daysIn(year, month)) throw this.#error(': day out of range');
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hour, minute, second);
    return { seconds: date.getTime() / 1000 - offset, fraction };
  }

  /** A fraction may follow the seconds where the layout has none. */
  #looseFraction(): string {
    const match = /^[.,][0-9]+/.exec(this.#rest)?.[0];
    if (match === undefined) return '';
    this.#rest = this.#rest.slice(match.length);
    return match.slice(1, 10);
  }

  #zone(): number {
    if (this.#rest.startsWith('Z')) {
      this.#rest = this.#rest.slice(1);
      return 0;
    }
    const text = this.#take('Z07:00', /^[+-][0-9]{2}:[0-9]{2}/);
    const hours = Number(text.slice(1, 3));
    const minutes = Number(text.slice(4, 6));
    this.#demand(hours <= 24, 'time zone offset hour');
    this.#demand(minutes <= 60, 'time zone offset minute');
    return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60;
  }

  #take(element: string, pattern: RegExp): string {
    const match = pattern.exec(this.#rest)?.[0];
    if (match === undefined) throw this.#error(`: cannot parse ${quote(this.#rest)} as ${quote(element)}`, true);
    this.#rest = this.#rest.slice(match.length);
    return match;
  }

  #number(element: string, pattern: RegExp): number {
    return Number(this.#take(element, pattern));
  }

  #literal(text: string): void {
    if (!this.#rest.startsWith(text)) throw this.#error(`: cannot parse ${quote(this.#rest)} as ${quote(text)}`, true);
    this.#rest = this.#rest.slice(text.length);
  }

  #demand(holds: boolean, what: string): void {
    if (!holds) throw this.#error(`: ${what} out of range`);
  }

  #error(detail: string, withLayout = false): TimeError {
    return new TimeError(`parsing time ${quote(this.#text)}${withLayout ? ` as ${quote(this.#layout)}` : ''}${detail}`);
  }
}

/** How package time quotes: backslash for quotes and backslashes, bytes in hex for what is not printable ASCII. */
function quote(text: string): string {
  let out = '"';
  for (const character of text) {
    if (character === '"' || character === '\\') out += `\\${character}`;
    else if (character >= ' ' && character < '\x7f') out += character;
    else for (const byte of Buffer.from(character)) out += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `${out}"`;
}

const UNITS = new Map<string, bigint>([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const MAX_DURATION = 1n << 63n;

/** Nanoseconds. @throws {TimeError} */
export function parseDuration(text: string): bigint {
  const invalid = (): TimeError => new TimeError(`time: invalid duration ${quote(text)}`);
  let rest = /^[+-]/.test(text) ? text.slice(1) : text;
  const negative = text.startsWith('-');
  if (rest === '0') return 0n;
  if (rest === '') throw invalid();
  let total = 0n;
  while (rest !== '') {
    const [all = '', whole = '', fraction = '', unitText = ''] = /^([0-9]*)\.?([0-9]*)([^0-9.]*)/.exec(rest) ?? [];
    if (whole === '' && fraction === '') throw invalid();
    if (unitText === '') throw new TimeError(`time: missing unit in duration ${quote(text)}`);
    const unit = UNITS.get(unitText);
    if (unit === undefined) throw new TimeError(`time: unknown unit ${quote(unitText)} in duration ${quote(text)}`);
    if (whole.replace(/^0+/, '').length > 19) throw invalid();
    const digits = fraction.slice(0, 18);
    total += BigInt(whole === '' ? '0' : whole) * unit + (digits === '' ? 0n : (BigInt(digits) * unit) / 10n ** BigInt(digits.length));
    if (total > MAX_DURATION) throw invalid();
    rest = rest.slice(all.length);
  }
  if (negative) return -total;
  if (total >= MAX_DURATION) throw invalid();
  return total;
}

/** As Go prints a duration: "1h0m0s", "1.5s", "300ms", "0s". */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const value = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const decimal = (unit: bigint): string => {
    const fraction = (value % unit)
      .toString()
      .padStart(unit.toString().length - 1, '0')
      .replace(/(?<!0)0+$/, '');
    return `${value / unit}${fraction === '' || unit === 1n ? '' : `.${fraction}`}`;
  };
  if (value < 1_000n) return `${sign}${value}ns`;
  if (value < 1_000_000n) return `${sign}${decimal(1_000n)}µs`;
  if (value < 1_000_000_000n) return `${sign}${decimal(1_000_000n)}ms`;
  const minutes = value / 60_000_000_000n;
  const rest = value % 60_000_000_000n;
  const fraction = (rest % 1_000_000_000n)
    .toString()
    .padStart(9, '0')
    .replace(/(?<!0)0+$/, '');
  const seconds = `${rest / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}s`;
  if (minutes === 0n) return `${sign}${seconds}`;
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** Every write says the time several times, and thousands of writes say the same. */
let latest = { second: Number.NaN, text: '' };

/** As `formatTime`, for what is written now: the text is made once a second. */
export function timeText(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== latest.second) latest = { second, text: formatTime(milliseconds) };
  return latest.text;
}
