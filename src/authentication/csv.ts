/**
 * Comma-separated values as Go's encoding/csv reads them: quoted fields may hold commas, doubled quotes and line breaks; empty lines do not count.
 */

/** @throws {Error} with the line's number and Go's text */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    const start = line;
    let more = true;
    while (more) {
      if (text[at] === '"') {
        const field = readQuoted(text, at, start);
        record.push(field.value);
        line += field.value.split('\n').length - 1;
        at = field.next;
      } else {
        const end = fieldEnd(text, at);
        const value = text.slice(at, end);
        if (value.includes('"')) throw new Error(`parse error on line ${line}, column ${value.indexOf('"') + 1}: bare " in non-quoted-field`);
        record.push(value);
        at = end;
      }
      more = text[at] === ',';
      if (more) at++;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    if (text[at] === '\n') at++;
    line++;
    if (record.length > 1 || record[0] !== '') records.push(record);
  }
  return records;
}

function fieldEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && !(text[end] === '\r' && (text[end + 1] === '\n' || end + 1 === text.length)))
    end++;
  return end;
}

function readQuoted(text: string, from: number, line: number): { readonly value: string; readonly next: number } {
  let value = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0)
      throw new Error(`record on line ${line}; parse error on line ${line}, column ${text.length - from}: extraneous or missing " in quoted-field`);
    value += text.slice(at, quote).replaceAll('\r\n', '\n');
    if (text[quote + 1] !== '"') {
      const next = text[quote + 1];
      if (next !== undefined && next !== ',' && next !== '\n' && next !== '\r') {
        throw new Error(`parse error on line ${line}, column ${quote + 1}: extraneous or missing " in quoted-field`);
      }
      return { value, next: quote + 1 };
    }
    value += '"';
    at = quote + 2;
  }
}
