/** The files of the repository, for the tests that look at all of them. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** Paths relative to the repository, with forward slashes, sorted. */
export function sourceFiles(pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: ['**/node_modules/**', 'dist/**'] }).sort();
}

/** Our own hand's files: not written by a generator, not a test. */
export function isProduct(file: string): boolean {
  return (
    !file.endsWith('.test.ts') &&
    !file.endsWith('.suite.ts') &&
    !file.endsWith('.fixture.ts') &&
    !file.endsWith('.gen.ts') &&
    !file.includes('/testing/')
  );
}
