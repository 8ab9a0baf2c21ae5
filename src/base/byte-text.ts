/**
 * Bytes from a client as text, without losing any: what is not UTF-8 becomes a lone surrogate U+DC80..U+DCFF that remembers its byte, so that a
 * message can show it as Go does (`\xf6`) and two different byte strings never become one name.
 */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LONE_BASE = 0xdc00;

export function textOfBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeLeniently(bytes);
  }
}

/** The text of a header value, which Node hands over with one character per byte. */
export function textOfHeader(value: string): string {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 0x7f) return textOfBytes(Buffer.from(value, 'latin1'));
  return value;
}

/** The byte that a lone surrogate of ours stands for; undefined for every other character. */
export function byteOfLoneSurrogate(code: number): number | undefined {
  return code >= LONE_BASE + 0x80 && code <= LONE_BASE + 0xff ? code - LONE_BASE : undefined;
}

/** The lone surrogate that remembers a byte from 0x80 on. */
export function loneSurrogateOf(byte: number): string {
  return String.fromCharCode(LONE_BASE + byte);
}

function decodeLeniently(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i);
    if (length === 0) text += loneSurrogateOf(bytes[i++] as number);
    else {
      text += strict.decode(bytes.subarray(i, i + length));
      i += length;
    }
  }
  return text;
}

/** The length of the valid UTF-8 sequence at `start`, or 0. */
function sequenceLength(bytes: Uint8Array, start: number): number {
  const first = bytes[start] as number;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (start + length > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(start, start + length));
    return length;
  } catch {
    return 0;
  }
}
