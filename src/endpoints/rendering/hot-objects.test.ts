import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../../storage/resource-storage.ts';
import { HotObjects } from './hot-objects.ts';

const at = (revision: number): Entry => ({ revision }) as unknown as Entry;
const bytes = (length = 10): readonly [Uint8Array] => [new Uint8Array(length)];

test('an object is found again in the form that was kept, and in no other', () => {
  const hot = new HotObjects();
  const [entry, json, other] = [at(7), {}, {}];
  const pieces = bytes();
  hot.keep(entry, json, pieces);
  assert.equal(hot.get(entry, json), undefined, 'asked for once');
  hot.keep(entry, json, pieces);
  assert.equal(hot.get(entry, json), pieces);
  assert.equal(hot.get(entry, other), undefined);
  assert.equal(hot.get(at(7), json), undefined, 'the same revision of another server');
});

test('what is kept is bounded: an object gives its place to another one, and a big one gets none', () => {
  const hot = new HotObjects();
  const form = {};
  const first = at(1);
  for (let i = 0; i < 2; i++) hot.keep(first, form, bytes());
  for (let revision = 2; revision < 2000; revision++) hot.keep(at(revision), form, bytes());
  assert.equal(hot.get(first, form), undefined);
  const big = at(3000);
  for (let i = 0; i < 2; i++) hot.keep(big, form, bytes(100_000));
  assert.equal(hot.get(big, form), undefined);
});

test('what was not stored is not kept: its revision is nobody’s', () => {
  const hot = new HotObjects();
  const tried = at(0);
  for (let i = 0; i < 2; i++) hot.keep(tried, hot, bytes());
  assert.equal(hot.get(tried, hot), undefined);
});
