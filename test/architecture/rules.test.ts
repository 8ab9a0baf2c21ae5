/** Rules of this repository that a machine can check and neither the linter nor the compiler does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parseSync } from 'oxc-parser';
import { isProduct, root, sourceFiles } from './sources.ts';
import { type SyntaxNode, visit } from './syntax.ts';

const MAX_LINES = 400;
const MAX_FUNCTION_LINES = 70;
const files = sourceFiles('{src,test,examples,benchmarks}/**/*.ts');
const scripts = sourceFiles('{scripts,src}/**/*.{mjs,ts}');

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function linesMatching(among: readonly string[], pattern: RegExp): string[] {
  return among.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  );
}

test('every file opens with what it is', () => {
  const bare = [...new Set([...files, ...scripts])].filter((file) => !file.endsWith('.test.ts') && !/^(#!.*\n)?\s*(\/\*\*|\/\/)/.test(read(file)));
  assert.deepEqual(bare, []);
});

test(`no file of code is longer than ${MAX_LINES} lines`, () => {
  const long = files
    .filter((file) => !file.endsWith('.gen.ts') && !isTable(file))
    .map((file) => ({ file, lines: read(file).split('\n').length - 1 }));
  assert.deepEqual(
    long.filter(({ lines }) => lines > MAX_LINES).map(({ file, lines }) => `${file}: ${lines}`),
    [],
  );
});

test(`no function is longer than ${MAX_FUNCTION_LINES} lines`, () => {
  const long = files.filter((file) => file.startsWith('src/') && isProduct(file) && !isTable(file)).flatMap(longFunctions);
  assert.deepEqual(long, []);
});

function longFunctions(file: string): string[] {
  const source = read(file);
  if (source.split('\n').length <= MAX_FUNCTION_LINES) return [];
  const found: string[] = [];
  visit(parseSync(file, source).program, ({ type, start, end }) => {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(String(type))) return;
    const lines = source.slice(Number(start), Number(end)).split('\n').length;
    if (lines > MAX_FUNCTION_LINES) found.push(`${file}:${source.slice(0, Number(start)).split('\n').length}: ${lines}`);
  });
  return found;
}

/** Tables of types and their texts are data, one line per field, and as long as their group is. */
function isTable(file: string): boolean {
  return /^src\/apis\/.*\/(types(-[a-z]+)?|descriptions(\/[a-z]+)?)\.ts$/.test(file);
}

test('nothing below cli touches the process or the global clock', () => {
  const below = files.filter((file) => file.startsWith('src/') && !file.startsWith('src/cli/') && isProduct(file));
  const touches = below.flatMap((file) => globalUses(file).map((use) => `${file} ${use}`));
  assert.deepEqual(touches, []);
});

/** `systemClock` is the one place where the clock of the machine is read. */
const EXCEPTIONS: ReadonlyMap<string, readonly string[]> = new Map([['src/base/clock.ts', ['Date.now']]]);
/** Figures of the machine and the queue of the event loop: reading them changes nothing and decides nothing. */
const ALLOWED_OF_PROCESS: ReadonlySet<string> = new Set([
  ...['memoryUsage', 'cpuUsage', 'resourceUsage', 'uptime', 'hrtime', 'nextTick'],
  ...['pid', 'versions', 'version', 'platform', 'arch'],
]);

/** Uses of `process` (but for reading figures of the machine) and of `Date.now`. */
function globalUses(file: string): string[] {
  const source = read(file);
  // Parsing takes long, and most files cannot have what is looked for.
  if (!/process|Date/.test(source)) return [];
  const found: string[] = [];
  visit(parseSync(file, source).program, (node) => {
    if (node.type === 'MemberExpression') {
      const object = nameOf(node.object);
      const property = nameOf(node.property);
      if (object === 'process' && !ALLOWED_OF_PROCESS.has(property)) found.push(`process.${property}`);
      if (object === 'Date' && property === 'now') found.push('Date.now');
    }
    if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && Array.isArray(node.arguments) && node.arguments.length === 0)
      found.push('new Date()');
    if (node.type === 'ImportDeclaration' && /^(node:)?process$/.test(String(valueIn(node.source))))
      found.push(
        ...importedNames(node)
          .filter((name) => !ALLOWED_OF_PROCESS.has(name))
          .map((name) => `import of process.${name}`),
      );
  });
  const allowed = EXCEPTIONS.get(file) ?? [];
  return found.filter((use) => !allowed.includes(use));
}

/** Names in braces; anything else stands for the whole module. */
function importedNames(declaration: SyntaxNode): string[] {
  const specifiers: unknown[] = Array.isArray(declaration.specifiers) ? declaration.specifiers : [];
  return specifiers.map((specifier) =>
    typeof specifier === 'object' && specifier !== null && 'imported' in specifier ? nameOf(specifier.imported) : '*',
  );
}

function nameOf(node: unknown): string {
  return typeof node === 'object' && node !== null && 'name' in node ? String(node.name) : '';
}

function valueIn(node: unknown): unknown {
  return typeof node === 'object' && node !== null && 'value' in node ? node.value : undefined;
}

test('the project speaks of itself alone: no paths of a machine, no hosts of registries', () => {
  const own = sourceFiles('{src,test,examples,benchmarks,scripts,docs,.ci,toolchain}/**/*').filter((file) =>
    /\.(ts|mjs|json|md|go|mod|sum)$|\/run$/.test(file),
  );
  const pattern = /\/(work|home)\/[a-z]|\/tmp\/[a-z]|registry\.npmjs\.org|proxy\.golang\.org/;
  const searched = [
    ...own.filter((file) => !file.startsWith('test/architecture/')),
    'package-lock.json',
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
  ];
  assert.deepEqual(linesMatching(searched.filter(exists), pattern), []);
});

function exists(file: string): boolean {
  return sourceFiles(file).length === 1;
}

test('no test is left out or singled out by accident', () => {
  const tests = files.filter((file) => /\.(test|suite)\.ts$/.test(file) && !file.startsWith('test/architecture/'));
  assert.deepEqual(linesMatching(tests, /\b(test|describe|it)\.only\(|\{ only: true/), []);
});
