/**
 * Writers of structs, generated from the tables (see generate.ts): members in table order whatever their order in the object.
 *
 * A writer walks over the members that are there (most fields are absent, and asking an object of yet another shape for something that it lacks is slow),
 * keeps their texts and puts them together at the end. What Go omits is omitted and counted, because decoding would not give it back; so is what the
 * table does not know.
 */
import type { Field, StructType, Type } from '../../machinery/descriptor.ts';
import type { Fields } from '../../machinery/object.ts';
import { GeneratedFunction, literal } from '../generate.ts';
import type { Pen, Writer } from './pen.ts';
import { encodeString, escapeString } from './strings.ts';

type WriterOf = (type: Type) => Writer;

/** The whole struct. Null and nothing are written as an empty one. */
export function structWriter(type: StructType, writerOf: WriterOf): Writer {
  const code = new StructCode(writerOf);
  const { fields } = type;
  code.add(`if (object === undefined || object === null) { pen.deviations++; object = ${code.bind('empty', Object.freeze({}))}; }`);
  code.walk(fields, () => true);
  code.join(fields, 0, fields.length, '{');
  code.add('return out.length === 0 ? "{}" : out + "}";');
  return code.compile(`writeJson_${type.go}`, 'object, pen');
}

/** A struct without braces: the members before one field, and those behind it. */
export type SplitWriter = (object: Fields, pen: Pen) => readonly [before: string, after: string];

/** @param at the place of the field that is left out */
export function splitWriter(type: StructType, at: number, writerOf: WriterOf): SplitWriter {
  const code = new StructCode(writerOf);
  const { fields } = type;
  code.walk(fields, (place) => place !== at);
  code.join(fields, 0, at, '');
  code.add('const before = out;', 'out = "";');
  code.join(fields, at + 1, fields.length, '');
  code.add('return [before, out];');
  return code.compile(`writeJson_split_${type.go}`, 'object, pen');
}

/** Some members of a struct, each with a comma before it. */
export type MembersWriter = (object: Fields, pen: Pen) => string;

/** The members from one place on. */
export function restWriter(type: StructType, from: number, writerOf: WriterOf): MembersWriter {
  const code = new StructCode(writerOf);
  const { fields } = type;
  code.walk(fields, (place) => place >= from);
  code.join(fields, from, fields.length, ',');
  code.add('return out;');
  return code.compile(`writeJson_rest_${type.go}`, 'object, pen');
}

class StructCode extends GeneratedFunction {
  readonly #writerOf: string;
  readonly #escape: string;
  readonly #isEmpty: string;
  /** Expressions for the writers of types. */
  readonly #writers = new Map<Type, string>();
  /** Where the text of a field waits. */
  #textOf: (place: number) => string = String;

  constructor(writerOf: WriterOf) {
    super();
    this.#writerOf = this.bind('writerOf', writerOf);
    this.#escape = this.bind('escape', escapeString);
    this.#isEmpty = this.bind('isEmpty', isEmptyMap);
  }

  /** Leaves the texts of the members that are there in variables. @param isWritten whether the field at a place is looked at */
  walk(fields: readonly Field[], isWritten: (place: number) => boolean): void {
    this.add('const care = pen.care;', 'let out = "";');
    this.#textOf = this.locals('texts', fields.length);
    const names = fields.map(({ name }) => name);
    const member = (place: number): void => {
      if (isWritten(place)) this.#member(fields[place] as Field, this.#textOf(place));
    };
    this.eachMember(names, member, 'pen.deviations++;');
  }

  #member(field: Field, text: string): void {
    const source = this.#value(field);
    const empty = this.#emptiness(field);
    const isContainer = field.type.kind === 'list' || field.type.kind === 'map';
    if (field.omitempty) {
      this.add(
        'if (value === undefined) continue;',
        `if (value === null${empty === '' ? '' : ` || ${empty}`}) pen.deviations++;`,
        `else ${text} = ${source};`,
      );
    } else if (!field.pointer && !isContainer) this.add(`if (value !== undefined) ${text} = ${source};`);
    else {
      this.add('if (value === undefined) continue;', `if (value === null) ${text} = "null";`);
      if (empty !== '')
        this.add(`else if (${empty}) { pen.deviations++; ${text} = pen.isStored ? "null" : ${field.type.kind === 'list' ? '"[]"' : '"{}"'}; }`);
      this.add(`else ${text} = ${source};`);
    }
  }

  /** An expression for the text of `value`; that of a string, which most values are, begins behind the first quote. */
  #value(field: Field): string {
    if (!hasQuote(field)) return this.#call(field.type, 'value');
    return `typeof value !== "string" ? '"' : care.test(value) ? ${this.#escape}(value).slice(1) : value + '"'`;
  }

  /** The same for what is absent and nevertheless written. */
  #absent(field: Field): string {
    if (hasQuote(field)) return `'"'`;
    return field.pointer ? '"null"' : this.#call(field.type, 'undefined');
  }

  /** Writers are made at the first use: types refer to each other in circles. */
  #call(type: Type, value: string): string {
    let write = this.#writers.get(type);
    if (write === undefined) {
      const variable = this.variable('write');
      write = `(${variable} ??= ${this.#writerOf}(${this.bind('type', type)}))`;
      this.#writers.set(type, write);
    }
    return `${write}(${value}, pen)`;
  }

  /** The condition under which Go's omitempty leaves out what is no pointer; '' when there is none. */
  #emptiness({ pointer, type }: Field): string {
    if (pointer) return '';
    if (type.kind === 'list') return 'value.length === 0';
    if (type.kind === 'map') return `${this.#isEmpty}(value)`;
    return type.kind === 'scalar' ? 'value === "" || value === 0 || value === false' : '';
  }

  /** Puts the texts from one place to before another together. @param first what stands before the first of them */
  join(fields: readonly Field[], from: number, to: number, first: string): void {
    for (let place = from; place < to; place++) {
      const field = fields[place] as Field;
      const text = this.#textOf(place);
      const key = `${encodeString(field.name)}:${hasQuote(field) ? '"' : ''}`;
      if (!field.omitempty) this.add(`if (${text} === undefined) { pen.deviations++; ${text} = ${this.#absent(field)}; }`);
      else this.add(`if (${text} !== undefined)`);
      this.add(`out += (out.length === 0 ? ${literal(first + key)} : ${literal(`,${key}`)}) + ${text};`);
    }
  }
}

/** Whether a field, where it is written, has a quote behind its key: then the two are written in one. */
function hasQuote({ type, pointer, omitempty }: Field): boolean {
  return type.kind === 'scalar' && type.scalar === 'string' && (omitempty || !pointer);
}

function isEmptyMap(map: object): boolean {
  for (const _ in map) return false;
  return true;
}
