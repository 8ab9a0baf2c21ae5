/**
 * Warning headers as upstream records them (KEP-1693): `299 - "text"`, in order, each text once; when all texts together get too long every
 * text is cut.
 */

/** Characters of all texts together from which on each text is cut. */
const MAX_TOTAL_CHARACTERS = 4 * 1024;
const MAX_CUT_CHARACTERS = 256;

/** @returns header values; texts with control characters are left out, as upstream does */
export function warningHeaders(texts: readonly string[]): string[] {
  const printable = texts.filter((each) => each !== '' && !hasControlCharacter(each));
  let total = 0;
  for (const each of printable) total += characters(each);
  if (total <= MAX_TOTAL_CHARACTERS) return printable.map(warningHeader);
  const values: string[] = [];
  let written = 0;
  for (const each of printable) {
    if (written >= MAX_TOTAL_CHARACTERS) break;
    const cut = characters(each) > MAX_CUT_CHARACTERS ? [...each].slice(0, MAX_CUT_CHARACTERS).join('') : each;
    written += characters(cut);
    values.push(warningHeader(cut));
  }
  return values;
}

function warningHeader(text: string): string {
  return `299 - "${latin1(text.replace(/[\\"]/g, '\\$&'))}"`;
}

/** Header values travel as latin1 strings that stand for bytes: UTF-8 goes out as its bytes. */
function latin1(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

function hasControlCharacter(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u001f\u007f]/.test(text);
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
