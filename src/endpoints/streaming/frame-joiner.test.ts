import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameJoiner } from './frame-joiner.ts';

const frame = (text: string) => [Buffer.from(text)];

test('watchers that are sent the same frames share one buffer; others get their own bytes', () => {
  const joiner = new FrameJoiner();
  const [a, b, c] = [frame('a\n'), frame('b\n'), frame('c\n')];
  const first = joiner.join([a, b]);
  assert.equal(Buffer.concat(first as Uint8Array[]).toString(), 'a\nb\n');
  assert.equal(joiner.join([a, b])[0], first[0]);
  assert.equal(Buffer.concat(joiner.join([a, c]) as Uint8Array[]).toString(), 'a\nc\n');
  assert.equal(joiner.join([b])[0], b[0]);
});

test('big frames are passed on without a copy', () => {
  const big = [Buffer.alloc(200 * 1024)];
  const pieces = new FrameJoiner().join([frame('a\n'), big]);
  assert.equal(pieces[1], big[0]);
});
