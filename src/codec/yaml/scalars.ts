/**
 * What a plain scalar means to Go's YAML 1.1 reader: yes is true, 017 is octal, dates stay text. Used both ways: the encoder quotes what would be
 * read as something else.
 */

export type Resolved = { readonly kind: 'string' } | { readonly kind: 'value'; readonly value: null | boolean | number | bigint };

const STRING: Resolved = { kind: 'string' };

const WORDS = new Map<string, null | boolean | number>();
for (const [value, words] of [
  [true, 'y Y yes Yes YES true True TRUE on On ON'],
  [false, 'n N no No NO false False FALSE off Off OFF'],
  [null, '~ null Null NULL'],
  [Number.NaN, '.nan .NaN .NAN'],
  [Number.POSITIVE_INFINITY, '.inf .Inf .INF +.inf +.Inf +.INF'],
  [Number.NEGATIVE_INFINITY, '-.inf -.Inf -.INF'],
] as const) {
  for (const word of words.split(' ')) WORDS.set(word, value);
}
WORDS.set('', null);

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))$/;
/** A date, or a date with a time, in the forms that Go tries. */
const TIMESTAMP =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})| ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?)?$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

const MAX_UINT64 = (1n << 64n) - 1n;
const MIN_INT64 = -(1n << 63n);

/** A plain (unquoted, untagged) scalar. */
export function resolvePlain(text: string): Resolved {
  const word = WORDS.get(text);
  if (word !== undefined) return { kind: 'value', value: word };
  const first = text.charCodeAt(0);
  if (first === 46) return /^\.[0-9][0-9_]*([eE][-+]?[0-9]+)?$/.test(text) ? float(text.replaceAll('_', '')) : STRING;
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45;
  if (!numeric || isTimestamp(text)) return STRING;
  const plain = text.replaceAll('_', '');
  const integer = integerOf(plain);
  if (integer !== undefined) return { kind: 'value', value: integer };
  return FLOAT.test(plain) ? float(plain) : STRING;
}

function float(text: string): Resolved {
  const value = Number(text);
  return Number.isFinite(value) ? { kind: 'value', value } : STRING;
}

function integerOf(text: string): number | bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null || text.length > 70) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const digits = hex !== undefined ? `0x${hex}` : binary !== undefined ? `0b${binary}` : octal !== undefined ? `0o${octal}` : (decimal as string);
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits);
  // An unsigned number may have no sign.
  if (value < MIN_INT64 || value > (sign === '' ? MAX_UINT64 : MAX_UINT64 >> 1n)) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Whether a string can stand unquoted without being read as something else. */
export function readsAsString(text: string): boolean {
  return resolvePlain(text).kind === 'string' && !isTimestamp(text) && !BASE_60.test(text);
}

function isTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text);
  if (match === null) return false;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(match[i] ?? match[i + 3] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return month >= 1 && month <= 12 && day >= 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
}
