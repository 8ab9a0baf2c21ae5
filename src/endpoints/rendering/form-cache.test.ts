import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../../storage/resource-storage.ts';
import { FormCache } from './form-cache.ts';

function entry(bytes: number): Entry {
  const json = new Uint8Array(bytes);
  return {
    key: '',
    revision: 1,
    namespace: '',
    name: '',
    labels: {},
    fields: {},
    json,
    revisionAt: 0,
    prefixLength: 0,
    object: () => ({ kind: '', apiVersion: '', metadata: {} }),
  };
}

function made(cache: FormCache, of: Entry, form: string, bytes: number): boolean {
  let ran = false;
  cache.get(
    of,
    form,
    () => {
      ran = true;
      return form;
    },
    () => bytes,
  );
  return ran;
}

test('a form is made once per entry', () => {
  const cache = new FormCache(1000);
  const one = entry(10);
  assert.equal(made(cache, one, 'a', 10), true);
  assert.equal(made(cache, one, 'a', 10), false);
  assert.equal(made(cache, one, 'b', 10), true);
  assert.equal(made(cache, entry(10), 'a', 10), true);
});

test('the cache stays below its bound, counting the entries that it keeps alive; the least recently used go first', () => {
  const cache = new FormCache(1000);
  const entries = Array.from({ length: 5 }, () => entry(100));
  for (const each of entries.slice(0, 4)) made(cache, each, 'a', 150);
  assert.equal(cache.bytes, 1000);
  made(cache, entries[0] as Entry, 'a', 150);
  made(cache, entries[4] as Entry, 'a', 150);
  assert.equal(cache.bytes, 1000);
  assert.equal(made(cache, entries[0] as Entry, 'a', 150), false, 'just used');
  assert.equal(made(cache, entries[1] as Entry, 'a', 150), true, 'the oldest is gone');
});

test('what would fill a quarter of the cache is not kept', () => {
  const cache = new FormCache(1000);
  const one = entry(10);
  made(cache, one, 'a', 300);
  assert.equal(cache.bytes, 0);
  assert.equal(made(cache, one, 'a', 300), true);
});
