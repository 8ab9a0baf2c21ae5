/**
 * Cron schedules as github.com/robfig/cron reads them, whose errors clients see: five fields, the descriptors "@daily" and the like, "@every" with
 * a Go duration, and a leading "TZ=" or "CRON_TZ=". Only the first error is reported.
 */

import { parseDuration } from '../../../base/duration.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { parseInt64 } from '../../../machinery/int64.ts';
import { isTimeZone } from './time-zones.ts';

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']);
const EVERY = '@every ';

/** What Go's time package finds wrong with the name of a time zone. */
export function timeZoneProblem(name: string): string | undefined {
  if (name === '' || name === 'UTC' || name === 'Local') return undefined;
  if (name.includes('..') || name.startsWith('/') || name.includes('\\')) return 'time: invalid location name';
  return isTimeZone(name) ? undefined : `unknown time zone ${name}`;
}

/** The first thing that is wrong with a schedule; undefined when it is good. */
export function scheduleProblem(schedule: string): string | undefined {
  let rest = schedule;
  if (rest.startsWith('TZ=') || rest.startsWith('CRON_TZ=')) {
    const space = rest.indexOf(' ');
    const zone = rest.slice(rest.indexOf('=') + 1, space < 0 ? rest.length : space);
    const problem = timeZoneProblem(zone);
    if (problem !== undefined) return `provided bad location ${zone}: ${problem}`;
    rest = space < 0 ? '' : rest.slice(space).trim();
  }
  if (rest.startsWith('@')) return descriptorProblem(rest);
  const fields = rest.split(/\s+/).filter((each) => each !== '');
  if (fields.length !== FIELDS.length) return `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`;
  for (const [i, field] of fields.entries()) {
    const problem = fieldProblem(field, FIELDS[i] as Bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function descriptorProblem(text: string): string | undefined {
  if (DESCRIPTORS.has(text)) return undefined;
  if (!text.startsWith(EVERY)) return `unrecognized descriptor: ${text}`;
  try {
    parseDuration(text.slice(EVERY.length));
    return undefined;
  } catch (error) {
    return `failed to parse duration ${text}: ${(error as Error).message}`;
  }
}

function fieldProblem(field: string, bounds: Bounds): string | undefined {
  for (const range of field.split(',')) {
    const problem = range === '' ? undefined : rangeProblem(range, bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A number, a name, `*`, `?` or `low-high`, with an optional `/step`. */
function rangeProblem(text: string, bounds: Bounds): string | undefined {
  const [range = '', ...steps] = text.split('/');
  const [low = '', ...highs] = range.split('-');
  let start: number | string = bounds.min;
  let end: number | string = bounds.max;
  if (low !== '*' && low !== '?') {
    start = parseValue(low, bounds);
    if (typeof start === 'string') return start;
    if (highs.length > 1) return `too many hyphens: ${text}`;
    end = highs[0] === undefined ? start : parseValue(highs[0], bounds);
    if (typeof end === 'string') return end;
  }
  let step: number | string = 1;
  if (steps.length > 1) return `too many slashes: ${text}`;
  if (steps[0] !== undefined) {
    step = parseNumber(steps[0]);
    if (typeof step === 'string') return step;
    // "N/step" goes on to the end.
    if (highs.length === 0) end = bounds.max;
  }
  if (start < bounds.min) return `beginning of range (${start}) below minimum (${bounds.min}): ${text}`;
  if (end > bounds.max) return `end of range (${end}) above maximum (${bounds.max}): ${text}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${text}`;
  return step === 0 ? `step of range should be a positive number: ${text}` : undefined;
}

/** The value, or what is wrong with its text. */
function parseValue(text: string, bounds: Bounds): number | string {
  const named = bounds.names?.indexOf(text.toLowerCase()) ?? -1;
  return named >= 0 ? named + bounds.min : parseNumber(text);
}

function parseNumber(text: string): number | string {
  const problem = (what: string): string => `failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: ${what}`;
  const value = parseInt64(text);
  if (typeof value === 'string') return problem(value);
  return value < 0n ? `negative number (${value}) not allowed: ${text}` : Number(value);
}
