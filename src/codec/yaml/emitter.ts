/**
 * The block-style emitter of libyaml, as far as JSON needs it: which style a scalar takes, where long lines fold, how sequences and mappings indent.
 *
 * State is the column and three facts about the text before it (in upstream's names: whitespace, indention, and whether a simple key is being
 * written), because folding and line breaks depend on them.
 */
import { compareKeys } from './key-order.ts';
import { formatFloat } from './numbers.ts';
import { type Analysis, analyze, escapeOf, isBreak, isPrintable, type Style } from './scalar-style.ts';
import { readsAsString } from './scalars.ts';

const INDENT = 2;
const WIDTH = 80;
/** Longer keys are written with `? `. */
const MAX_SIMPLE_KEY = 128;

/** Nothing in it could mean anything but itself; it never folds. What reads as another type (true, null, e3) is told apart elsewhere. */
const SIMPLE = /^[A-Za-z][-A-Za-z0-9_./]*$/;
/** Lines and what ends them, in turn. */
const LINE_ENDS = /([\n\r\u0085\u2028\u2029])/;

export class Emitter {
  #out = '';
  #column = 0;
  #indent = -1;
  #whitespace = true;
  #indention = true;
  #simpleKey = false;

  document(value: unknown): string {
    this.#node(value, { root: true });
    if (this.#column > 0) this.#break();
    return this.#out;
  }

  #node(value: unknown, place: { readonly root?: boolean; readonly mapping?: boolean }): void {
    if (Array.isArray(value)) this.#sequence(value, place.mapping === true);
    else if (typeof value === 'object' && value !== null) this.#mapping(value as { readonly [key: string]: unknown });
    else this.#scalar(value);
  }

  #sequence(items: readonly unknown[], inMapping: boolean): void {
    if (items.length === 0) {
      this.#indicator('[]');
      return;
    }
    const outer = this.#indent;
    this.#increaseIndent(inMapping && !this.#indention);
    for (const item of items) {
      this.#newLine();
      this.#indicator('-', true);
      this.#node(item, {});
    }
    this.#indent = outer;
  }

  #mapping(object: { readonly [key: string]: unknown }): void {
    const keys = Object.keys(object).filter((key) => object[key] !== undefined);
    if (keys.length === 0) {
      this.#indicator('{}');
      return;
    }
    const outer = this.#indent;
    this.#increaseIndent(false);
    for (const key of keys.sort(compareKeys)) {
      this.#newLine();
      this.#key(key);
      this.#node(object[key], { mapping: true });
    }
    this.#indent = outer;
  }

  #key(key: string): void {
    if (Buffer.byteLength(key) <= MAX_SIMPLE_KEY && !/[\n\r\u0085\u2028\u2029]/.test(key)) {
      this.#simpleKey = true;
      this.#scalar(key);
      this.#simpleKey = false;
      this.#indicator(':', false, false);
      return;
    }
    this.#indicator('?', true);
    this.#scalar(key);
    this.#newLine();
    this.#indicator(':', true);
  }

  #increaseIndent(indentless: boolean): void {
    if (this.#indent < 0) this.#indent = 0;
    else if (!indentless) this.#indent += INDENT;
  }

  /** Goes to the current indentation, on a new line unless this one has nothing but white space. */
  #newLine(): void {
    const indent = Math.max(this.#indent, 0);
    if (!this.#indention || this.#column > indent || (this.#column === indent && !this.#whitespace)) this.#break();
    if (this.#column < indent) {
      this.#out += ' '.repeat(indent - this.#column);
      this.#column = indent;
    }
    this.#whitespace = true;
    this.#indention = true;
  }

  #break(): void {
    this.#out += '\n';
    this.#column = 0;
  }

  #put(text: string): void {
    this.#out += text;
    this.#column += text.length;
  }

  /** @param opensLine whether what follows may count the columns behind it as indentation */
  #indicator(text: string, opensLine = false, needsSpace = true): void {
    if (needsSpace && !this.#whitespace) this.#put(' ');
    this.#put(text);
    this.#whitespace = false;
    this.#indention = this.#indention && opensLine;
  }

  #scalar(value: unknown): void {
    if (typeof value === 'string' && SIMPLE.test(value) && readsAsString(value)) {
      if (!this.#whitespace) this.#put(' ');
      this.#put(value);
      this.#whitespace = false;
      this.#indention = false;
      return;
    }
    const text = typeof value === 'string' ? value : typeof value === 'number' ? formatFloat(value) : String(value);
    const analysis = analyze(text);
    const style = typeof value === 'string' ? this.#styleOf(text, analysis) : 'plain';
    const outer = this.#indent;
    this.#indent = this.#indent < 0 ? INDENT : this.#indent + INDENT;
    if (style === 'plain') this.#plain(text);
    else if (style === 'single') this.#single(text);
    else if (style === 'double') this.#double(text);
    else this.#literal(text);
    this.#indent = outer;
  }

  #styleOf(text: string, analysis: Analysis): Style {
    let style: Style = text.includes('\n') ? 'literal' : readsAsString(text) ? 'plain' : 'double';
    if (this.#simpleKey && analysis.multiline) style = 'double';
    if (style === 'plain' && (!analysis.plain || (text === '' && this.#simpleKey))) style = 'single';
    if (style === 'single' && !analysis.single) style = 'double';
    if (style === 'literal' && (!analysis.block || this.#simpleKey)) style = 'double';
    return style;
  }

  /** Whether the space at `at` becomes a line break. */
  #folds(text: string, at: number, afterSpace: boolean): boolean {
    return !this.#simpleKey && !afterSpace && this.#column > WIDTH && text[at + 1] !== ' ';
  }

  #plain(text: string): void {
    if (text !== '' && !this.#whitespace) this.#put(' ');
    this.#flow(text, (at, spaces) => this.#folds(text, at, spaces), false);
    this.#whitespace = false;
    this.#indention = false;
  }

  #single(text: string): void {
    this.#indicator("'");
    this.#flow(text, (at, spaces) => at > 0 && at < text.length - 1 && this.#folds(text, at, spaces), true);
    this.#indicator("'", false, false);
    this.#whitespace = false;
    this.#indention = false;
  }

  /** Plain and single-quoted text: spaces may fold, line breaks are doubled. */
  #flow(text: string, folds: (at: number, spaces: boolean) => boolean, quoted: boolean): void {
    let spaces = false;
    let breaks = false;
    let at = 0;
    for (const character of text) {
      if (character === ' ') {
        if (folds(at, spaces)) this.#newLine();
        else this.#put(character);
        spaces = true;
      } else if (isBreak(character)) {
        if (!breaks && character === '\n') this.#break();
        this.#writeBreak(character);
        this.#indention = true;
        breaks = true;
      } else {
        if (breaks) this.#newLine();
        this.#out += quoted && character === "'" ? "''" : character;
        this.#column += quoted && character === "'" ? 2 : 1;
        this.#indention = false;
        spaces = false;
        breaks = false;
      }
      at += character.length;
    }
  }

  #writeBreak(character: string): void {
    this.#out += character;
    this.#column = 0;
  }

  #double(text: string): void {
    this.#indicator('"');
    let spaces = false;
    let at = 0;
    for (const character of text) {
      if (!isPrintable(character) || isBreak(character) || character === '"' || character === '\\') {
        this.#put(escapeOf(character));
        spaces = false;
      } else if (character === ' ') {
        if (!this.#simpleKey && !spaces && this.#column > WIDTH && at > 0 && at < text.length - 1) {
          this.#newLine();
          if (text[at + 1] === ' ') this.#put('\\');
        } else this.#put(character);
        spaces = true;
      } else {
        this.#out += character;
        this.#column++;
        spaces = false;
      }
      at += character.length;
    }
    this.#indicator('"', false, false);
    this.#whitespace = false;
    this.#indention = false;
  }

  #literal(text: string): void {
    const first = text[0] as string;
    const hint = first === ' ' || isBreak(first) ? String(INDENT) : '';
    const last = text.at(-1) as string;
    const chomp = !isBreak(last) ? '-' : text.length === 1 || isBreak(text.at(-2) as string) ? '+' : '';
    this.#indicator(`|${hint}${chomp}`);
    this.#break();
    this.#indention = true;
    this.#whitespace = true;
    for (const line of text.split(LINE_ENDS)) {
      if (isBreak(line)) {
        this.#writeBreak(line);
        this.#indention = true;
      } else if (line !== '') {
        this.#newLine();
        this.#put(line);
        this.#indention = false;
      }
    }
  }
}
