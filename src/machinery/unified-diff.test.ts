import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_DIFF_LINES, unifiedDiff } from './unified-diff.ts';

const lines = (...each: readonly string[]): string => each.join('\n');

test('unified diffs: what differs, with three lines around', () => {
  const cases: readonly (readonly [before: string, after: string, diff: string])[] = [
    ['a', 'a', ''],
    ['a', 'b', '@@ -1 +1 @@\n-a\n+b\n'],
    [lines('a', 'b', 'c'), lines('a', 'c'), '@@ -1,3 +1,2 @@\n a\n-b\n c\n'],
    [lines('a', 'c'), lines('a', 'b', 'c'), '@@ -1,2 +1,3 @@\n a\n+b\n c\n'],
    [lines('1', '2', '3', '4', '5', '6'), lines('1', '2', '3', '4', '5', 'x'), '@@ -3,4 +3,4 @@\n 3\n 4\n 5\n-6\n+x\n'],
  ];
  for (const [before, after, diff] of cases) assert.equal(unifiedDiff(before, after), diff);
});

test('unified diffs: changes far apart are hunks of their own', () => {
  const before = Array.from({ length: 20 }, (_, i) => `${i}`);
  const after = before.with(1, 'x').with(18, 'y');
  const diff = unifiedDiff(lines(...before), lines(...after));
  assert.deepEqual(diff.match(/^@@.*$/gm), ['@@ -1,5 +1,5 @@', '@@ -16,5 +16,5 @@']);
});

test('unified diffs: too much text is not compared', () => {
  const text = 'a\n'.repeat(MAX_DIFF_LINES / 2);
  assert.equal(unifiedDiff(text, `${text}b`), '');
});
