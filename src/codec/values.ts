/**
 * How many values a body may hold. Bytes alone say little about what a body costs: three megabytes are three values in a config map that carries one
 * text, and a million where somebody writes empty containers, each of which is decoded, owned, validated and encoded. So what is to be decoded is
 * counted first, in one look over the bytes that builds nothing, and refused before any work is spent on it.
 *
 * A value is an object, a list or a scalar, whatever the encoding. The bound is far from what people store: a CRD of one megabyte has 40,000.
 */
import { requestTooLarge } from '../machinery/status.ts';

export const MAX_VALUES = 150_000;
/** The shortest value in a list takes a digit and a comma. */
const LEAST_BYTES = 2;

/** Up to here a loop beats a call into the engine. */
const SHORT_STRING = 32;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const OPEN_MAP = 0x7b;
const CLOSE_LIST = 0x5d;
const CLOSE_MAP = 0x7d;
const SPACE = 0x20;

/** @throws {ApiError} 413 */
export function checkCount(values: number): void {
  if (values > MAX_VALUES) throw requestTooLarge(`limit is ${MAX_VALUES} values (objects, lists and scalars)`);
}

/** @throws {ApiError} 413 when `json` holds more than MAX_VALUES values. What is no JSON is left to the decoder. */
export function checkJsonValues(json: Uint8Array): void {
  if (json.length >= MAX_VALUES * LEAST_BYTES) checkCount(countJson(json));
}

/** As checkJsonValues, for JSON that is a text already. */
export function checkJsonText(json: string): void {
  if (json.length >= MAX_VALUES * LEAST_BYTES) checkJsonValues(Buffer.from(json));
}

/** As checkJsonValues, for CBOR. */
export function checkCborValues(cbor: Uint8Array): void {
  if (cbor.length >= MAX_VALUES) checkCount(countCbor(cbor));
}

/**
 * A container holds one value more than it has commas, or none. Ends soon after the bound is passed. Keys are no values.
 */
function countJson(json: Uint8Array): number {
  let values = 1;
  let opened = false;
  for (let at = 0; at < json.length && values <= MAX_VALUES; at++) {
    const byte = json[at] as number;
    if (byte <= SPACE) continue;
    if (opened) {
      opened = false;
      if (byte !== CLOSE_LIST && byte !== CLOSE_MAP) values++;
    }
    if (byte === QUOTE) at = endOfString(json, at + 1);
    else if (byte === COMMA) values++;
    else if (byte === OPEN_LIST || byte === OPEN_MAP) opened = true;
  }
  return values;
}

/** Where the string ends that begins at `from`; behind the end when it does not. Long strings, which make most big bodies, are searched natively. */
function endOfString(json: Uint8Array, from: number): number {
  for (let at = from; ; ) {
    const near = Math.min(at + SHORT_STRING, json.length);
    let quote = at;
    while (quote < near && json[quote] !== QUOTE) quote++;
    if (quote === near) quote = json.indexOf(QUOTE, near);
    if (quote < 0) return json.length;
    let escapes = 0;
    while (escapes < quote - from && json[quote - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return quote;
    at = quote + 1;
  }
}

const BREAK = 0xff;
const BYTE_STRING = 2;
const TEXT_STRING = 3;
/** Arguments of these additional informations follow in so many bytes (RFC 8949, 3). */
const ARGUMENT_BYTES = [1, 2, 4, 8] as const;

/** Data items one behind the other: containers need not be followed. Keys count as values here, so maps count double at most. */
function countCbor(cbor: Uint8Array): number {
  let items = 0;
  for (let at = 0; at < cbor.length && items <= MAX_VALUES; ) {
    const head = cbor[at++] as number;
    if (head === BREAK) continue;
    items++;
    const info = head & 31;
    let argument = info;
    if (info >= 24 && info <= 27) {
      const length = ARGUMENT_BYTES[info - 24] as number;
      argument = 0;
      for (let i = 0; i < length; i++) argument = argument * 256 + (cbor[at++] ?? 0);
    } else if (info > 27) argument = 0;
    const major = head >> 5;
    if (major === BYTE_STRING || major === TEXT_STRING) at += argument;
  }
  return items;
}
