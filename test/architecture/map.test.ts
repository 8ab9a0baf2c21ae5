/** ARCHITECTURE.md is the map; this test keeps it true. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root, sourceFiles } from './sources.ts';

const map = path.join(root, 'ARCHITECTURE.md');
const text = existsSync(map) ? readFileSync(map, 'utf8') : '';

test('the map lists the steps of the pipeline, in their order', async () => {
  const { steps } = (await import('../../src/server/pipeline.ts')) as {
    steps: readonly (((...args: never[]) => unknown) | { readonly name: string })[];
  };
  assert.ok(steps.length > 0);
  // The list in the map is numbered and each line starts with the step's name in code type.
  const listed = [...text.matchAll(/^\d+\. `([A-Za-z]+)`/gm)].map((match) => match[1]);
  assert.deepEqual(
    listed,
    steps.map(({ name }) => name),
  );
});

test('the map names every folder of src, and no folder that is not there', () => {
  const folders = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && readdirSync(path.join(root, 'src', entry.name)).length > 0,
  );
  const missing = folders.map((entry) => entry.name).filter((name) => !text.includes(`${name}/`));
  assert.deepEqual(missing, []);
});

test('documents lead to files that exist: links, and paths of sources in code type', () => {
  const missing = sourceFiles('{*.md,docs/**/*.md}').flatMap((document) => {
    const words = readFileSync(path.join(root, document), 'utf8');
    const links = [...words.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, link = '']) => path.join(root, path.dirname(document), link));
    const named = [...words.matchAll(/`((?:[a-z0-9.-]+\/)+[a-z0-9.-]+\.ts)`/g)].map(([, file = '']) => file);
    return [
      ...links.filter((link) => !existsSync(link)).map((link) => `${document} links to ${path.relative(root, link)}`),
      ...named.filter((file) => !isSource(file)).map((file) => `${document} names ${file}`),
    ];
  });
  assert.deepEqual(missing, []);
});

/** By its path from the root, from src, or from a folder in src. */
function isSource(file: string): boolean {
  return existsSync(path.join(root, file)) || sources.some((source) => source.endsWith(`/${file}`));
}

const sources = sourceFiles('src/**/*.ts');
