import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTurn } from '../../../base/event-loop.ts';
import { BigBodies, inTurn, isBig } from './big-body.ts';
import type { Write } from './write.ts';

const MEGABYTE = 1024 * 1024;

/** Only what is looked at. */
function writeOf(bigBodies: BigBodies, bodyBytes: number, signal = new AbortController().signal): Write {
  return { bodyBytes, deps: { bigBodies }, request: { signal } } as unknown as Write;
}

test('two big writes are under way at a time, the others follow in order, and small ones wait for nobody', async () => {
  const places = new BigBodies();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (name: string, bytes: number): Promise<void> =>
    inTurn(writeOf(places, bytes), () => {
      begun.push(name);
      return new Promise((resolve) => void ends.set(name, resolve));
    });
  const all = ['a', 'b', 'c', 'd'].map((name) => begin(name, MEGABYTE));
  const small = begin('small', 100);
  await nextTurn();
  assert.deepEqual(begun.sort(), ['a', 'b', 'small']);
  ends.get('a')?.();
  await nextTurn();
  assert.equal(begun.at(-1), 'c');
  for (const each of ends.values()) each();
  await nextTurn();
  assert.equal(begun.at(-1), 'd');
  for (const each of ends.values()) each();
  await Promise.all([...all, small]);
});

test('a big write whose caller has gone does no work and leaves its place to the next', async () => {
  const places = new BigBodies();
  const gone = AbortSignal.abort();
  for (let i = 0; i < 3; i++) await assert.rejects(inTurn(writeOf(places, MEGABYTE, gone), () => assert.fail('worked for nobody')));
  assert.equal(await inTurn(writeOf(places, MEGABYTE), async () => 'done'), 'done');
});

test('only a big write gives way between its steps', () => {
  const places = new BigBodies();
  assert.equal(isBig(writeOf(places, 1000)), false);
  assert.equal(isBig(writeOf(places, MEGABYTE)), true);
});
