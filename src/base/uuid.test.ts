/** UUIDs are of version 4 and never the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomUuid } from './uuid.ts';

test('every UUID is another one of version 4', () => {
  const made = Array.from({ length: 1000 }, randomUuid);
  for (const each of made) assert.match(each, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(made).size, made.length);
});

test('every bit that is not prescribed takes both values', () => {
  const seen = Array.from({ length: 36 }, () => new Set<string>());
  for (let i = 0; i < 2000; i++) for (const [at, character] of [...randomUuid()].entries()) seen[at]?.add(character);
  for (const [at, characters] of seen.entries()) {
    assert.equal(characters.size, at === 14 || [8, 13, 18, 23].includes(at) ? 1 : at === 19 ? 4 : 16);
  }
});
