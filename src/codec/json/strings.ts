/** JSON strings as Go's encoder writes them: also <, > and & are escaped, and the two line separators of JavaScript. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const NEEDS_CARE = /[\x00-\x1f"\\<>&\u2028\u2029\ud800-\udfff]/;
const HTML = /[<>&\u2028\u2029]/g;

const escapeHtml = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Which ASCII characters stand for themselves. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) => (NEEDS_CARE.test(String.fromCharCode(code)) ? 0 : 1));
/** Up to here a loop beats the regular expression. */
const SHORT = 48;

function isPlain(text: string): boolean {
  if (text.length > SHORT) return !NEEDS_CARE.test(text);
  for (let i = 0; i < text.length; i++) if (PLAIN[text.charCodeAt(i)] !== 1) return false;
  return true;
}

/** With its quotes. */
export function encodeString(text: string): string {
  if (isPlain(text)) return `"${text}"`;
  // JSON.stringify writes \b and \f short, as Go does since 1.22; lone surrogates cannot come out of a decoder.
  return JSON.stringify(text.isWellFormed() ? text : text.toWellFormed()).replace(HTML, escapeHtml);
}

/** Escapes what may stand unescaped inside the strings of valid JSON text. */
export function escapeRaw(text: string): string {
  return text.replace(HTML, escapeHtml);
}
