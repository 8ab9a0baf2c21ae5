/**
 * Regular expressions see what clients send, and a backtracking engine may look at a text once for each of its characters: a few kilobytes then hold
 * the only thread for seconds. Every pattern in the sources meets texts that are made to do that, whoever it is meant for.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parseSync } from 'oxc-parser';
import { isProduct, root, sourceFiles } from './sources.ts';
import { visit } from './syntax.ts';

/** Characters. Of the longest, a second look from each costs ten times what is allowed, and one pass a hundredth; what is worse shows earlier. */
const LENGTHS = [30, 300, 3_000, 30_000];
const MAX_MS = 50;
/** What runs of are hard: what patterns repeat, and what they look for behind a repetition. */
const PIECES = ['0', '1', 'a', 'A', 'a-', 'a.', '0.', ' ', '\t', '\n', '/', 'a/', '-', '_', ':', '"', '\\"', '=', '*', '+\n', '[', ';a=', '\u0085'];
/** What a pattern itself says. */
const WORDS = /[A-Za-z]{3,}|-{4,}[A-Z ]+-{4,}/g;
const HEADS = ['', '0', '"'];
/** The end spoils the match: nothing may stand there, or nothing behind what stands there. */
const TAILS = ['\u0000', '\u0000/', ''];

interface Literal {
  readonly pattern: string;
  readonly flags: string;
}

function patternsOf(file: string): [place: string, pattern: RegExp][] {
  const found: [string, RegExp][] = [];
  visit(parseSync(file, readFileSync(path.join(root, file), 'utf8')).program, ({ regex }) => {
    const { pattern, flags } = (regex ?? { pattern: '', flags: '' }) as Literal;
    if (/[*+]|\{\d+,\}/.test(pattern)) found.push([`${file} /${pattern}/${flags}`, new RegExp(pattern, flags)]);
  });
  return found;
}

const textsOf = (pieces: readonly string[], length: number): string[] =>
  pieces.flatMap((piece) => {
    const run = piece.repeat(length / piece.length);
    return HEADS.flatMap((head) => TAILS.map((tail) => head + run + tail));
  });

const TEXTS = new Map(LENGTHS.map((length) => [length, textsOf(PIECES, length)]));

function isSlow(pattern: RegExp): boolean {
  const words = [...new Set(pattern.source.match(WORDS))];
  return LENGTHS.some((length) =>
    [...(TEXTS.get(length) ?? []), ...textsOf(words, length)].some((text) => milliseconds(() => text.replace(pattern, '')) > MAX_MS),
  );
}

/** Processor time: the machine may be busy with other things. */
function milliseconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('a text of any kind costs every pattern one pass', () => {
  const slow = sourceFiles('src/**/*.ts')
    .filter(isProduct)
    .flatMap(patternsOf)
    .filter(([, pattern]) => isSlow(pattern))
    .map(([place]) => place);
  assert.deepEqual(slow, []);
});
