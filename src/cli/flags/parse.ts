/**
 * Reads command lines as pflag does: `--flag value`, `--flag=value`, `--bool` and `--bool=false`, `-v 4`, `-v=4`, `-v4`, lists that gather over
 * repetitions, `_` in names for `-`, and `--` that ends flags.
 */
import { errorText } from '../../base/errors.ts';
import type { Flag } from './definition.ts';
import { UsageError } from './usage-error.ts';
import { type FlagValue, initialValue, parseValue, sameValue, valueText } from './values.ts';

/** Flags with their values: what was given, otherwise the default. */
export class FlagSet {
  readonly #flags: ReadonlyMap<string, Flag>;
  readonly #given: ReadonlyMap<string, FlagValue>;
  /** What was not a flag. */
  readonly operands: readonly string[];

  constructor(flags: ReadonlyMap<string, Flag>, given: ReadonlyMap<string, FlagValue>, operands: readonly string[]) {
    this.#flags = flags;
    this.#given = given;
    this.operands = operands;
  }

  /** Whether the flag stood on the command line, even with its default value. */
  given(name: string): boolean {
    return this.#given.has(name);
  }

  /** Every flag with its value as pflag prints it. */
  texts(): ReadonlyMap<string, string> {
    return new Map([...this.#flags.values()].map(({ name, type }) => [name, valueText(type, this.#value(name))]));
  }

  bool(name: string): boolean {
    return this.#value(name) === true;
  }

  /** Durations are in milliseconds. */
  number(name: string): number {
    return Number(this.#value(name));
  }

  string(name: string): string {
    return String(this.#value(name));
  }

  list(name: string): readonly string[] {
    const value = this.#value(name);
    return Array.isArray(value) ? value : [];
  }

  map(name: string): ReadonlyMap<string, string> {
    const value = this.#value(name);
    return value instanceof Map ? value : new Map();
  }

  #value(name: string): FlagValue {
    const flag = this.#flags.get(name);
    if (flag === undefined) throw new Error(`no flag ${name} in this table`);
    return this.#given.get(name) ?? initialValue(flag);
  }
}

/**
 * @throws {UsageError} for an unknown flag, a bad value, or a value other than the default of a flag that does not work yet
 */
export function parseFlags(flags: ReadonlyMap<string, Flag>, args: readonly string[]): FlagSet {
  const given = new Map<string, FlagValue>();
  const operands: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      operands.push(...rest);
      break;
    }
    if (arg.startsWith('--')) long(flags, arg, rest, given);
    else if (arg.startsWith('-') && arg.length > 1) short(flags, arg, rest, given);
    else operands.push(arg);
  }
  for (const [name, value] of given) refusePlanned(flags.get(name), value);
  return new FlagSet(flags, given, operands);
}

function long(flags: ReadonlyMap<string, Flag>, arg: string, rest: string[], given: Map<string, FlagValue>): void {
  const at = arg.indexOf('=');
  const written = at < 0 ? arg.slice(2) : arg.slice(2, at);
  if (written === '' || written.startsWith('-')) throw new UsageError(`bad flag syntax: ${arg}`);
  const flag = flags.get(written.replaceAll('_', '-'));
  if (flag === undefined) throw new UsageError(`unknown flag: --${written}`);
  set(flag, at < 0 ? valueAlone(flag, rest) : arg.slice(at + 1), given);
}

/** `-v 4`, `-v=4`, `-v4`, and several switches in one. */
function short(flags: ReadonlyMap<string, Flag>, arg: string, rest: string[], given: Map<string, FlagValue>): void {
  for (let at = 1; at < arg.length; at += 1) {
    const letter = arg.charAt(at);
    const flag = [...flags.values()].find((each) => each.short === letter);
    if (flag === undefined) throw new UsageError(`unknown shorthand flag: '${letter}' in ${arg}`);
    const attached = arg.slice(at + 1);
    if (flag.type === 'bool' && !attached.startsWith('=')) {
      set(flag, 'true', given);
      continue;
    }
    set(flag, attached === '' ? valueAlone(flag, rest, `'${letter}' in ${arg}`) : attached.replace(/^=/, ''), given);
    return;
  }
}

/** What a flag without `=` means: true, or the next argument. */
function valueAlone(flag: Flag, rest: string[], written = `--${flag.name}`): string {
  if (flag.type === 'bool' || flag.type === 'version') return 'true';
  const next = rest.shift();
  if (next === undefined) throw new UsageError(`flag needs an argument: ${written}`);
  return next;
}

function set(flag: Flag, text: string, given: Map<string, FlagValue>): void {
  try {
    given.set(flag.name, parseValue(flag.type, text, given.get(flag.name)));
  } catch (error) {
    const shown = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
    throw new UsageError(`invalid argument ${JSON.stringify(text)} for ${JSON.stringify(shown)} flag: ${errorText(error)}`);
  }
}

function refusePlanned(flag: Flag | undefined, value: FlagValue): void {
  if (flag?.support !== 'planned' || sameValue(value, initialValue(flag))) return;
  const initial = flag.initial === '' ? 'its zero value' : JSON.stringify(flag.initial);
  throw new UsageError(`--${flag.name} does not work yet: leave it out or give it its default, ${initial}`);
}
