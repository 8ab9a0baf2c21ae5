/**
 * Reads flag values by their type. Values are Go's as pflag and strconv read them, and so are the messages about bad ones: people search for them.
 */
import { isIP } from 'node:net';
import { formatDuration, parseDuration } from '../../base/duration.ts';
import type { Flag, FlagType } from './definition.ts';

/** Maps and gates are lists of key and value, because a key may come twice with different prefixes. */
export type FlagValue = boolean | number | string | readonly string[] | ReadonlyMap<string, string>;

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/**
 * The value of `text`; `before` is what an earlier occurrence of the same flag gave, for the types that gather.
 * @throws {Error} with Go's message
 */
export function parseValue(type: FlagType, text: string, before: FlagValue | undefined): FlagValue {
  switch (type) {
    case 'bool':
      return parseBool(text);
    case 'int':
    case 'level':
      return parseInteger(text);
    case 'float':
      return parseFloating(text);
    case 'duration':
      return parseDuration(text);
    case 'ip':
      return parseIp(text);
    case 'strings':
    case 'ints':
      return [...listBefore(before), ...parseCsv(text)];
    case 'stringArray':
    case 'namedCertKey':
    case 'gates':
      return [...listBefore(before), text];
    case 'map':
      return new Map([...(before instanceof Map ? before : []), ...parsePairs(text)]);
    case 'pairs':
      return new Map([...(before instanceof Map ? before : []), ...parseAssignments(text)]);
    case 'portRange':
    case 'quantity':
    case 'string':
    case 'version':
    case 'vmodule':
      return text;
  }
}

/** The value of a flag that was not given. */
export function initialValue(flag: Flag): FlagValue {
  const { type, initial } = flag;
  switch (type) {
    case 'bool':
      return initial === 'true';
    case 'int':
    case 'level':
    case 'float':
      return Number(initial);
    case 'duration':
      return initial === '' ? 0 : parseDuration(initial);
    case 'strings':
    case 'ints':
    case 'stringArray':
    case 'namedCertKey':
    case 'gates':
      return parseCsv(initial.replace(/^\[(.*)\]$/, '$1'));
    case 'map':
    case 'pairs':
      return new Map();
    default:
      return initial;
  }
}

/** A value as pflag prints it. */
export function valueText(type: FlagType, value: FlagValue): string {
  if (type === 'duration') return formatDuration(Number(value));
  if (type === 'ip' && value === '') return '<nil>';
  if (Array.isArray(value)) return `[${value.join(type === 'namedCertKey' ? ';' : ',')}]`;
  if (!(value instanceof Map)) return String(value);
  const pairs = [...value].map(([key, each]) => `${key}=${each}`).join(',');
  return type === 'pairs' ? `[${pairs}]` : pairs;
}

export function sameValue(one: FlagValue, other: FlagValue): boolean {
  const plain = (value: FlagValue): unknown => (value instanceof Map ? [...value] : value);
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

function listBefore(before: FlagValue | undefined): readonly string[] {
  return Array.isArray(before) ? before : [];
}

/** strconv.ParseBool. */
export function parseBool(text: string): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** strconv.ParseInt(text, 0, 64): Go's prefixes, and underscores between digits. */
function parseInteger(text: string): number {
  const wrong = (why: string): Error => new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${why}`);
  const found = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]*|[1-9][0-9_]*)$/.exec(text);
  const digits = found?.[2]?.replaceAll('_', '');
  if (found === null || digits === undefined || /__|_$/.test(text)) throw wrong('invalid syntax');
  const magnitude = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = found[1] === '-' ? -magnitude : magnitude;
  if (value > MAX_INT64 || value < MIN_INT64) throw wrong('value out of range');
  return Number(value);
}

function parseFloating(text: string): number {
  if (!/^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text))
    throw new Error(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function parseIp(text: string): string {
  const trimmed = text.trim();
  if (isIP(trimmed) === 0) throw new Error(`failed to parse IP: ${JSON.stringify(text)}`);
  return trimmed;
}

/** One line of CSV, as pflag reads lists: an item that holds a comma stands in quotes. */
function parseCsv(text: string): string[] {
  if (text === '') return [];
  const items: string[] = [];
  let rest = text;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
    const plain = quoted ?? /^([^",]*)(,|$)/.exec(rest);
    if (plain === null) throw new Error(`parse error on line 1, column ${text.length - rest.length + 1}: bare " in non-quoted-field`);
    items.push((plain[1] ?? '').replaceAll('""', '"'));
    rest = rest.slice(plain[0].length);
    if (plain[2] === '') return items;
  }
}

/** "a=b,c=d": keys without a value count as empty where a group may be named alone (--runtime-config). */
function parsePairs(text: string): [string, string][] {
  return text
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      if (at < 0) return [pair.trim(), ''];
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    });
}

/** pflag's stringToString: one key=value, whose value may hold commas, or several as items of a CSV line. */
function parseAssignments(text: string): [string, string][] {
  const assignments = (text.match(/=/g)?.length ?? 0) > 1 ? parseCsv(text) : [text.replace(/^"+|(?<!")"+$/g, '')];
  return assignments.map((each) => {
    const at = each.indexOf('=');
    if (at < 0) throw new Error(`${each} must be formatted as key=value`);
    return [each.slice(0, at), each.slice(at + 1)];
  });
}
