/**
 * Imports run one way. `layers.json` lists the folders of `src` from top to bottom; a file may import from folders on lower lines and from its own,
 * never from its own line or above. What stands outside a folder of the list is an error too: a new room is a decision.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { importsOf } from './imports.ts';
import { isProduct, root, sourceFiles } from './sources.ts';

interface Layers {
  readonly root: string;
  readonly layers: readonly (readonly string[])[];
}

const { root: sourceRoot, layers } = JSON.parse(readFileSync(path.join(root, 'layers.json'), 'utf8')) as Layers;
const depth = new Map(layers.flatMap((line, index) => line.map((folder) => [folder, index] as const)));
const files = sourceFiles(`${sourceRoot}/**/*.ts`);
const imports = files.flatMap((file) => importsOf(path.join(root, file)).map((each) => ({ file, ...each })));
const relative = imports
  .filter(({ specifier }) => specifier.startsWith('.'))
  .map((each) => ({ ...each, target: path.posix.join(path.posix.dirname(each.file), each.specifier) }));

function folderOf(file: string): string {
  return file.split('/')[1] ?? '';
}

test('every folder of src has its place in layers.json', () => {
  assert.deepEqual(
    files.filter((file) => !depth.has(folderOf(file))),
    [],
  );
});

test('a folder imports only from folders below it', () => {
  const upwards = relative.filter(({ file, target }) => {
    const from = depth.get(folderOf(file)) ?? -1;
    const to = depth.get(folderOf(target)) ?? -1;
    return isProduct(file) && folderOf(file) !== folderOf(target) && to <= from;
  });
  assert.deepEqual(
    upwards.map(({ file, line, target }) => `${file}:${line} imports ${target}`),
    [],
  );
});

test('imports name files that exist, with their ending', () => {
  const broken = relative.filter(({ target }) => !existsSync(path.join(root, target)));
  assert.deepEqual(
    broken.map(({ file, line, specifier }) => `${file}:${line} imports ${specifier}`),
    [],
  );
});

test('base uses nothing but node', () => {
  const foreign = imports.filter(
    ({ file, specifier }) => folderOf(file) === 'base' && isProduct(file) && !specifier.startsWith('node:') && !specifier.startsWith('.'),
  );
  assert.deepEqual(
    foreign.map(({ file, line, specifier }) => `${file}:${line} imports ${specifier}`),
    [],
  );
});

test('no two folders need each other, at any depth', () => {
  // Files of one folder and of the folders in it may: they are read together. Types alone make no need.
  const graph = new Map<string, Set<string>>();
  for (const { file, target, typesOnly } of relative) {
    const [from, to] = [path.posix.dirname(file), path.posix.dirname(target)];
    const nested = `${from}/`.startsWith(`${to}/`) || `${to}/`.startsWith(`${from}/`);
    if (isProduct(file) && !typesOnly && !nested) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  assert.deepEqual(
    [...graph.keys()].flatMap((folder) => circleThrough(folder, graph)),
    [],
  );
});

test('no file needs itself through others, not even for types', () => {
  const graph = new Map<string, Set<string>>();
  for (const { file, target } of relative) graph.set(file, (graph.get(file) ?? new Set()).add(target));
  assert.deepEqual(
    [...graph.keys()].flatMap((file) => circleThrough(file, graph)),
    [],
  );
});

function circleThrough(start: string, graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const seen = new Set<string>();
  const walk = (place: string, trail: readonly string[]): string[] | undefined => {
    for (const next of graph.get(place) ?? []) {
      if (next === start) return [...trail, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...trail, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const circle = walk(start, [start]);
  // Reported once, at its first member in the alphabet.
  return circle !== undefined && [...circle].sort()[0] === start ? [circle.join(' -> ')] : [];
}
