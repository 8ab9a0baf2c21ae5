/**
 * JSON strings as Go's encoder writes them: also <, > and & are escaped, and the two line separators of JavaScript.
 *
 * V8 searches for a handful of characters natively, many at a time, but looks at one after the other when they are many (all control characters are). So
 * documents are written with CARE for each string, and what is rare is searched once, when they are complete.
 */

/** Strings with one of these are escaped; other control characters are found in the complete document. */
export const CARE = /["\\<>&\n\r\t\u2028\u2029]/;
/** With all of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
export const FULL_CARE = /["\\<>&\u0000-\u001f\u2028\u2029]/;
/** The control characters, in two halves that are searched for natively. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const LOWER_CONTROLS = /[\u0000-\u000f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const UPPER_CONTROLS = /[\u0010-\u001f]/;
const HTML = /[<>&\u2028\u2029]/;
const EVERY_HTML = new RegExp(HTML, 'g');

const escapeHtml = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** With its quotes. */
export function encodeString(text: string): string {
  return CARE.test(text) || hasControls(text) || !text.isWellFormed() ? escapeString(text) : `"${text}"`;
}

/** As encodeString, for a part of a document. */
export function quote(text: string, care: RegExp): string {
  return care.test(text) ? escapeString(text) : `"${text}"`;
}

/** As encodeString, for what is known to need it. */
export function escapeString(text: string): string {
  // JSON.stringify writes \b and \f short, as Go does since 1.22; lone surrogates cannot come out of a decoder.
  return escapeRaw(JSON.stringify(text.toWellFormed()));
}

/** Escapes what may stand unescaped inside the strings of valid JSON text. */
export function escapeRaw(text: string): string {
  return HTML.test(text) ? text.replace(EVERY_HTML, escapeHtml) : text;
}

/** Whether there is a control character: then a document that was written with CARE must be written again with FULL_CARE. */
export function hasControls(text: string): boolean {
  return LOWER_CONTROLS.test(text) || UPPER_CONTROLS.test(text);
}
