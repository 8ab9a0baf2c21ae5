/** Where the first document of a YAML stream ends: Go's reader looks at nothing behind it. */
import { DecodeError } from '../interface.ts';
import { Scanner } from '../json/scan.ts';

const MARKER = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/;

/** The text up to the marker that ends the first document. */
export function firstDocument(text: string): string {
  let started = false;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const next = end < 0 ? text.length : end + 1;
    const code = text.charCodeAt(at);
    if (code === 45 || code === 46) {
      if (MARKER.test(text.slice(at, Math.min(next, at + 5)))) {
        if (started) return text.slice(0, at);
        started = true;
      } else started = true;
    } else if (code !== 35 && code !== 37 && text.slice(at, next).trim() !== '') started = true;
    at = next;
  }
  return text;
}

/**
 * A document whose first line is indented ends, for Go's reader, at the first line that is indented less; what follows is not looked at. Undefined
 * when there is no such line.
 */
export function indentedDocument(text: string): string | undefined {
  let indent = 0;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const next = end < 0 ? text.length : end + 1;
    const line = text.slice(at, next);
    const content = line.trimStart();
    if (content !== '' && !content.startsWith('#') && !MARKER.test(line)) {
      const own = line.length - content.length;
      if (indent === 0) indent = own;
      if (indent === 0) return undefined;
      if (own < indent) return text.slice(0, at);
    }
    at = next;
  }
  return undefined;
}

/** What Go's reader complains of behind a document that is one flow mapping: it looks at the next token, and whether the mapping is a key. */
const LOOKED_AT = /^(?:[ \t]*(?:[:@`%"']|[-?][ \t])|[^\n]*:(?:[ \t]|$))/;

/** A document that is one JSON object ends with it, whatever follows. Undefined when nothing does, or something that is looked at. */
export function objectDocument(text: string): string | undefined {
  const scanner = new Scanner(text);
  try {
    scanner.skip();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
  const rest = text.slice(scanner.at);
  return rest.trim() === '' || LOOKED_AT.test(rest) ? undefined : text.slice(0, scanner.at);
}
