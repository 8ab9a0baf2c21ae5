/**
 * JSON text, character by character: skipping values, reading strings, and the complaints of Go's scanner in its own words. Everything that
 * reads JSON here reads it through this class, so that a malformed body gets the same message wherever it arrives.
 *
 * Invariants: `at` is the next unread character; `skip` needs no stack and no memory that grows with anything but depth, and refuses more than
 * MAX_DEPTH levels when it gets there, before anything was built.
 */
import { isUtf8 } from 'node:buffer';
import { DecodeError } from '../interface.ts';
import { hasControls } from './strings.ts';

/** Go's encoding/json refuses deeper nesting. */
export const MAX_DEPTH = 10_000;

/** Up to here a loop beats calls into the engine. */
const SHORT_STRING = 40;

const QUOTE = 34;
const BACKSLASH = 92;
const SIMPLE_ESCAPES: { readonly [letter: string]: string } = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** How the scanner of Go shows the character that it did not expect. `code` is a byte. */
function quoteByte(code: number): string {
  if (code === 39) return "'\\''";
  if (code === QUOTE) return "'\"'";
  const short: { readonly [code: number]: string } = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 92: '\\\\' };
  const named = short[code];
  if (named !== undefined) return `'${named}'`;
  if (code < 32 || code === 127) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  if ((code > 127 && code < 161) || code === 173) return `'\\u00${code.toString(16)}'`;
  return `'${String.fromCharCode(code)}'`;
}

/**
 * Bytes as text. Where they are not UTF-8, every byte that cannot be read becomes U+FFFD, as Go does it; the syntax is checked first,
 * because the message names the byte.
 */
export function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString('utf8');
  new Scanner(buffer.toString('latin1'), true).skipDocument();
  return replaceInvalid(buffer);
}

function replaceInvalid(buffer: Buffer): string {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < buffer.length; ) {
    const length = sequenceLength(buffer, at);
    if (length > 0) {
      at += length;
      continue;
    }
    parts.push(buffer.toString('utf8', start, at), '\ufffd');
    at++;
    start = at;
  }
  parts.push(buffer.toString('utf8', start));
  return parts.join('');
}

/** Of the character at `at`, in bytes; 0 where there is none. */
function sequenceLength(buffer: Buffer, at: number): number {
  const first = buffer[at] as number;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  return length > 0 && at + length <= buffer.length && isUtf8(buffer.subarray(at, at + length)) ? length : 0;
}

export class Scanner {
  readonly text: string;
  at = 0;
  /** Where the key stands that `plainKey` read. */
  keyFrom = 0;
  keyTo = 0;
  readonly #bytes: boolean;

  /** @param bytes whether each character of the text is one byte (latin1) */
  constructor(text: string, bytes = false) {
    this.text = text;
    this.#bytes = bytes;
  }

  /** The code of the next character that is not white space; NaN at the end. Does not consume it. */
  peek(): number {
    const text = this.text;
    let code = text.charCodeAt(this.at);
    while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++this.at);
    return code;
  }

  /**
   * @param unfinished inside a token, where Go's scanner takes the end of the text for a space
   * @throws {DecodeError} about the character at `at`
   */
  fail(where: string, unfinished = false): never {
    const point = this.text.codePointAt(this.at) ?? (unfinished ? 32 : undefined);
    if (point === undefined) throw new DecodeError('unexpected end of JSON input');
    const byte = this.#bytes || point < 128 ? point : (Buffer.from(String.fromCodePoint(point))[0] as number);
    throw new DecodeError(`invalid character ${quoteByte(byte)} ${where}`);
  }

  /** Reads a string whose opening quote is next. */
  string(): string {
    const text = this.text;
    const start = this.at + 1;
    const near = start + SHORT_STRING;
    let at = start;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return text.slice(start, at);
      }
      if (code === BACKSLASH) return this.#escaped(start, at);
      if (!(code >= 32)) {
        this.at = at;
        this.fail('in string literal');
      }
      at++;
      if (at === near) {
        const end = this.#plainEnd(at);
        if (end > 0) {
          this.at = end + 1;
          return text.slice(start, end);
        }
      }
    }
  }

  /** Where a string ends of which `from` is inside, when there is nothing to look at up to there; 0 otherwise. Long strings are searched natively. */
  #plainEnd(from: number): number {
    const end = this.text.indexOf('"', from);
    if (end < 0) return 0;
    const rest = this.text.slice(from, end);
    return rest.includes('\\') || hasControls(rest) ? 0 : end;
  }

  /** As `string`, without keeping it. */
  #skipString(): void {
    const text = this.text;
    const near = this.at + SHORT_STRING;
    for (let at = this.at + 1; ; at++) {
      if (at === near) at = this.#plainEnd(at) || at;
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return;
      }
      if (code === BACKSLASH) {
        at++;
        const letter = text[at];
        if (letter === 'u') {
          this.#hex(at + 1);
          at += 4;
        } else if (letter === undefined || SIMPLE_ESCAPES[letter] === undefined) {
          this.at = at;
          this.fail('in string escape code', true);
        }
        continue;
      }
      if (!(code >= 32)) {
        this.at = at;
        this.fail('in string literal');
      }
    }
  }

  #escaped(start: number, first: number): string {
    const text = this.text;
    let out = text.slice(start, first);
    let at = first;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return out.isWellFormed() ? out : out.toWellFormed();
      }
      if (!(code >= 32)) {
        this.at = at;
        this.fail('in string literal');
      }
      if (code !== BACKSLASH) {
        let end = at + 1;
        for (let next = text.charCodeAt(end); next >= 32 && next !== QUOTE && next !== BACKSLASH; next = text.charCodeAt(end)) end++;
        out += text.slice(at, end);
        at = end;
        continue;
      }
      const letter = text[at + 1];
      if (letter === 'u') {
        out += String.fromCharCode(this.#hex(at + 2));
        at += 6;
        continue;
      }
      const simple = letter === undefined ? undefined : SIMPLE_ESCAPES[letter];
      if (simple === undefined) {
        this.at = at + 1;
        this.fail('in string escape code', true);
      }
      out += simple;
      at += 2;
    }
  }

  #hex(at: number): number {
    let value = 0;
    for (let i = at; i < at + 4; i++) {
      const code = this.text.charCodeAt(i) | 32;
      const digit = code >= 48 && code <= 57 && this.text.charCodeAt(i) < 58 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : -1;
      if (digit < 0) {
        this.at = i;
        this.fail('in \\u hexadecimal character escape', true);
      }
      value = value * 16 + digit;
    }
    return value;
  }

  /** Moves behind a number; its text is what was passed. */
  number(): string {
    const text = this.text;
    const start = this.at;
    let at = start;
    const digits = (): void => {
      while (isDigit(text.charCodeAt(at))) at++;
    };
    const demand = (where: string): void => {
      if (isDigit(text.charCodeAt(at))) return;
      this.at = at;
      this.fail(where, true);
    };
    if (text.charCodeAt(at) === 45) at++;
    demand('in numeric literal');
    if (text.charCodeAt(at) === 48) at++;
    else digits();
    if (text.charCodeAt(at) === 46) {
      at++;
      demand('after decimal point in numeric literal');
      digits();
    }
    if ((text.charCodeAt(at) | 32) === 101) {
      at++;
      if (text.charCodeAt(at) === 43 || text.charCodeAt(at) === 45) at++;
      demand('in exponent of numeric literal');
      digits();
    }
    this.at = at;
    return text.slice(start, at);
  }

  /** Moves behind `true`, `false` or `null`, whose first letter has been seen. */
  literal(word: string): void {
    if (this.text.startsWith(word, this.at)) {
      this.at += word.length;
      return;
    }
    for (let i = 1; i < word.length; i++) {
      if (this.text[this.at + i] === word[i]) continue;
      this.at += i;
      this.fail(`in literal ${word} (expecting '${word[i]}')`, true);
    }
  }

  /** Reads the key of a member and its colon; the next character is not a quote in broken text. */
  key(): string {
    if (this.peek() !== QUOTE) this.fail('looking for beginning of object key string');
    const key = this.string();
    if (this.peek() !== 58) this.fail('after object key');
    this.at++;
    return key;
  }

  /** As `key`, but leaves the key where it is, from keyFrom to keyTo. False, and nothing is read, when there are escapes in it. */
  plainKey(): boolean {
    if (this.peek() !== QUOTE) this.fail('looking for beginning of object key string');
    const text = this.text;
    let at = this.at + 1;
    for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(++at)) {
      if (code === BACKSLASH) return false;
      if (!(code >= 32)) {
        this.at = at;
        this.fail('in string literal');
      }
    }
    this.keyFrom = this.at + 1;
    this.keyTo = at;
    this.at = at + 1;
    if (this.peek() !== 58) this.fail('after object key');
    this.at++;
    return true;
  }

  #skipKey(): void {
    if (this.peek() !== QUOTE) this.fail('looking for beginning of object key string');
    this.#skipString();
    if (this.peek() !== 58) this.fail('after object key');
    this.at++;
  }

  /** After a member or element: true when another follows. */
  more(close: number, where: string): boolean {
    const code = this.peek();
    if (code === 44) {
      this.at++;
      return true;
    }
    if (code !== close) this.fail(where);
    this.at++;
    return false;
  }

  moreMembers(): boolean {
    return this.more(125, 'after object key:value pair');
  }

  moreElements(): boolean {
    return this.more(93, 'after array element');
  }

  /** Moves behind the value that comes next, whatever it is; checks its syntax. `depth` levels are open already. */
  skip(depth = 0): void {
    const open: boolean[] = [];
    for (;;) {
      const code = this.peek();
      if (code === 123 || code === 91) {
        if (depth + open.length >= MAX_DEPTH) this.fail('exceeded max depth');
        this.at++;
        if (this.peek() !== (code === 123 ? 125 : 93)) {
          open.push(code === 123);
          if (code === 123) this.#skipKey();
          continue;
        }
        this.at++;
      } else this.#skipScalar(code);
      if (!this.#nextOf(open)) return;
    }
  }

  /** After a value inside `open` containers: moves to the next value, or reports that all are closed. */
  #nextOf(open: boolean[]): boolean {
    while (open.length > 0) {
      const object = open[open.length - 1] as boolean;
      if (object ? this.moreMembers() : this.moreElements()) {
        if (object) this.#skipKey();
        return true;
      }
      open.pop();
    }
    return false;
  }

  #skipScalar(code: number): void {
    if (code === QUOTE) this.#skipString();
    else if (code === 45 || isDigit(code)) this.number();
    else if (code === 116) this.literal('true');
    else if (code === 102) this.literal('false');
    else if (code === 110) this.literal('null');
    else this.fail('looking for beginning of value');
  }

  /** Nothing but white space may follow. */
  end(): void {
    if (!Number.isNaN(this.peek())) this.fail('after top-level value');
  }

  skipDocument(): void {
    this.skip();
    this.end();
  }
}

/** What encoding/json calls the type of the value that begins with this character (jsonTypeName has it for values that have been decoded). */
export function typeNameOf(code: number): string {
  if (code === 34) return 'string';
  if (code === 123) return 'object';
  if (code === 91) return 'array';
  return code === 116 || code === 102 ? 'bool' : 'number';
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** White space outside of strings removed; the text is valid JSON. */
export function compact(text: string): string {
  if (!/[ \n\r\t]/.test(text)) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"?|[ \n\r\t]+/g, (match) => (match.startsWith('"') ? match : ''));
}
