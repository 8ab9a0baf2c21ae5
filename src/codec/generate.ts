/**
 * Functions made from the tables: what would look up every field of a struct again with every object is written out once a type, as straight code that
 * V8 can optimise for that type alone. This is the only place that turns text into code.
 *
 * Invariants: code is made of our own words and of what `literal` gives (a table's names and numbers as JSON, which is never more than a value);
 * everything else that code needs is handed in with `bind`. Only types of the tables get here, of which there is a fixed number: a schema that users bring
 * (custom resources) must be interpreted instead, since code is never given back and compiling costs a client nothing.
 */

/**
 * Of more things, a function keeps no variable each: variables lie on the stack, and the types with the most fields (schemas) nest a thousand levels deep.
 */
const MANY = 24;

export class GeneratedFunction {
  readonly #names: string[] = [];
  readonly #values: unknown[] = [];
  readonly #variables: string[] = [];
  readonly #lines: string[] = [];

  /** A value for the code to refer to. @param prefix of the name that it gets @returns the name */
  bind(prefix: string, value: unknown): string {
    const name = `${prefix}${this.#names.length}`;
    this.#names.push(name);
    this.#values.push(value);
    return name;
  }

  /** A variable that keeps its value between calls; undefined at first. @returns its name */
  variable(prefix: string): string {
    const name = `${prefix}_${this.#variables.length}`;
    this.#variables.push(name);
    return name;
  }

  /** Declares variables in the function, undefined at first. @param count how many @returns how the one of a number is called */
  locals(prefix: string, count: number): (index: number) => string {
    if (count > MANY) {
      this.add(`const ${prefix} = new Array(${count});`);
      return (index) => `${prefix}[${index}]`;
    }
    const nameOf = (index: number): string => `${prefix}${index}`;
    if (count > 0) this.add(`let ${Array.from({ length: count }, (_, index) => nameOf(index)).join(', ')};`);
    return nameOf;
  }

  add(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  /**
   * A loop over the members that `object` has, as `name` and `value`: asking objects of many shapes for each field of a table is slow, since most of them lack
   * most. Few names are equally long, so it takes few comparisons even before V8 has optimised the function.
   * @param known adds the code for one name of the table, which may `continue`; @param unknown the code for any other
   */
  eachMember(names: readonly string[], known: (place: number) => void, unknown: string): void {
    this.add('for (const name in object) {', 'const value = object[name];', 'switch (name.length) {');
    for (const length of new Set(names.map((each) => each.length))) {
      this.add(`case ${length}:`, 'switch (name) {');
      for (const [place, name] of names.entries()) {
        if (name.length !== length) continue;
        this.add(`case ${literal(name)}:`);
        known(place);
        this.add('continue;');
      }
      this.add('}', 'break;');
    }
    this.add('}', unknown, '}');
  }

  /** @param title of the function, as profiles show it; @param parameters separated by commas */
  compile<F extends (...parameters: never[]) => unknown>(title: string, parameters: string): F {
    const variables = this.#variables.length === 0 ? '' : `let ${this.#variables.join(', ')};\n`;
    // In parentheses V8 compiles it at once, not when it is called for the first time, which is now.
    const inner = `return (function ${title.replace(/\W/g, '_')}(${parameters}) {\n${this.#lines.join('\n')}\n});`;
    // The function around it holds what is bound.
    return new Function(...this.#names, `'use strict';\n${variables}${inner}`)(...this.#values) as F;
  }
}

/** A value of a table in the code. */
export function literal(value: string | number): string {
  return JSON.stringify(value);
}
