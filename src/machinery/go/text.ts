/** Text as Go prints it: what `%q` does with a string. Messages that quote what a client sent depend on it. */
import { byteOfLoneSurrogate, loneSurrogateOf } from '../../base/byte-text.ts';

const SHORT_ESCAPES: { readonly [code: number]: string } = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** What Go's unicode.IsPrint accepts: letters, marks, numbers, punctuation, symbols and the ASCII space. */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const PLAIN = /^[ !#-[\]-~]*$/;

/** @param character one code point */
export function isPrintable(character: string): boolean {
  return PRINTABLE.test(character);
}

/** A Go string literal: double quotes, backslash escapes, \x, \u and \U for what cannot be printed. */
export function goQuote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  let out = '"';
  for (const character of text) out += quoteCharacter(character);
  return `${out}"`;
}

function quoteCharacter(character: string): string {
  const code = character.codePointAt(0) as number;
  const short = SHORT_ESCAPES[code];
  if (short !== undefined) return short;
  if (isPrintable(character)) return character;
  const byte = byteOfLoneSurrogate(code);
  if (byte !== undefined) return `\\x${byte.toString(16)}`;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** The text that `goQuote` made a literal of. */
export function goUnquote(literal: string): string {
  return literal.slice(1, -1).replace(ESCAPE, (_escape, short?: string, byte?: string, unit?: string, point?: string) => {
    if (short !== undefined) return SHORT_MEANINGS.get(short) ?? short;
    const code = Number.parseInt(byte ?? unit ?? point ?? '', 16);
    return byte !== undefined && code >= 0x80 ? loneSurrogateOf(code) : String.fromCodePoint(code);
  });
}

const ESCAPE = /\\(?:([^xuU])|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))/gs;
const SHORT_MEANINGS = new Map(Object.entries(SHORT_ESCAPES).map(([code, sequence]) => [sequence.slice(1), String.fromCharCode(Number(code))]));

/** A list of strings as `%q` prints it: ["a" "b"]. */
export function goQuotedList(values: readonly string[]): string {
  return `[${values.map(goQuote).join(' ')}]`;
}

/** What plain-text answers do with a path or name that a client chose, so that no browser takes it for markup. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Go's aggregate of errors: each distinct text once, several in brackets (k8s.io/apimachinery/pkg/util/errors). */
export function aggregate(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  return distinct.length === 1 ? (distinct[0] as string) : `[${distinct.join(', ')}]`;
}
