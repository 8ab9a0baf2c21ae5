/** Sets of pod indexes as texts: "0,2-5,7", in increasing order, below the number of completions. */
import { goQuote } from '../../../machinery/go/text.ts';

export interface IndexSet {
  /** How many indexes the text names; 0 when it is wrong. */
  readonly total: number;
  readonly problem?: string;
}

type Interval = readonly [first: number, last: number];

export function parseIndexes(text: string, completions: number): IndexSet {
  if (text === '') return { total: 0 };
  let total = 0;
  let previous: number | undefined;
  for (const part of text.split(',')) {
    const interval = parseInterval(part, completions);
    if (typeof interval === 'string') return { total: 0, problem: interval };
    const [first, last] = interval;
    if (previous !== undefined && previous >= first) return { total: 0, problem: notIncreasing(previous, first) };
    total += last - first + 1;
    previous = last;
  }
  return { total };
}

const notIncreasing = (previous: number, current: number): string => `non-increasing order, previous: ${previous}, current: ${current}`;

/** The interval, or what is wrong with it. */
function parseInterval(text: string, completions: number): Interval | string {
  const limits = text.split('-');
  if (limits.length > 2)
    return `the fragment ${goQuote(text)} violates the requirement that an index interval can have at most two parts separated by '-'`;
  const values: number[] = [];
  for (const limit of limits) {
    if (!/^[+-]?[0-9]{1,18}$/.test(limit)) return `cannot convert string to integer for index: ${goQuote(limit)}`;
    const value = Number(limit);
    if (value >= completions) return `too large index: ${goQuote(limit)}`;
    values.push(value);
  }
  const [first = 0, last = first] = values;
  return values.length > 1 && first >= last ? notIncreasing(first, last) : [first, last];
}

/** Intervals that are well-formed; the others are reported where the format is checked. */
function intervals(text: string, completions: number): readonly Interval[] {
  if (text === '') return [];
  return text
    .split(',')
    .map((part) => parseInterval(part, completions))
    .filter((each): each is Interval => typeof each !== 'string');
}

/** The first index that two sets share. Sets are ordered, so one walk over both is enough. */
export function firstCommonIndex(a: string, b: string, completions: number): number | undefined {
  const left = intervals(a, completions);
  const right = intervals(b, completions);
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [x, y] = left[i] as Interval;
    const [v, w] = right[j] as Interval;
    if (x <= w && v <= y) return Math.max(x, v);
    if (x <= v) i++;
    else j++;
  }
  return undefined;
}
