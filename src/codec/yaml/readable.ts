/** What libyaml refuses to read before it looks at the structure: broken UTF-8, characters that nobody sees, and other versions of YAML than 1.1. */
import { isUtf8 } from 'node:buffer';
import { DecodeError } from '../interface.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNREADABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;
const VERSION = /^%YAML[ \t]+(\d+\.\d+)/m;

/** @throws {DecodeError} "yaml: ..." */
export function readableText(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new DecodeError(`yaml: ${brokenSequence(bytes)}`);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (UNREADABLE.test(text)) throw new DecodeError('yaml: control characters are not allowed');
  const version = text.startsWith('%') ? VERSION.exec(text)?.[1] : undefined;
  if (version !== undefined && version !== '1.1') throw new DecodeError('yaml: found incompatible YAML document');
  return text;
}

/** What is wrong with the first sequence that is no character. */
function brokenSequence(bytes: Uint8Array): string {
  for (let at = 0; at < bytes.length; ) {
    const width = widthOf(bytes[at] as number);
    if (width === 0) return 'invalid leading UTF-8 octet';
    if (at + width > bytes.length) return 'incomplete UTF-8 octet sequence';
    let value = (bytes[at] as number) & (width === 1 ? 0x7f : 0xff >> (width + 1));
    for (let i = 1; i < width; i++) {
      const octet = bytes[at + i] as number;
      if ((octet & 0xc0) !== 0x80) return 'invalid trailing UTF-8 octet';
      value = (value << 6) | (octet & 0x3f);
    }
    if (value < (SMALLEST[width - 1] as number)) return 'invalid length of a UTF-8 sequence';
    if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) return 'invalid Unicode character';
    at += width;
  }
  return 'invalid leading UTF-8 octet';
}

/** By width: what a shorter sequence could not say. */
const SMALLEST = [0, 0x80, 0x800, 0x10000] as const;

function widthOf(octet: number): number {
  if (octet < 0x80) return 1;
  if ((octet & 0xe0) === 0xc0) return 2;
  if ((octet & 0xf0) === 0xe0) return 3;
  return (octet & 0xf8) === 0xf0 ? 4 : 0;
}
