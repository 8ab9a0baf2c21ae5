/** Standard base64 as Go's encoding/base64 reads it: padding required, line breaks ignored, excess bits dropped. */

const CLEAN = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Canonical base64 of the same bytes, or the offset of the byte that Go complains about. */
export function canonicalBase64(text: string): string | number {
  const clean = text.includes('\n') || text.includes('\r') ? text.replace(/[\r\n]/g, '') : text;
  if (!CLEAN.test(clean)) return badOffset(Buffer.from(text));
  if (!clean.endsWith('=')) return clean;
  return clean.slice(0, -4) + Buffer.from(clean.slice(-4), 'base64').toString('base64');
}

const isBreak = (byte: number | undefined): boolean => byte === 10 || byte === 13;
const isLetter = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 43 || byte === 47;

/** Where a decoder that takes four letters at a time stops. */
function badOffset(bytes: Uint8Array): number {
  let at = 0;
  for (;;) {
    let letters = 0;
    while (letters < 4) {
      if (at === bytes.length) return letters === 0 ? at : at - letters;
      const byte = bytes[at++] as number;
      if (isBreak(byte)) continue;
      if (isLetter(byte)) {
        letters++;
        continue;
      }
      return byte === 61 && letters >= 2 ? badPadding(bytes, at, letters) : at - 1;
    }
  }
}

function badPadding(bytes: Uint8Array, start: number, letters: number): number {
  let at = start;
  if (letters === 2) {
    while (isBreak(bytes[at])) at++;
    if (at === bytes.length) return bytes.length;
    if (bytes[at] !== 61) return at - 1;
    at++;
  }
  while (isBreak(bytes[at])) at++;
  return at;
}
