import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Overlaps } from './overlaps.ts';

/** Each with each. */
function plainly(paths: readonly string[], i: number): number[] {
  const isIn = (path: string, folder: string): boolean => path !== '' && folder !== '' && `${path}/`.startsWith(`${folder}/`);
  const [path] = paths.slice(i);
  return paths.slice(0, i).flatMap((each, j) => (isIn(path as string, each) || isIn(each, path as string) ? [j] : []));
}

const NAMES = ['', 'a', 'a/b', 'a/b/c', 'a-b', 'ab', 'b', 'b/c/d', 'b/c', 'a'];

test('a few paths overlap as many do', () => {
  for (let turn = 0; turn < NAMES.length; turn++) {
    const paths = [...NAMES.slice(turn), ...NAMES.slice(0, turn)].slice(0, 6);
    const overlaps = new Overlaps(paths);
    for (const i of paths.keys()) assert.deepEqual(overlaps.before(i), plainly(paths, i), `${paths} at ${i}`);
  }
});

test('paths overlap with those above and below them, whatever their order', () => {
  for (let turn = 0; turn < NAMES.length; turn++) {
    const paths = [...NAMES.slice(turn), ...NAMES.slice(0, turn).reverse()];
    const overlaps = new Overlaps(paths);
    for (const i of paths.keys()) assert.deepEqual(overlaps.before(i), plainly(paths, i), `${paths} at ${i}`);
  }
});
