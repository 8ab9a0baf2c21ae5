/**
 * Label selectors: parsing (upstream's grammar and sentences, k8s.io/apimachinery/pkg/labels), canonical printing, matching.
 *
 * A selector is a conjunction of requirements, sorted by key. Matching looks labels up as own keys only, so that a label called
 * `constructor` is a label like any other.
 */

import { labelKeyErrors, labelValueErrors } from './grammar/label-names.ts';
import { parseInt64 } from './int64.ts';
import { getKey } from './object.ts';

export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | '>' | '<' | 'exists' | '!';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  /** Sorted and distinct. */
  readonly values: readonly string[];
}

export interface LabelSelector {
  /** Selects everything. */
  readonly empty: boolean;
  readonly requirements: readonly LabelRequirement[];
  matches(labels: { readonly [key: string]: string }): boolean;
  /** Canonical text, as upstream prints a selector. */
  toString(): string;
}

/** The text is no selector (label or field); the message is upstream's. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

/**
 * Parses a `labelSelector` option.
 * @throws {SelectorError}
 */
export function parseLabelSelector(text: string): LabelSelector {
  return text === '' ? EVERYTHING : labelSelectorOf(new Parser(text).parse());
}

/** A selector of requirements that are known to be valid. */
export function labelSelectorOf(requirements: readonly LabelRequirement[]): LabelSelector {
  const sorted = [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const tests = sorted.map(matcher);
  const only = tests.length === 1 ? tests[0] : undefined;
  return {
    empty: sorted.length === 0,
    requirements: sorted,
    matches: only ?? ((labels) => tests.every((test) => test(labels))),
    toString: () => sorted.map(printRequirement).join(','),
  };
}

const EVERYTHING: LabelSelector = labelSelectorOf([]);

type Matcher = (labels: { readonly [key: string]: string }) => boolean;

function matcher({ key, operator, values }: LabelRequirement): Matcher {
  switch (operator) {
    case 'exists':
      return (labels) => Object.hasOwn(labels, key);
    case '!':
      return (labels) => !Object.hasOwn(labels, key);
    case '=':
    case '==':
    case 'in': {
      if (values.length === 1) return (labels) => getKey(labels, key) === values[0];
      const set = new Set<string | undefined>(values);
      return (labels) => set.has(getKey(labels, key));
    }
    case '!=':
    case 'notin': {
      const set = new Set<string | undefined>(values);
      return (labels) => !set.has(getKey(labels, key));
    }
    case '>':
    case '<': {
      const bound = integerOf(values[0] ?? '');
      return (labels) => {
        const value = integerOf(getKey(labels, key) ?? '');
        if (value === undefined || bound === undefined) return false;
        return operator === '>' ? value > bound : value < bound;
      };
    }
  }
}

function printRequirement({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(',')})`;
    default:
      return `${key}${operator}${values[0] ?? ''}`;
  }
}

/** Undefined for what is none. */
function integerOf(text: string): bigint | undefined {
  const value = parseInt64(text);
  return typeof value === 'string' ? undefined : value;
}

type TokenKind = 'end' | 'identifier' | ')' | '(' | ',' | '!' | '==' | '=' | '!=' | '>' | '<' | 'in' | 'notin';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const SPACE = new Set([' ', '\t', '\r', '\n']);
const SYMBOL = new Set(['=', '!', '(', ')', ',', '>', '<']);

/** Symbols join to `==` and `!=`; `in` and `notin` are words whose meaning the parser decides. A NUL byte ends the text. */
function scan(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.includes('\0') ? text.indexOf('\0') : text.length;
  let at = 0;
  while (at < end) {
    const char = text.charAt(at);
    if (SPACE.has(char)) {
      at++;
    } else if (SYMBOL.has(char)) {
      const pair = text.slice(at, Math.min(at + 2, end));
      const symbol = pair === '==' || pair === '!=' ? pair : char;
      tokens.push({ kind: symbol as TokenKind, text: symbol });
      at += symbol.length;
    } else {
      let stop = at;
      while (stop < end && !SPACE.has(text.charAt(stop)) && !SYMBOL.has(text.charAt(stop))) stop++;
      const word = text.slice(at, stop);
      tokens.push({ kind: word === 'in' || word === 'notin' ? word : 'identifier', text: word });
      at = stop;
    }
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

const OPERATORS = new Set<TokenKind>(['in', 'notin', '=', '==', '!=', '>', '<']);

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = scan(text);
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const start = this.#peekWord();
      if (start.kind === 'end') return requirements;
      if (start.kind !== 'identifier' && start.kind !== '!')
        throw new SelectorError(`found '${start.text}', expected: !, identifier, or 'end of string'`);
      try {
        requirements.push(this.#requirement());
      } catch (error) {
        throw error instanceof SelectorError ? new SelectorError(`unable to parse requirement: ${error.message}`) : error;
      }
      const separator = this.#takeWord();
      if (separator.kind === 'end') return requirements;
      if (separator.kind !== ',') throw new SelectorError(`found '${separator.text}', expected: ',' or 'end of string'`);
      const next = this.#peekWord();
      if (next.kind !== 'identifier' && next.kind !== '!') throw new SelectorError(`found '${next.text}', expected: identifier after ','`);
    }
  }

  #requirement(): LabelRequirement {
    let token = this.#takeWord();
    const negated = token.kind === '!';
    if (negated) token = this.#takeWord();
    if (token.kind !== 'identifier') throw new SelectorError(`found '${token.text}', expected: identifier`);
    const key = token.text;
    const keyErrors = labelKeyErrors(key);
    if (keyErrors.length > 0) throw new SelectorError(`<nil>: Invalid value: ${JSON.stringify(key)}: ${keyErrors.join('; ')}`);
    if (negated) return { key, operator: '!', values: [] };
    const next = this.#peekWord();
    if (next.kind === 'end' || next.kind === ',') return { key, operator: 'exists', values: [] };
    return this.#comparison(key);
  }

  #comparison(key: string): LabelRequirement {
    const token = this.#take();
    if (!OPERATORS.has(token.kind)) throw new SelectorError(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
    const operator = token.kind as LabelOperator;
    const found = operator === 'in' || operator === 'notin' ? this.#valueSet() : [this.#value()];
    const values = [...new Set(found)].sort();
    checkValues(key, operator, values);
    return { key, operator, values };
  }

  #value(): string {
    const next = this.#peekWord();
    if (next.kind === 'end' || next.kind === ',') return '';
    this.#at++;
    if (next.kind !== 'identifier') throw new SelectorError(`found '${next.text}', expected: identifier`);
    return next.text;
  }

  /** `(a,b)`; an empty place between commas or brackets is the empty value. */
  #valueSet(): string[] {
    const open = this.#takeWord();
    if (open.kind !== '(') throw new SelectorError(`found '${open.text}' expected: '('`);
    const first = this.#peekWord();
    if (first.kind === ')') {
      this.#at++;
      return [''];
    }
    if (first.kind !== 'identifier' && first.kind !== ',') throw new SelectorError(`found '${first.text}', expected: ',', ')' or identifier`);
    const values = this.#values();
    this.#at++; // the closing bracket that ended the values
    return values;
  }

  #values(): string[] {
    const values: string[] = [];
    for (;;) {
      const token = this.#takeWord();
      const next = this.#peekWord();
      if (token.kind === 'identifier') {
        values.push(token.text);
        if (next.kind === ')') return values;
        if (next.kind !== ',') throw new SelectorError(`found '${next.text}', expected: ',' or ')'`);
      } else if (token.kind === ',') {
        if (values.length === 0 || next.kind === ',' || next.kind === ')') values.push('');
        if (next.kind === ')') return values;
      } else {
        throw new SelectorError(`found '${token.text}', expected: ',', or identifier`);
      }
    }
  }

  #take(): Token {
    const token = this.#tokens[this.#at] ?? { kind: 'end', text: '' };
    this.#at++;
    return token;
  }

  /** Where a key or a value may stand, `in` and `notin` are ordinary words. */
  #takeWord(): Token {
    return asWord(this.#take());
  }

  #peekWord(): Token {
    return asWord(this.#tokens[this.#at] ?? { kind: 'end', text: '' });
  }
}

function asWord(token: Token): Token {
  return token.kind === 'in' || token.kind === 'notin' ? { kind: 'identifier', text: token.text } : token;
}

/** Several faults print as a list, each distinct one once. */
function checkValues(key: string, operator: LabelOperator, values: readonly string[]): void {
  const faults: string[] = [];
  for (const [i, value] of values.entries()) {
    if ((operator === '>' || operator === '<') && integerOf(value) === undefined)
      faults.push(`values[${i}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`);
  }
  for (const [i, value] of values.entries()) {
    const errors = labelValueErrors(value);
    if (errors.length > 0) faults.push(`values[${i}][${key}]: Invalid value: ${JSON.stringify(value)}: ${errors.join('; ')}`);
  }
  const distinct = [...new Set(faults)];
  if (distinct.length === 1) throw new SelectorError(distinct[0] as string);
  if (distinct.length > 1) throw new SelectorError(`[${distinct.join(', ')}]`);
}
