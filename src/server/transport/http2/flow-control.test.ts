import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReceiveWindow } from './flow-control.ts';

test('a window is widened half at a time', () => {
  const window = new ReceiveWindow(1000);
  assert.ok(window.take(400));
  assert.equal(window.giveBack(400), 0);
  assert.ok(window.take(200));
  assert.equal(window.giveBack(200), 600);
  assert.ok(window.take(1000));
  assert.equal(window.take(1), false);
});

test('what some hold for long does not keep others from sending', () => {
  const window = new ReceiveWindow(1000);
  assert.ok(window.take(700));
  assert.ok(window.take(300));
  assert.equal(window.giveBack(300), 300);
  assert.ok(window.take(300));
});
