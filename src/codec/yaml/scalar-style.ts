/** Which styles a scalar may take, and how characters are escaped: libyaml's analysis. */

export type Style = 'plain' | 'single' | 'double' | 'literal';

export interface Analysis {
  readonly multiline: boolean;
  /** In block context. */
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
}

export function isBreak(character: string): boolean {
  return character === '\n' || character === '\r' || character === '\u0085' || character === '\u2028' || character === '\u2029';
}

/** Upstream counts characters beyond the basic plane, tabs and the byte order mark as not printable. */
export function isPrintable(character: string): boolean {
  const code = character.codePointAt(0) as number;
  if (code === 10 || (code >= 0x20 && code <= 0x7e)) return true;
  return code >= 0xa0 && code <= 0xffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfeff && code !== 0xfffe && code !== 0xffff;
}

/** What starts an indicator wherever it stands first, and the three that do so in front of a blank. */
const FIRST_INDICATOR = /^(?:[#,[\]{}&*!|>'"%@`]|[?:-](?:$|[ \t\0\n\r\u0085\u2028\u2029])|---|\.\.\.)/;
/** Behind the first character: a colon in front of a blank, a number sign behind one. */
const INNER_INDICATOR = /[\s\S]:(?:$|[ \t\0\n\r\u0085\u2028\u2029])|[ \t\0\n\r\u0085\u2028\u2029]#/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const SPECIAL = /[\0-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]/;
const BREAK = /[\n\r\u0085\u2028\u2029]/;
const BREAK_SPACE = /[\n\r\u0085\u2028\u2029] /;
const SPACE_BREAK = / [\n\r\u0085\u2028\u2029]/;
const EDGE = /^[ \n\r\u0085\u2028\u2029]|[ \n\r\u0085\u2028\u2029]$/;

/** Texts may be a megabyte long, so each question is one native look over the text. */
export function analyze(text: string): Analysis {
  if (text === '') return { multiline: false, plain: true, single: true, block: false };
  const special = SPECIAL.test(text);
  const breaks = BREAK.test(text);
  const breakSpace = breaks && BREAK_SPACE.test(text);
  const spaceBreak = breaks && SPACE_BREAK.test(text);
  return {
    multiline: breaks,
    plain: !(special || breaks || EDGE.test(text) || FIRST_INDICATOR.test(text) || INNER_INDICATOR.test(text)),
    single: !(breakSpace || spaceBreak || special),
    block: !(text.endsWith(' ') || spaceBreak || special),
  };
}

const NAMED: { readonly [code: number]: string } = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  27: '\\e',
  34: '\\"',
  92: '\\\\',
  133: '\\N',
  160: '\\_',
  8232: '\\L',
  8233: '\\P',
};

export function escapeOf(character: string): string {
  const code = character.codePointAt(0) as number;
  const named = NAMED[code];
  if (named !== undefined) return named;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
