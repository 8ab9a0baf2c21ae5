/**
 * Readers of structs, generated from the tables (see generate.ts): values wait in variables until the object is built from them, in table order.
 *
 * Which field a key means is told by its length and by the one character in which the names of that length differ most, so that no key is cut out of
 * the text.
 */
import type { StructType, Type } from '../../machinery/descriptor.ts';
import { GeneratedFunction, literal } from '../generate.ts';
import { kept, zeroOf } from '../memory-form.ts';
import { type Slot, type Slots, skipUnknown, slotsOf } from './slots.ts';
import type { Reader } from './typed-scanner.ts';

/** @param readOther reads what is no object */
export function structReader(type: StructType, readerOf: (type: Type) => Reader, readOther: Reader): Reader {
  const slots = slotsOf(type);
  const fields = [...slots.values()];
  const code = new ReaderCode(readerOf, slots);
  code.add(`if (scanner.peek() !== 123) return ${code.bind('readOther', readOther)}(scanner, before);`);
  code.variables(fields);
  code.add('scanner.at++;', 'if (scanner.peek() === 125) scanner.at++;', 'else do {');
  code.members(fields);
  code.add('} while (scanner.moreMembers());', 'const object = {};');
  code.build(fields);
  code.add('return object;');
  return code.compile(`readJson_${type.go}`, 'scanner, before');
}

/** Duplicates are told by a bit a field. */
const BITS = 30;

class ReaderCode extends GeneratedFunction {
  readonly #readerOf: string;
  readonly #slots: string;
  readonly #find: string;
  readonly #skipUnknown: string;
  readonly #kept: string;
  readonly #zeroOf: string;
  /** Where the value of a field waits. */
  #valueOf: (index: number) => string = String;

  constructor(readerOf: (type: Type) => Reader, slots: Slots) {
    super();
    this.#readerOf = this.bind('readerOf', readerOf);
    this.#slots = this.bind('slots', slots);
    this.#find = this.bind('find', finderOf([...slots.keys()]));
    this.#skipUnknown = this.bind('skipUnknown', skipUnknown);
    this.#kept = this.bind('kept', kept);
    this.#zeroOf = this.bind('zeroOf', zeroOf);
  }

  /** What an earlier member of the same name left behind is what reading goes on from. */
  variables(fields: readonly Slot[]): void {
    for (let i = 0; i < fields.length; i += BITS) this.add(`let seen${i / BITS} = 0;`);
    this.#valueOf = this.locals('values', fields.length);
    this.add('if (before !== undefined && before !== null) {');
    for (const { index, name } of fields) this.add(`${this.#valueOf(index)} = before[${literal(name)}] ?? undefined;`);
    this.add('}');
  }

  members(fields: readonly Slot[]): void {
    this.add('let key;');
    // A key with escapes is rare enough to be looked up.
    this.add('if (!scanner.plainKey()) key = scanner.key();');
    this.add(`switch (key === undefined ? ${this.#find}(scanner.text, scanner.keyFrom, scanner.keyTo) : ${this.#slots}.get(key)?.index) {`);
    for (const slot of fields) {
      const seen = `seen${Math.floor(slot.index / BITS)}`;
      const bit = 1 << (slot.index % BITS);
      this.add(`case ${slot.index}:`);
      this.add(`if ((${seen} & ${bit}) !== 0) scanner.duplicateField(${literal(slot.name)});`, `${seen} |= ${bit};`);
      this.#value(slot);
      this.add('break;');
    }
    this.add(`default: ${this.#skipUnknown}(scanner, key ?? scanner.text.slice(scanner.keyFrom, scanner.keyTo));`, '}');
  }

  #value({ index, field, drops, ...slot }: Slot): void {
    const value = this.#valueOf(index);
    const variable = this.variable('read');
    const read = `(${variable} ??= ${this.#readerOf}(${this.bind('type', field.type)}))(scanner, ${value})`;
    this.add(`scanner.enter(${this.bind('slot', slot)});`);
    if (field.pointer) this.add(`if (scanner.peek() === 110) { scanner.literal('null'); ${value} = undefined; } else`);
    if (field.type.kind === 'scalar' && field.type.scalar === 'string') this.add(`${value} = scanner.peek() === 34 ? scanner.string() : ${read};`);
    else if (drops === 'empty') this.add(`${value} = ${this.#kept}('empty', ${read}, scanner.empties);`);
    else this.add(`${value} = ${read};`);
    if (drops === 'zero') this.add(`if (${value} === '' || ${value} === 0 || ${value} === false) ${value} = undefined;`);
    this.add('scanner.leave();');
  }

  /**
   * Members are set by names that V8 takes from variables: then it does not prepare for each order in which they may come, of which users can make any
   * number.
   */
  build(fields: readonly Slot[]): void {
    for (const { index, field } of fields) {
      const member = `object[${this.bind('name', field.name)}]`;
      const value = this.#valueOf(index);
      this.add(`if (${value} !== undefined) ${member} = ${value};`);
      if (field.omitempty) continue;
      this.add(`else ${member} = ${field.pointer ? 'null' : `${this.#zeroOf}(${this.bind('type', field.type)})`};`);
    }
  }
}

/** Which of the names stands in a text from one place to another; -1 for none of them. */
type Finder = (text: string, from: number, to: number) => number;

function finderOf(names: readonly string[]): Finder {
  const code = new GeneratedFunction();
  code.add('switch (to - from) {');
  for (const [length, places] of Map.groupBy([...names.keys()], (place) => (names[place] as string).length)) {
    const at = mostDifferent(places.map((place) => names[place] as string));
    code.add(`case ${length}:`, `switch (text.charCodeAt(from + ${at})) {`);
    for (const [character, alike] of Map.groupBy(places, (place) => (names[place] as string).charCodeAt(at))) {
      code.add(`case ${character}:`);
      for (const place of alike) code.add(`if (text.startsWith(${literal(names[place] as string)}, from)) return ${place};`);
      code.add('break;');
    }
    code.add('}', 'break;');
  }
  code.add('}', 'return -1;');
  return code.compile<Finder>('findField', 'text, from, to');
}

/** The place at which names of the same length have the most characters among them. */
function mostDifferent(names: readonly string[]): number {
  const [first = ''] = names;
  let best = 0;
  let most = 0;
  for (let at = 0; at < first.length; at++) {
    const different = new Set(names.map((name) => name.charCodeAt(at))).size;
    if (different > most) [best, most] = [at, different];
  }
  return best;
}
