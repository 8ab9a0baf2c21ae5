import assert from 'node:assert/strict';
import { test } from 'node:test';
import v8 from 'node:v8';
import vm from 'node:vm';
import { lastingText, lastingValues } from './lasting-text.ts';

const LONG = 1_000_000;

function collect(): void {
  v8.setFlagsFromString('--expose-gc');
  (vm.runInNewContext('gc') as () => void)();
}

test('a part that stays does not keep the text that it was cut from', () => {
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: 50 }, (_, i) => lastingText(partOf(i)));
  collect();
  assert.ok(process.memoryUsage().heapUsed - before < 10 * LONG);
  assert.equal(kept[7], 'a part that stays 7');
});

function partOf(i: number): string {
  return Buffer.alloc(LONG, `a part that stays ${i}|`).toString('latin1').slice(0, `a part that stays ${i}`.length);
}

test('values are equal to those before, whatever their keys are', () => {
  const texts = JSON.parse('{"app":"a","__proto__":"as long as it gets","constructor":"another long value","é":"ééééééééééééééé€"}');
  const lasting = lastingValues(texts);
  assert.deepEqual(Object.entries(lasting), Object.entries(texts));
  assert.equal(Object.getPrototypeOf(lasting), Object.prototype);
  const short = { app: 'a', tier: '' };
  assert.equal(lastingValues(short), short);
});
