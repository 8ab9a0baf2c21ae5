import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../../storage/resource-storage.ts';
import { exchange } from '../exchange.fixture.ts';
import type { Pieces, Rendering } from '../rendering/interface.ts';
import { ListBodyCache } from './list-body-cache.ts';
import { respondList } from './respond.ts';

/** Entries whose items are their names, `bytes` long. */
function entriesOf(count: number, bytes = 10): readonly Entry[] {
  return Array.from({ length: count }, (_, i) => ({ json: Buffer.from(String(i).padEnd(bytes)) }) as unknown as Entry);
}

/** Counts the items it writes. */
function countingRendering(shareKey = 'json'): Rendering & { written: number } {
  const unused = (): Pieces => [];
  return {
    written: 0,
    contentType: 'application/json',
    watchContentType: 'application/json',
    shareKey,
    object: unused,
    listHead: (header) => [Buffer.from(`head ${header.resourceVersion}[`)],
    listItem: unused,
    writeListItem(slice, { json }) {
      this.written++;
      slice.bytes(json, 0, json.length);
    },
    listTail: () => [Buffer.from(']')],
    watchItem: unused,
    watchError: unused,
  };
}

test('a list that is asked for again is joined once, however often it is asked for', () => {
  const bodies = new ListBodyCache();
  const entries = entriesOf(3);
  const rendering = countingRendering();
  assert.equal(bodies.of(entries, rendering), undefined, 'most lists are asked for once');
  const body = bodies.of(entries, rendering);
  assert.equal(Buffer.from(body ?? []).toString(), '0         1         2         ]');
  assert.equal(bodies.of(entries, rendering), body);
  assert.equal(rendering.written, 3);
});

test('what has changed, and what is rendered otherwise, is joined anew', () => {
  const bodies = new ListBodyCache();
  const entries = entriesOf(3);
  for (let i = 0; i < 2; i++) bodies.of(entries, countingRendering());
  assert.equal(bodies.of(entriesOf(3), countingRendering()), undefined);
  assert.equal(bodies.of(entries, countingRendering('other')), undefined);
  assert.notEqual(bodies.of(entries, countingRendering('other')), bodies.of(entries, countingRendering()));
});

test('a list that is too long is not joined', () => {
  const bodies = new ListBodyCache();
  const entries = entriesOf(3, 1024 * 1024);
  const rendering = countingRendering();
  for (let i = 0; i < 5; i++) assert.equal(bodies.of(entries, rendering), undefined);
  assert.ok(rendering.written <= entries.length, 'which is found out once');
});

test('what is kept is bounded: the oldest body goes first', () => {
  const bodies = new ListBodyCache(2500);
  const lists = [entriesOf(10, 100), entriesOf(10, 100), entriesOf(10, 100)];
  for (const entries of lists) for (let i = 0; i < 2; i++) bodies.of(entries, countingRendering());
  const [first, second, third] = lists.map((entries) => bodies.of(entries, countingRendering()));
  assert.equal(first, undefined);
  assert.ok(second !== undefined && third !== undefined);
});

test('the bytes of an answer are the same whether its items were joined before or not, and the head is its own', async () => {
  const entries = entriesOf(5);
  const answers: string[] = [];
  for (let i = 0; i < 4; i++) {
    const { context, answer } = exchange('/x');
    await respondList(context, countingRendering(), { resourceVersion: String(i), continueToken: '', remainingItemCount: undefined }, entries);
    answers.push(answer.text());
    assert.deepEqual(answer.headers.get('content-length'), [String(answer.body.length)]);
  }
  const items = '0         1         2         3         4         ]';
  assert.deepEqual(answers, [`head 0[${items}`, `head 1[${items}`, `head 2[${items}`, `head 3[${items}`]);
});
