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

const ALWAYS_FIRST = new Set([...'#,[]{}&*!|>\'"%@`']);

const isBlankOrEnd = (character: string | undefined): boolean =>
  character === undefined || character === ' ' || character === '\t' || character === '\0' || isBreak(character);

export function analyze(text: string): Analysis {
  if (text === '') return { multiline: false, plain: true, single: true, block: false };
  const characters = [...text];
  const last = characters.length - 1;
  let indicators = text.startsWith('---') || text.startsWith('...');
  let breaks = false;
  let special = false;
  let breakSpace = false;
  let spaceBreak = false;
  for (let i = 0; i <= last; i++) {
    const character = characters[i] as string;
    const before = characters[i - 1];
    indicators ||= isIndicator(character, i, before, characters[i + 1]);
    special ||= !isPrintable(character);
    if (character === ' ') breakSpace ||= before !== undefined && isBreak(before);
    else if (isBreak(character)) {
      breaks = true;
      spaceBreak ||= before === ' ';
    }
  }
  const edge = (character: string): boolean => character === ' ' || isBreak(character);
  const edges = edge(characters[0] as string) || edge(characters[last] as string);
  return {
    multiline: breaks,
    plain: !(edges || breakSpace || spaceBreak || special || breaks || indicators),
    single: !(breakSpace || spaceBreak || special),
    block: !(characters[last] === ' ' || spaceBreak || special),
  };
}

/** Whether the character means something to a reader in block context. */
function isIndicator(character: string, index: number, before: string | undefined, after: string | undefined): boolean {
  if (index === 0) {
    if (ALWAYS_FIRST.has(character)) return true;
    return (character === '?' || character === ':' || character === '-') && isBlankOrEnd(after);
  }
  if (character === ':') return isBlankOrEnd(after);
  return character === '#' && isBlankOrEnd(before);
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
