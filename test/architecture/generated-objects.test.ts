/** The generated interfaces say what the tables say. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { generateObjects } from '../../scripts/generate-objects.ts';

test('objects.gen.ts is up to date in every version (run: node scripts/generate-objects.ts)', async () => {
  for (const { path, text } of await generateObjects()) assert.equal(readFileSync(path, 'utf8'), text, path);
});
