/**
 * IP addresses and ranges as numbers: what is contained in what, which form is canonical, which ranges are special. Reading is as lenient as
 * upstream's (leading zeros, IPv4 inside of IPv6: KEP-4858); the validators say what new objects may not have any more.
 */

import { goQuote } from '../go/text.ts';
import { addressFamily, isKnown } from './formats.ts';

/** `bits` has 32 or 128 bits, by family. An IPv4 address inside of IPv6 is an IPv4 address, as Go sees it. */
export interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

export interface Range {
  readonly family: 4 | 6;
  /** The first address: bits beyond the prefix are cleared. */
  readonly first: bigint;
  readonly prefix: number;
}

const MAPPED = 0xffffn;
const NO_EMPTY: readonly string[] = [];

export const widthOf = (family: 4 | 6): number => (family === 4 ? 32 : 128);

/** Undefined for what is no address. */
export function parseAddress(text: string): Address | undefined {
  const family = addressFamily(text);
  if (family === undefined) return undefined;
  if (family === 4) return { family, bits: dotted(text) };
  const bits = colons(text);
  return bits >> 32n === MAPPED ? { family: 4, bits: bits & 0xffffffffn } : { family, bits };
}

const DOT = 0x2e;
const ZERO = 0x30;

function dotted(text: string): bigint {
  let sum = 0;
  let part = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      sum = sum * 256 + part;
      part = 0;
    } else part = part * 10 + code - ZERO;
  }
  return BigInt(sum * 256 + part);
}

function colons(text: string): bigint {
  const cut = text.lastIndexOf(':') + 1;
  const tail = text.slice(cut);
  const whole = tail.includes('.') ? `${text.slice(0, cut)}${wordsOf(dotted(tail))}` : text;
  const [left = '', right] = whole.split('::');
  const words = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = words(left);
  const after = right === undefined ? [] : words(right);
  const all = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return all.reduce((sum, word) => (sum << 16n) | BigInt(Number.parseInt(word, 16)), 0n);
}

const wordsOf = (bits: bigint): string => `${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`;

/** The canonical form (RFC 5952). */
export function formatAddress({ family, bits }: Address): string {
  if (family === 4) {
    const number = Number(bits);
    return `${number >>> 24}.${(number >>> 16) & 0xff}.${(number >>> 8) & 0xff}.${number & 0xff}`;
  }
  const words = Array.from({ length: 8 }, (_, i) => (bits >> BigInt(16 * (7 - i))) & 0xffffn);
  let best = { start: -1, length: 1 };
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && words[i + length] === 0n) length++;
    if (length > best.length) best = { start: i, length };
  }
  const text = (part: readonly bigint[]): string => part.map((word) => word.toString(16)).join(':');
  return best.start < 0 ? text(words) : `${text(words.slice(0, best.start))}::${text(words.slice(best.start + best.length))}`;
}

/** Undefined for what is no range. */
export function parseRange(text: string): Range | undefined {
  const slash = text.indexOf('/');
  return slash < 0 ? undefined : rangeOf(text, parseAddress(text.slice(0, slash)), text.slice(slash + 1));
}

function rangeOf(text: string, address: Address | undefined, suffix: string): Range | undefined {
  if (address === undefined || !/^[0-9]+$/.test(suffix)) return undefined;
  const mapped = address.family === 4 && text.includes(':');
  const prefix = Number(suffix) - (mapped ? 96 : 0);
  const width = widthOf(address.family);
  if (prefix < 0 || prefix > width) return undefined;
  const rest = BigInt(width - prefix);
  return { family: address.family, first: (address.bits >> rest) << rest, prefix };
}

export const formatRange = ({ family, first, prefix }: Range): string => `${formatAddress({ family, bits: first })}/${prefix}`;

/** How many addresses there are in it. */
export const sizeOf = ({ family, prefix }: Range): bigint => 1n << BigInt(widthOf(family) - prefix);

export function contains(range: Range, { family, bits }: Address): boolean {
  const rest = BigInt(widthOf(range.family) - range.prefix);
  return family === range.family && bits >> rest === range.first >> rest;
}

/** Whether all addresses of `inner` are in `outer`, and some of `outer` are not. */
export function isStrictSubset(outer: Range, inner: Range): boolean {
  return inner.prefix > outer.prefix && contains(outer, { family: inner.family, bits: inner.first });
}

/** Strict rules for a range in a field that was once read leniently; `known` ranges are stored already and stay. */
export function rangeErrors(text: string, known: readonly string[] = []): readonly string[] {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const range = rangeOf(text, address, text.slice(slash + 1));
  if (address === undefined || range === undefined) return ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
  const problem = rangeProblem(range, address, text);
  return problem === undefined || isKnown(known, text) ? NO_EMPTY : [problem];
}

function rangeProblem(range: Range, address: Address, text: string): string | undefined {
  if (/(?:^|[./])0+[0-9]/.test(text)) return 'must not have leading 0s in IP or prefix length';
  if (range.family === 4 && text.includes(':')) return 'must not have an IPv4-mapped IPv6 address';
  return address.bits === range.first ? undefined : 'must not have bits set beyond the prefix length';
}

/** ... and of a range that must be written in its one canonical form. */
export function canonicalRangeErrors(text: string): readonly string[] {
  const errors = rangeErrors(text);
  if (errors.length > 0) return errors;
  const canonical = formatRange(parseRange(text) as Range);
  return canonical === text ? NO_EMPTY : [`must be in canonical form (${goQuote(canonical)})`];
}

/** What is wrong with an address that names the network it is in ("10.9.8.7/24"). */
export function interfaceAddressErrors(text: string): readonly string[] {
  const range = parseRange(text);
  if (range === undefined) return ['must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)'];
  const canonical = `${formatAddress(parseAddress(text.slice(0, text.indexOf('/'))) as Address)}/${range.prefix}`;
  return canonical === text ? NO_EMPTY : [`must be in canonical form (${goQuote(canonical)})`];
}

/** Addresses that mean something else on every host. */
export function specialAddressErrors(text: string): readonly string[] {
  const address = parseAddress(text);
  if (address === undefined) return ['must be a valid IP address'];
  const errors: string[] = [];
  if (address.bits === 0n) errors.push(`may not be unspecified (${text})`);
  if (within(address, LOOPBACK)) errors.push('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  if (within(address, LINK_LOCAL)) errors.push('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  if (isLinkLocalMulticast(address)) errors.push('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  return errors;
}

/** A range of each family. */
type Ranges = readonly [four: Range, six: Range];

const rangesOf = (four: string, six: string): Ranges => [parseRange(four) as Range, parseRange(six) as Range];
const LOOPBACK = rangesOf('127.0.0.0/8', '::1/128');
const LINK_LOCAL = rangesOf('169.254.0.0/16', 'fe80::/10');
const LINK_LOCAL_MULTICAST = rangesOf('224.0.0.0/24', '::/0');

function within(address: Address, [four, six]: Ranges): boolean {
  return contains(address.family === 4 ? four : six, address);
}

/** IPv6 has the scope in its second byte's lower half. */
function isLinkLocalMulticast(address: Address): boolean {
  if (address.family === 4) return within(address, LINK_LOCAL_MULTICAST);
  return address.bits >> 120n === 0xffn && ((address.bits >> 112n) & 0xfn) === 2n;
}
