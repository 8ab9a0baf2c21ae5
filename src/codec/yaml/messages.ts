/**
 * The parser's complaints in libyaml's words, which clients see: "yaml: line 2: found a tab character that violates indentation".
 *
 * Two parsers notice the same mistake at different moments, so this is a reading of the text around the place. libyaml counts lines of scanner errors
 * from one and those of parser errors from zero, and leaves out line zero.
 */
import type { YAMLException } from 'js-yaml';

interface Complaint {
  readonly words: string;
  readonly scanner: boolean;
}

const scanner = (words: string): Complaint => ({ words, scanner: true });
const parser = (words: string): Complaint => ({ words, scanner: false });

const CANNOT_START = scanner('found character that cannot start any token');
const NO_MAPPING_VALUE = scanner('mapping values are not allowed in this context');
const NODE_CONTENT = parser('did not find expected node content');

export function yamlMessage(error: YAMLException, source: string): string {
  const { reason } = error;
  if (/depth|nesting/i.test(reason)) return 'yaml: exceeded max depth of 10000';
  const position = error.mark?.position ?? 0;
  const atEnd = /^unexpected end of the stream/.test(reason);
  const complaint = complaintOf(reason, source, position);
  const line =
    atEnd && !complaint.scanner ? lineOf(source, source.length) + (source.endsWith('\n') || source === '' ? 0 : 1) : lineOf(source, position);
  const shown = complaint.scanner && line > 0 ? line + 1 : line;
  return `yaml: ${shown === 0 ? '' : `line ${shown}: `}${complaint.words}`;
}

/** Counted from zero. */
function lineOf(source: string, position: number): number {
  let line = 0;
  for (let at = source.indexOf('\n'); at >= 0 && at < position; at = source.indexOf('\n', at + 1)) line++;
  return line;
}

function complaintOf(reason: string, source: string, position: number): Complaint {
  if (/within a (double|single) quoted scalar/.test(reason)) return scanner('found unexpected end of stream');
  if (/unknown escape/.test(reason)) return scanner('found unknown escape character');
  if (/hexadecimal/.test(reason)) return scanner('did not find expected hexdecimal number');
  if (/within a flow collection/.test(reason)) return unclosedFlow(source);
  if (/node content|missed comma/.test(reason)) return /missed comma/.test(reason) ? unclosedFlow(source.slice(0, position)) : NODE_CONTENT;
  if (/alias|anchor/.test(reason)) return scanner('did not find expected alphabetic or numeric character');
  return misplaced(source, position);
}

/** What libyaml waits for behind the last token of an open flow collection. */
function unclosedFlow(before: string): Complaint {
  const text = before.trimEnd();
  if (/[[{,]$/.test(text)) return NODE_CONTENT;
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at];
    if (character === ']' || character === '}') depth++;
    else if ((character === '[' || character === '{') && depth-- === 0)
      return parser(`did not find expected ',' or '${character === '[' ? ']' : '}'}'`);
  }
  return parser("did not find expected ',' or '}'");
}

/** Something stands where nothing of its sort may. */
function misplaced(source: string, position: number): Complaint {
  const lineStart = source.lastIndexOf('\n', position - 1) + 1;
  const newline = source.indexOf('\n', position);
  const line = source.slice(lineStart, newline < 0 ? source.length : newline);
  if (/^ *\t/.test(line)) return tabs(source.slice(0, lineStart));
  const rest = line.slice(position - lineStart).trimStart();
  if (/^[@`%]/.test(rest)) return CANNOT_START;
  if (/^-(\s|$)/.test(rest) && line.slice(0, position - lineStart).includes(':'))
    return scanner('block sequence entries are not allowed in this context');
  if (/^\?(\s|$)/.test(rest)) return scanner('mapping keys are not allowed in this context');
  if (/^[\]}]/.test(rest)) return /:\s*$/.test(line.slice(0, line.length - rest.length)) ? NODE_CONTENT : parser('did not find expected key');
  if (/^:(\s|$)/.test(rest) || isSecondKey(source, lineStart, line)) return NO_MAPPING_VALUE;
  const before = source.slice(0, lineStart).trimEnd();
  const sequence = /(^|\n)- [^\n]*$/.test(before) && !/^\s/.test(line);
  return parser(sequence ? "did not find expected '-' indicator" : 'did not find expected key');
}

/** `a: b: c`, or a key on a line that continues a plain value. */
function isSecondKey(source: string, lineStart: number, line: string): boolean {
  if ((line.match(/:(\s|$)/g) ?? []).length > 1 && !/^\s*-/.test(line)) return true;
  const previous = source.slice(0, lineStart).trimEnd().split('\n').at(-1) ?? '';
  const indentOf = (text: string): number => text.length - text.trimStart().length;
  return (
    /:(\s|$)/.test(line) && /\S/.test(previous) && !/^\s*-|:$/.test(previous) && (indentOf(line) > indentOf(previous) || !previous.includes(':'))
  );
}

/** A tab that continues a plain value breaks the indentation; elsewhere it starts nothing. */
function tabs(before: string): Complaint {
  const previous = before.trimEnd().split('\n').at(-1) ?? '';
  return /[^\s:\-|>]$/.test(previous) ? scanner('found a tab character that violates indentation') : CANNOT_START;
}
