import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runKillRounds } from './kill-loop.ts';

test('kill -9 at any moment loses nothing that was acknowledged', async () => {
  const moments = [0.001, 0.9, 0.3, 0.05, 0.6];
  assert.ok((await runKillRounds(moments.length, () => moments.shift() ?? 0.5)) > 1000);
});
