import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastingBytes } from './lasting-bytes.ts';

test('small pieces share memory without overlapping, large ones have their own', () => {
  const pieces = Array.from({ length: 100 }, (_, i) => lastingBytes(100 + i).fill(i));
  for (const [i, piece] of pieces.entries()) assert.ok(piece.every((byte) => byte === i) && piece.length === 100 + i);
  assert.ok(new Set(pieces.map((piece) => piece.buffer)).size < pieces.length);
  const large = lastingBytes(5000);
  assert.equal(large.buffer.byteLength, 5000);
});
