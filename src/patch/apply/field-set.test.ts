/** Sets of fields against lists of paths: every operation says of each path what its name promises. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FieldSet, printPath } from './field-set.ts';

/** The same numbers every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function randomPaths(next: (below: number) => number): string[][] {
  return Array.from({ length: next(8) }, () => Array.from({ length: 1 + next(3) }, () => `f:${'abc'.charAt(next(3))}`));
}

const texts = (set: FieldSet): string[] => [...set.paths()].map(printPath).sort();
const unique = (paths: readonly string[][]): string[] => [...new Set(paths.map(printPath))].sort();

test('union, intersection and differences hold the paths that they say, and give back an operand where nothing changes', () => {
  const next = numbers(7);
  for (let turn = 0; turn < 2000; turn++) {
    const [left, right] = [randomPaths(next), randomPaths(next)];
    const [a, b] = [FieldSet.of(...left), FieldSet.of(...right)];
    const others = new Set(unique(right));
    const isBelow = (path: string): boolean => [...others].some((each) => path === each || path.startsWith(`${each}.`));
    assert.deepEqual(texts(a.union(b)), unique([...left, ...right]));
    const both = unique(left).filter((path) => others.has(path));
    assert.deepEqual(texts(a.intersection(b)), both);
    assert.equal(a.intersection(b).isEmpty, both.length === 0);
    assert.deepEqual(
      texts(a.difference(b)),
      unique(left).filter((path) => !others.has(path)),
    );
    assert.deepEqual(
      texts(a.recursiveDifference(b)),
      unique(left).filter((path) => !isBelow(path)),
    );
    if (both.length === 0) assert.equal(a.difference(b), a);
    assert.ok(a.difference(b).union(a.intersection(b)).equals(a));
  }
});
