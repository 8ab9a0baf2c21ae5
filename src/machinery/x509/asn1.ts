/**
 * A reader of DER that goes no deeper than it is asked to, and says what is wrong as Go's encoding/asn1 says it: those texts end up in messages.
 * What is not DER, such as lengths that are longer than they need be, is refused.
 */

/** One tag-length-value. */
export interface Element {
  /** The first byte, which says it all for the tags that have names here. */
  readonly tag: number;
  readonly content: Buffer;
  readonly end: number;
}

export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OBJECT_IDENTIFIER = 0x06;
export const SEQUENCE = 0x30;

export class Asn1Error extends Error {}

const syntax = (text: string): Asn1Error => new Asn1Error(`asn1: syntax error: ${text}`);
const structure = (text: string): Asn1Error => new Asn1Error(`asn1: structure error: ${text}`);

/** Any element. @throws {Asn1Error} */
export function read(bytes: Buffer, at: number): Element {
  return within(bytes, headerAt(bytes, at));
}

/** An element with that tag. @param type what Go calls what it reads @throws {Asn1Error} */
export function readAs(bytes: Buffer, at: number, tag: number, type: string): Element {
  const header = headerAt(bytes, at);
  if (header.tag === tag) return checked(within(bytes, header));
  const { tag: found, number, length, start } = header;
  const had = `{class:${found >> 6} tag:${number} length:${length} isCompound:${(found & 0x20) !== 0}}`;
  throw structure(`tags don't match (${tag & 0x1f} vs ${had}) ${NO_PARAMETERS} ${type} @${start}`);
}

/** The elements of a constructed one. @throws {Asn1Error} */
export function children(content: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < content.length; ) {
    const element = read(content, at);
    elements.push(element);
    at = element.end;
  }
  return elements;
}

/** How Go prints that nothing special was asked of a field. */
const NO_PARAMETERS =
  '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}';

interface Header {
  readonly tag: number;
  /** Of the tag: without its class. */
  readonly number: number;
  readonly length: number;
  /** Where the content starts. */
  readonly start: number;
}

function headerAt(bytes: Buffer, at: number): Header {
  const tag = bytes[at];
  if (tag === undefined) throw syntax('sequence truncated');
  const short = (tag & 0x1f) !== 0x1f;
  const number = short ? { value: tag & 0x1f, end: at + 1 } : base128At(bytes, at + 1);
  if (!short && number.value < 0x1f) throw syntax('non-minimal tag');
  const length = lengthAt(bytes, number.end);
  return { tag, number: number.value, length: length.value, start: length.end };
}

interface Read {
  readonly value: number;
  readonly end: number;
}

function base128At(bytes: Buffer, start: number): Read {
  let value = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes.readUInt8(at);
    if (at - start === 5) throw structure('base 128 integer too large');
    if (at === start && byte === 0x80) throw syntax('integer is not minimally encoded');
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80 && value > 0x7fffffff) throw structure('base 128 integer too large');
    if (byte < 0x80) return { value, end: at + 1 };
  }
  throw syntax('truncated base 128 integer');
}

function lengthAt(bytes: Buffer, at: number): Read {
  const byteAt = (of: number): number => {
    const byte = bytes[of];
    if (byte === undefined) throw syntax('truncated tag or length');
    return byte;
  };
  const first = byteAt(at);
  if (first < 0x80) return { value: first, end: at + 1 };
  if (first === 0x80) throw syntax('indefinite length found (not DER)');
  const end = at + 1 + (first & 0x7f);
  let value = 0;
  for (let each = at + 1; each < end; each++) {
    const byte = byteAt(each);
    if (value >= 2 ** 23) throw structure('length too large');
    value = value * 256 + byte;
    if (value === 0) throw structure('superfluous leading zeros in length');
  }
  if (value < 0x80) throw structure('non-minimal length');
  return { value, end };
}

function within(bytes: Buffer, { tag, length, start }: Header): Element {
  const end = start + length;
  if (end > bytes.length) throw syntax('data truncated');
  return { tag, content: bytes.subarray(start, end), end };
}

function checked(element: Element): Element {
  const { tag, content } = element;
  if (tag === INTEGER) checkInteger(content);
  if (tag === BIT_STRING) checkBits(content);
  if (tag === OBJECT_IDENTIFIER) checkIdentifier(content);
  return element;
}

/** One that fits into 64 bits. */
function checkInteger(content: Buffer): void {
  const [first, second] = content;
  if (first === undefined) throw structure('empty integer');
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    throw structure('integer not minimally-encoded');
  if (content.length > 8) throw structure('integer too large');
}

/** The first byte says how many bits of the last one do not count; those are zero. */
function checkBits(content: Buffer): void {
  const [padding] = content;
  if (padding === undefined) throw syntax('zero length BIT STRING');
  const last = content.length === 1 ? 0xff : (content.at(-1) ?? 0);
  if (padding > 7 || (last & ((1 << padding) - 1)) !== 0) throw syntax('invalid padding bits in BIT STRING');
}

function checkIdentifier(content: Buffer): void {
  if (content.length === 0) throw syntax('zero length OBJECT IDENTIFIER');
  for (let at = 0; at < content.length; ) at = base128At(content, at).end;
}
