/**
 * Warning headers as upstream records them (KEP-1693): `299 - "text"`, in order, each text once; when all texts together get too long every
 * text is cut.
 */
import { MAX_WARNING_CHARACTERS } from '../../request/warning-limits.ts';

const MAX_CUT_CHARACTERS = 256;

/** @returns header values */
export function warningHeaders(texts: Iterable<string>): string[] {
  let total = 0;
  for (const each of texts) total += characters(each);
  if (total <= MAX_WARNING_CHARACTERS) return Array.from(texts, warningHeader);
  const values: string[] = [];
  let written = 0;
  for (const each of texts) {
    if (written >= MAX_WARNING_CHARACTERS) break;
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

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
