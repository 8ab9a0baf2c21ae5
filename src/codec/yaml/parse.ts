/**
 * YAML to values, the way Go's reader takes it: the first document only, YAML 1.1 scalars, keys turned into strings, merge keys in the order in which
 * they stand, aliases read anew each time (and counted).
 *
 * js-yaml finds the structure; what the pieces mean is decided here. Limits: depth before anything is built, upstream's ratio of aliased to plain
 * nodes, and a bound on the text that aliases repeat.
 */
import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent, YAMLException } from 'js-yaml';
import { atOnce, type Steps } from '../../base/event-loop.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { setKey } from '../../machinery/object.ts';
import { DecodeError } from '../interface.ts';
import { checkCount } from '../values.ts';
import { firstDocument, indentedDocument } from './documents.ts';
import { yamlMessage } from './messages.ts';
import { resolvePlain } from './scalars.ts';

const MAX_DEPTH = 1_000;
/** Characters that aliases may add to what was sent. */
const MAX_ALIASED_TEXT = 16 * 1024 * 1024;

/** Enough for anybody to read. */
const MAX_DUPLICATES = 1_000;

export interface YamlValue {
  readonly value: unknown;
  /** `line 5: key "k" already set in map`: what a strict reader would have refused. */
  readonly duplicates: readonly string[];
}

/** @throws {DecodeError} "yaml: line 2: ..." */
export function parseYaml(text: string): YamlValue {
  return atOnce(parseYamlInSteps(text));
}

/** As parseYaml, for long texts. */
export function* parseYamlInSteps(text: string): Steps<YamlValue> {
  const source = firstDocument(text);
  const { source: readable, events } = eventsOf(source);
  yield;
  const builder = new Builder(readable, events);
  return { value: builder.document(), duplicates: builder.duplicates };
}

/** Text that may be parsed again because of lines that libyaml takes and js-yaml does not. */
const MAX_REPAIR_WORK = 8 * 1024 * 1024;

/**
 * libyaml does not mind how far the lines of flow collections and quoted scalars are indented; there, more spaces mean nothing. So lines that
 * js-yaml finds too far left are moved to the right.
 */
function eventsOf(text: string): { readonly source: string; readonly events: readonly Event[] } {
  let source = text;
  let indent: string | undefined;
  for (let work = 0; ; work += source.length) {
    try {
      return { source, events: parseEvents(source, { maxDepth: MAX_DEPTH }) };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const position = error.mark?.position;
      if (error.reason !== 'deficient indentation' || position === undefined || work > MAX_REPAIR_WORK) {
        const shorter = indentedDocument(source);
        if (shorter === undefined) throw new DecodeError(yamlMessage(error, source));
        source = shorter;
        continue;
      }
      const lineStart = source.lastIndexOf('\n', position - 1) + 1;
      indent ??= ' '.repeat(1 + deepestIndent(source));
      source = source.slice(0, lineStart) + indent + source.slice(lineStart);
    }
  }
}

function deepestIndent(source: string): number {
  let deepest = 0;
  for (const [indent] of source.matchAll(/^ +/gm)) deepest = Math.max(deepest, indent.length);
  return Math.min(deepest, MAX_DEPTH);
}

type Mapping = { [key: string]: unknown };

class Builder {
  readonly duplicates: string[] = [];
  readonly #source: string;
  readonly #events: readonly Event[];
  /** Where each anchor's node starts. A later anchor of the same name takes its place. */
  readonly #anchors = new Map<string, number>();
  readonly #open = new Set<number>();
  #at = 0;
  #decoded = 0;
  #aliased = 0;
  #aliasDepth = 0;
  #aliasedText = 0;
  #lines: number[] | undefined;

  constructor(source: string, events: readonly Event[]) {
    this.#source = source;
    this.#events = events;
  }

  document(): unknown {
    const first = this.#events[0];
    if (first?.type !== EVENT_ID.DOCUMENT) return null;
    this.#at = 1;
    return this.#next().type === EVENT_ID.POP ? null : this.#node();
  }

  #next(): Event {
    return this.#events[this.#at] as Event;
  }

  /** Reads the node at `#at` and moves behind it. */
  #node(): unknown {
    this.#count();
    const event = this.#next();
    const start = this.#at;
    switch (event.type) {
      case EVENT_ID.ALIAS:
        this.#at++;
        return this.#alias(this.#source.slice(event.anchorStart, event.anchorEnd));
      case EVENT_ID.SCALAR:
        this.#anchor(event, start);
        this.#at++;
        return this.#scalar(event);
      case EVENT_ID.SEQUENCE: {
        this.#anchor(event, start);
        this.#at++;
        const items: unknown[] = [];
        this.#inside(start, () => {
          while (this.#next().type !== EVENT_ID.POP) items.push(this.#node());
        });
        return items;
      }
      case EVENT_ID.MAPPING: {
        this.#anchor(event, start);
        this.#at++;
        const mapping: Mapping = {};
        this.#inside(start, () => this.#pairs(mapping));
        return mapping;
      }
      default:
        throw new DecodeError('yaml: unknown event');
    }
  }

  #inside(start: number, read: () => void): void {
    this.#open.add(start);
    read();
    this.#open.delete(start);
    this.#at++;
  }

  #anchor(event: { readonly anchorStart: number; readonly anchorEnd: number }, start: number): void {
    if (event.anchorStart >= 0) this.#anchors.set(this.#source.slice(event.anchorStart, event.anchorEnd), start);
  }

  #alias(name: string): unknown {
    const start = this.#anchors.get(name);
    if (start === undefined) throw new DecodeError(`yaml: unknown anchor '${name}' referenced`);
    if (this.#open.has(start)) throw new DecodeError(`yaml: anchor '${name}' value contains itself`);
    const back = this.#at;
    this.#at = start;
    this.#aliasDepth++;
    const value = this.#node();
    this.#aliasDepth--;
    this.#at = back;
    return value;
  }

  /** Upstream's guard against documents that are mostly aliases. */
  #count(): void {
    this.#decoded++;
    // Keys are nodes as well.
    checkCount(this.#decoded / 2);
    if (this.#aliasDepth > 0) this.#aliased++;
    if (this.#aliased > 100 && this.#decoded > 1_000 && this.#aliased / this.#decoded > allowedRatio(this.#decoded)) throw excessive();
  }

  #scalar(event: ScalarEvent): unknown {
    const text = this.#textOf(event);
    if (this.#aliasDepth > 0) {
      this.#aliasedText += text.length;
      if (this.#aliasedText > MAX_ALIASED_TEXT) throw excessive();
    }
    const tag = event.tagStart < 0 ? '' : this.#source.slice(event.tagStart, event.tagEnd);
    if (tag !== '' && tag !== '!') return taggedScalar(tag, text);
    if (tag === '!' || event.style !== SCALAR_STYLE.PLAIN) return text;
    const resolved = resolvePlain(text);
    return resolved.kind === 'string' ? text : resolved.value;
  }

  /** A block scalar that the end of the text cuts off has no line break at its end. */
  #textOf(event: ScalarEvent): string {
    const text = getScalarValue(this.#source, event);
    const block = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
    return block && event.valueEnd >= this.#source.length && text.endsWith('\n') && !this.#source.endsWith('\n') ? text.slice(0, -1) : text;
  }

  #pairs(mapping: Mapping): void {
    while (this.#next().type !== EVENT_ID.POP) {
      const key = this.#next();
      if (key.type === EVENT_ID.SCALAR && key.style === SCALAR_STYLE.PLAIN && key.tagStart < 0 && getScalarValue(this.#source, key) === '<<') {
        this.#at++;
        this.#merge(mapping);
        continue;
      }
      const name = this.#node();
      const place = this.#next();
      this.#set(mapping, name, this.#node(), place);
    }
  }

  #set(mapping: Mapping, key: unknown, value: unknown, place: Event): void {
    if (key === null)
      throw new DecodeError(
        `unsupported map key of type: %!s(<nil>), key: <nil>, value: ${typeof value === 'string' ? goQuote(value) : String(value)}`,
      );
    const name = keyText(key);
    if (Object.hasOwn(mapping, name)) this.#duplicate(key, name, place);
    setKey(mapping, name, value);
  }

  #duplicate(key: unknown, name: string, place: Event): void {
    if (this.duplicates.length < MAX_DUPLICATES)
      this.duplicates.push(`line ${this.#lineOf(place)}: key ${typeof key === 'string' ? goQuote(key) : name} already set in map`);
  }

  #merge(mapping: Mapping): void {
    const place = this.#next();
    const merged = this.#node();
    const parts = Array.isArray(merged) ? merged.reverse() : [merged];
    for (const part of parts as unknown[]) {
      if (part === null || typeof part !== 'object' || Array.isArray(part))
        throw new DecodeError('yaml: map merge requires map or sequence of maps as the value');
      for (const [key, value] of Object.entries(part)) this.#set(mapping, key, value, place);
    }
  }

  /** Counted from one; only asked for when there is something to report. */
  #lineOf(event: Event): number {
    const start = 'valueStart' in event ? event.valueStart : 'start' in event ? event.start : 'anchorStart' in event ? event.anchorStart : 0;
    this.#lines ??= lineStarts(this.#source);
    let [low, high] = [0, this.#lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#lines[middle] as number) <= start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function excessive(): DecodeError {
  return new DecodeError('yaml: document contains excessive aliasing');
}

function allowedRatio(decoded: number): number {
  if (decoded <= 400_000) return 0.99;
  if (decoded >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000);
}

function keyText(key: unknown): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'boolean' || typeof key === 'bigint') return String(key);
  if (typeof key === 'number') return Number.isInteger(key) && Math.abs(key) < 1e21 ? String(key) : floatKey(key);
  throw new DecodeError(`yaml: invalid map key: ${Array.isArray(key) ? '[]interface {}{...}' : 'map[interface {}]interface {}{...}'}`);
}

/** As Go prints a 32-bit float with %g. */
function floatKey(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const text = String(Number(Math.fround(value).toPrecision(8)));
  return text.includes('e') ? text.replace(/e([+-])(\d)$/, 'e$10$2') : text;
}

/** Scalars with an explicit tag: `!!str 1`, `!!int "5"`, `!!binary ...`; tags that Go does not know leave the text. */
function taggedScalar(tag: string, text: string): unknown {
  const name = /^(?:!!|!<tag:yaml\.org,2002:)(str|int|float|bool|null|binary)>?$/.exec(tag)?.[1];
  if (name === undefined || name === 'str') return text;
  if (name === 'binary') return Buffer.from(text, 'base64').toString('utf8');
  const resolved = resolvePlain(text);
  const value = resolved.kind === 'string' ? text : resolved.value;
  const found =
    typeof value === 'string'
      ? 'str'
      : value === null
        ? 'null'
        : typeof value === 'boolean'
          ? 'bool'
          : Number.isInteger(Number(value))
            ? 'int'
            : 'float';
  if (found === name || (name === 'float' && found === 'int')) return value;
  throw new DecodeError(`yaml: cannot decode !!${found} \`${text}\` as a !!${name}`);
}
