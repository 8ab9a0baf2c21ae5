/**
 * Field selectors: `metadata.name=a,status.phase!=Running`, parsed with upstream's grammar and sentences (k8s.io/apimachinery/pkg/fields).
 * Which fields a kind knows is not decided here.
 */
import { SelectorError } from './labels.ts';
import { getKey } from './object.ts';

export interface FieldTerm {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

export interface FieldSelector {
  /** Selects everything. */
  readonly empty: boolean;
  readonly terms: readonly FieldTerm[];
  /** A field that is not there counts as the empty string. */
  matches(fields: { readonly [field: string]: string }): boolean;
  toString(): string;
}

/**
 * Parses a `fieldSelector` option. `\\`, `\,` and `\=` stand for themselves in values.
 * @throws {SelectorError}
 */
export function parseFieldSelector(text: string): FieldSelector {
  // Sorted before anything is looked at: of several faults, the first in this order is reported.
  const parts = splitTerms(text).sort();
  return fieldSelectorOf(parts.filter((part) => part !== '').map((part) => parseTerm(part, text)));
}

function fieldSelectorOf(terms: readonly FieldTerm[]): FieldSelector {
  return {
    empty: terms.length === 0,
    terms,
    matches: (fields) => terms.every((term) => ((getKey(fields, term.field) ?? '') === term.value) === (term.operator === '=')),
    toString: () => terms.map((term) => `${term.field}${term.operator}${escapeValue(term.value)}`).join(','),
  };
}

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  let escaped = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (escaped) escaped = false;
    else if (char === '\\') escaped = true;
    else if (char === ',') {
      terms.push(text.slice(start, i));
      start = i + 1;
    }
  }
  terms.push(text.slice(start));
  return terms;
}

function parseTerm(part: string, whole: string): FieldTerm {
  const at = part.search(/!=|=/);
  if (at < 0) throw new SelectorError(`invalid selector: '${whole}'; can't understand '${part}'`);
  const negated = part.charAt(at) === '!';
  const length = negated || part.startsWith('==', at) ? 2 : 1;
  return { field: part.slice(0, at), operator: negated ? '!=' : '=', value: unescapeValue(part.slice(at + length)) };
}

function unescapeValue(text: string): string {
  let value = '';
  let escaped = false;
  for (const char of text) {
    if (escaped) {
      if (char !== '\\' && char !== ',' && char !== '=') throw new SelectorError(`invalid field selector: invalid escape sequence: \\${char}`);
      value += char;
      escaped = false;
    } else if (char === '\\') {
      escaped = true;
    } else if (char === ',' || char === '=') {
      // Upstream prints the character as its number.
      throw new SelectorError(`invalid field selector: unescaped character in value: ${char.charCodeAt(0)}`);
    } else {
      value += char;
    }
  }
  if (escaped) throw new SelectorError('invalid field selector: invalid escape sequence: \\');
  return value;
}

function escapeValue(value: string): string {
  return value.replace(/[\\,=]/g, (char) => `\\${char}`);
}
