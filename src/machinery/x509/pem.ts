/**
 * PEM (RFC 7468) exactly as Go's encoding/pem reads it: whoever signs what was let in here reads it with that, and must find the same blocks. Text
 * around blocks is skipped, and so is whatever does not end as it began or holds no base64. An end is found first, then the last beginning in front
 * of it, so that time grows with the text and not with its square.
 */
export interface PemBlock {
  readonly type: string;
  /** Lines of "key: value" in front of the content. */
  readonly hasHeaders: boolean;
  readonly bytes: Buffer;
}

const BEGIN = '-----BEGIN ';
const END = '\n-----END ';
const DASHES = '-----';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @param text one character per byte */
export function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let from = 0;
  for (;;) {
    const end = text.indexOf(END, from);
    if (end < 0) return blocks;
    const found = blockUpTo(text, from, end);
    if (found === 'over') return blocks;
    if (found === undefined) from = end + END.length;
    else {
      blocks.push(found);
      from = lineAt(text, end + 1).next;
    }
  }
}

/** The block as text, without headers, in lines as every reader takes them. */
export function pemText({ type, bytes }: PemBlock): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `${BEGIN}${type}${DASHES}\n${lines.join('\n')}${END}${type}${DASHES}\n`;
}

/**
 * @param end where the line break in front of the end stands
 * @returns undefined for no block; 'over' when headers go on beyond the end: behind them nothing is looked for
 */
function blockUpTo(text: string, from: number, end: number): PemBlock | 'over' | undefined {
  const before = text.slice(from, end);
  const begin = before.lastIndexOf(BEGIN);
  if (begin < 0 || (begin > 0 && before[begin - 1] !== '\n')) return undefined;
  const first = lineAt(text, from + begin + BEGIN.length);
  if (!first.line.endsWith(DASHES)) return undefined;
  const type = first.line.slice(0, -DASHES.length);
  let start = first.next;
  while (start < text.length) {
    const { line, next } = lineAt(text, start);
    if (!line.includes(':')) break;
    start = next;
  }
  const hasHeaders = start > first.next;
  const trailer = end + END.length;
  if (start >= text.length || start > trailer) return 'over';
  if (hasHeaders && start > end) return undefined;
  const last = lineAt(text, trailer).line;
  if (last !== `${type}${DASHES}`) return undefined;
  const content = start < end ? text.slice(start, end).replaceAll(/[ \t\r\n]/g, '') : '';
  return BASE64.test(content) ? { type, hasHeaders, bytes: Buffer.from(content, 'base64') } : undefined;
}

/** A line without its break, and without blanks and tabs at its end. */
function lineAt(text: string, start: number): { readonly line: string; readonly next: number } {
  const newline = text.indexOf('\n', start);
  const next = newline < 0 ? text.length : newline + 1;
  let end = newline < 0 ? text.length : newline;
  if (newline > start && text[end - 1] === '\r') end--;
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return { line: text.slice(start, end), next };
}
