/**
 * Log lines as the reference writes them: klog's text (`I0102 15:04:05.000000    4242 server] "message" key="value"`) or one JSON object a line.
 *
 * What is logged comes from callers as data and is quoted here, so that nobody can forge a line; credentials in headers are masked wherever they
 * turn up. Lines go to a function: this file knows no stream. Where klog has the source file and line, these lines have the name of
 * the part that speaks, which `vmodule` selects by: in a bundle there are no source files.
 */
import { type Clock, systemClock } from './clock.ts';
import type { Logger, LogValue } from './log.ts';

export interface KlogOptions {
  readonly format: 'text' | 'json';
  /** Lines above this verbosity are left out. */
  readonly verbosity: number;
  /** Other verbosities for parts, by patterns of their names, first match first. */
  readonly modules?: readonly ModuleLevel[];
  readonly clock?: Clock;
  readonly processId: number;
  /** Gets whole lines with their line feed, and whether they tell of an error. */
  readonly write: (line: string, isError: boolean) => void;
}

export interface ModuleLevel {
  /** `*` and `?` as in a shell. */
  readonly pattern: string;
  readonly verbosity: number;
}

type Values = { readonly [key: string]: LogValue };
type Severity = 'I' | 'W' | 'E';

export function klog(options: KlogOptions, name = 'server'): Logger {
  const verbosity = levelOf(options, name);
  const clock = options.clock ?? systemClock;
  const render = options.format === 'json' ? jsonLine : textLine;
  const emit = (severity: Severity, message: string, values: Values | undefined, more: { verbosity?: number; error?: unknown }): void => {
    options.write(
      render({ severity, message, values: values ?? {}, name, time: clock.now(), processId: options.processId, ...more }),
      severity === 'E',
    );
  };
  return {
    enabled: (level) => level <= verbosity,
    info: (message, values, level = 0) => level <= verbosity && emit('I', message, values, { verbosity: level }),
    warn: (message, values) => emit('W', message, values, { verbosity: 0 }),
    error: (message, error, values) => emit('E', message, values, { error }),
    named: (part) => klog(options, part),
  };
}

/**
 * Reads --vmodule: "watch-cache=4,storage*=5".
 * @throws {Error} with klog's message
 */
export function parseModuleLevels(text: string): ModuleLevel[] {
  return text
    .split(',')
    .filter((each) => each !== '')
    .map((each) => {
      const found = /^([^=]+)=(\d+)$/.exec(each);
      if (found?.[1] === undefined) throw new Error('syntax error: expect comma-separated list of filename=N');
      return { pattern: found[1], verbosity: Number(found[2]) };
    });
}

function levelOf(options: KlogOptions, name: string): number {
  const found = options.modules?.find(({ pattern }) => wildcard(pattern).test(name));
  return found?.verbosity ?? options.verbosity;
}

/** The pattern is the operator's own, and only `*` and `?` mean anything in it. */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}

interface Line {
  readonly severity: Severity;
  readonly message: string;
  readonly values: Values;
  readonly name: string;
  readonly time: number;
  readonly processId: number;
  readonly verbosity?: number;
  readonly error?: unknown;
}

function textLine({ severity, message, values, name, time, processId, error }: Line): string {
  const pairs = Object.entries(error === undefined ? values : { err: errorText(error), ...values })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? quote(mask(value)) : value === null ? '<nil>' : value}`);
  return `${severity}${stamp(new Date(time))} ${String(processId).padStart(7)} ${name}] ${quote(mask(message))}${pairs.join('')}\n`;
}

function jsonLine({ message, values, name, time, verbosity, error }: Line): string {
  const masked = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? mask(value) : value]));
  const line = {
    ts: time,
    caller: name,
    msg: mask(message),
    ...(verbosity === undefined ? {} : { v: verbosity }),
    ...(error === undefined ? {} : { err: errorText(error) }),
    ...masked,
  };
  return `${JSON.stringify(line)}\n`;
}

/** `0102 15:04:05.000000` in local time. */
function stamp(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(time.getMonth() + 1)}${two(time.getDate())}`;
  const seconds = `${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}000`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${seconds}`;
}

function quote(text: string): string {
  // JSON leaves these two as they are, and terminals take them for line ends or commands.
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function errorText(error: unknown): string {
  return mask(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function mask(text: string): string {
  return text.replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 <masked>');
}
