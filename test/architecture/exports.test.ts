/** What nobody imports is not exported: an export is a promise, and code without a reader is dead. Types are exempt, as signatures name them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parseSync } from 'oxc-parser';
import { root, sourceFiles } from './sources.ts';

/** Where others than this repository's files come in. */
const ENTRIES: ReadonlySet<string> = new Set(['src/testing/index.ts', 'src/cli/main.ts']);
/** Tables are whole, whoever reads which line of them. */
const TABLE = /^src\/apis\/.*(types(-[a-z]+)?|opaques)\.ts$/;

const modules = sourceFiles('{src,test,examples,benchmarks,scripts}/**/*.{ts,mjs}').map((file) => {
  const source = readFileSync(path.join(root, file), 'utf8');
  return { file, source, ...parseSync(file, source).module };
});

test('every exported value is imported somewhere', () => {
  const used = usedNames();
  const unused = modules
    .filter(({ file }) => file.startsWith('src/') && !ENTRIES.has(file) && !TABLE.test(file))
    .flatMap(({ file, staticExports }) =>
      staticExports
        .flatMap(({ entries }) => entries)
        .filter((entry) => !entry.isType && entry.moduleRequest == null && !used.has(`${file}#*`) && !used.has(`${file}#${entry.exportName.name}`))
        .map((entry) => `${file} exports ${entry.exportName.name}`),
    );
  assert.deepEqual(unused, []);
});

/** "file#name" for each name that is imported from a file; "file#*" when it is imported as a whole, or at run time. */
function usedNames(): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { file, source, staticImports, staticExports, dynamicImports } of modules) {
    const use = (specifier: string, name: string | null | undefined): void => {
      used.add(`${path.posix.join(path.posix.dirname(file), specifier)}#${name ?? '*'}`);
    };
    for (const { moduleRequest, entries } of staticImports) for (const { importName } of entries) use(moduleRequest.value, importName.name);
    for (const { entries } of staticExports)
      for (const { moduleRequest, importName } of entries) if (moduleRequest != null) use(moduleRequest.value, importName.name);
    for (const { moduleRequest } of dynamicImports) use(source.slice(moduleRequest.start + 1, moduleRequest.end - 1), undefined);
  }
  return used;
}
