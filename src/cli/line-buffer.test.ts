import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../base/manual-clock.ts';
import { LineBuffer } from './line-buffer.ts';

test('lines wait until there are enough of them, or the time is up, and none is lost at the end', () => {
  const written: string[] = [];
  const clock = new ManualClock();
  const buffer = new LineBuffer({ size: 8, patience: 5000, clock, write: (text) => written.push(text) });
  buffer.add('one\n');
  assert.deepEqual(written, []);
  buffer.add('two\n');
  assert.deepEqual(written, ['one\ntwo\n']);
  buffer.add('three\n');
  clock.advance(5000);
  assert.deepEqual(written, ['one\ntwo\n', 'three\n']);
  buffer.add('four\n');
  buffer.flush();
  clock.advance(5000);
  assert.deepEqual(written, ['one\ntwo\n', 'three\n', 'four\n']);
});
